from __future__ import annotations

import pytest

from tests.surfaces import surface


@pytest.mark.parametrize(
    "loop",
    [
        "for name in ('red', 'green'):\n    globals()[name] = Colour(name)\n",
        "for name in ['red', 'green']:\n    vars()[name] = Colour(name)\n",
        "_NAMES = {'red': 1, 'green': 2}\nfor name, code in _NAMES.items():\n    globals()[name] = Colour(code)\n",
        "globals().update({'red': Colour(1), 'green': Colour(2)})\n",
        "globals().update({name: Colour(name) for name in ('red', 'green')})\n",
        "import sys\nm = sys.modules[__name__]\nfor name in ('red', 'green'):\n    setattr(m, name, Colour(name))\n",
        "import sys\nfor name in ('red', 'green'):\n    setattr(sys.modules[__name__], name, Colour(name))\n",
        "g = globals()\nfor name in ('red', 'green'):\n    g[name] = Colour(name)\n",
        "for name in ('RED', 'GREEN'):\n    globals()[name.lower()] = Colour(name)\n",
        "for prefix in ('', 'dark_'):\n    globals()[f'{prefix}red'] = Colour(prefix)\nglobals()['green'] = 1\n",
    ],
)
def test_loops_over_literal_names_bind_them(loop: str) -> None:
    paint = surface(f"class Colour: ...\n{loop}")
    assert {"red", "green"} <= set(paint.names("paint"))
    assert paint.open_reason("paint") is None


def test_an_instance_made_in_a_loop_is_known_by_its_class() -> None:
    paint = surface("class Colour: ...\nfor name in ('red',):\n    globals()[name] = Colour(name)\n")
    assert paint["paint.red"].type == "paint.Colour"


def test_what_is_taken_over_by_name_is_an_alias() -> None:
    paint = surface({
        "paint/__init__.py": "from paint import core\nfor n in ('tint',):\n    globals()[n] = getattr(core, n)\n",
        "paint/core.py": "def tint(): ...\n",
    })  # fmt: skip
    assert paint.target("paint.tint") == "paint.core.tint"


def test_members_set_on_a_class_by_name() -> None:
    paint = surface("""
        class Brush: ...
        def _sweep(self): ...
        for name in ("sweep", "dab"):
            setattr(Brush, name, _sweep)
    """)
    assert paint.names("paint.Brush") == ["dab", "sweep"]
    assert paint.open_reason("paint.Brush") is None


@pytest.mark.parametrize(
    "loop",
    [
        "for name in discover():\n    globals()[name] = 1\n",
        "globals().update(discover())\n",
        "for name in ('a', 'b'):\n    globals()[mangle(name)] = 1\n",
    ],
)
def test_names_that_are_not_literal_leave_the_module_open(loop: str) -> None:
    assert surface(f"from elsewhere import discover, mangle\n{loop}").open_reason("paint") == "names bound in a loop"


def test_names_that_are_not_literal_leave_a_class_open() -> None:
    paint = surface("class Brush: ...\nfor name in discover():\n    setattr(Brush, name, 1)\n")
    assert paint.open_reason("paint.Brush") == "names bound in a loop"


def test_a_table_that_is_deleted_was_read_before() -> None:
    paint = surface("_N = ['red']\nfor _n in _N:\n    globals()[_n] = 1\ndel _N, _n\n")
    assert paint.names("paint") == ["red"]


def test_both_branches_of_a_test_that_is_not_known_run() -> None:
    paint = surface("""
        if have():
            for name in ("red",):
                globals()[name] = 1
        else:
            for name in ("green",):
                globals()[name] = 2
    """)
    assert {"red", "green"} <= set(paint.names("paint"))


