from __future__ import annotations

import pytest

from tests.surfaces import Read, surface


def decorated(decorator: str, use: str = "@decorate", body: str = "...") -> Read:
    return surface(f"{decorator}\n{use}\nclass Brush:\n    {body}\n")


@pytest.mark.parametrize(
    ("decorator", "use"),
    [
        ("def decorate(cls):\n    for n in ('dab', 'sweep'):\n        setattr(cls, n, 1)\n    return cls", "@decorate"),
        ("def decorate(cls):\n    cls.dab = cls.sweep = 1\n    return cls", "@decorate"),
        (
            (
                "def decorate(names):\n    def wrapper(cls):\n        for n in names:\n"
                "            setattr(cls, n, make(n))\n"
                "        return cls\n    return wrapper"
            ),
            "@decorate(['dab'] + ['sweep'])",
        ),
        (
            (
                "class decorate:\n    def __init__(self, *names):\n        self.names = names\n"
                "    def __call__(self, cls):\n"
                "        for n in self.names:\n            setattr(cls, n, 1)\n        return cls"
            ),
            "@decorate('dab', 'sweep')",
        ),
        (
            (
                "class Source:\n    _ops = ['dab']\n    _more = [*_ops, 'sweep']\n"
                "def decorate(names):\n    def inner(cls):\n        for n in names:\n            setattr(cls, n, 1)\n"
                "        return cls\n    return inner"
            ),
            "@decorate([n for n in Source._more if n != 'x'])",
        ),
        (
            (
                "def install(cls, *names):\n    for n in names:\n        setattr(cls, n, 1)\n"
                "def decorate(cls):\n    install(cls, 'dab', *['sweep'])\n    return cls"
            ),
            "@decorate",
        ),
    ],
)
def test_members_that_a_decorator_adds(decorator: str, use: str) -> None:
    paint = decorated(decorator, use)
    assert paint.names("paint.Brush") == ["dab", "sweep"]
    assert paint.open_reason("paint.Brush") is None


@pytest.mark.parametrize(
    "decorator",
    [
        "def decorate(cls):\n    elsewhere.extend(cls)\n    return cls",
        "def decorate(cls):\n    extend([cls])\n    return cls",
        "def decorate(cls):\n    for n in load():\n        setattr(cls, n, 1)\n    return cls",
        "def decorate(cls):\n    while load():\n        setattr(cls, load(), 1)\n    return cls",
        "def decorate(cls):\n    return type(cls.__name__, (cls,), {})",
        "def decorate(cls):\n    return cls if flag else Other\nclass Other: ...",
        "def decorate(cls):\n    with load() as extend:\n        extend(cls)\n    return cls",
        "def decorate(cls):\n    exec('cls.x = 1')\n    extend(x=cls)\n    return cls",
        "from elsewhere import decorate",
    ],
)
def test_a_decorator_that_may_do_more_leaves_its_class_open(decorator: str) -> None:
    assert decorated(f"import elsewhere\n{decorator}").open_reason("paint.Brush") == "class decorator not known"


@pytest.mark.parametrize("decorator", ["registry.register", "registry.register('dab')", "Base.register"])
def test_a_registry_takes_note_of_a_class_and_leaves_it_as_it_is(decorator: str) -> None:
    paint = decorated("from elsewhere import registry, Base", f"@{decorator}")
    assert paint.open_reason("paint.Brush") is None


def test_members_that_a_function_adds_to_the_class_it_is_given() -> None:
    paint = surface({
        "paint/__init__.py": "from paint.core import Brush\nfrom paint._ops import install\ninstall(Brush)\n",
        "paint/core.py": "class Brush: ...\n",
        "paint/_ops.py": "def install(cls):\n    for n in ('dab', 'sweep'):\n        setattr(cls, n, 1)\n",
    })  # fmt: skip
    assert paint.names("paint.core.Brush") == ["dab", "sweep"]
    assert paint.open_reason("paint.core.Brush") is None


