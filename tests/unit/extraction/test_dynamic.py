from __future__ import annotations

import textwrap

import pytest

from driftcheck.model.symbols import Kind
from tests.surfaces import Read, surface


def package(init: str, **others: str) -> Read:
    texts = {"paint/__init__.py": init, **{f"paint/{name}.py": text for name, text in others.items()}}
    return surface({path: textwrap.dedent(text) for path, text in texts.items()})


@pytest.mark.parametrize(
    "body",
    [
        """
        _MOVED = {"tint": "paint.core", "shade": "paint.core"}
        def __getattr__(name):
            if name in _MOVED:
                module = importlib.import_module(_MOVED[name])
                return getattr(module, name)
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        """,
        """
        def __getattr__(name):
            if name == "tint":
                from paint.core import tint
                return tint
            elif name == "shade":
                from paint.core import shade
                return shade
            raise AttributeError(name)
        """,
        """
        _MOVED = {"tint": ".core", "shade": ".core"}
        def __getattr__(name):
            try:
                target = _MOVED[name]
            except KeyError:
                raise AttributeError(name) from None
            return getattr(importlib.import_module(target, __name__), name)
        """,
        """
        _MOVED = {"tint": "paint.core:tint", "shade": "paint.core:shade"}
        def __getattr__(name):
            target = _MOVED.get(name)
            if not target:
                raise AttributeError(name)
            module, _, attribute = target.partition(":")
            value = getattr(importlib.import_module(module), attribute)
            globals()[name] = value
            return value
        """,
        """
        def __getattr__(name):
            if name not in ("tint", "shade"):
                raise AttributeError(name)
            import paint.core as core
            return getattr(core, name)
        """,
        """
        def __getattr__(name):
            if name in {"tint", "shade"}:
                return getattr(core_module(), name)
            raise AttributeError(name)
        def core_module():
            return importlib.import_module("paint.core")
        """,
    ],
)
def test_what_a_module_getattr_hands_out_is_an_alias(body: str) -> None:
    paint = package("import importlib\n" + textwrap.dedent(body), core="def tint(): ...\ndef shade(): ...\n")
    assert paint.target("paint.tint") == "paint.core.tint"
    assert paint.target("paint.shade") == "paint.core.shade"
    assert paint.open_reason("paint") is None


def test_a_warning_on_the_way_is_evidence_for_each_name() -> None:
    paint = package(
        """
        import warnings
        _MOVED = {"tint": ("paint.core", "2.1"), "shade": ("paint.core", "2.2")}
        def __getattr__(name):
            if name in _MOVED:
                module, since = _MOVED[name]
                warnings.warn(
                    f"paint.{name} is deprecated since {since}, import it from {module}",
                    DeprecationWarning,
                    stacklevel=2,
                )
                import importlib
                return getattr(importlib.import_module(module), name)
            raise AttributeError(name)
        """,
        core="def tint(): ...\ndef shade(): ...\n",
    )
    assert paint.deprecation("paint.tint").message == "paint.tint is deprecated since 2.1, import it from paint.core"
    assert paint.deprecation("paint.shade").since == "2.2"
    assert paint.deprecation("paint.shade").evidence == "table"


def test_a_warning_of_another_kind_is_no_evidence() -> None:
    paint = package("""
        import warnings
        def __getattr__(name):
            if name == "tint":
                warnings.warn("no display", UserWarning)
                return 1
            raise AttributeError(name)
    """)
    assert paint["paint.tint"].deprecation is None


def test_what_is_refused_with_advice_is_remembered_as_gone() -> None:
    paint = package("""
        _EXPIRED = {"float_": "Use float64 instead.", "Inf": "Use inf instead."}
        def __getattr__(name):
            if name in _EXPIRED:
                raise AttributeError(f"`paint.{name}` was removed in the paint 2.0 release. {_EXPIRED[name]}")
            raise AttributeError(f"module has no attribute {name!r}")
    """)
    gone = paint["paint.float_"]
    assert gone.raises
    assert paint.deprecation("paint.float_").message == (
        "`paint.float_` was removed in the paint 2.0 release. Use float64 instead."
    )
    assert paint.deprecation("paint.float_").removal == "2.0"
    assert paint.open_reason("paint") is None


