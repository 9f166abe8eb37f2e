from __future__ import annotations

import ast

import pytest

from driftcheck.extraction.evaluation import Evaluator
from driftcheck.extraction.values import OPAQUE, Closure, Environment, Outcome, Ref, builtin
from driftcheck.source.imports import absolute_import

MODULE = "paint.core"


def absolute(module: str, level: int, name: str | None) -> str | None:
    return absolute_import(module, is_package=False, level=level, name=name)


def environment(**values: object) -> Environment:
    return Environment(MODULE, builtin, Ref, {"__name__": MODULE, **values})


def folded(text: str, **values: object) -> object:
    return Evaluator(absolute).value(ast.parse(text, mode="eval").body, environment(**values))


def ran(text: str, *args: object, **values: object) -> list[Outcome]:
    node = ast.parse(text).body[0]
    assert isinstance(node, ast.FunctionDef)
    return Evaluator(absolute).run(Closure(node, environment(**values)), list(args), {})


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("'a' + 'b'", "ab"),
        ("f'{x}.{1}'", "red.1"),
        ("f'{x!r}'", "'red'"),
        ("f'{unknown}!'", "…!"),
        ("'%s of %s' % (x, 'y')", "red of y"),
        ("'{} {name}'.format(x, name='n')", "red n"),
        ("'{0!r} {1}'.format(x, unknown)", "red …"),
        ("[1, *[2, 3]]", [1, 2, 3]),
        ("(1,) + (2,)", [1, 2]),
        ("{**{'a': 1}, 'b': 2}", {"a": 1, "b": 2}),
        ("{'a': 1} | {'b': 2}", {"a": 1, "b": 2}),
        ("{'a': 1}['a']", 1),
        ("[1, 2][-1]", 2),
        ("[1, 2][1]", 2),
        ("{'a': 1}.get('b', 3)", 3),
        ("list({'a': 1})", ["a"]),
        ("sorted({'b': 1, 'a': 2}.items())", [["b", 1], ["a", 2]]),
        ("{k: v for k, v in {'a': 1}.items()}", {"a": 1}),
        ("[n for n in ('a', 'b') if n != 'a']", ["b"]),
        ("[n for n in unknown]", OPAQUE),
        ("[n for n in ('a', 'b') if check(n)]", OPAQUE),
        ("'a.b'.rpartition('.')", ["a", ".", "b"]),
        ("'a:b'.split(':')", ["a", "b"]),
        ("'.'.join(['a', 'b'])", "a.b"),
        ("'RED'.lower()", "red"),
        ("'paint.x'.removeprefix('paint.')", "x"),
        ("x.startswith('r')", True),
        ("'a' in ['a']", True),
        ("'a' not in {'a': 1}", False),
        ("'b' in [unknown]", OPAQUE),
        ("x == 'red'", True),
        ("x is None", False),
        ("unknown is None", OPAQUE),
        ("not x", False),
        ("x and 'yes'", "yes"),
        ("'' or 'no'", "no"),
        ("unknown and False", False),
        ("unknown or True", OPAQUE),
        ("1 if x else 2", 1),
        ("1 if unknown else 2", OPAQUE),
        ("dict(a=1)", {"a": 1}),
        ("dict(zip(['a'], [1]))", {"a": 1}),
        ("__import__('json')", Ref("json")),
        ("getattr(module, 'name')", Ref("colour.name")),
        ("module.space.hue", Ref("colour.space.hue")),
        ("module.__version__", Ref("colour.__version__")),
        ("globals()['name']", Ref("paint.core.name")),
        ("(lambda n: n + '!')(x)", "red!"),
        ("1 << 2", OPAQUE),
        ("open('/etc/passwd').read()", OPAQUE),
        ("eval('1')", OPAQUE),
    ],
)
def test_expressions_are_folded_as_far_as_they_are_literal(text: str, value: object) -> None:
    assert folded(text, x="red", module=Ref("colour")) == value


def test_type_checking_is_false() -> None:
    assert folded("1 if T else 2", T=Ref("typing.TYPE_CHECKING")) == 2


@pytest.mark.parametrize(
    ("call", "path"),
    [
        ("import_module('paint.tools')", "paint.tools"),
        ("import_module('.tools', 'paint')", "paint.tools"),
        ("import_module('..tools', package='paint.core')", "paint.tools"),
        ("import_module('.tools', __name__)", "paint.core.tools"),
    ],
)
def test_modules_imported_by_name(call: str, path: str) -> None:
    assert folded(call, import_module=Ref("importlib.import_module")) == Ref(path)


@pytest.mark.parametrize(
    ("text", "outcomes"),
    [
        ("def f(n):\n    return n", [Outcome(value="a")]),
        ("def f(n):\n    pass", [Outcome()]),
        ("def f(n):\n    raise KeyError(f'no {n}')", [Outcome("KeyError", message="no a")]),
        ("def f(n):\n    raise", [Outcome("Exception")]),
        ("def f(n, m='b'):\n    return n + m", [Outcome(value="ab")]),
        ("def f(n, *, m='b'):\n    return n + m", [Outcome(value="ab")]),
        ("def f(n):\n    if n == 'a':\n        return 1\n    return 2", [Outcome(value=1)]),
        ("def f(n):\n    if unknown:\n        return 1\n    return 2", [Outcome(value=1), Outcome(value=2)]),
        ("def f(n):\n    return {}[n]", [Outcome("KeyError")]),
        ("def f(n):\n    try:\n        return {}[n]\n    except KeyError:\n        return 1", [Outcome(value=1)]),
        (
            "def f(n):\n    try:\n        raise KeyError(n)\n    except KeyError:\n        return 1",
            [Outcome(value=1)],
        ),
        (
            "def f(n):\n    try:\n        raise TypeError(n)\n    except KeyError:\n        return 1",
            [Outcome("TypeError", message="a")],
        ),
        ("def f(n):\n    for m in ['x', 'a']:\n        if m == n:\n            return m", [Outcome(value="a")]),
        ("def f(n):\n    with lock:\n        return n", [Outcome(value="a")]),
        ("def f(n):\n    a, b = [n, 1]\n    return b", [Outcome(value=1)]),
        ("def f(n):\n    from .tools import mix\n    return mix", [Outcome(value=Ref("paint.tools.mix"))]),
        ("def f(n):\n    import colour.space as cs\n    return cs", [Outcome(value=Ref("colour.space"))]),
        ("def f(n):\n    def g(m):\n        return m + n\n    return g('b')", [Outcome(value="ba")]),
    ],
)
def test_every_way_a_call_may_end(text: str, outcomes: list[Outcome]) -> None:
    assert ran(text, "a") == outcomes


def test_a_function_that_calls_itself_ends() -> None:
    node = ast.parse("def f(n):\n    return f(n)").body[0]
    assert isinstance(node, ast.FunctionDef)
    env = environment()
    env.values["f"] = Closure(node, env)
    assert Evaluator(absolute).run(Closure(node, env), ["a"], {}) == [Outcome(value=OPAQUE)]


def test_warnings_are_taken_down_with_category_and_words() -> None:
    node = ast.parse("def f(n):\n    warn(f'{n} is old', DeprecationWarning, stacklevel=2)\n    return n").body[0]
    assert isinstance(node, ast.FunctionDef)
    evaluator = Evaluator(absolute)
    evaluator.run(Closure(node, environment(warn=Ref("warnings.warn"))), ["tint"], {})
    assert evaluator.effects.warnings == [("DeprecationWarning", "tint is old")]
