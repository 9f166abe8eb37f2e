from __future__ import annotations

import pytest

from driftcheck.model.symbols import Kind
from tests.surfaces import surface


@pytest.mark.parametrize("other", ["Brush = Plain", "from paint.plain import Brush"])
def test_a_definition_stays_where_a_test_that_nobody_knows_may_replace_it(other: str) -> None:
    paint = surface(f"""
        class Plain: ...
        class Brush:
            def tint(self): ...
        if not fast():
            {other}
    """)
    assert paint["paint.Brush"].kind is Kind.CLASS
    assert paint["paint.Brush"].open_reason is None
    assert "paint.Brush.tint" in paint


def test_a_placeholder_gives_way_to_what_a_test_may_bind() -> None:
    paint = surface("brush = None\nif fast():\n    from paint.fast import brush\n")
    assert paint.target("paint.brush") == "paint.fast.brush"


def test_within_one_branch_the_later_binding_counts() -> None:
    paint = surface("if fast():\n    from paint.slow import brush\n    from paint.fast import brush\n")
    assert paint.target("paint.brush") == "paint.fast.brush"


@pytest.mark.parametrize(
    "text",
    [
        "if fast():\n    class Brush:\n        tint = 1\nelse:\n    class Brush:\n        def shade(self): ...",
        "class Brush:\n    def tint(self): ...\nif fast():\n    class Brush:\n        def shade(self): ...",
    ],
)
def test_a_class_that_is_defined_in_two_ways_is_open(text: str) -> None:
    assert surface(text).open_reason("paint.Brush") == "defined in several ways"


def test_a_function_that_is_defined_in_two_ways_takes_what_either_takes() -> None:
    paint = surface("if fast():\n    def tint(colour): ...\nelse:\n    def tint(colour, level): ...\n")
    assert [[p.name for p in s.parameters] for s in paint["paint.tint"].signatures] == [["colour"], ["colour", "level"]]
