from __future__ import annotations

import ast

import pytest

from driftcheck.extraction.operations import binary, call_builtin, call_method, compare, import_module, truth
from driftcheck.extraction.values import OPAQUE, Method, ModuleDict, Ref, Spec, bind_target


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (OPAQUE, None),
        (Ref("typing.TYPE_CHECKING"), False),
        (Ref("paint.core"), None),
        (ModuleDict("paint"), True),
        (Spec("paint"), True),
        ([], False),
        ("x", True),
        (None, False),
    ],
)
def test_truth(value: object, *, expected: bool | None) -> None:
    assert truth(value) is expected


@pytest.mark.parametrize(
    ("left", "op", "right", "value"),
    [
        ("a", ast.Add(), "b", "ab"),
        ("a", ast.Add(), 1, OPAQUE),
        ("a" * 15_000, ast.Add(), "a" * 15_000, OPAQUE),
        ("%s-%s", ast.Mod(), ["a", OPAQUE], "a-…"),
        ({"a": 1}, ast.BitOr(), {"a": 2}, {"a": 2}),
        (2, ast.Pow(), 9, OPAQUE),
        ("a", ast.Mult(), 10**9, OPAQUE),
    ],
)
def test_operators(left: object, op: ast.operator, right: object, value: object) -> None:
    assert binary(left, op, right) == value


@pytest.mark.parametrize(
    ("left", "op", "right", "value"),
    [
        ("a", ast.In(), ModuleDict("paint"), False),
        ("a", ast.NotIn(), ModuleDict("paint"), True),
        ("a", ast.In(), "cab", True),
        (OPAQUE, ast.In(), ["a"], OPAQUE),
        (["a"], ast.In(), ["a"], OPAQUE),
        ("a", ast.In(), Ref("paint.table"), OPAQUE),
        (1, ast.NotEq(), 2, True),
        (None, ast.IsNot(), None, False),
        ("a", ast.Lt(), "b", OPAQUE),
        (Ref("paint"), ast.Eq(), "paint", OPAQUE),
    ],
)
def test_comparisons(left: object, op: ast.cmpop, right: object, value: object) -> None:
    assert compare(left, op, right) == value


@pytest.mark.parametrize(
    ("name", "args", "value"),
    [
        ("getattr", [Ref("paint"), "tint"], Ref("paint.tint")),
        ("getattr", [Ref("paint"), OPAQUE], OPAQUE),
        ("dict", [{"a": 1}], {"a": 1}),
        ("list", [], []),
        ("set", [["a"]], ["a"]),
        ("zip", [["a", "b"], [1, 2]], [["a", 1], ["b", 2]]),
        ("str", ["a"], "a"),
        ("str", [1], OPAQUE),
        ("__import__", ["json"], Ref("json")),
        ("open", ["/etc/passwd"], OPAQUE),
        ("exec", ["x = 1"], OPAQUE),
    ],
)
def test_builtins_that_move_data_about(name: str, args: list[object], value: object) -> None:
    assert call_builtin(name, args, {}) == value


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
    ("name", "package", "value"),
    [
        ("paint.core", None, Ref("paint.core")),
        (".core", "paint", Ref("paint.core")),
        ("..core", "paint.tools", Ref("paint.core")),
        (".", "paint.tools", Ref("paint.tools")),
        (".core", OPAQUE, OPAQUE),
    ],
)
def test_modules_by_name(name: str, package: object, value: object) -> None:
    assert import_module(name, package) == value


@pytest.mark.parametrize(
    ("target", "value", "fits", "values"),
    [
        ("a", 1, True, {"a": 1}),
        ("a, b", [1, 2], True, {"a": 1, "b": 2}),
        ("a, (b, c)", [1, [2, 3]], True, {"a": 1, "b": 2, "c": 3}),
        ("a, b", OPAQUE, True, {"a": OPAQUE, "b": OPAQUE}),
        ("a, b.c", [1, 2], False, {"a": 1}),
    ],
)
def test_targets(target: str, value: object, *, fits: bool, values: dict[str, object]) -> None:
    node = ast.parse(f"{target} = x").body[0]
    assert isinstance(node, ast.Assign)
    bound: dict[str, object] = {}
    assert bind_target(node.targets[0], value, bound) is fits
    assert bound == values
