"""The end of a refresh, and the outlook on one: a table for people, a document for machines."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence

from driftcheck.cli.errands import Failed
from driftcheck.outlook import Outlook
from driftcheck.refresh import Refreshed
from driftcheck.reporting.text import printable

Record = dict[str, object]
_HEAD = (
    *("distribution", "releases read", "recorded", "fetched of published, MiB", "modules read of present", "rows"),
    *("KiB", "s", "CPU s", "failures"),
)
_SUMS = (
    *("releases_read", "releases_recorded", "bytes_fetched", "bytes_published", "modules_read", "modules_present"),
    *("rows", "database_bytes", "seconds", "cpu_seconds"),
)


def refresh_document(done: Sequence[Refreshed | Failed], budget_for: Callable[[str], int | None]) -> Record:
    """What a refresh did: `{distributions, total}`; failures name their release, null where it is the distribution."""
    records = [_record(one, budget_for(one.distribution)) for one in done]
    total: Record = {"distributions": len(records)}
    for name in _SUMS:
        total[name] = sum(record[name] for record in records)  # type: ignore[misc]  # numbers, as `_record` has them
    total["over_budget"] = sum(bool(record["is_over_budget"]) for record in records)
    total["failure_count"] = sum(len(_failures(one)) for one in done)
    return {"distributions": records, "total": total}


def refresh_table(done: Sequence[Refreshed | Failed]) -> Iterator[str]:
    """Yield the lines of a table: a row for each distribution, and one for all."""
    totals = refresh_document(done, lambda _: None)["total"]
    assert isinstance(totals, dict)
    failures = [len(_failures(one)) for one in done]
    rows = [_row(one.distribution, _record(one, None), failed) for one, failed in zip(done, failures, strict=True)]
    yield from _aligned([_HEAD, *rows, _row("all", totals, sum(failures))])


def over_budget(done: Sequence[Refreshed | Failed], budget_for: Callable[[str], int | None]) -> Iterator[str]:
    """Yield a warning for each distribution whose database is larger than it is meant to be."""
    for one in done:
        budget = budget_for(one.distribution)
        if isinstance(one, Refreshed) and budget is not None and one.database_bytes > budget:
            yield f"{one.distribution}: its database has {one.database_bytes:,} bytes, over its budget of {budget:,}"


def outlook_document(seen: Sequence[Outlook | Failed]) -> Record:
    """What a refresh would do: `{distributions, total}`."""
    records = [_outlook_record(one) for one in seen]
    changing = sum(isinstance(one, Outlook) and one.has_changes for one in seen)
    failed = sum(isinstance(one, Failed) for one in seen)
    return {
        "distributions": records,
        "total": {"distributions": len(records), "changing": changing, "failure_count": failed},
    }


def outlook_table(seen: Sequence[Outlook | Failed]) -> Iterator[str]:
    """Yield the lines of a table: how many releases would be read, are recorded, and would be read again."""
    rows = []
    for one in seen:
        match one:
            case Outlook():
                kept = one.recorded.manifest
                held = len(kept.releases) - len(one.again) if kept else 0
                rows.append((one.distribution, str(len(one.fresh)), str(max(held, 0)), str(len(one.again)), "0"))
            case Failed():
                rows.append((one.distribution, "", "", "", "1"))
    yield from _aligned([("distribution", "to read", "recorded", "to read again", "failures"), *rows])


def document_line(document: Mapping[str, object]) -> str:
    """A document as text; ASCII only, so no terminal and no log can spoil it."""
    return json.dumps(document, indent=2)


def _failures(one: Refreshed | Failed) -> list[Record]:
    if isinstance(one, Failed):
        return [{"release": None, "reason": one.reason}]
    return [{"release": release, "reason": reason} for release, reason in one.failures]


def _record(one: Refreshed | Failed, budget: int | None) -> Record:
    told = one if isinstance(one, Refreshed) else Refreshed(one.distribution, 0, 0)
    return {
        "distribution": told.distribution,
        "releases_read": told.added,
        "releases_recorded": told.recorded,
        "bytes_fetched": told.bytes_fetched,
        "bytes_published": told.bytes_published,
        "modules_read": told.visited,
        "modules_present": told.modules,
        "rows": told.rows,
        "database_bytes": told.database_bytes,
        "budget_bytes": budget,
        "is_over_budget": budget is not None and told.database_bytes > budget,
        "seconds": round(told.seconds, 3),
        "cpu_seconds": round(told.cpu_seconds, 3),
        "failures": _failures(one),
    }


def _outlook_record(one: Outlook | Failed) -> Record:
    if isinstance(one, Failed):
        return {"distribution": one.distribution, "failure": one.reason}
    kept = one.recorded.manifest
    return {
        "distribution": one.distribution,
        "has_changes": one.has_changes,
        "to_read": [str(version) for version in one.fresh],
        "more_at_most": one.thinning.room,
        "recorded": max(len(kept.releases) - len(one.again), 0) if kept else 0,
        "to_read_again": [str(version) for version in one.again],
        "published_no_more": [str(version) for version in one.gone],
        "failure": None,
    }


def _row(name: str, record: Mapping[str, object], failures: int) -> tuple[str, ...]:
    numbers = {key: value for key, value in record.items() if isinstance(value, int | float)}
    fetched, published = numbers["bytes_fetched"] / 2**20, numbers["bytes_published"] / 2**20
    return (
        name,
        str(numbers["releases_read"]),
        str(numbers["releases_recorded"]),
        f"{fetched:.1f} of {published:.1f}",
        f"{numbers['modules_read']} of {numbers['modules_present']}",
        str(numbers["rows"]),
        f"{numbers['database_bytes'] / 1024:.0f}",
        f"{numbers['seconds']:.1f}",
        f"{numbers['cpu_seconds']:.1f}",
        str(failures),
    )


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield rows with their columns below each other: the first to the left, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *numbers in rows:
        cells = (cell.rjust(width) for cell, width in zip(numbers, widths[1:], strict=True))
        yield printable("  ".join((first.ljust(widths[0]), *cells)))
