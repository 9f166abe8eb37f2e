from __future__ import annotations

import ast

import pytest

from driftcheck.extraction.scopes import UNKNOWN, Scope, is_type_variable


def scope(**names: str) -> Scope:
    return Scope("paint.core", is_package=False, names=names)


def expression(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("tint", "paint.core.tint"),
        ("cs.hue", "colour.space.hue"),
        ("int", "builtins.int"),
        ("Self", "typing.Self"),
        ("nothing", UNKNOWN),
        ("nothing.at_all", UNKNOWN),
        ("make().tint", UNKNOWN),
    ],
)
def test_names_are_qualified(text: str, path: str) -> None:
    names = {"tint": "paint.core.tint", "cs": "colour.space", "Self": "typing_extensions.Self"}
    assert scope(**names).qualify(expression(text)) == path


def test_a_name_that_a_star_may_have_brought_is_taken_for_the_module_own() -> None:
    starred = Scope("paint.core", is_package=False, has_star=True)
    assert starred.lookup("hue") == "paint.core.hue"


def test_a_class_body_shadows_the_module_for_its_own_level_only() -> None:
    outer = scope(list="paint.core.list")
    inner = outer.within("paint.core.Brush", frozenset({"set"}))
    assert inner.lookup("set") == "paint.core.Brush.set"
    assert inner.within("paint.core.Brush.Meta", frozenset()).lookup("set") == "builtins.set"


@pytest.mark.parametrize(
    ("annotation", "text"),
    [
        ("Brush", "paint.Brush"),
        ("'Brush'", "paint.Brush"),
        ("Optional[Brush]", "paint.Brush | None"),
        ("Union[Brush, int, None]", "paint.Brush | builtins.int | None"),
        ("Brush | None", "paint.Brush | None"),
        ("Brush | int | Brush", "paint.Brush | builtins.int"),
        ("list[Brush]", "builtins.list[paint.Brush]"),
        ("dict[str, list['Brush']]", "builtins.dict[builtins.str, builtins.list[paint.Brush]]"),
        ("Annotated[Brush, 'wet']", "paint.Brush"),
        ("Final[int]", "builtins.int"),
        ("Literal['oil', 'ink']", "typing.Literal['oil', 'ink']"),
        ("Callable[[int], Brush]", "typing.Callable[..., paint.Brush]"),
        ("tuple[Brush, ...]", "builtins.tuple[paint.Brush, ...]"),
        ("list[Nothing]", "builtins.list[?]"),
        ("Nothing[int]", UNKNOWN),
        ("'not ( a type'", UNKNOWN),
        ("None", "None"),
        ("T", UNKNOWN),
    ],
)
def test_annotations_become_type_expressions(annotation: str, text: str) -> None:
    names = {name: f"typing.{name}" for name in ("Optional", "Union", "Annotated", "Final", "Literal", "Callable")}
    read = scope(Brush="paint.Brush", T="paint.core.T", **names)
    read.type_variables["T"] = UNKNOWN
    assert read.type_expression(expression(annotation)) == text


def test_an_annotation_that_nests_without_end_is_not_known() -> None:
    assert scope().type_expression(expression("list[" * 40 + "int" + "]" * 40)).endswith("[?" + "]" * 13)


@pytest.mark.parametrize(
    ("text", "is_variable"),
    [("TypeVar('T')", True), ("typing.ParamSpec('P')", True), ("list('T')", False), ("T", False)],
)
def test_type_variables_are_told_by_what_makes_them(text: str, *, is_variable: bool) -> None:
    assert is_type_variable(expression(text)) is is_variable


def test_a_class_calls_the_type_variables_it_leaves_open_by_name() -> None:
    scope = Scope("paint", is_package=True, type_variables={"T": "?", "U": "?"})
    open_scope = scope.generic(frozenset({"T"}))
    assert (open_scope.lookup("T"), open_scope.lookup("U")) == ("paint.T", "?")
    assert scope.lookup("T") == "?"
