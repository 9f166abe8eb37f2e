"""YAML as pin sources are written in it: texts, sequences and mappings with their lines, bounded in depth and size.

The nodes are made from the parser's events, so that no tag is obeyed, nothing is guessed about a plain scalar
(`1.10` stays what is written), and aliases cannot make more of a text than it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from driftcheck.errors import PinError
from driftcheck.pins.documents import read_text, shown

_DEPTH = 64
_SPARE = 10_000
"""How many nodes aliases may add to those that the characters of a text can make."""


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a YAML document. What it is not, it is an empty one of: a list has no entries, a text no items."""

    line: int
    """1-based."""
    text: str = ""
    """What is written, of a scalar."""
    items: tuple[Node, ...] = ()
    """What a sequence holds."""
    entries: Mapping[str, Node] = field(default_factory=dict)
    """What a mapping holds, the last of several with one key."""
    size: int = 1
    """How many nodes it is made of, those of aliases counted each time."""

    def __getitem__(self, key: str) -> Node:
        """The value of a key; an empty one where there is none."""
        return self.entries.get(key) or Node(self.line)

    def texts(self) -> Iterator[Node]:
        """Yield those of the items that are texts."""
        return (item for item in self.items if item.text)


@dataclass(slots=True)
class _Open:
    """A sequence or a mapping that is being read."""

    line: int
    anchor: str | None
    is_mapping: bool
    parts: list[Node] = field(default_factory=list)
    size: int = 1

    def close(self) -> Node:
        if not self.is_mapping:
            return Node(self.line, items=tuple(self.parts), size=self.size)
        entries = {key.text: value for key, value in zip(self.parts[::2], self.parts[1::2], strict=True)}
        return Node(self.line, entries=entries, size=self.size)


def read_yaml(path: Path, *, drop: re.Pattern[str] | None = None) -> Node:
    """Parse the first document of a YAML file.

    Args:
        path: The file.
        drop: Whole lines that nobody asks about, left out before parsing; line numbers stay right.

    Returns:
        The value at its root; an empty one for a file without a document.

    Raises:
        PinError: It cannot be read, is no UTF-8 text or no YAML, is nested too deeply, or aliases in it hold
            themselves or multiply what it holds; with the line.
    """
    # Few projects have such a file, and every run would pay.
    import yaml  # noqa: PLC0415

    text = read_text(path)
    kept = drop.sub(lambda match: "\n" * match[0].count("\n"), text) if drop else text
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # a build without libyaml lacks it
    try:
        return _document(yaml.parse(kept, Loader=loader), shown(path), limit=2 * len(kept) + _SPARE)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML"
        raise PinError(f"expected YAML: {problem}", shown(path), mark.line + 1 if mark else None) from error


def _document(events: Iterator[Any], place: str, limit: int) -> Node:
    anchors: dict[str, Node] = {}
    nesting: list[_Open] = []
    for event in events:
        line = event.start_mark.line + 1
        match type(event).__name__:
            case "SequenceStartEvent" | "MappingStartEvent" as kind:
                if len(nesting) == _DEPTH:
                    raise PinError(f"nested more than {_DEPTH} deep", place, line)
                nesting.append(_Open(line, event.anchor, kind.startswith("Mapping")))
                continue
            case "SequenceEndEvent" | "MappingEndEvent":
                opened = nesting.pop()
                anchor, node = opened.anchor, opened.close()
            case "ScalarEvent":
                anchor, node = event.anchor, Node(line, event.value)
            case "AliasEvent":
                if event.anchor not in anchors:
                    raise PinError(f"expected an anchor before the alias *{event.anchor}", place, line)
                anchor, node = None, anchors[event.anchor]
            case "DocumentEndEvent":
                break
            case _:
                continue
        if anchor:
            anchors[anchor] = node
        if not nesting:
            return node
        nesting[-1].parts.append(node)
        nesting[-1].size += node.size
        if nesting[-1].size > limit:
            raise PinError("aliases repeat more than the file holds", place, line)
    return Node(1)
