"""One remembered portion: what was read, and what was said."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from driftcheck.cache.codec import CodecError, reader, to_json
from driftcheck.model.deeds import Deed
from driftcheck.model.findings import FileVerdict, SkippedFile

_VERDICTS = reader(tuple[FileVerdict, ...])
_SKIPPED = reader(tuple[SkippedFile, ...])
_OTHERS = reader(tuple[str, ...] | None)
_PAIRS = reader(tuple[tuple[str, str], ...])
_DEEDS = reader(tuple[Deed, ...])


@dataclass(frozen=True, slots=True)
class Entry:
    """What was said of a portion, and all that it was said of."""

    circumstances: str
    """The digest of what counts for all files: the tool, the pins, the snapshots."""
    texts: Mapping[str, str]
    """Digests of what was read, by place."""
    folders: Mapping[str, str]
    """Digests of what was listed, by folder."""
    others: tuple[str, ...] | None
    """Places of the files that the project has beside those that were checked; None where they did not count."""
    results: tuple[FileVerdict | SkippedFile, ...]
    deeds: frozenset[Deed] = frozenset()
    """What the code does that findings in other portions depend on."""


def dump_entry(entry: Entry) -> str:
    """The entry as text."""
    order = "".join("v" if isinstance(one, FileVerdict) else "s" for one in entry.results)
    return json.dumps(
        [
            entry.circumstances,
            sorted(entry.texts.items()),
            sorted(entry.folders.items()),
            to_json(entry.others),
            order,
            [to_json(one) for one in entry.results if isinstance(one, FileVerdict)],
            [to_json(one) for one in entry.results if isinstance(one, SkippedFile)],
            [to_json(one) for one in sorted(entry.deeds)],
        ],
        separators=(",", ":"),
    )


def load_entry(text: str, circumstances: str) -> Entry | None:
    """The entry that a text holds; None where it is damaged, or was made under other circumstances."""
    try:
        found, texts, folders, others, order, verdicts, skipped, deeds = json.loads(text)
        if found != circumstances:
            return None
        kinds = {"v": iter(_VERDICTS(verdicts)), "s": iter(_SKIPPED(skipped))}
        results = tuple([next(kinds[kind]) for kind in order])
        if any(next(rest, None) is not None for rest in kinds.values()):
            return None
        return Entry(
            found, dict(_PAIRS(texts)), dict(_PAIRS(folders)), _OTHERS(others), results, frozenset(_DEEDS(deeds))
        )
    except (CodecError, ValueError, TypeError, KeyError, StopIteration, RecursionError):
        return None
