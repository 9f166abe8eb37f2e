from __future__ import annotations

from driftcheck.extraction.conditions import LISTED_BY_STUB, STUB_ONLY
from driftcheck.model.symbols import STUB_ALONE, Kind
from tests.surfaces import surface, written


def test_a_stub_gives_types_where_the_source_gives_none() -> None:
    paint = surface({
        "paint/__init__.py": "red = load()\nclass Brush:\n    def tint(self, colour, _hidden=None): return go()\n",
        "paint/__init__.pyi": "red: int\nclass Brush:\n    def tint(self, colour: str) -> int: ...\n",
    })  # fmt: skip
    assert (paint["paint.red"].type, paint["paint.red"].kind) == ("builtins.int", Kind.ATTRIBUTE)
    assert [(written(s), s.returns) for s in paint["paint.Brush.tint"].signatures] == [
        ("colour", "builtins.int"),
        ("colour, _hidden=", None),
    ]


def test_a_stub_is_no_evidence_of_a_name_whose_source_was_read() -> None:
    paint = surface({
        "paint/__init__.py": "def tint(): ...\n",
        "paint/__init__.pyi": "from typing import Any\ndef tint() -> int: ...\ndef imagined() -> Any: ...\n",
    })  # fmt: skip
    assert paint.names("paint") == ["tint"]
    assert paint.open_reason("paint") is None


def test_what_the_source_says_of_results_counts_more() -> None:
    paint = surface({
        "paint/__init__.py": "def tint() -> str: ...\n",
        "paint/__init__.pyi": "def tint() -> int: ...\n",
    })  # fmt: skip
    assert paint.returns("paint.tint") == "builtins.str"


def test_of_what_a_compiled_module_provides_the_stub_is_the_evidence() -> None:
    paint = surface(
        {
            "paint/__init__.py": "from paint import _fast\nfrom paint._fast import array, Brush\n",
            "paint/__init__.pyi": """
                from typing import overload
                @overload
                def array(values: int) -> int: ...
                @overload
                def array(values: str) -> str: ...
                class Brush:
                    def sweep(self) -> int: ...
            """,
        },
        compiled=("paint/_fast.cpython-312-x86_64-linux-gnu.so",),
    )
    assert paint["paint.array"].kind is Kind.FUNCTION
    assert len(paint["paint.array"].signatures) == 2
    assert "paint.Brush.sweep" in paint
    assert paint.open_reason("paint.Brush") == STUB_ONLY
    assert paint["paint.array"].type_source == STUB_ALONE


def test_a_compiled_module_with_a_stub_has_its_names_and_is_open() -> None:
    paint = surface(
        {"paint/__init__.py": "", "paint/_fast.pyi": "def array(values: int) -> int: ...\nclass Brush: ...\n"},
        compiled=("paint/_fast.so",),
    )
    assert paint.returns("paint._fast.array") == "builtins.int"
    assert paint.open_reason("paint._fast") == STUB_ONLY
    assert paint.open_reason("paint._fast.Brush") == STUB_ONLY


def test_an_open_module_takes_names_from_its_stub() -> None:
    paint = surface({
        "paint/__init__.py": "from elsewhere import attach\n__getattr__ = attach(__name__, __file__)\n",
        "paint/__init__.pyi": "from .core import tint as tint\ndef mix() -> int: ...\nimport os\n",
        "paint/core.py": "def tint(): ...\n",
    })  # fmt: skip
    assert paint.target("paint.tint") == "paint.core.tint"
    assert "paint.mix" in paint
    assert "paint.os" not in paint


def test_a_deprecation_in_the_source_survives_the_stub() -> None:
    paint = surface(
        {
            "paint/__init__.py": """
                import warnings
                def __getattr__(name):
                    if name == "tint":
                        warnings.warn("tint is deprecated", DeprecationWarning)
                        return make()
                    raise AttributeError(name)
            """,
            "paint/__init__.pyi": "def tint() -> int: ...\n",
        }
    )
    assert paint.deprecation("paint.tint").message == "tint is deprecated"
    assert paint["paint.tint"].kind is Kind.FUNCTION


def test_a_stub_that_lists_nearly_all_that_is_seen_tells_what_is_not() -> None:
    source = "def a(): ...\ndef b(): ...\ndef c(): ...\ndef d(): ...\n__getattr__ = make(__name__)\n"
    stub = "def a() -> int: ...\ndef b() -> int: ...\ndef c() -> int: ...\ndef e() -> int: ...\n"
    paint = surface({"paint/__init__.py": source, "paint/__init__.pyi": stub})
    assert paint.open_reason("paint") == LISTED_BY_STUB
    paint = surface({"paint/__init__.py": source, "paint/__init__.pyi": "def e() -> int: ...\n"})
    assert paint.open_reason("paint") == "module __getattr__"


def test_a_class_is_described_member_by_member() -> None:
    paint = surface({
        "paint/__init__.py": "class Brush:\n    def __init__(self):\n        self.width = load()\n",
        "paint/__init__.pyi": "class Brush:\n    width: int\n    imagined: str\n",
    })  # fmt: skip
    assert paint["paint.Brush.width"].type == "builtins.int"
    assert "paint.Brush.imagined" not in paint


def test_a_stub_names_no_keyword_that_the_source_does_not_take() -> None:
    paint = surface(
        {
            "paint/__init__.py": "def mix(first, *, ratio=1): ...\ndef spray(**options): ...\n",
            "paint/__init__.pyi": "def mix(one: int, *, ratio: int = ..., hue: str = ...) -> str: ...\n"
            "def spray(*, width: int = ...) -> str: ...\n",
        }
    )
    assert [written(signature) for signature in paint["paint.mix"].signatures] == [
        "/__one, kw ratio=",
        "first, kw ratio=",
    ]
    assert written(paint["paint.spray"].signatures[0]) == "kw width="


def test_the_release_s_own_stub_knows_better_than_a_guess_but_for_the_receiver() -> None:
    paint = surface({
        "paint/__init__.py": """
            class Brush:
                def dip(self): return self
            def tint(): return make()
            def make(): return 1
        """,
        "paint/__init__.pyi": "class Brush:\n    def dip(self) -> Brush: ...\ndef tint() -> str: ...\n",
    })  # fmt: skip
    assert [s.returns for s in paint["paint.tint"].signatures] == ["builtins.str", None]
    assert paint.returns("paint.Brush.dip") == "typing.Self"


def test_where_a_decorator_hides_the_signature_the_stub_tells_it() -> None:
    paint = surface({
        "paint/__init__.py": """
            from paint._fast import tint as fast
            import functools
            def behind(made): ...
            def dispatched(implementation):
                def decorate(dispatcher):
                    return behind(dispatcher)(implementation)
                return decorate
            @dispatched(fast)
            def tint(colour): ...
        """,
        "paint/__init__.pyi": "def tint(colour: str, *, deep: bool = ...) -> int: ...\n",
    }, compiled=("paint/_fast.so",))  # fmt: skip
    tint = paint["paint.tint"]
    assert (paint.returns("paint.tint"), tint.type_source) == ("builtins.int", STUB_ALONE)


def test_a_stub_beside_no_code_describes_a_part_of_something_compiled() -> None:
    paint = surface(
        {
            "paint/__init__.py": "",
            "paint/_c/__init__.pyi": "",
            "paint/_c/_fast.pyi": "def tint(colour: int) -> int: ...\n",
        },
        compiled=("paint/_c.so",),
    )
    assert paint.open_reason("paint._c._fast") == STUB_ONLY
    assert paint["paint._c._fast.tint"].type_source == STUB_ALONE
