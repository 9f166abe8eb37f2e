from __future__ import annotations

import ast
import textwrap

import pytest

from driftcheck.extraction.bodies import Body, read_body


def body(text: str) -> Body:
    node = ast.parse("def method(self, colour=None):\n" + textwrap.indent(textwrap.dedent(text), "    ")).body[0]
    assert isinstance(node, ast.FunctionDef)
    return read_body(node)


def unparsed(node: ast.expr | None) -> str | None:
    return None if node is None else ast.unparse(node)


def test_returns_are_found_in_every_branch_and_not_in_inner_functions() -> None:
    read = body("""
        if colour:
            return 1
        for x in y:
            return 2
        try:
            return 3
        except KeyError:
            return 4
        with lock:
            return 5
        def inner():
            return 6
        class Inner:
            def f(self):
                return 7
        return inner
    """)
    assert [unparsed(value) for value in read.returns] == ["1", "2", "3", "4", "5", "inner"]
    assert list(read.inner) == ["inner"]


@pytest.mark.parametrize("text", ["yield 1", "yield from colours", "got = yield 1"])
def test_generators_are_known(text: str) -> None:
    assert body(text).yields


def test_attributes_set_on_names_are_taken_down_with_their_values() -> None:
    read = body("""
        self.colour = colour
        self.width: int = 3
        self.left, self.right = pair()
        other.size = 1
        setattr(self, "depth", 2)
        if colour:
            self.mixed = True
        with lock as self.lock:
            pass
    """)
    assert {(a.owner, a.name): unparsed(a.value) for a in read.attributes} == {
        ("self", "colour"): "colour",
        ("self", "width"): "3",
        ("self", "left"): None,
        ("self", "right"): None,
        ("other", "size"): "1",
        ("self", "depth"): "2",
        ("self", "mixed"): "True",
        ("self", "lock"): None,
    }


def test_a_setattr_with_a_name_that_is_not_literal_is_noted_by_its_owner() -> None:
    assert [ast.unparse(owner) for owner in body("setattr(cls, name, 1)").dynamic] == ["cls"]


def test_a_warning_keeps_the_test_it_stands_behind() -> None:
    read = body("""
        warnings.warn("always")
        if colour is not None:
            if loud:
                warn_deprecated("sometimes")
        else:
            warnings.warn("otherwise")
    """)
    tests = [unparsed(warned.test) for warned in read.warned]
    assert tests == [None, "colour is not None and loud", "not colour is not None"]


@pytest.mark.parametrize(
    ("text", "raised"),
    [
        ('"""Docstring."""\nraise TypeError("gone")', "TypeError('gone')"),
        ("raise NotImplementedError", "NotImplementedError"),
        ("if colour:\n    raise TypeError", None),
        ("log()\nraise TypeError", None),
    ],
)
def test_what_is_raised_before_anything_else(text: str, raised: str | None) -> None:
    assert unparsed(body(text).raised) == raised


def test_what_a_body_does_to_its_module() -> None:
    read = body("global cache\ncache = 1\nglobals()[colour] = 2\n__all__.append(colour)\n")
    assert (read.globals, read.binds_globals, read.extends_exports) == ({"cache"}, True, True)


def test_every_value_of_a_local_name_is_kept() -> None:
    read = body("result = 1\nif colour:\n    result = 2\nimport os\n")
    assert [unparsed(value) for value in read.assigned["result"]] == ["1", "2"]
    assert read.assigned["os"] == [None]
