from __future__ import annotations

import ast

import pytest

from driftcheck.source.import_paths import reached_names


def reached(text: str, *, module: str = "app.main", is_package: bool = False) -> list[str]:
    found = reached_names("a.py", text, ast.parse(text), module=module, is_package=is_package)
    lines = text.split("\n")
    told = []
    for one in sorted(found, key=lambda one: one.location):
        place = one.location
        token = lines[place.line - 1][place.column - 1 : place.end_column - 1]
        told.append(f"{one.path} @{token}" + (f" in {one.scope}" if one.scope else ""))
    return told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import a.b\na.b.c", ["a.b @a.b", "a.b @b", "a.b.c @c"]),
        ("import a.b as x\nx.c", ["a.b @a.b", "a.b.c @c"]),
        ("from a import b\nb.c.d", ["a @a", "a.b @b", "a.b.c @c", "a.b.c.d @d"]),
        ("from . import b\nb.c", ["app @. ", "app.b @b", "app.b.c @c"]),
        ("from ..x import b", []),
        ("from a import *\nb.c", ["a @a", "a.* @*"]),
        ("from a import b\nb = 1\nb.c", ["a @a", "a.b @b"]),
        ("import a\ndef f(a):\n  a.b", ["a @a"]),
        ("import a\ndef f(x: a.b = a.c) -> a.d:\n  a.e", ["a @a", "a.b @b", "a.c @c", "a.d @d", "a.e @e in f"]),
        ("def f():\n  import a\n  a.b\na.b", ["a @a in f", "a.b @b in f"]),
        ("import a\nclass C(a.B):\n  a = 1\n  a.b\n  def f(self):\n    a.c", ["a @a", "a.B @B", "a.c @c in C.f"]),
        ("import a\n[a.b for a in x]\na.c", ["a @a"]),
        ("import a\nlambda a: a.b", ["a @a"]),
        ("import a\ntry: pass\nexcept E as a: a.b", ["a @a"]),
        ("import a\nmatch x:\n  case {**a}: a.b", ["a @a"]),
        ("import a\ndef f():\n  global a\n  a.b", ["a @a"]),
        ("try:\n  from a import b\nexcept ImportError:\n  from c import b\nb.d", ["a @a", "a.b @b", "c @c", "c.b @b"]),
        ("import a\na().b", ["a @a"]),
        ("import a\n@a.b\ndef a2(): pass", ["a @a", "a.b @b"]),
        ("import 漢\n漢.b", ["漢 @漢", "漢.b @b"]),
    ],
)
def test_what_is_reached_by_what_is_imported(text: str, expected: list[str]) -> None:
    assert reached(text) == expected


def test_depth_costs_nothing() -> None:
    assert reached("import a\n" + "a" + ".b" * 500)
