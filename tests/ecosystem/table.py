"""The table of a run, in Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from tests.ecosystem.measuring import Measured
from tests.ecosystem.verdicts import Judged

BAR = 1.0
"""False findings in 100,000 lines that are borne."""
_MOST_REASONS = 10

Row = tuple[Measured, Judged]


def rate(rows: Sequence[Row]) -> float:
    """False findings, and those that nobody has read, in 100,000 lines."""
    lines = sum(measured.lines for measured, _ in rows)
    against = sum(len(judged.false) + len(judged.unread) for _, judged in rows)
    return 100_000 * against / lines if lines else 0.0


def table(rows: Sequence[Row], covered: str) -> Iterator[str]:
    """The lines of the document.

    Args:
        rows: What was measured and judged.
        covered: What the snapshots held, in a sentence.
    """
    yield "# Installed distributions, checked against the environment that resolves for them"
    yield ""
    yield "Made by `python -m tests.ecosystem`; the verdicts are in `verdicts.toml`. " + covered
    yield ""
    yield from _totals(rows)
    yield ""
    yield "| distribution | version | lines | judged | read | true | false | unread | other findings |"
    yield "|---|---|---:|---:|---:|---:|---:|---:|---|"
    for measured, judged in rows:
        yield _row(measured, judged)
    yield ""
    yield from _reasons(rows)


def _totals(rows: Sequence[Row]) -> Iterator[str]:
    lines = sum(measured.lines for measured, _ in rows)
    resolved = sum(measured.resolved for measured, _ in rows)
    asked = resolved + sum(measured.unknown for measured, _ in rows)
    true = sum(len(judged.true) for _, judged in rows)
    false = sum(len(judged.false) for _, judged in rows)
    unread = sum(len(judged.unread) for _, judged in rows)
    quiet = sum(not (judged.true or judged.false or judged.unread) for _, judged in rows)
    yield f"- {len(rows)} distributions, {lines:,} lines."
    said = f"{true} true, {false} false, {unread} unread"
    yield f"- {true + false + unread} findings that say that code fails or will (DC1xx, DC3xx): {said}."
    yield f"- {quiet} distributions have none of these."
    yield f"- False or unread: {rate(rows):.2f} in 100,000 lines; the bar is {BAR:g}."
    yield f"- {asked:,} attributes and calls of recorded libraries, {_share(resolved, asked)} judged."


def _row(measured: Measured, judged: Judged) -> str:
    read = Counter(told.code for told in (*judged.true, *judged.false, *judged.unread))
    every = Counter(told.code for told in measured.findings)
    cells = (
        measured.name,
        measured.version,
        f"{measured.lines:,}",
        _share(measured.resolved, measured.resolved + measured.unknown),
        _tally(read.items()),
        _number(judged.true),
        _number(judged.false),
        _number(judged.unread),
        _tally((every - read).items()),
    )
    return f"| {' | '.join(cells)} |"


def _reasons(rows: Sequence[Row]) -> Iterator[str]:
    tally: Counter[str] = Counter()
    for measured, _ in rows:
        tally.update(dict(measured.reasons))
    total = tally.total()
    yield f"Why the others were not judged ({total:,}):"
    yield ""
    yield "| reason | references | share |"
    yield "|---|---:|---:|"
    for reason, number in tally.most_common(_MOST_REASONS):
        yield f"| {reason} | {number:,} | {_share(number, total)} |"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else ""


def _tally(counts: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{code} {number}" for code, number in sorted(counts))


def _number(found: Sequence[object]) -> str:
    return str(len(found)) if found else ""
