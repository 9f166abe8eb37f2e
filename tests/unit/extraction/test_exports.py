from __future__ import annotations

import pytest

from driftcheck.model.symbols import Kind
from tests.surfaces import Read, surface

CORE = {"paint/core.py": "__all__ = ['tint', 'shade']\ndef tint(): ...\ndef shade(): ...\ndef helper(): ...\n"}


def starred(init: str, **others: str) -> Read:
    """A package that star-imports `paint.names`, whose text is `init`."""
    files = {"paint/__init__.py": "from paint.names import *\n", "paint/names.py": init, **CORE}
    return surface({**files, **{f"paint/{name}.py": text for name, text in others.items()}})


@pytest.mark.parametrize(
    "exports",
    [
        "__all__ = ['tint', 'shade']",
        "__all__ = ('tint', 'shade')",
        "__all__: list[str] = ['tint', 'shade']",
        "__all__ = ['tint']\n__all__ += ['shade']",
        "__all__ = ['tint'] + ['shade']",
        "__all__ = ['tint']\n__all__ = __all__ + ['shade']",
        "__all__ = ['tint']\n__all__.append('shade')",
        "__all__ = ['tint']\n__all__.extend(('shade',))",
        "__all__ = ['tint', 'shade', 'hidden']\n__all__.remove('hidden')",
        "__all__ = [*['tint'], 'shade']",
        "__all__ = list(('tint', 'shade'))",
        "__all__ = sorted(['tint', 'shade'])",
        "__all__ = [tint.__name__, shade.__name__]",
        "from paint import core\n__all__ = core.__all__",
        "import paint.core\n__all__ = []\n__all__ += paint.core.__all__",
        "from paint import core\n__all__ = []\n__all__.extend(core.__all__)",
        "from paint import core\n__all__ = ['tint', *core.__all__]",
    ],
)
def test_every_form_of_all_is_read(exports: str) -> None:
    paint = starred(f"from paint.core import tint, shade\ndef hidden(): ...\n{exports}\n")
    assert [name for name in paint.names("paint") if name not in ("core", "names")] == ["shade", "tint"]
    assert paint.open_reason("paint") is None


def test_without_all_a_star_brings_what_has_no_leading_underscore() -> None:
    paint = starred("from json import dumps\ndef tint(): ...\ndef _helper(): ...\n")
    assert paint.names("paint") == ["core", "dumps", "names", "tint"]


def test_all_may_bring_a_private_name() -> None:
    assert "paint._tint" in starred("__all__ = ['_tint']\ndef _tint(): ...\n")


def test_a_name_in_all_exists_however_it_comes_about() -> None:
    paint = surface("__all__ = ['made_by_magic']\n")
    assert paint["paint.made_by_magic"].is_public


def test_names_outside_all_are_bound_and_not_public() -> None:
    paint = surface("__all__ = ['tint']\ndef tint(): ...\ndef shade(): ...\n")
    assert paint["paint.tint"].is_public
    assert not paint["paint.shade"].is_public


def test_the_first_definition_wins_over_a_star() -> None:
    paint = surface({"paint/__init__.py": "def tint(own): ...\nfrom paint.core import *\n", **CORE})
    assert paint.call("paint.tint") == "own"
    assert paint.target("paint.shade") == "paint.core.shade"


def test_stars_chain_and_may_come_back_to_themselves() -> None:
    paint = surface({
        "paint/__init__.py": "from paint.one import *\n",
        "paint/one.py": "from paint.two import *\n",
        "paint/two.py": "from paint.one import *\nfrom paint.core import *\n",
        **CORE,
    })  # fmt: skip
    assert {"shade", "tint"} <= set(paint.names("paint"))
    assert paint.open_reason("paint") is None


def test_a_star_from_another_distribution_stays_a_star() -> None:
    paint = surface("from colour.space import *\n")
    assert paint.target("paint.*") == "colour.space"


def test_a_star_from_a_compiled_module_opens_the_module() -> None:
    files = {"paint/__init__.py": "from paint._fast import *\n"}
    reason = "star import of an open module: compiled module without a stub"
    assert surface(files, compiled=("paint/_fast.so",)).open_reason("paint") == reason


