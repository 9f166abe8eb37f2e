from __future__ import annotations

from driftcheck.extraction.ancestors import ancestors
from driftcheck.extraction.table import Table
from tests.builders import klass
from tests.surfaces import surface

LEVELS = 40
MANY = "".join(
    f"class C{level}{letter}({f'C{level - 1}a, C{level - 1}b, C{level - 1}c' if level else ''}): ...\n"
    for level in range(LEVELS)
    for letter in "abc"
)
LAST = f"C{LEVELS - 1}a, C{LEVELS - 1}b, C{LEVELS - 1}c"
"""So many ways lead from here to the first that they cannot be walked."""


def test_each_class_above_is_told_once_and_others_by_their_paths() -> None:
    table = Table()
    root, left = klass("paint.Root", "other.Base"), klass("paint.Left", "paint.Root")
    right, last = klass("paint.Right", "paint.Root", "paint.Last"), klass("paint.Last", "paint.Left", "paint.Right")
    table.add([root, left, right, last])
    assert list(ancestors(table, last)) == [left, right, root, "other.Base"]


def test_what_a_decorator_adds_below_many_ways_is_found() -> None:
    text = f"{MANY}\ndef mark(cls):\n    cls.marked = made()\n    return cls\n@mark\nclass Last({LAST}): ...\n"
    assert "paint.Last.marked" in surface(text)


def test_fields_below_many_ways_make_a_constructor() -> None:
    paint = surface(f"from dataclasses import dataclass\n{MANY}\n@dataclass\nclass Last({LAST}):\n    hue: int\n")
    assert [p.name for p in paint["paint.Last"].signatures[0].parameters] == ["hue"]


def test_entries_of_dictionaries_below_many_ways_are_told_once() -> None:
    typed = MANY.replace("(): ...", "(TypedDict): ...", 3).replace(
        "C0a(TypedDict): ...", "C0a(TypedDict):\n    hue: int"
    )
    paint = surface(
        f"from typing import TypedDict, Unpack\n{typed}\n"
        f"class Last({LAST}):\n    size: int\ndef mix(**given: Unpack[Last]): ...\n"
    )
    assert [p.name for p in paint.signature("paint.mix").parameters] == ["hue", "size"]