def test_one_call_that_makes_both_the_hook_and_the_list_of_exports() -> None:
    paint = surface({
        "paint/__init__.py": """
            from typing import TYPE_CHECKING
            if TYPE_CHECKING:
                from paint._tint import Tint
            else:
                from paint._lazy import relative
                __all__, __getattr__, __dir__ = relative(__name__, [".core"], ["._tint.Tint"])
        """,
        "paint/_lazy.py": """
            import importlib
            def relative(parent, modules=(), classes=()):
                module_names = {m.split(".")[-1]: m for m in modules}
                class_names = {c.split(".")[-1]: c for c in classes}
                def __getattr__(name):
                    if name in module_names:
                        return importlib.import_module(module_names[name], parent)
                    if name in class_names:
                        parts = class_names[name].split(".")
                        return getattr(importlib.import_module(".".join(parts[:-1]), parent), name)
                    raise AttributeError(name)
                __all__ = list(module_names) + list(class_names)
                return __all__, __getattr__, lambda: __all__
        """,
        "paint/_tint.py": "class Tint: ...\n",
        "paint/core.py": "",
    })  # fmt: skip
    assert paint.target("paint.Tint") == "paint._tint.Tint"
    assert paint.open_reason("paint") is None


@pytest.mark.parametrize(
    "loop",
    [
        "for key in colour.__all__:\n    globals()[key] = wrap(getattr(colour, key))\n",
        "for key in colour.__all__:\n    if key.startswith('_'):\n        continue\n    globals()[key] = 1\n",
        "globals().update({key: getattr(colour, key) for key in colour.__all__})\n",
    ],
)
def test_what_is_taken_over_from_another_distribution_by_name_is_a_star(loop: str) -> None:
    paint = surface(f"import colour\n{loop}")
    assert paint.target("paint.*") == "colour"
    assert paint.open_reason("paint") is None


def test_what_is_taken_over_from_another_module_is_bound_with_private_names_and_left_open() -> None:
    paint = surface({
        "paint/__init__.py": "from paint import core\nfor n in dir(core):\n    globals()[n] = getattr(core, n)\n",
        "paint/core.py": "def tint(): ...\ndef _mix(): ...\n",
    })  # fmt: skip
    assert paint.target("paint.tint") == "paint.core.tint"
    assert paint.target("paint._mix") == "paint.core._mix"
    assert paint.open_reason("paint") == "names bound in a loop"


@pytest.mark.parametrize(
    "exports",
    [
        "__all__ = [n for n in dir() if not n.startswith('_')]",
        "__all__ = [n for n, v in globals().items() if isinstance(v, Tint)]",
        "__all__ = select(list(globals().copy().items()))",
    ],
)
def test_a_list_chosen_from_what_is_bound_hides_nothing(exports: str) -> None:
    paint = surface({
        "paint/__init__.py": "from paint.core import *\n",
        "paint/core.py": f"""
class Tint: ...
for n in ("red",):
    globals()[n] = Tint()
def select(pairs):
    names = []
    for name, value in pairs:
        if name.startswith("_"):
            continue
        if isinstance(value, Tint):
            names.append(name)
    return names
{exports}
""",
    })  # fmt: skip
    assert paint.open_reason("paint.core") is None
    assert paint.open_reason("paint") is None
    assert paint.target("paint.red") == "paint.core.red"


def test_a_list_to_which_another_distribution_adds_is_known_but_for_that() -> None:
    paint = surface("""
        import colour
        def listed():
            return ["tint"]
        __all__ = listed()
        __all__ += colour.__all__
        globals()["tint"] = 1
    """)
    assert paint.open_reason("paint") is None
    assert paint["paint.tint"].is_public


def test_a_stub_lists_what_functions_add_to_the_exports() -> None:
    paint = surface({
        "paint/dtypes.py": "__all__ = []\ndef add(kind):\n    __all__.append(kind.__name__)\n",
        "paint/dtypes.pyi": "class Tint: ...\n",
    })  # fmt: skip
    assert "paint.dtypes.Tint" in paint