def test_the_members_of_enumerations_are_bound_by_loops() -> None:
    paint = surface("""
        import sys
        from enum import IntEnum
        module = sys.modules[__name__]
        class Tint(IntEnum):
            RED = 1
            BLUE = 2
        class Shade(IntEnum):
            DARK = 1
        for kind in (Tint, Shade):
            for item in kind:
                setattr(module, item.name, item.value)
        globals().update(Tint.__members__)
    """)
    assert {"BLUE", "DARK", "RED"} <= set(paint.names("paint"))
    assert paint.open_reason("paint") is None


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("for name in TABLE:\n        vars()[name] = 1", "members set by name"),
        ("locals().update(TABLE)", "members set by name"),
        ("vars()['tint'] = 1", "members set by name"),
        ("for name in TABLE:\n        cache[name] = 1", None),
        ("tint = vars(paint)", None),
    ],
)
def test_a_class_that_fills_itself_by_code_is_open(statement: str, reason: str | None) -> None:
    assert surface(f"class Brush:\n    {statement}\n").open_reason("paint.Brush") == reason


def test_the_members_of_an_enumeration_may_be_walked() -> None:
    paint = surface("""
        import enum
        class Colour(enum.Enum):
            RED = 1
            GREEN = 2
        for member in Colour:
            globals()[member.name] = member
    """)
    assert {"RED", "GREEN"} <= set(paint.names("paint"))


@pytest.mark.parametrize(
    "statement",
    ["for name in NAMES:\n        vars()[name] = 1", "locals().update(NAMES)", "locals()['x'] = 1"],
)
def test_a_class_whose_body_binds_names_by_code_is_open(statement: str) -> None:
    paint = surface(f"NAMES = load()\nclass Brush:\n    {statement}\n")
    assert paint.open_reason("paint.Brush") is not None


def test_a_decorator_that_binds_names_on_a_module_leaves_the_module_open() -> None:
    paint = surface("""
        import sys
        def export(f):
            setattr(sys.modules[f.__module__], f.__name__ + "_now", f)
            return f
        @export
        def tint(): ...
    """)
    assert paint.open_reason("paint") is not None


def test_a_name_that_a_loop_binds_once_more_is_there_and_no_more_is_known() -> None:
    paint = surface("def red(colour): ...\nfor name in ('red',):\n    globals()[name] = wrap(globals()[name])\n")
    assert paint["paint.red"].signatures == ()


@pytest.mark.parametrize(
    "text",
    [
        "try:\n    import fast\nexcept ImportError:\n    for n in ('red',):\n        globals()[n] = 1\n",
        "exec('red = 1')\n",
        "import sys\nif sys.version_info >= (3, 6):\n    globals()['red'] = 1\n",
        "for i in range(2):\n    while i:\n        break\n    globals()['red'] = 1\n",
        "from paint.core import *\nfor n in NAMES:\n    globals()[n] = 1\n",
        "for n, v in vars(Colour).items():\n    if isinstance(v, Shade):\n        globals()[n] = v\n",
        (
            "class Move:\n    def __init__(self, name):\n        self.name = name\n"
            "for m in [Move('red')]:\n    globals()[m.name] = m\n"
        ),
        (
            "class Base(object):\n    def __init__(self, name):\n        self.name = name\n"
            "class Move(Base):\n    def __init__(self, name):\n        super(Move, self).__init__(name)\n"
            "for m in [Move('red')]:\n    globals()[m.name] = m\n"
        ),
        (
            "TABLE = {}\ndef register(f):\n    TABLE[f.__name__] = f\n    return f\n"
            "def red(): ...\nregister(red)\nglobals().update(TABLE)\n"
        ),
    ],
)
def test_what_statements_of_all_kinds_bind(text: str) -> None:
    core = "class Shade: ...\nclass Colour:\n    red = Shade()\n    hue = 1\nNAMES = ['red']\n"
    paint = surface({"paint/__init__.py": f"from paint.core import Shade, Colour\n{text}", "paint/core.py": core})
    assert "paint.red" in paint
    assert "paint.hue" not in paint


@pytest.mark.parametrize(
    "text",
    [
        "exec(load())\n",
        "globals().update(vars(load()))\n",
        "fill(globals())\nglobals()['red'] = 1\n",
        "for i in range(10_000):\n    for j in range(10_000):\n        globals()['red'] = 1\n",
        "a = ['x']\nfor i in range(60):\n    a = a + a\nfor n in a:\n    globals()[n] = 1\n",
    ],
)
def test_what_cannot_be_followed_to_the_end_leaves_the_module_open(text: str) -> None:
    assert surface(f"from elsewhere import load, fill\nglobals()['blue'] = 1\n{text}").open_reason("paint") is not None
