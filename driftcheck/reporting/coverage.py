"""What a run covered and what it did not, so that a quiet run never passes for a clean one."""

from __future__ import annotations

from collections.abc import Iterator

from driftcheck.model.findings import Summary
from driftcheck.model.releases import PinKind, Selection
from driftcheck.reporting.text import count

_SHOWN = 8


def coverage_lines(summary: Summary) -> Iterator[str]:
    """The lines that follow the findings in the formats for people."""
    if summary.silenced:
        yield f"Silenced by comments: {count(summary.silenced, 'finding')}."
    if summary.hidden:
        yield f"Hidden by the baseline: {count(summary.hidden, 'finding')}."
    if summary.unchanged:
        yield f"On lines that did not change: {count(summary.unchanged, 'finding')}."
    if summary.resolved or summary.unknown:
        share = f", {summary.unknown} unknown" if summary.unknown else ""
        yield f"{count(summary.resolved, 'library reference')} resolved{share}."
    by_kind = {kind: [s for s in summary.selections if s.kind is kind and s.is_covered] for kind in PinKind}
    yield from _listed(
        "Pinned, and judged by the releases around it", (_around(s) for s in summary.selections if _is_bracketed(s))
    )
    yield from _listed("A range, so the newest release it allows", map(_version, by_kind[PinKind.RANGE]))
    yield from _listed("Not pinned, but required by what is", map(_version, by_kind[PinKind.IMPLIED]))
    yield from _listed("Not pinned, so the newest recorded release", map(_version, by_kind[PinKind.NEWEST]))
    yield from _listed("Not covered", (f"{name} ({reason})" for name, reason in summary.uncovered))
    if summary.skipped:
        yield f"Not checked: {len(summary.skipped)}, for the reasons given."
    for note in summary.notes:
        yield f"Note: {note}"


def unknown_lines(summary: Summary) -> Iterator[str]:
    """The lines that say where each pin is written, and why attributes and calls are unknown, in all and by file."""
    if summary.selections:
        yield "Judged by:"
    for selection in summary.selections:
        yield f"{'':8}  {_version(selection)}, {selection.source}"
    if summary.statistics.reasons:
        yield "Unknown, by reason:"
    for reason, number in summary.statistics.reasons:
        yield f"{number:>8}  {reason}"
    if summary.unknown_by_file:
        yield "Unknown, by file:"
    for file in sorted(summary.unknown_by_file, key=lambda file: (-file.total, file.path)):
        reasons = ", ".join(f"{number} {reason}" for reason, number in file.reasons)
        yield f"{file.total:>8}  {file.path}: {reasons}"


def _listed(title: str, entries: Iterator[str]) -> Iterator[str]:
    every = list(dict.fromkeys(entries))  # several files may pin the same
    if every:
        more = f", and {len(every) - _SHOWN} more" if len(every) > _SHOWN else ""
        yield f"{title}: {', '.join(every[:_SHOWN])}{more}."


def _is_bracketed(selection: Selection) -> bool:
    return selection.kind is PinKind.EXACT and selection.is_covered and not selection.is_exact


def _around(selection: Selection) -> str:
    return f"{_version(selection)} by {' and '.join(str(release.version) for release in selection.releases)}"


def _version(selection: Selection) -> str:
    return f"{selection.distribution} {selection.version}"
