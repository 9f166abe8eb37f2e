from __future__ import annotations

import ast

import pytest

from driftcheck.extraction.operations import binary, call_builtin, compare, import_module, truth
from driftcheck.extraction.values import OPAQUE, ModuleDict, Ref, SomeName, Spec, bind_target


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
        ("dict", [{"a": 1}], {"a": 1}),
        ("list", [], []),
        ("set", [["a"]], ["a"]),
        ("zip", [["a", "b"], [1, 2]], [["a", 1], ["b", 2]]),
        ("str", ["a"], "a"),
        ("str", [1], "1"),
        ("__import__", ["json"], Ref("json")),
        ("open", ["/etc/passwd"], OPAQUE),
        ("exec", ["x = 1"], OPAQUE),
    ],
)
def test_builtins_that_move_data_about(name: str, args: list[object], value: object) -> None:
    assert call_builtin(name, args, {}) == value


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


@pytest.mark.parametrize(
    ("op", "version", "value"),
    [
        (ast.GtE(), [3, 7], True),
        (ast.Lt(), [3, 7], False),
        (ast.GtE(), [3, 12], OPAQUE),
        (ast.GtE(), [OPAQUE, 7], OPAQUE),
    ],
)
def test_versions_that_nobody_runs_decide(op: ast.cmpop, version: list[object], value: object) -> None:
    assert compare(Ref("sys.version_info"), op, version) == value


def test_a_name_that_stands_for_many_is_in_no_list_for_sure() -> None:
    assert compare(SomeName("colour", is_exported=True), ast.In(), ["tint"]) is OPAQUE
    assert compare("tint", ast.In(), [SomeName("colour", is_exported=True)]) is OPAQUE


def test_what_grows_beyond_measure_is_given_up() -> None:
    many = ["x"] * 15_000
    assert binary(many, ast.Add(), many) is OPAQUE
    assert binary("x" * 15_000, ast.Add(), "x" * 15_000) is OPAQUE
