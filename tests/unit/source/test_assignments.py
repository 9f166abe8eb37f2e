from __future__ import annotations

import ast

from driftcheck.source.assignments import assigned_attributes, declared_names, first_parameter


def function(code: str) -> ast.FunctionDef:
    (statement,) = ast.parse(code).body
    assert isinstance(statement, ast.FunctionDef)
    return statement


def test_attributes_of_the_first_parameter() -> None:
    method = function(
        """
def f(this, other):
    this.a = this.b = 1
    this.c: int = 2
    this.d += 1
    if x:
        this.e, (*this.f, y) = z
    elif y:
        for this.g in z:
            with a as this.h:
                pass
    try:
        this.i = 1
    except E:
        this.j = 1
    finally:
        this.k = 1
    match x:
        case 1:
            this.l = 1
    other.no = this.deep.no = this[0] = 1
    def inner():
        this.no = 1
"""
    )
    assert assigned_attributes(method) == set("abcdefghijkl")


def test_no_first_parameter() -> None:
    assert first_parameter(function("def f(): ...")) is None
    assert first_parameter(function("def f(x, /, y): ...")) == "x"
    assert assigned_attributes(function("def f(): x.a = 1")) == set()


def test_declared_names() -> None:
    code = "def f():\n    global a, b\n    if x:\n        nonlocal c\n    def g():\n        global d"
    assert declared_names(function(code), ast.Global) == {"a", "b"}
    assert declared_names(function(code), ast.Nonlocal) == {"c"}
