"""What changed between two releases, in each format.

pandas 1.5.3 to 2.0.3

Left (2)
  pandas.DataFrame.append        use pandas.concat([old, new])
  pandas.read_csv(squeeze)       use .squeeze("columns") behind the call
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from driftcheck.model.differences import Change, ChangeKind, Comparison, SignatureChange
from driftcheck.reporting.painting import Painter, Style
from driftcheck.reporting.records import Record, deprecation_record, replacement_record
from driftcheck.reporting.text import count, printable
from driftcheck.reporting.wording import advice

_TITLES = {
    ChangeKind.LEFT: "Left",
    ChangeKind.DEPRECATED: "Deprecated",
    ChangeKind.CAME: "Came",
    ChangeKind.SIGNATURE: "Called in another way",
}
_STYLES = {
    ChangeKind.LEFT: Style.RED,
    ChangeKind.DEPRECATED: Style.YELLOW,
    ChangeKind.CAME: Style.GREEN,
    ChangeKind.SIGNATURE: Style.BLUE,
}
_MOST_WAYS = 3
_WIDEST = 60
"""Longer paths do not push the words beside all the others to the right."""


def text(comparison: Comparison, painter: Painter, *, everything: bool = False) -> Iterator[str]:
    """The lines for people.

    Args:
        comparison: Two releases.
        painter: Makes text printable, and colours it or not.
        everything: Whether incidental names are shown.
    """
    yield painter(_heading(comparison), Style.BOLD)
    for kind, title in _TITLES.items():
        changes = comparison.of_kind(kind, incidental=everything)
        if not changes:
            continue
        yield ""
        yield painter(f"{title} ({len(changes)})", _STYLES[kind])
        width = min(_WIDEST, max(len(change.path) for change in changes))
        for change in changes:
            said = _remark(change)
            path = painter(change.path) + " " * (width - len(change.path))
            yield f"  {path}  {painter(said, Style.DIM)}" if said else f"  {painter(change.path)}"
    yield ""
    yield painter(_footing(comparison, everything=everything))


def markdown(comparison: Comparison, *, everything: bool = False) -> Iterator[str]:
    """The lines of a document with a table for each kind of change."""
    yield f"# {_cell(_heading(comparison))}"
    for kind, title in _TITLES.items():
        changes = comparison.of_kind(kind, incidental=everything)
        if not changes:
            continue
        yield ""
        yield f"## {title}"
        yield ""
        yield "| name | kind | |"
        yield "|---|---|---|"
        for change in changes:
            yield f"| `{_cell(change.path)}` | {change.what} | {_cell(_remark(change))} |"
    yield ""
    yield _footing(comparison, everything=everything)


def json_comparison(comparison: Comparison, *, everything: bool = False) -> Iterator[str]:
    """One document; the fields are a promise."""
    kinds = {str(kind): [_record(c) for c in comparison.of_kind(kind, incidental=everything)] for kind in ChangeKind}
    record = {
        "distribution": comparison.old.distribution,
        "old": str(comparison.old.version),
        "new": str(comparison.new.version),
        **kinds,
        "incidental": comparison.incidental,
        "unknown": comparison.unknown,
    }
    yield json.dumps(record, indent=2)


def called(change: SignatureChange) -> str:
    """`new: unit=; no longer optional: copy`."""
    parts = (
        ("new", change.came),
        ("no longer optional", change.required),
        ("now optional", change.optional),
        ("by name only", change.by_name),
        ("by position only", change.by_position),
    )
    return "; ".join(f"{title}: {', '.join(names)}" for title, names in parts if names)


def _remark(change: Change) -> str:
    parts = []
    if change.through:
        more = f" and {len(change.through) - _MOST_WAYS} more" if len(change.through) > _MOST_WAYS else ""
        parts.append(f"as {', '.join(change.through[:_MOST_WAYS])}{more}")
    if change.replacement is not None:
        parts.append(advice(change.replacement))
    elif change.deprecation is not None and change.deprecation.message:
        parts.append(" ".join(change.deprecation.message.split()))
    if change.signature is not None:
        parts.append(called(change.signature))
    if change.beneath:
        parts.append(f"and {count(change.beneath, 'name')} beneath")
    return "; ".join(parts)


def _record(change: Change) -> Record:
    signature = change.signature
    return {
        "path": change.path,
        "kind": change.what,
        "incidental": change.is_incidental,
        "through": list(change.through),
        "beneath": change.beneath,
        "deprecation": deprecation_record(change.deprecation),
        "signature": {
            "came": list(signature.came),
            "required": list(signature.required),
            "optional": list(signature.optional),
            "by_name": list(signature.by_name),
            "by_position": list(signature.by_position),
        }
        if signature is not None
        else None,
        "replacement": replacement_record(change.replacement),
    }


def _heading(comparison: Comparison) -> str:
    return f"{comparison.old.distribution} {comparison.old.version} to {comparison.new.version}"


def _footing(comparison: Comparison, *, everything: bool) -> str:
    shown = sum(len(comparison.of_kind(kind, incidental=everything)) for kind in ChangeKind)
    said = [count(shown, "change") if shown else "No changes"]
    if comparison.incidental and not everything:
        said.append(f"{count(comparison.incidental, 'incidental name')} left out, --all shows them")
    if comparison.unknown:
        said.append(f"{comparison.unknown} not judged, in namespaces that static reading cannot list")
    return "; ".join(said) + "."


def _cell(words: str) -> str:
    """Text that neither ends a cell nor starts markup."""
    escaped = printable(words).replace("\\", "\\\\").replace("|", "\\|")
    return escaped.replace("<", "&lt;").replace("[", "\\[").replace("*", "\\*").replace("`", "'")
