from __future__ import annotations

import pytest

from driftcheck.model.symbols import Kind
from tests.surfaces import surface


@pytest.mark.parametrize(
    "words",
    [
        '"tint() was removed in 2.0. Use shade() instead."',
        '"The \'paint.tint()\' function is removed as of paint 2.0. " "Use the shade function."',
        'f"This function was deprecated since version 1.9 and is now {1}."',
        '"tint is no longer supported"',
        '"tint has been moved to shades"',
        "GONE",
    ],
)
def test_a_function_that_only_says_that_it_is_gone_is_kept_to_raise(words: str) -> None:
    paint = surface(f"GONE = 'tint is obsolete'\ndef tint(colour):\n    \"Old.\"\n    raise RuntimeError({words})\n")
    assert paint["paint.tint"].raises
    assert paint["paint.tint"].deprecation is not None


@pytest.mark.parametrize(
    "body",
    [
        "raise NotImplementedError",
        "raise NotImplementedError('subclasses tint')",
        "raise TypeError('a brush cannot be hashed')",
        "raise RuntimeError(reason())",
        "if colour:\n        raise RuntimeError('tint was removed')",
        "colour = 1\n    raise RuntimeError('tint was removed')",
        "raise Removed",
    ],
)
def test_another_refusal_is_a_matter_of_how_it_is_used(body: str) -> None:
    assert not surface(f"def tint(colour):\n    {body}\n")["paint.tint"].raises


def test_a_method_and_a_property_may_be_kept_to_raise() -> None:
    paint = surface("""
        class Brush:
            def tint(self): raise AttributeError("tint was removed, use shade")
            @property
            def width(self): raise AttributeError("width was removed, use size")
    """)
    assert paint["paint.Brush.tint"].raises
    assert paint["paint.Brush.width"].raises
    assert not paint["paint.Brush"].raises


def test_a_class_whose_constructor_only_says_that_it_is_gone_is_kept_to_raise() -> None:
    paint = surface("""
        GONE = "Brush was removed, use Roller"
        class Brush:
            def __init__(self, *args): raise NotImplementedError(GONE)
        class Abstract:
            def __init__(self): raise NotImplementedError
        class Finer(Brush):
            width = 1
    """)
    assert paint["paint.Brush"].raises
    assert not paint["paint.Abstract"].raises
    assert not paint["paint.Finer"].raises


def test_a_module_that_raises_whenever_it_is_imported_is_gone() -> None:
    gone = surface('"""Old."""\nraise ImportError("paint was moved to brushes")\n')["paint"]
    assert (gone.kind, gone.raises) == (Kind.MODULE, True)
    assert not surface("if broken:\n    raise ImportError('paint was moved')\n")["paint"].raises
    assert not surface("raise ImportError('needs colours')\n")["paint"].raises