def test_a_star_from_an_open_module_with_a_known_all_hides_nothing() -> None:
    paint = starred("__all__ = ['tint']\ndef tint(): ...\nfor n in load():\n    globals()[n] = 1\n")
    assert paint.open_reason("paint.names") is not None
    assert paint.open_reason("paint") is None
    assert "paint.tint" in paint


def test_what_is_exported_on_some_versions_only_says_so() -> None:
    paint = surface("""
        import sys
        __all__ = ['tint']
        if sys.version_info >= (3, 12):
            __all__ += ['shade']
        def tint(): ...
    """)
    assert paint["paint.shade"].condition == "python>=3.12"


def test_all_that_code_makes_is_evaluated() -> None:
    paint = starred("""
_PUBLIC = {"tint": 1, "shade": 2}
__all__ = [name for name in _PUBLIC]
""")
    assert {"tint", "shade"} <= set(paint.names("paint"))
    assert paint.open_reason("paint.names") is None


def test_all_that_cannot_be_evaluated_chooses_among_names_that_are_known() -> None:
    paint = starred("def tint(): ...\n__all__ = discover()\n")
    assert "tint" in paint.names("paint")
    assert paint.open_reason("paint.names") is None


def test_all_that_cannot_be_evaluated_opens_a_module_that_binds_names_by_code() -> None:
    paint = starred("__all__ = discover()\nfor name in discover():\n    globals()[name] = name\n")
    assert paint.open_reason("paint.names") == "__all__ made at run time"


def test_a_function_that_adds_to_all_what_its_argument_exports_is_followed() -> None:
    paint = starred("""
from paint import core
__all__ = []
def _take(module):
    for name in getattr(module, '__all__'):
        globals()[name] = getattr(module, name)
        __all__.append(name)
_take(core)
""")
    assert {"tint", "shade"} <= set(paint.names("paint.names"))


def test_a_decorator_that_adds_to_all_when_called_from_elsewhere_leaves_it_open() -> None:
    paint = starred("""
__all__ = []
def export(function):
    __all__.append(function.__name__)
    return function
@export
def tint(): ...
""")
    assert paint.open_reason("paint.names") == "__all__ made at run time"


def test_stars_pass_on_the_stars_of_the_modules_they_name() -> None:
    paint = surface({
        "paint/__init__.py": "from paint.names import *\n",
        "paint/names.py": "from colour.space import *\n",
    })  # fmt: skip
    assert paint.target("paint.*") == "colour.space"
    assert paint.target("paint.names.*") == "colour.space"


def test_a_module_with_all_passes_on_no_star() -> None:
    paint = surface({
        "paint/__init__.py": "from paint.names import *\n",
        "paint/names.py": "from colour.space import *\nfrom colour.space import hue\n__all__ = ['hue']\n",
    })  # fmt: skip
    assert "paint.*" not in paint
    assert "paint.hue" in paint


def test_of_two_stars_that_bring_a_name_the_later_one_binds_it() -> None:
    files = {
        "paint/__init__.py": "from paint.one import *\nfrom paint.two import *\n",
        "paint/one.py": "def tint(): ...\n",
        "paint/two.py": "def tint(): ...\n",
    }
    assert surface(files).target("paint.tint") == "paint.two.tint"


def test_a_module_of_another_package_that_a_star_brings_does_not_hide_one_of_the_package() -> None:
    files = {
        "paint/__init__.py": "from paint.oil import *\nfrom paint import tones\n",
        "paint/oil/__init__.py": "from paint.oil.tones import *\n",
        "paint/oil/tones.py": "def warm(): ...\n",
        "paint/tones.py": "def cold(): ...\n",
    }
    paint = surface(files)
    assert [symbol.kind for symbol in paint.symbols if symbol.path == "paint.tones"] == [Kind.MODULE]


def test_a_star_tells_why_what_it_brings_is_not_known_also_through_another() -> None:
    files = {
        "paint/__init__.py": "from paint._all import *\n",
        "paint/_all.py": "from paint._fast import *\n",
        "paint/_fast.py": "for n in load():\n    globals()[n] = 1\n",
    }
    assert surface(files).open_reason("paint") == "star import of an open module: names bound in a loop"