def test_a_removal_table_in_another_module_is_read() -> None:
    paint = package(
        """
        from paint._expired import __expired__
        def __getattr__(attr):
            if attr in __expired__:
                raise AttributeError(f"`paint.{attr}` was removed. {__expired__[attr]}", name=None)
            raise AttributeError("module {!r} has no attribute {!r}".format(__name__, attr))
        """,
        _expired='__expired__ = {"Inf": "Use `paint.inf` instead."}\n',
    )
    assert paint["paint.Inf"].raises
    assert paint.deprecation("paint.Inf").message == "`paint.Inf` was removed. Use `paint.inf` instead."


def test_a_migration_function_of_another_module_is_run_for_this_one() -> None:
    paint = package(
        "from paint._migration import getattr_migration\n__getattr__ = getattr_migration(__name__)\n",
        _migration="""
            MOVED = {"paint:tint": "paint.core:tint"}
            REMOVED = {"paint:BaseBrush"}
            def getattr_migration(module):
                from paint._errors import ImportFailed
                def wrapper(name):
                    path = f"{module}:{name}"
                    if path in MOVED:
                        import warnings
                        warnings.warn(f"`{path}` has been moved to `{MOVED[path]}`.")
                        import importlib
                        target, attribute = MOVED[path].split(":")
                        return getattr(importlib.import_module(target), attribute)
                    if path in REMOVED:
                        raise ImportFailed(f"`{path}` has been removed in V2, name: {name}.")
                    raise AttributeError(f"module {module!r} has no attribute {name!r}")
                return wrapper
        """,
        core="def tint(): ...\n",
        _errors="class ImportFailed(Exception): ...\n",
    )
    assert paint.target("paint.tint") == "paint.core.tint"
    assert paint["paint.BaseBrush"].raises
    assert paint.open_reason("paint") is None


def test_a_module_that_forwards_everything_has_the_other_one_members() -> None:
    paint = package(
        "",
        old="""
            from paint import core
            def __getattr__(name):
                return getattr(core, name)
        """,
        core="def tint(): ...\n",
    )
    assert paint.target("paint.old.*") == "paint.core"
    assert paint.open_reason("paint.old") is None


def test_forwarding_with_a_warning_deprecates_what_is_forwarded() -> None:
    paint = package(
        "",
        old="""
            import warnings
            from paint import core
            def __getattr__(name):
                warnings.warn(f"paint.old.{name} is deprecated, use paint.core", DeprecationWarning)
                return getattr(core, name)
        """,
        core="def tint(): ...\n",
    )
    assert paint.target("paint.old.*") == "paint.core"
    assert "paint.core" in (paint.deprecation("paint.old.*").message or "")


@pytest.mark.parametrize(
    "init",
    [
        """
        import sys
        from paint._lazy import LazyModule
        _structure = {"core": ["tint", "Brush"], "tools": ["shade"]}
        sys.modules[__name__] = LazyModule(__name__, globals()["__file__"], _structure, module_spec=__spec__)
        """,
        """
        from elsewhere import lazy
        __getattr__, __dir__, __all__ = lazy.attach(
            __name__, submodules=["core"], submod_attrs={"core": ["tint", "Brush"], "tools": ["shade"]}
        )
        """,
    ],
)
def test_lazy_import_structures_are_tables(init: str) -> None:
    paint = package(init, core="def tint(): ...\nclass Brush: ...\n", tools="def shade(): ...\n")
    assert paint.target("paint.tint") == "paint.core.tint"
    assert paint.target("paint.Brush") == "paint.core.Brush"
    assert paint.target("paint.shade") == "paint.tools.shade"
    assert paint.open_reason("paint") is None


