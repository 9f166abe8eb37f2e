"""What real code taught: constructs that once gave false alarms, each beside what is still to be found."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workbench import run, told, verify

CASES = {
    "what super() gives is not what the object has": """
        from paint import Brush
        class Mine(Brush):
            def stroke(self, tone):
                return super().stroke(tone=1)  # argument: tone
            def show(self):
                return self.stroke(tone=1)
    """,
    "what is declared may be of a class derived from it": """
        from paint import Brush, Canvas, Stroke, mix
        from paint.extra import Dash
        class Mine(Stroke):
            def shorten(self): ...
        def f(stroke: Stroke, text: str, kind: type[Stroke], pair: tuple[int, int], rows: list[int]):
            stroke.gap, stroke.shorten(), kind().gap, kind.gap, type(stroke).gap
            stroke.invented(), kind.invented  # gone: paint.Stroke.invented, gone: paint.Stroke.invented
            stroke.invented
            text.invented, pair.invented, rows.invented
        Canvas().last().gap
        Canvas().last().shorten()
        Canvas().last().invented  # gone: paint.Stroke.invented
        Stroke().gap, Stroke.gap  # gone: paint.Stroke.gap, gone: paint.Stroke.gap
        Canvas().plan().invented
        (1, 2).invented, [1].invented  # gone: builtins.tuple.invented, gone: builtins.list.invented
        def tested(x):
            if isinstance(x, Stroke):
                x.invented
    """,
    "the class makes something of the brackets": """
        from paint import Brush, Layered, Marked
        class Mine: ...
        def f(x: Marked[Mine], y: "Marked", z: Brush[Mine], generic: Layered[Mine]):
            x.anything
            generic.invented()  # gone: paint.Layered.invented
            y.invented()  # gone: paint.Marked.invented
            z.dip()  # gone: paint.Brush.dip
        Marked[Mine].anything
    """,
    "a decorated base may have got its constructor": """
        from abc import ABC
        from dataclasses import dataclass
        from paint import Brush
        @dataclass
        class Base(ABC):
            kind: str
        class Derived(Base):
            def __init__(self):
                super().__init__(kind="x")
        class Plain(ABC):
            def __init__(self):
                super().__init__(kind="x")
        class Made(Brush):
            def __init__(self):
                super().__init__(kind="x")  # argument: kind
    """,
    "an object made without its constructor": """
        from paint import Brush
        class Mine:
            def __new__(cls, tone):
                made = object.__new__(cls)
                made.__init__(tone=tone)
                made.tone
                super().__new__(cls).tone
                return made
            def __init__(self, tone): ...
        object.__new__(Brush).dip()  # gone: paint.Brush.dip
    """,
    "a class whose `__new__` is declared to make something else": """
        from paint import Glaze, Leaf, Rag, Sheet
        from paint.extra import Foil, Gloss
        Glaze(colour=1).sum()
        Gloss().sum()
        Gloss(gloss=1)  # argument: gloss
        Rag().dip()  # gone: paint.Brush.dip
        Rag().stroke()
        Sheet().invent()  # gone: paint.Sheet.invent
        Leaf().invent()  # gone: paint.Leaf.invent
        Foil().invent()  # gone: paint.extra.Foil.invent
    """,
    "the author says that it may be anything": """
        from typing import Any
        from paint import Brush
        x: Any = Brush()
        x.dip()
        y: Unheard = (1,)
        y.invented
        z: Unheard = Brush()
        z.dip()  # gone: paint.Brush.dip
    """,
    "what is put into a container later": """
        from paint import Brush
        cell = {"brush": None, "is_wet": False}
        def fill():
            cell["brush"] = Brush()
        cell["brush"].stroke()
        for value in cell.values():
            value.stroke()
        queue = [1]
        queue.pop().stroke()
        brushes = [Brush()]
        brushes[0].dip()  # gone: paint.Brush.dip
        (1, 2)[0].stroke()  # gone: builtins.int.stroke
        next(n for n in range(3)).stroke
    """,
    "an attribute that is set may be a property": """
        from paint import Brush
        def f(x, brush: Brush):
            x.value = 1
            x.value.item()
            brush.size = (1, 2)
            brush.size.item()
        class Mine:
            def __init__(self):
                self.size = 1
                self.size.item()  # gone: builtins.int.item
                self.wide = 1
                self.wide.item()
            @property
            def wide(self): ...
            @wide.setter
            def wide(self, value): ...
    """,
    "a metaclass of the project rewrites the class body": """
        class Meta(type): ...
        class Choice(metaclass=Meta): ...
        class Colour(Choice):
            RED = 1
        Colour.RED.value
        class Plain:
            RED = 1
        Plain.RED.value  # gone: builtins.int.value
    """,
    "later rounds of a loop": """
        def f(rows, keys=None):
            parent = (1,)
            for row in rows:
                if keys:
                    parent.kind
                parent.index(1), parent.invented
                parent, keys = row
            steady = (1,)
            while True:
                steady.kind  # gone: builtins.tuple.kind
                if rows: break
    """,
    "objects that take any attribute, classes that are only sketched": """
        import threading
        state = threading.local()
        state.anything
        class Mine(threading.local): ...
        Mine().anything
        threading._Sketch().anything
    """,
    "the author has told another checker": """
        x = "x"
        x.invented  # type: ignore[attr-defined]
        import paint
        paint.tint()  # type: ignore[attr-defined]
        from paint import tint  # type: ignore # gone: paint.tint
    """,
    "what stands in where an attribute is missing": """
        from paint import Brush, Open
        def f(brush: Open, other: Brush):
            if hasattr(brush, "fresh"):
                brush.fresh()
                other.dip()  # gone: paint.Brush.dip
            else:
                other.dip()
            if not hasattr(brush, "fresh"):
                other.dip()
            other.dip()  # gone: paint.Brush.dip
            stand_in = brush.fresh() if hasattr(brush, "fresh") else other.dip()
        def g(brush: Open, other: Brush):
            if hasattr(brush, "fresh") or hasattr(brush, "newer"):
                return brush.fresh()
            return other.dip()
        class Mine(Brush):
            def __init__(self):
                if not hasattr(self, "swirl"):
                    self.swirl = self.dip
    """,
    "a descriptor that is only declared": """
        from paint import Canvas
        Canvas().field.before_dip
        Canvas().frame.invented()  # gone: paint.Stroke.invented
        Canvas().hook.dip()  # gone: paint.Brush.dip
    """,
    "attributes made through the dictionary of an object": """
        class Mine:
            marks = ()
            def __init__(self):
                self.__dict__.update(marks=[])
            def add(self):
                self.marks.append(1)
        class Dotted(dict):
            def __init__(self):
                self.__dict__ = self
        class Kept(dict):
            def __init__(self, name):
                self.__dict__[name] = 1
        Dotted().anything, Kept("x").x
        class Plain:
            marks = ()
            def add(self):
                self.marks.append(1)  # gone: builtins.tuple.append
    """,
    "what a class makes may be of a derived class": """
        from paint import Shade
        shade = Shade(key=1, how=2)
        shade.depth
        shade.invented  # gone: paint.Shade.invented
        Shade.depth  # gone: paint.Shade.depth
    """,
    "attributes set from outside": """
        from paint import Brush
        def test():
            matrix = Matrix()
            matrix.plan = "none"
            matrix.brush = Brush()
        class TestMatrix:
            def test(self):
                Matrix().plan = 1
        class Matrix:
            def __new__(cls, like):
                made = unheard(like)
                made.plan = Brush()
                return made
            def show(self):
                self.plan.stroke()
                self.brush.dip()  # gone: paint.Brush.dip
    """,
    "what was moved to derived classes": """
        from paint import Brush, Canvas, Stroke
        def f(stroke: Stroke):
            stroke.erase()
        Canvas().last().erase()
        Stroke().erase()  # gone: paint.Stroke.erase
    """,
    "an unknown base may come first": """
        from unheard import Base
        from paint import Brush
        class Mixin(Brush): ...
        class Mine(Mixin, Base):
            def __init__(self):
                super().__init__(invented=1)
        class Plain(Mixin):
            def __init__(self):
                super().__init__(invented=1)  # argument: invented
    """,
    "behind an import that fails": """
        try:
            import paint.legacy
            from paint import Brush
            def f(): return Brush().dip()
            Brush().dip()
        except ImportError:
            pass
        Brush().dip()  # gone: paint.Brush.dip
    """,
    "getattr with a default as a test": """
        from paint import Brush
        def f(brush: Brush, other: Brush):
            if getattr(brush, "dip", None):
                brush.dip()
                other.dip  # told by its name: the same name
            brush.dip()  # gone: paint.Brush.dip
    """,
    "a function that compares versions": """
        import paint
        from packaging.version import Version
        def is_before(library, version):
            return Version(library.__version__) < Version(version)
        def is_old():
            return paint.__version__ < "1"
        def is_declared(library: Unheard, version: str) -> bool:
            return Version(library.__version__) < Version(version)
        if is_before(paint, "1.5"):
            paint.tint()
        if is_declared(paint, "1.5"):
            paint.tint()
        if is_old():
            paint.tint()
        paint.tint()  # gone: paint.tint
    """,
    "private classes": """
        import threading
        class Mine(threading._Sketch):
            def keep(self):
                threading._Sketch.keep(self)
    """,
    "packed versions": """
        import sys
        from sys import hexversion
        import paint
        if hexversion < 0x30B00A6:
            paint.tint()
        if sys.hexversion >= 0x30D00A2:
            paint.tint()
        if hexversion >= 0x3080000:
            paint.tint()  # gone: paint.tint
    """,
}


@pytest.mark.parametrize("name", CASES)
def test_stays_quiet(name: str, tmp_path: Path) -> None:
    verify(CASES[name], tmp_path)


def test_a_star_import_leaves_the_language_alone(tmp_path: Path) -> None:
    files = {
        "kit.py": "one = 1\n",
        "main.py": """
            import paint
            from kit import *
            if hasattr(paint, "fresh"):
                paint.fresh()
            else:
                paint.tint()
            "x".invented  # gone: builtins.str.invented
            str().invented  # gone: builtins.str.invented
            """,
        "other.py": """
            from paint import *
            from kit import *
            one.invented  # gone: builtins.int.invented
            str().invented  # gone: builtins.str.invented
            tint()
            """,
    }
    verify(files.pop("main.py"), tmp_path, files)


def test_star_imports_in_a_circle(tmp_path: Path) -> None:
    files = {
        "kit/__init__.py": "from .one import *\n",
        "kit/one.py": "from .two import *\nprint(nowhere)\n",
        "kit/two.py": "from .one import *\nfrom paint import tint\n\ndef f(x: nowhere): ...\n",
        "main.py": "from kit import nowhere, tint\nnowhere.x\n",
    }
    assert [said for _, _, said in told(run(files, tmp_path))] == ["gone: paint.tint"]
