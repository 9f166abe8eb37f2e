"""The life of a name, for people and for machines.

recorded in paint 1.0 (2021-03-04) to 1.9 (2022-05-06) (2 of 3 recorded releases)
1.0  2021-03-04  there in the first recorded release; defined as paint.core.tint
1.9  2022-05-06  is deprecated; since 1.5: use paint.shade instead
2.0  2023-07-08  is gone
"""

from __future__ import annotations

from collections.abc import Iterator

from driftcheck.model.releases import Release
from driftcheck.model.stories import Event, Story, Turn
from driftcheck.model.symbols import Deprecation
from driftcheck.reporting.differences import called
from driftcheck.reporting.painting import Painter, Style
from driftcheck.reporting.records import Record, deprecation_record
from driftcheck.reporting.text import count, printable

_WORDS = {
    Turn.RECORDED: "there in the first recorded release",
    Turn.CAME: "comes",
    Turn.MOVED: "is defined elsewhere",
    Turn.CALLED: "is called in another way",
    Turn.DEPRECATED: "is deprecated",
    Turn.CLEARED: "is no longer deprecated",
    Turn.LEFT: "is gone",
    Turn.HIDDEN: "is no longer listed",
}
_STYLES = {Turn.LEFT: Style.RED, Turn.DEPRECATED: Style.YELLOW, Turn.CAME: Style.GREEN}


def story_lines(story: Story, painter: Painter) -> Iterator[str]:
    """The time line: the releases that have the name, then what happened when.

    Args:
        story: What became of the name.
        painter: Makes text printable, and colours it or not.
    """
    spans = ", ".join(_spans(story)) or "none"
    total = count(len(story.releases), "recorded release")
    share = f"({sum(story.present)} of {total})"
    yield f"  {painter('recorded in', Style.DIM)} {painter(f'{story.distribution} {spans} {share}')}"
    width = max((len(str(event.release.version)) for event in story.events), default=0)
    for event in story.events:
        version = painter(str(event.release.version).ljust(width), Style.BOLD)
        day = painter((event.release.released or "").ljust(len("2000-01-01")), Style.DIM)
        yield f"  {version}  {day}  {painter(told(event), _STYLES.get(event.turn, Style.PLAIN))}"


def told(event: Event) -> str:
    """What happened, in words."""
    said = [_WORDS[event.turn]]
    if event.definition:
        said.append(f"defined as {event.definition}" if event.turn is not Turn.MOVED else f"now {event.definition}")
    if event.lost:
        said.append(f"without: {', '.join(event.lost)}")
    if event.signature:
        said.append(called(event.signature))
    if event.deprecation is not None:
        said.append(_mark(event.deprecation, is_news=event.turn is Turn.DEPRECATED))
    return "; ".join(part for part in said if part)


def story_record(story: Story) -> Record:
    """The story as plain data."""
    return {
        "distribution": story.distribution,
        "releases": len(story.releases),
        "present": sum(story.present),
        "events": [
            {
                "version": str(event.release.version),
                "released": event.release.released,
                "event": str(event.turn),
                "definition": event.definition or None,
                "lost": list(event.lost),
                "signature": called(event.signature) if event.signature else None,
                "deprecation": deprecation_record(event.deprecation),
            }
            for event in story.events
        ],
    }


def _mark(deprecation: Deprecation, *, is_news: bool) -> str:
    """The library's words, on one line."""
    dates = [f"since {deprecation.since}" if deprecation.since else ""]
    dates.append(f"to be removed in {deprecation.removal}" if deprecation.removal else "")
    title = " ".join(part for part in ("" if is_news else "deprecated", ", ".join(d for d in dates if d)) if part)
    message = printable(" ".join((deprecation.message or "").split()))
    return ": ".join(part for part in (title, message) if part)


def _spans(story: Story) -> Iterator[str]:
    """Yield the runs of releases that have the name, as `1.0 (2021-03-04) to 1.9 (2022-05-06)`."""
    start: Release | None = None
    last: Release | None = None
    for release, is_there in zip(story.releases, story.present, strict=True):
        if is_there:
            start, last = start or release, release
        elif start is not None and last is not None:
            yield _span(start, last)
            start = None
    if start is not None and last is not None:
        yield _span(start, last)


def _span(first: Release, last: Release) -> str:
    return _dated(first) if first is last else f"{_dated(first)} to {_dated(last)}"


def _dated(release: Release) -> str:
    return f"{release.version} ({release.released})" if release.released else str(release.version)