@pytest.mark.parametrize(
    "body",
    [
        "def __getattr__(name):\n    return registry.lookup(name)\n",
        "def __getattr__(name):\n    if name in known:\n        return known[name]\n    raise AttributeError(name)\n",
        "from elsewhere import make\n__getattr__ = make(__name__)\n",
        "import sys\nsys.modules[__name__] = Proxy()\n",
    ],
)
def test_what_cannot_be_followed_leaves_the_module_open(body: str) -> None:
    assert package(body).open_reason("paint") == "module __getattr__"


def test_names_in_all_are_asked_for() -> None:
    paint = package(
        """
        import importlib
        __all__ = ["tint"]
        def __getattr__(name):
            if name in __all__:
                return getattr(importlib.import_module("paint.core"), name)
            raise AttributeError(name)
        """,
        core="def tint(): ...\n",
    )
    assert paint.target("paint.tint") == "paint.core.tint"


def test_what_is_bound_by_a_statement_is_not_asked_for() -> None:
    paint = package("""
        def tint(): ...
        def __getattr__(name):
            if name == "tint":
                return 1
            raise AttributeError(name)
    """)
    assert paint["paint.tint"].kind is Kind.FUNCTION


def test_a_function_that_never_ends_costs_no_more_than_its_budget() -> None:
    paint = package("""
        def __getattr__(name):
            return spin(name)
        def spin(name):
            for a in "abcdefgh".split(","):
                spin(name)
                spin(name)
            return spin(name + name)
    """)
    assert paint.open_reason("paint") == "module __getattr__"


def test_a_name_that_is_tested_for_a_prefix_may_be_known_by_what_follows() -> None:
    paint = package(
        """
        _TABLES = load()
        def __getattr__(name):
            for table, prefix in ((_TABLES, "TINT_"), (_TABLES, "SHADE_")):
                if name.startswith(prefix) and name[len(prefix):] in table:
                    return table[name[len(prefix):]]
            raise AttributeError(name)
        """
    )
    assert paint.open_reason("paint") == "module __getattr__"


def test_names_that_are_refused_by_their_prefix_leave_the_module_closed() -> None:
    paint = package(
        """
        def __getattr__(name):
            if name.startswith("_"):
                raise AttributeError(name)
            if name == "tint":
                return 1
            raise AttributeError(name)
        """
    )
    assert paint.open_reason("paint") is None
    assert "paint.tint" in paint


def test_a_getattr_hands_out_the_members_of_enumerations() -> None:
    paint = package(
        """
        from enum import Enum
        class Tint(Enum):
            RED = 1
        class Shade(Enum):
            DARK = 1
        def __getattr__(name):
            for enum, prefix in {Tint: "TINT_", Shade: "SHADE_"}.items():
                if name.startswith(prefix):
                    name = name[len(prefix):]
                    if name in enum.__members__:
                        return enum[name]
            raise AttributeError(name)
        """
    )
    assert {"TINT_RED", "SHADE_DARK"} <= set(paint.names("paint"))
    assert not {"TINT_DARK", "RED"} & set(paint.names("paint"))
    assert paint.open_reason("paint") is None


def test_names_that_are_known_by_what_follows_a_prefix() -> None:
    paint = package("""
        _SHADES = {"red": 1, "green": 2}
        def __getattr__(name):
            if name.startswith("dark_"):
                base = name.removeprefix("dark_")
                if base in _SHADES:
                    return _SHADES[base]
            raise AttributeError(name)
    """)
    assert {"dark_red", "dark_green"} <= set(paint.names("paint"))
    assert "paint.red" not in paint


def test_any_name_behind_a_prefix_leaves_the_module_open() -> None:
    paint = package("""
        def __getattr__(name):
            if name.startswith("make_"):
                return maker(name.removeprefix("make_"))
            raise AttributeError(name)
    """)
    assert paint.open_reason("paint") == "module __getattr__"


def test_a_name_that_is_kept_in_a_variable_is_asked_about() -> None:
    paint = surface("""
        OLD = "tint"
        def __getattr__(name):
            if name == OLD:
                from paint.tones import tint
                return tint
            raise AttributeError(name)
    """)
    assert paint.target("paint.tint") == "paint.tones.tint"
    assert paint.open_reason("paint") is None
