from __future__ import annotations

import ast

import pytest

from driftcheck.extraction.outreach import BY_CALL, BY_FUNCTION, only_reads, reach_out, reaches
from driftcheck.extraction.scopes import Scope
from driftcheck.extraction.sight import Sight
from tests.surfaces import surface


def _reach(text: str, name: str = "fill") -> object:
    return reaches(ast.parse(text), text).get(name)


@pytest.mark.parametrize(
    "body",
    [
        "globals()[name] = 1",
        "globals().update({name: 1})",
        "space = globals()\n    space[name] = 1",
        "setattr(sys.modules[__name__], name, 1)",
        "this = sys.modules[__name__]\n    setattr(this, name, 1)",
        "this = sys.modules[__name__]\n    this.__dict__.update({name: 1})",
        "vars(sys.modules[__name__])[name] = 1",
        "sys.modules[__name__] = name",
    ],
)
def test_a_function_that_binds_names_in_its_own_module_leaves_it_open(body: str) -> None:
    text = f"import sys\ndef fill(name):\n    {body}\n"
    assert surface(text).open_reason("paint") == BY_FUNCTION


def test_a_default_may_be_the_modules_own_dictionary() -> None:
    text = "def fill(g=globals()):\n    g['_kept'] = 1\n    g.update((n, 1) for n in names())\n"
    assert surface(text).open_reason("paint") == BY_FUNCTION


@pytest.mark.parametrize(
    "body",
    [
        "globals()['depth']",
        "table = {}\n    table[name] = 1",
        "space = globals()\n    space = {}\n    space[name] = 1",
        "setattr(made(), name, 1)",
        "modules = {}\n    modules[name] = 1",
        "sys.modules['paint.colour'] = name",
        "name['tint'] = 1",
    ],
)
def test_what_fills_no_namespace_leaves_nothing_open(body: str) -> None:
    text = f"import sys\ndef fill(name):\n    {body}\nfill('a')\n"
    assert surface(text).open_reason("paint") is None


@pytest.mark.parametrize("way", ["sys.modules[full] = made(full)", "sys.modules.setdefault(full, made(full))"])
def test_a_package_is_open_whose_modules_another_function_puts_into_the_import_system(way: str) -> None:
    paint = surface({
        "paint/__init__.py": "",
        "paint/tools.py": f"""
            import sys
            def add(names, package):
                for name in names:
                    full = package + name
                    {way}
        """,
        "paint/oils.py": "from paint.tools import add\nadd(['red'], __name__)\n",
    })  # fmt: skip
    assert paint.open_reason("paint.oils") == BY_CALL
    assert paint.open_reason("paint") is None


def test_what_only_the_attribute_hook_uses_is_answered_by_asking_it() -> None:
    paint = surface("""
        import sys
        def _keep(name, value):
            setattr(sys.modules[__name__], name, value)
        def __getattr__(name):
            if name == "tint":
                _keep(name, 1)
                return 1
            raise AttributeError(name)
    """)
    assert paint.open_reason("paint") is None
    assert "paint.tint" in paint


def test_a_class_that_a_called_function_fills_is_open() -> None:
    text = """
        class Visitor: ...
        class Walker: ...
        def _add(names):
            for name in names:
                setattr(Visitor, "visit_" + name, 1)
        {call}
    """
    paint = surface(text.format(call="_add(load())"))
    assert paint.open_reason("paint.Visitor") is not None
    assert paint.open_reason("paint.Walker") is None
    followed = surface(text.format(call="_add(['line', 'dot'])"))
    assert followed.open_reason("paint.Visitor") is None
    assert "paint.Visitor.visit_dot" in followed
    assert surface(text.format(call="")).open_reason("paint.Visitor") is None, "nobody calls it at import"


def test_a_function_reaches_what_the_functions_reach_that_it_calls() -> None:
    text = """
import sys
def make(name, members):
    sys.modules[name] = members
def fill(name):
    return make(name, {})
"""
    reach = _reach(text)
    assert reach is not None
    assert reach.fills_others  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("call", "is_open"),
    [
        ("build(globals())", True),
        ("made = [build(into=globals())]", True),
        ("_space = globals()\nbuild(_space)", True),
        ("build(sys.modules[__name__])", True),
        ("names = sorted(globals())", False),
        ("later = lambda: build(globals())", False),
        ("build(dict(globals()))", False),
        ("build({})", False),
    ],
)
def test_a_module_that_gives_its_namespace_away_is_open(call: str, is_open: bool) -> None:  # noqa: FBT001  # a truth table
    paint = surface(f"import sys\nfrom brush import build\n{call}\n")
    assert (paint.open_reason("paint") is not None) is is_open


def test_a_module_may_give_its_namespace_to_who_only_reads() -> None:
    files = {
        "paint/__init__.py": "from paint._names import check\ncheck(__name__, globals())\n",
        "paint/_names.py": "def check(name, space):\n    for value in space.values():\n        value.home = name\n",
    }
    assert surface(files).open_reason("paint") is None
    files["paint/_names.py"] = "def check(name, space):\n    space[load()] = 1\n"
    assert surface(files).open_reason("paint") is not None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("return len(space)", True),
        ("for name in list(space):\n        print(space[name])", True),
        ("space['a'] = 1", False),
        ("space.update(a=1)", False),
        ("setattr(space, name, 1)", False),
        ("build(space)", False),
        ("kept = space\n    kept['a'] = 1", False),
        ("exec(name, space)", False),
    ],
)
def test_only_reads(body: str, expected: bool) -> None:  # noqa: FBT001  # a truth table
    assert only_reads(f"def check(name, space):\n    {body}\n", "check") is expected
    assert not only_reads("check = load()\n", "check")


def test_calls_are_told_by_what_they_call() -> None:
    text = "from brush import build\nimport sys\nbuild(1)\nsys.exit\nprint(1)\ndef own(): ...\nown()\n"
    tree = ast.parse(text)
    sight = Sight(Scope("paint", is_package=True))
    sight.look_ahead(tree.body)
    assert reach_out(tree, text, sight.scope).calls == ("brush.build",)
