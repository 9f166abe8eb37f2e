from __future__ import annotations

import pytest

from driftcheck.extraction.methods import call_method
from driftcheck.extraction.values import OPAQUE, Method, ModuleDict, Ref, SomeName


@pytest.mark.parametrize(
    ("owner", "name", "args", "value"),
    [
        ({"a": 1}, "values", [], [1]),
        ({"a": 1}, "get", ["b"], None),
        ({"a": 1}, "get", [OPAQUE], OPAQUE),
        ({"a": 1}, "get", [["a"]], OPAQUE),
        ("a.b.c", "rsplit", [".", 1], ["a.b", "c"]),
        ("a", "split", [""], OPAQUE),
        ("a", "endswith", ["a"], True),
        ("Ab", "upper", [], "AB"),
        ("ab", "replace", ["a", "x"], "xb"),
        ("ab", "replace", ["", "x"], OPAQUE),
        ("a", "replace", ["a", "x" * 30_000], OPAQUE),
        (".", "join", [["a", OPAQUE]], OPAQUE),
        (ModuleDict("paint"), "get", ["tint"], Ref("paint.tint")),
        ("a", "__class__", [], OPAQUE),
        ("a", "encode", [], OPAQUE),
    ],
)
def test_methods_of_literals(owner: object, name: str, args: list[object], value: object) -> None:
    assert call_method(Method(owner, name), args, {}) == value


def test_methods_that_change_a_literal() -> None:
    table: dict[str, int] = {"a": 1}
    call_method(Method(table, "update"), [{"b": 2}], {})
    items = ["a"]
    call_method(Method(items, "append"), ["b"], {})
    call_method(Method(items, "extend"), [["c"]], {})
    assert (table, items) == ({"a": 1, "b": 2}, ["a", "b", "c"])


@pytest.mark.parametrize(
    ("owner", "name", "args", "value"),
    [
        (["a", "b"], "difference", [["a"]], ["b"]),
        (["a", "b"], "intersection", [["a", "c"]], ["a"]),
        (["a"], "union", [["b"]], ["a", "b"]),
        (["a"], "difference", [[OPAQUE]], OPAQUE),
        ({"a": 1}, "pop", ["a"], 1),
        ({}, "setdefault", ["a", 1], 1),
        ("a b", "split", [], ["a", "b"]),
        ("ab", "startswith", [["x", "a"]], True),
        (ModuleDict("paint"), "keys", [], [SomeName("paint", is_exported=False)]),
        (["x" * 10_000, "y" * 15_000], "append", ["z"], None),
    ],
)
def test_sets_tables_and_texts(owner: object, name: str, args: list[object], value: object) -> None:
    assert call_method(Method(owner, name), args, {}) == value


def test_a_text_that_grows_beyond_measure_is_given_up() -> None:
    assert call_method(Method("-", "join"), [["x" * 15_000, "y" * 15_000]], {}) is OPAQUE
