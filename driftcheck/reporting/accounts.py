"""Everything that is known of one name: what the pins make of it, its story, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterator

from driftcheck.model.resolutions import Confidence
from driftcheck.model.stories import Account
from driftcheck.reporting.painting import Painter, Style
from driftcheck.reporting.records import Record, replacement_record
from driftcheck.reporting.stories import story_lines, story_record
from driftcheck.reporting.text import printable
from driftcheck.reporting.wording import advice, origin

_STYLES = {
    "absent": Style.RED,
    "unreleased": Style.RED,
    "deprecated": Style.YELLOW,
    "present": Style.GREEN,
}


def account_lines(account: Account, painter: Painter) -> Iterator[str]:
    """The lines for people.

    Args:
        account: What is known.
        painter: Makes text printable, and colours it or not.
    """
    likely = " (likely)" if account.confidence is Confidence.LIKELY else ""
    style = _STYLES.get(account.standing, Style.DIM)
    where = f" in {account.selection.distribution} {account.selection.version}" if account.selection else ""
    yield f"{painter(account.path, Style.BOLD)}  {painter(account.standing + likely, style)}{painter(where)}"
    if account.reason:
        yield f"  {painter(account.reason)}"
    if account.definition and account.definition != account.path.partition("(")[0]:
        yield f"  {painter('defined as', Style.DIM)} {painter(account.definition)}"
    if account.story is not None:
        yield from story_lines(account.story, painter)
    replacement = account.replacement
    if replacement is not None:
        yield f"  {painter(advice(replacement), Style.GREEN)}"
        if replacement.evidence is not None:
            said = origin(replacement.evidence, replacement.trust)
            yield f"    {painter(said, Style.DIM)}"
            if replacement.evidence.quote not in f"{said} {replacement.text}":
                yield f"    {painter(replacement.evidence.quote, Style.DIM)}"


def account_record(account: Account) -> Record:
    """Everything as plain data."""
    selection = account.selection
    return {
        "path": account.path,
        "verdict": account.standing,
        "reason": printable(account.reason),
        "confidence": str(account.confidence),
        "distribution": selection.distribution if selection else None,
        "pinned": str(selection.version) if selection else None,
        "definition": account.definition or None,
        "story": story_record(account.story) if account.story is not None else None,
        "replacement": replacement_record(account.replacement),
    }
