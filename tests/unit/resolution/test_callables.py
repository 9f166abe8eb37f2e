from __future__ import annotations

from driftcheck.model.differences import SignatureChange
from driftcheck.model.symbols import Parameter
from driftcheck.resolution.callables import compare_signatures, departed_parameters, newly_deprecated
from tests.builders import deprecation, signature


def test_every_sort_of_change_is_told() -> None:
    old = (signature("a", "b", "c=", "d="),)
    new = (signature("a", "/", "b=", "c", "*", "d=", "e", "f="),)
    assert compare_signatures(old, new) == SignatureChange(
        came=("e", "f="), required=("c",), optional=("b",), by_name=("d",), by_position=("a",)
    )


def test_what_is_called_as_before_did_not_change() -> None:
    assert not compare_signatures((signature("a:int"),), (signature("a:str", "**rest"),))


def test_of_overloads_only_the_names_are_compared() -> None:
    old = (signature("a"), signature("a", "b"))
    new = (signature("a="), signature("a=", "*", "b", "c"))
    assert compare_signatures(old, new) == SignatureChange(came=("c",))


def test_what_could_never_be_named_does_not_leave() -> None:
    old = (signature("a", "/", "b", "c", "*rest", "**more"),)
    assert departed_parameters(old, (signature("c"),)) == ("b",)


def test_only_a_new_mark_is_news() -> None:
    marked = Parameter("b", deprecation=deprecation("use c"))
    assert newly_deprecated((signature("b"),), (signature(marked),)) == (marked,)
    assert newly_deprecated((signature(marked),), (signature(marked),)) == ()
