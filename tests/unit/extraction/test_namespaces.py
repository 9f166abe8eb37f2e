from __future__ import annotations

from driftcheck.extraction.namespaces import Namespace
from driftcheck.extraction.table import Table
from driftcheck.model.symbols import Kind
from tests.builders import alias, attribute, function, klass, module
from tests.surfaces import surface, written


def paths(namespace: Namespace) -> list[str]:
    return [symbol.path for symbol in namespace]


def test_a_later_binding_replaces_an_earlier_one_and_its_members() -> None:
    namespace = Namespace()
    namespace.bind(klass("paint.Brush"), function("paint.Brush.dab"))
    namespace.bind(klass("paint.Brush"), function("paint.Brush.sweep"))
    assert paths(namespace) == ["paint.Brush", "paint.Brush.sweep"]


def test_definitions_under_different_conditions_stand_side_by_side() -> None:
    namespace = Namespace(condition="python>=3.11")
    namespace.bind(function("paint.tint"))
    namespace.condition = "python<3.11"
    namespace.bind(function("paint.tint"))
    assert [symbol.condition for symbol in namespace] == ["python>=3.11", "python<3.11"]


def test_members_stand_under_the_condition_of_their_class() -> None:
    namespace = Namespace(condition="python>=3.11")
    namespace.bind(klass("paint.Brush"), function("paint.Brush.dab", condition="python<3.13"))
    assert [s.condition for s in namespace] == ["python>=3.11", "python>=3.11 and python<3.13"]


def test_a_fallback_binds_only_what_is_not_bound() -> None:
    namespace = Namespace()
    namespace.bind(function("paint.tint"))
    namespace.is_fallback = True
    assert not namespace.bind(attribute("paint.tint"))
    assert namespace.bind(attribute("paint.shade"))
    assert [s.kind for s in namespace] == [Kind.FUNCTION, Kind.ATTRIBUTE]


def test_the_table_follows_aliases_and_what_lies_above_them() -> None:
    table = Table()
    table.add([
        module("paint"),
        alias("paint.Brush", "paint.core.Brush"),
        module("paint.core"),
        klass("paint.core.Brush"),
        function("paint.core.Brush.dab"),
        alias("paint.one", "paint.two"),
        alias("paint.two", "paint.one"),
        alias("paint.self", "paint.self"),
        alias("paint.out", "colour.space"),
    ])  # fmt: skip
    found = table.follow("paint.Brush.dab")
    assert found is not None
    assert found.path == "paint.core.Brush.dab"
    assert table.final("paint.Brush") == "paint.core.Brush"
    assert [table.follow(f"paint.{name}") for name in ("one", "self", "out", "missing")] == [None] * 4
    assert table.final("colour.space.hue") == "colour.space.hue"


def test_a_namespace_is_opened_for_the_first_reason_given() -> None:
    table = Table()
    table.add([module("paint"), function("paint.tint")])
    table.open("paint", "first")
    table.open("paint", "second")
    table.open("paint.tint", "no namespace")
    assert table.open_reason("paint") == "first"
    assert table.open_reason("paint.tint") is None


def test_a_function_defined_in_several_ways_takes_what_any_of_them_takes() -> None:
    paint = surface("def tint(a): ...\nif fast():\n    def tint(a, b): ...\n")
    assert [written(s) for s in paint["paint.tint"].signatures] == ["a", "a, b"]


def test_a_class_defined_in_several_ways_is_open() -> None:
    paint = surface(
        "class Brush:\n    def dab(self): ...\nif fast():\n    class Brush:\n        def sweep(self): ...\n"
    )
    assert paint.open_reason("paint.Brush") == "defined in several ways"


def test_an_attribute_may_be_replaced_by_what_defines_it() -> None:
    paint = surface("tint = None\nif fast():\n    def tint(a): ...\n")
    assert paint["paint.tint"].kind is Kind.FUNCTION


def test_a_definition_for_one_version_does_not_stand_in_for_another() -> None:
    paint = surface("""
        import sys
        class Path:
            if sys.version_info < (3, 12):
                def glob(self, pattern): ...
            elif (3, 12) <= sys.version_info < (3, 13):
                def glob(self, pattern, *, case): ...
            elif sys.version_info >= (3, 13):
                def glob(self, pattern, *, case, links): ...
    """)
    conditions = [symbol.condition for symbol in paint.all("paint.Path.glob")]
    assert conditions[0] == "python<3.12"
    assert any(condition is not None and "python>=3.13" in condition for condition in conditions)


def test_where_a_test_cannot_be_read_every_definition_stays() -> None:
    paint = surface("""
        import sys
        if sys.version_info < (3, 12):
            def glob(pattern): ...
        elif probe():
            def glob(pattern, case): ...
    """)
    assert [symbol.condition for symbol in paint.all("paint.glob")] == ["python<3.12", "python>=3.12"]