def test_what_a_hook_that_cannot_be_followed_hands_out_is_listed_for_type_checkers() -> None:
    paint = surface({
        "paint/__init__.py": """
            from typing import TYPE_CHECKING
            from elsewhere import Lazy
            if TYPE_CHECKING:
                from paint.core import *
                from paint.tools import shade as darken
                from elsewhere import Other
            else:
                import sys
                sys.modules[__name__] = Lazy(__name__, globals()["__file__"])
        """,
        "paint/core.py": "__all__ = ['tint']\ndef tint(): ...\ndef helper(): ...\n",
        "paint/tools.py": "def shade(): ...\n",
    })  # fmt: skip
    assert paint.target("paint.tint") == "paint.core.tint"
    assert paint.target("paint.darken") == "paint.tools.shade"
    assert "paint.helper" not in paint
    assert "paint.Other" not in paint
    assert paint.open_reason("paint") == "module __getattr__"


def test_an_object_that_stands_for_a_module_is_a_hook() -> None:
    paint = surface("import sys\nfrom elsewhere import Proxy\nsys.modules[__name__] = Proxy(sys.modules[__name__])\n")
    assert paint.open_reason("paint") == "module __getattr__"


def test_a_function_that_takes_too_long_is_not_followed_again() -> None:
    loops = "    for a in range(90):\n        for b in range(90):\n            x = a\n"
    texts = {f"paint/m{n}.py": f"from paint.slow import slow\nglobals()['n'] = slow({n})\n" for n in range(40)}
    paint = surface({**texts, "paint/slow.py": f"def slow(n):\n{loops}    return n\n"})
    assert all(f"paint.m{n}.n" in paint for n in range(40))


def test_a_function_that_calls_itself_ends() -> None:
    paint = surface("""
        import os
        def structure(path):
            found = {}
            for name in os.listdir(path):
                if os.path.isdir(name):
                    found[name] = structure(name)
                else:
                    found.update(structure(path))
            return found
        globals().update(structure("."))
    """)
    assert paint.open_reason("paint") == "names bound in a loop"


def test_what_is_put_in_the_place_of_an_inherited_member_is_known_by_that() -> None:
    paint = surface({
        "paint/__init__.py": "from paint.core import Brush\nfrom paint._ops import install\ninstall(Brush)\n",
        "paint/core.py": "class Base:\n    def tint(self, colour) -> int: ...\nclass Brush(Base): ...\n",
        "paint/_ops.py": (
            "from paint.core import Base\n"
            "def install(cls):\n"
            "    def tint(self, colour):\n        return Base.tint(self, colour)\n"
            "    def dab(self): ...\n"
            "    setattr(cls, 'tint', tint)\n"
            "    setattr(cls, 'dab', dab)\n"
        ),
    })  # fmt: skip
    assert paint.names("paint.core.Brush") == ["dab"]


def test_what_one_version_of_python_imports_the_hook_hands_out_on_the_others() -> None:
    paint = surface(
        {
            "paint/__init__.py": """
            import sys
            if sys.version_info < (3, 7):
                from paint._colour import Colour
            else:
                from paint._lazy import attach
                __all__, __getattr__ = attach(__name__, ["._colour.Colour", "._brush.Brush"])
        """,
            "paint/_lazy.py": """
            import importlib
            def attach(parent, paths):
                classes = {path.split(".")[-1]: path for path in paths}
                def __getattr__(name):
                    if name in classes:
                        module = ".".join(classes[name].split(".")[:-1])
                        return getattr(importlib.import_module(module, parent), name)
                    raise AttributeError(name)
                return list(classes), __getattr__
        """,
            "paint/_colour.py": "class Colour: ...",
            "paint/_brush.py": "class Brush: ...",
        }
    )
    assert [symbol.condition for symbol in paint.all("paint.Colour")] == ["python<3.7", None]
    assert paint.target("paint.Brush") == "paint._brush.Brush"


def test_a_hook_whose_import_goes_in_a_circle_leaves_its_module_open() -> None:
    paint = surface({
        "paint/__init__.py": "from paint._a import answer\ndef __getattr__(name):\n    return answer(name)\n",
        "paint/_a.py": "from paint._b import answer",
        "paint/_b.py": "from paint._a import answer",
    })  # fmt: skip
    assert paint.open_reason("paint") is not None
