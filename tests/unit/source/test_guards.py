from __future__ import annotations

import ast

import pytest

from driftcheck.source.guards import EVERYTHING, Guard, Hazard, conditional, expected, handled, is_fallback, swallows

IMPORT, ATTRIBUTE, ARGUMENT, WARNING = Hazard.IMPORT, Hazard.ATTRIBUTE, Hazard.ARGUMENT, Hazard.WARNING


def try_statement(code: str) -> ast.Try:
    (statement,) = ast.parse(code).body
    assert isinstance(statement, ast.Try)
    return statement


@pytest.mark.parametrize(
    ("code", "hazards"),
    [
        ("try: import a\nexcept ImportError: pass", {IMPORT}),
        ("try: import a\nexcept (ModuleNotFoundError, AttributeError): pass", {IMPORT, ATTRIBUTE}),
        ("try: f(x=1)\nexcept TypeError: pass", {ARGUMENT}),
        ("try: f()\nexcept Exception: pass", {IMPORT}),
        ("try: f()\nexcept: pass", {IMPORT}),
        ("try: x = f()\nexcept Exception: x = g()", set(EVERYTHING)),
        ("try: x = f()\nexcept Exception: x = None", {IMPORT}),
        ("try:\n  x = f()\n  y()\nexcept Exception: x = g()", {IMPORT}),
        ("try: f()\nexcept builtins.DeprecationWarning: pass", {WARNING}),
        ("try: f()\nexcept ValueError: pass", None),
        ("try: f()\nexcept (KeyError, errors[0]): pass", None),
    ],
)
def test_handlers(code: str, hazards: set[Hazard] | None) -> None:
    guard = handled(try_statement(code))
    assert (None if guard is None else set(guard.hazards)) == hazards
    assert guard is None or guard.is_momentary


@pytest.mark.parametrize(
    ("code", "result"),
    [
        ("try: import a\nexcept ImportError: import b", True),
        ("try: f()\nexcept AttributeError: g()", True),
        ("try: import a\nexcept Exception: import b", True),
        ("try: f()\nexcept Exception: g()", False),
        ("try: import a\nexcept ValueError: import b", False),
    ],
)
def test_fallbacks(code: str, result: bool) -> None:  # noqa: FBT001 - a column of the table
    statement = try_statement(code)
    assert is_fallback(statement.handlers[0], statement.body) is result


@pytest.mark.parametrize(
    ("code", "hazards"),
    [
        ("suppress(ImportError)", {IMPORT}),
        ("contextlib.suppress(Exception)", set(EVERYTHING)),
        ("pytest.raises(AttributeError, match='x')", {ATTRIBUTE}),
        ("self.assertRaises((TypeError, ValueError))", {ARGUMENT}),
        ("pytest.raises(ValueError)", None),
        ("pytest.warns(FutureWarning)", {WARNING}),
        ("warnings.catch_warnings()", {WARNING}),
        ("open('x')", None),
        ("lock", None),
    ],
)
def test_contexts(code: str, hazards: set[Hazard] | None) -> None:
    guard = expected(ast.parse(code, mode="eval").body)
    assert (None if guard is None else set(guard.hazards)) == hazards


def test_decorators() -> None:
    def of(code: str) -> Guard | None:
        return conditional([ast.parse(code, mode="eval").body])

    assert of("pytest.mark.skipif(x, reason='')") == Guard("skipif")
    assert of("pytest.mark.filterwarnings('ignore')") == Guard("filterwarnings", frozenset({WARNING}))
    assert of("app.route('/')") is None


def test_a_guard_may_be_for_one_name() -> None:
    guard = Guard("hasattr", frozenset({ATTRIBUTE}), "x")
    assert guard.covers(ATTRIBUTE, "x")
    assert not guard.covers(ATTRIBUTE, "y")
    assert not guard.covers(IMPORT, "x")


@pytest.mark.parametrize(
    ("context", "answer"),
    [
        ("contextlib.suppress(ValueError)", True),
        ("pytest.raises(KeyError)", True),
        ("warnings.catch_warnings()", False),
        ("suppress", False),
        ("open(path)", False),
    ],
)
def test_which_contexts_go_on_behind_their_body(context: str, *, answer: bool) -> None:
    assert swallows(ast.parse(context, mode="eval").body) is answer
