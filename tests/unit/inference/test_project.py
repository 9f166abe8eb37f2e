"""Every construct: a case that is found beside one that is quiet."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from driftcheck.inference.project import analyse
from driftcheck.source.files import SourceFile
from tests.workbench import environment, run, verify

CASES = {
    "imports": """
        import paint
        import paint.legacy  # gone: paint.legacy
        import paint.extra
        import paint as p
        import paint.extra as e
        from paint import tint, Brush, fresh  # gone: paint.tint
        from paint import Roller as R  # gone: paint.Roller
        from paint.legacy import Chalk  # gone: paint.legacy
        import unheard.of
        from unheard import of
        paint.tint()  # gone: paint.tint
        p.tint, p.fresh  # gone: paint.tint
        e.Sponge().dip()  # gone: paint.extra.Sponge.dip
        paint.extra.Sponge().stroke()
        tint()
        R().stop()
        of.anything()
    """,
    "imports in functions and conditions": """
        def f(x):
            if x:
                from paint import Brush
            else:
                from paint.extra import Sponge as Brush
            Brush().dip()  # gone: paint.Brush.dip
            import paint as p
            return p.tint  # gone: paint.tint
    """,
    "constant import_module": """
        import importlib
        importlib.import_module("paint").tint()  # gone: paint.tint
        importlib.import_module("paint.legacy")  # gone: paint.legacy
        name = "x"
        importlib.import_module(name).tint()
    """,
    "star import": """
        from paint import *
        Brush().dip()  # gone: paint.Brush.dip
        undefined_name()
    """,
    "rebinding": """
        from paint import Brush
        b = Brush()
        b.dip()  # gone: paint.Brush.dip
        b = make()
        b.dip()
        c = d = Brush()
        c.dip(), d.dip()  # gone: paint.Brush.dip, gone: paint.Brush.dip
        del c
        c.dip()
    """,
    "unpacking": """
        from paint import Brush
        a, (b, *c) = Brush(), (Brush(), Brush())
        a.dip()  # gone: paint.Brush.dip
        b.dip()  # gone: paint.Brush.dip
        c[0].dip()  # gone: paint.Brush.dip
        x, y = unknown
        x.dip()
        x, y = y, a
        x.dip()
        y.dip()  # gone: paint.Brush.dip
    """,
    "walrus": """
        from paint import Brush
        if (b := Brush()):
            b.dip()  # gone: paint.Brush.dip
        if (b := unknown()):
            b.dip()
        if ok and (c := Brush()) and more:
            c.dip()  # gone: paint.Brush.dip
        x = [d := Brush() for _ in unknown]
        d.dip()  # gone: paint.Brush.dip
        if isinstance(e := unknown(), Brush):
            e.dip()  # gone: paint.Brush.dip
    """,
    "global and nonlocal": """
        from paint import Brush, Pot
        brush = None
        other = Brush()
        def start():
            global brush, other
            brush = Brush()
            brush.dip()  # gone: paint.Brush.dip
        def use():
            brush.dip()  # gone: paint.Brush.dip
            other.dip()
        def reset():
            global other
            other = Pot()
        def outer():
            b = Brush()
            def inner():
                nonlocal b
                b.dip()  # gone: paint.Brush.dip
                b = Pot()
            def inner2():
                b.dip()
            return inner
    """,
    "closures": """
        from paint import Brush, Pot
        def outer():
            b = Brush()
            c = Brush()
            def inner():
                b.dip()  # gone: paint.Brush.dip
                c.dip()
            c = Pot()
            return lambda: b.dip()  # gone: paint.Brush.dip
    """,
    "comprehensions": """
        from paint import Brush
        bs = [Brush() for _ in range(3)]
        for b in bs:
            b.dip()  # gone: paint.Brush.dip
        [b.dip() for b in bs]  # gone: paint.Brush.dip
        {k: v.dip() for k, v in {"a": Brush()}.items()}  # gone: paint.Brush.dip
        b = 3
        [b for b in unknown if b.dip()]
        next(b for b in bs).dip()  # gone: paint.Brush.dip
    """,
    "parameters": """
        import paint
        from paint import Brush
        from typing import Optional, List
        def f(a: Brush, b: "paint.Brush", c: Optional[Brush], d: Brush | None, e: List[Brush], *i: Brush, **j: Brush):
            a.dip()  # gone: paint.Brush.dip
            b.dip()  # gone: paint.Brush.dip
            c.dip()  # gone: paint.Brush.dip
            d.dip()  # gone: paint.Brush.dip
            e[0].dip()  # gone: paint.Brush.dip
            i[0].dip()  # gone: paint.Brush.dip
            j["x"].dip()  # gone: paint.Brush.dip
            a.stroke()
        def k(x: paint.Roller, y: "paint.Roller" = None): ...  # gone: paint.Roller, gone: paint.Roller
        def l(h=Brush()):
            h.dip()  # gone: paint.Brush.dip
        def m(x: Brush | paint.Pot): x.dip()
        def n(x: Unknown, y: dict[str, Brush]):
            x.dip()
            for v in y.values():
                v.dip()  # gone: paint.Brush.dip
    """,
    "returns": """
        from paint import Brush, Pot
        def one() -> Brush: return anything
        def two(): return Brush()
        def three(x): return two() if x else one()
        def four(): return unknown
        def five(x):
            if x:
                return Brush()
            return Pot()
        one().dip()  # gone: paint.Brush.dip
        two().dip()  # gone: paint.Brush.dip
        three(1).dip()  # gone: paint.Brush.dip
        four().dip()
        five(1).dip()
        def loop(n): return loop(n - 1)
        loop(3).dip()
        def circle(n): return Brush() if n else circle(n - 1)
        circle(3).dip()  # gone: paint.Brush.dip
        for x in circle(3).dip(): x  # gone: paint.Brush.dip
    """,
    "async and generators": """
        import asyncio
        from paint import Brush, Canvas
        async def make(): return Brush()
        async def declared() -> Brush: ...
        def each():
            yield Brush()
        async def aeach():
            yield Brush()
        def more():
            yield from each()
        async def main(c: Canvas):
            (await make()).dip()  # gone: paint.Brush.dip
            (await declared()).dip()  # gone: paint.Brush.dip
            make().dip()
            (await c.load()).dip()  # gone: paint.Brush.dip
            async for b in aeach():
                b.dip()  # gone: paint.Brush.dip
            async with c as d:
                d.fill()  # gone: paint.Canvas.fill
            x, y = await asyncio.gather(make(), other())
            x.dip()  # gone: paint.Brush.dip
            y.dip()
        for b in more():
            b.dip()  # gone: paint.Brush.dip
        asyncio.run(make()).dip()  # gone: paint.Brush.dip
    """,
    "self attributes": """
        from paint import Brush, Pot
        class Studio:
            shared = Brush()
            def __init__(self, given):
                self.brush = Brush()
                self.mixed = Brush()
                self.given = given
                self.later = None
            def work(self):
                self.brush.dip()  # gone: paint.Brush.dip
                self.mixed.dip()
                self.given.dip()
                self.later.dip()  # gone: paint.Brush.dip
                self.shared.dip()  # gone: paint.Brush.dip
                self.never.dip()
            def prepare(self):
                self.later = Brush()
                self.mixed = Pot()
        Studio(1).brush.dip()  # gone: paint.Brush.dip
        Studio(1).mixed.dip()
    """,
    "assignment to itself": """
        from paint import Brush
        class Studio:
            def __init__(self):
                self.brush = Brush()
                self.spoilt = Brush()
            def work(self):
                self.brush = self.brush.dip()  # gone: paint.Brush.dip
                self.brush.dip()  # gone: paint.Brush.dip
            def spoil(self):
                self.spoilt.dip()
                self.spoilt = unknown(self.spoilt)
                self.spoilt.dip()
    """,
    "known until a method may change it": """
        from paint import Brush
        class Studio:
            def __init__(self): self.brush = None
            def change(self): self.brush = unknown()
            def work(self):
                self.brush = Brush()
                self.brush.dip()  # gone: paint.Brush.dip
                self.change()
                self.brush.dip()
    """,
    "properties and class members": """
        from paint import Brush
        from functools import cached_property
        class Studio:
            @property
            def brush(self): return Brush()
            @cached_property
            def cached(self) -> Brush: ...
            @classmethod
            def new(cls): return cls()
            @staticmethod
            def tool(): return Brush()
            def me(self): return self
            def method(self): return Brush()
        s = Studio.new()
        s.brush.dip()  # gone: paint.Brush.dip
        s.cached.dip()  # gone: paint.Brush.dip
        s.tool().dip()  # gone: paint.Brush.dip
        Studio.tool().dip()  # gone: paint.Brush.dip
        s.me().me().method().dip()  # gone: paint.Brush.dip
        s.method.dip()
        Studio.brush.dip()
    """,
    "dataclass": """
        from dataclasses import dataclass, field
        from paint import Brush
        @dataclass
        class Studio:
            brush: Brush
            brushes: list[Brush] = field(default_factory=list)
            n: int = 0
            def use(self):
                self.brush.dip()  # gone: paint.Brush.dip
                for b in self.brushes:
                    b.dip()  # gone: paint.Brush.dip
        Studio(1).brush.dip()  # gone: paint.Brush.dip
    """,
    "subclass": """
        from paint import Brush, Model
        class Mine(Brush):
            def rinse(self): return 1
            def use(self):
                self.dip()  # gone: paint.Brush.dip
                self.rinse()
                super().dip()  # gone: paint.Brush.dip
                super().stroke().rinse()
                self.hook()
        class Deeper(Mine):
            def draw(self): ...
        Mine().dip()  # gone: paint.Brush.dip
        Mine().rinse()
        Deeper().draw()
        Mine().stroke().rinse()
        Mine.make().rinse()
        Mine().invented()  # gone: paint.Brush.invented
        class M(Model): ...
        M.parse()  # gone: paint.Model.parse
        M.whatever
        class D(Brush):
            def __getattr__(self, name): ...
        D().invented()
    """,
    "hook defined below": """
        from paint import Brush
        class Base(Brush):
            def run(self): self.dip()
        class Impl(Base):
            def dip(self): ...
    """,
    "unknown base": """
        from paint import Brush
        from elsewhere import Mixin
        class A(Mixin, Brush): ...
        A().dip()
        @mixin
        class B(Brush): ...
        B().invented()
    """,
    "model fields": """
        from paint import Model, Brush, Field
        class M(Model):
            a = Brush()
            b: Brush = Brush()
            c = Field()
        M().a.dip()
        M().b.dip()  # gone: paint.Brush.dip
        class P:
            d = Field()
        P().d.anything()
    """,
    "with": """
        from paint import Canvas
        from contextlib import contextmanager
        with Canvas() as c, c.open() as b:
            c.fill()  # gone: paint.Canvas.fill
            b.dip()  # gone: paint.Brush.dip
        with open("x") as f:
            f.fill()
        @contextmanager
        def studio():
            yield Canvas()
        with studio() as s:
            s.fill()  # gone: paint.Canvas.fill
    """,
    "iteration and subscripts of library objects": """
        from paint import Canvas
        c = Canvas()
        for b in c:
            b.dip()  # gone: paint.Brush.dip
        for _, b in c.pairs():
            b.dip()  # gone: paint.Brush.dip
        c["x"].dip()  # gone: paint.Brush.dip
        c.brushes()[0].dip()  # gone: paint.Brush.dip
        for i, b in enumerate(c.brushes()):
            b.dip()  # gone: paint.Brush.dip
        for a, b in zip(c, unknown):
            a.dip()  # gone: paint.Brush.dip
            b.dip()
        for k, b in sorted(c.by_name().items()):
            b.dip()  # gone: paint.Brush.dip
            k.dip()
        c.by_name()["x"].dip()  # gone: paint.Brush.dip
        c.kind()().dip()  # gone: paint.Brush.dip
    """,
    "chains": """
        from paint import Brush
        (
            Brush()
            .stroke()
            .dip()  # gone: paint.Brush.dip
            .stroke()
            .dip()  # gone: paint.Brush.dip
        )
        Brush().clean().dip()  # gone: paint.Brush.dip
        Brush().owner.fill()  # gone: paint.Canvas.fill
        Brush.make().dip()  # gone: paint.Brush.dip
        (Brush() + 1).dip()  # gone: paint.Brush.dip
        b = Brush()
        b += 1
        b.dip()  # gone: paint.Brush.dip
        Brush().rinse().fill()  # gone: paint.Brush.rinse, gone: paint.Canvas.fill
    """,
    "broken chains": """
        import paint
        paint.legacy.Chalk().draw()  # gone: paint.legacy
        paint.legacy.Chalk.nothing  # gone: paint.legacy
        r = paint.Roller()  # gone: paint.Roller
        r.roll()  # gone: paint.Roller.roll
        r.stop()
        paint.tint().dip()  # gone: paint.tint, gone: paint.Brush.dip
    """,
    "decorators": """
        import paint
        from functools import lru_cache, wraps
        from paint import Brush
        @paint.before  # gone: paint.before
        def a(): return Brush()
        @paint.on_start
        def b(): return Brush()
        @unknown
        def c(): return Brush()
        @lru_cache(maxsize=1)
        def d(): return Brush()
        @lru_cache
        def e(): return Brush()
        def deco(f):
            @wraps(f)
            def inner(*args): return f(*args)
            return inner
        @deco
        def g(): return Brush()
        b().dip()
        c().dip()
        d().dip()  # gone: paint.Brush.dip
        e().dip()  # gone: paint.Brush.dip
        g().dip()  # gone: paint.Brush.dip
        class M:
            @paint.before  # gone: paint.before
            def method(self): ...
    """,
    "partial": """
        import functools
        import paint
        make = functools.partial(paint.Brush, size=1)
        make().dip()  # gone: paint.Brush.dip
        blend = functools.partial(paint.blend, "x")
        blend(tone=3)  # argument: tone
        functools.partial(unknown)().dip()
    """,
    "keyword arguments": """
        import paint
        paint.blend("x", tone=3)  # argument: tone
        paint.blend("x", **{"tone": 1})  # argument: tone
        paint.blend("x", **options)
        paint.blend(*stuff)
        paint.Brush(size=1, invented=2)  # argument: invented
        paint.Brush(**anything)
        paint.Brush().stroke(length=2, depth=1)  # argument: depth
        paint.Brush.stroke(paint.Brush(), length=1)
        paint.tint(tone=3)  # gone: paint.tint
    """,
    "overloads": """
        import paint
        paint.mix("x", deep=True).dip()  # gone: paint.Brush.dip
        paint.mix("x", True).dip()  # gone: paint.Brush.dip
        paint.mix("x").dip()  # gone: paint.Canvas.dip
        paint.mix("x", deep=unknown).dip()  # gone: paint.Brush.dip
    """,
    "deprecated": """
        import paint
        import warnings
        from paint import wash  # old: paint.wash
        paint.wash().dip()  # old: paint.wash, gone: paint.Brush.dip
        wash()
        with warnings.catch_warnings():
            paint.wash()
            paint.tint()  # gone: paint.tint
    """,
    "unions": """
        from paint import Brush, Canvas, Pot
        from paint.extra import Sponge
        x = Brush() if unknown else Sponge()
        x.dip()  # gone: paint.Brush.dip
        y = Brush() if unknown else Canvas()
        y.fill()  # gone: paint.Canvas.fill
        v = Brush() if unknown else Pot()
        v.dip()
        if unknown:
            z = Brush()
        elif other:
            z = None
        else:
            z = Sponge()
        z.dip()  # gone: paint.Brush.dip
        z = z or Brush()
        z.dip()  # gone: paint.Brush.dip
        w = unknown or Brush()
        w.dip()
    """,
    "narrowing": """
        from paint import Brush, Canvas, Pot
        def f(x, y: Brush | Canvas | None):
            if isinstance(x, Brush):
                x.dip()  # gone: paint.Brush.dip
                x.invented()
            else:
                x.dip()
            if isinstance(y, Canvas):
                y.fill()  # gone: paint.Canvas.fill
                return
            y.dip()  # gone: paint.Brush.dip
        def g(x: Pot | Brush):
            x.dip()
            if not isinstance(x, Brush):
                raise TypeError
            x.dip()  # gone: paint.Brush.dip
        def h(x):
            assert isinstance(x, Brush)
            x.dip()  # gone: paint.Brush.dip
    """,
    "match": """
        from paint import Brush, Canvas
        def f(x):
            match x:
                case Brush() as b:
                    b.dip()  # gone: paint.Brush.dip
                case Canvas(brushes=Brush()):
                    x.fill()  # gone: paint.Canvas.fill
                case [Brush() as first, *rest]:
                    first.dip()  # gone: paint.Brush.dip
                    rest.dip()  # gone: builtins.list.dip
                case {"a": Brush() as b}:
                    b.dip()  # gone: paint.Brush.dip
                case other:
                    other.dip()
    """,
    "loops and exits": """
        from paint import Brush
        b = None
        for i in range(3):
            b = Brush()
            if i:
                break
        b.dip()  # gone: paint.Brush.dip
        c = Brush()
        for _ in range(3):
            c = c.dip()  # gone: paint.Brush.dip
        while True:
            d = Brush()
            try:
                d.stroke()
            finally:
                d.dip()  # gone: paint.Brush.dip
            if d:
                d = unknown
                break
        d.dip()
        def f():
            return Brush()
            Brush().dip()
    """,
    "attributes set by the project": """
        import paint
        paint.tint = lambda: None
        paint.tint()
        b = paint.Brush()
        b.mark = 1
        def f(x: paint.Brush):
            x.mark
            x.other()  # gone: paint.Brush.other
        setattr(b, "seen", 1)
        def g(x: paint.Brush): x.seen
    """,
    "getattr": """
        import paint
        getattr(paint, "tint")  # gone: paint.tint
        getattr(paint, "tint", None)
        getattr(paint, name)
        getattr(paint, "Brush")().dip()  # gone: paint.Brush.dip
    """,
    "casts and copies": """
        import copy
        from typing import cast, Annotated
        from paint import Brush
        cast(Brush, x).dip()  # gone: paint.Brush.dip
        copy.deepcopy(Brush()).dip()  # gone: paint.Brush.dip
        a: Annotated[Brush, 1] = unknown()
        a.dip()  # gone: paint.Brush.dip
        b: object = unknown()
        b.dip()
    """,
    "declared by the language": """
        import enum
        from typing import NamedTuple
        from paint import Brush
        class Row(NamedTuple):
            brush: Brush
            other: Unheard
        def f(row: Row, text: str):
            row.brush.dip()  # gone: paint.Brush.dip
            row.other.dip()
            text.invented()
            type(text).invented
        "x".invented()  # gone: builtins.str.invented
        Colour = enum.Enum("Colour", "RED")
        Colour.RED
    """,
    "open": """
        from paint import Open
        Open().invented()
        class Mine(Open): ...
        Mine().invented()
    """,
    "super in class methods and callables": """
        from paint import Brush
        class A(Brush):
            def __call__(self): return Brush()
            def __enter__(self): return self
            def __exit__(self, *a): ...
            def __iter__(self): yield Brush()
            def __getitem__(self, i): return Brush()
            def rinse(self): ...
        A()().dip()  # gone: paint.Brush.dip
        with A() as a:
            a.rinse()
            a.dip()  # gone: paint.Brush.dip
        for b in A():
            b.dip()  # gone: paint.Brush.dip
        A()[0].dip()  # gone: paint.Brush.dip
    """,
}


@pytest.mark.parametrize("name", CASES)
def test_follows(name: str, tmp_path: Path) -> None:
    verify(CASES[name], tmp_path)


GUARDS = {
    "except ImportError": """
        try:
            from paint import tint
        except ImportError:
            tint = None
        tint.anything
        try:
            from paint import fresh
        except ImportError:
            from paint import tint as fresh
        try:
            import paint
        except ValueError:
            import paint.legacy  # gone: paint.legacy
    """,
    "live fallback": """
        try:
            from paint import tint
        except ImportError:
            from paint import before  # gone: paint.before
    """,
    "except AttributeError": """
        import paint
        try:
            paint.tint()
        except AttributeError:
            pass
        try:
            paint.tint()  # gone: paint.tint
        except ImportError:
            pass
        try:
            x = paint.tint()
        except Exception:
            x = paint.fresh()
        try:
            paint.tint()  # gone: paint.tint
            work()
        except Exception:
            log()
    """,
    "except TypeError": """
        import paint
        try:
            paint.blend("x", tone=1)
        except TypeError:
            paint.blend("x")
    """,
    "hasattr": """
        import paint
        if hasattr(paint, "fresh"):
            paint.fresh()
        else:
            paint.tint()
        if hasattr(paint, "tint"):
            paint.tint()
        else:
            paint.before()  # gone: paint.before
        x = paint.fresh if hasattr(paint, "fresh") else paint.tint
        hasattr(paint, "tint") and paint.tint()
        def f(x):
            if hasattr(x, "dip"):
                x.dip()
            if not hasattr(paint, "fresh"):
                return paint.tint
            return paint.before  # gone: paint.before
    """,
    "versions": """
        import paint
        from packaging.version import Version, parse
        if Version(paint.__version__) >= Version("2"):
            paint.fresh()
        else:
            paint.tint()
        if parse(paint.__version__) < parse("1.5"):
            paint.tint()
        else:
            paint.before()  # gone: paint.before
        NEW = tuple(map(int, paint.__version__.split(".")[:2])) >= (2, 0)
        x = paint.fresh() if NEW else paint.tint()
        if not NEW:
            paint.tint()
        if unknown(paint.__version__) < other:
            paint.tint()  # gone: paint.tint
        if paint.__version__ < other:
            paint.tint()
        if int(paint.__version__.split(".")[0]) == 1:
            paint.tint()
    """,
    "python versions": """
        import sys
        import paint
        if sys.version_info >= (3, 12):
            paint.before()  # gone: paint.before
        else:
            paint.tint()
        if sys.version_info[:2] < (3, 9) or sys.version_info[0] == 2:
            paint.tint()
        if sys.version_info < (3, 12, 1):
            paint.tint()
        if sys.version_info <= (3, 11):
            paint.tint()
    """,
    "TYPE_CHECKING": """
        from typing import TYPE_CHECKING
        if TYPE_CHECKING:
            from paint import Roller
        else:
            from paint import tint  # gone: paint.tint
    """,
    "contexts": """
        import contextlib, pytest, paint
        with contextlib.suppress(AttributeError):
            paint.tint()
        with pytest.raises(AttributeError):
            paint.tint()
        with pytest.raises(ValueError):
            paint.tint()  # gone: paint.tint
        with pytest.warns(DeprecationWarning):
            paint.wash()
    """,
    "skipped tests": """
        import pytest, paint
        @pytest.mark.skipif(cond, reason="")
        def test_a():
            paint.tint()
        def test_b():
            paint.tint()  # gone: paint.tint
    """,
}


@pytest.mark.parametrize("name", GUARDS)
def test_respects_guards(name: str, tmp_path: Path) -> None:
    verify(GUARDS[name], tmp_path)


def test_modules_of_the_project(tmp_path: Path) -> None:
    verify(
        """
        from pkg import shop, Tool
        from pkg.shop import make, Shelf
        import pkg.deep.inner
        import pkg.shop as s
        make().dip()  # gone: paint.Brush.dip
        Tool().dip()  # gone: paint.Brush.dip
        s.BRUSH.dip()  # gone: paint.Brush.dip
        shop.make().dip()  # gone: paint.Brush.dip
        Shelf().brush.dip()  # gone: paint.Brush.dip
        pkg.deep.inner.back().dip()  # gone: paint.Brush.dip
        s.unknown.dip()
        pkg.nothing.dip()
        """,
        tmp_path,
        {
            "pkg/__init__.py": "from .shop import make as m\nfrom paint import Brush as Tool\n",
            "pkg/shop.py": """
            from paint import Brush
            from . import deep
            from .deep.inner import back
            BRUSH = Brush()
            def make(): return Brush()
            class Shelf:
                def __init__(self): self.brush = back()
        """,
            "pkg/deep/__init__.py": "",
            "pkg/deep/inner.py": """
            from ...elsewhere import nothing
            from ..shop import make
            from .. import shop
            def back():
                shop.make().dip()  # gone: paint.Brush.dip
                return make()
        """,
        },
    )


def test_a_module_of_the_project_hides_a_distribution(tmp_path: Path) -> None:
    verify(
        """
        import paint
        from paint import tint, Brush
        paint.tint()
        Brush().dip()
        """,
        tmp_path,
        {
            "paint.py": "class Brush: ...\n",
        },
    )


def test_a_module_inside_a_package_hides_nothing(tmp_path: Path) -> None:
    verify(
        "import pkg.main\n",
        tmp_path,
        {
            "pkg/__init__.py": "",
            "pkg/paint.py": "",
            "pkg/main.py": "import paint\nfrom . import paint as own\npaint.tint  # gone: paint.tint\nown.tint\n",
        },
    )


def test_scripts_import_their_neighbours(tmp_path: Path) -> None:
    verify(
        "from paint import tint  # gone: paint.tint\n",
        tmp_path,
        {
            "scripts/run.py": "from load import brush\nbrush.dip()  # gone: paint.Brush.dip\n",
            "scripts/load.py": "from paint import Brush\nbrush = Brush()\n",
        },
    )


def test_source_folders(tmp_path: Path) -> None:
    verify(
        "from own.part import brush\nbrush.dip()  # gone: paint.Brush.dip\n",
        tmp_path,
        {
            "src/own/__init__.py": "",
            "src/own/part.py": "from paint import Brush\nbrush = Brush()\n",
        },
    )


def test_cyclic_imports(tmp_path: Path) -> None:
    verify(
        "import one\n",
        tmp_path,
        {
            "one.py": """
                from two import b
                from paint import Brush
                a = Brush()
                b.dip()  # gone: paint.Brush.dip
                def f():
                    b.dip()  # gone: paint.Brush.dip
            """,
            "two.py": """
                import one
                from paint import Brush
                b = Brush()
                def g():
                    one.a.dip()  # gone: paint.Brush.dip
            """,
        },
    )


def test_modules_that_take_all_of_each_other_are_walked_once(tmp_path: Path) -> None:
    everyone = [f"pkg/m{number}.py" for number in range(16)]
    stars = "".join(f"from pkg.m{number} import *\n" for number in range(len(everyone)))
    others = dict.fromkeys(everyone, f"{stars}unbound.x\n")
    others |= {"pkg/__init__.py": "", everyone[-1]: f"{stars}from paint import Brush\n"}
    verify("from pkg.m0 import *\nBrush().dip()  # gone: paint.Brush.dip\nunbound()\n", tmp_path, others)


def test_positions_count_characters(tmp_path: Path) -> None:
    code = 'from paint import Brush, tint\nx = "äöü€"; Brush().dip()\nBrush(size=1,\n      ïnvented=2)\n'
    (result,) = run({"main.py": code}, tmp_path)
    places = [
        (r.location.line, r.location.column, r.location.end_line, r.location.end_column) for r in result.references
    ]
    assert places == [(1, 26, 1, 30), (2, 21, 2, 24), (4, 7, 4, 15)]


def test_the_missing_module_of_a_from_import_is_pointed_at(tmp_path: Path) -> None:
    (result,) = run({"main.py": "if x:\n    from  paint.legacy import Chalk\n"}, tmp_path)
    (reference,) = result.references
    assert (reference.location.line, reference.location.column, reference.location.end_column) == (2, 11, 23)


def test_what_nobody_tracks_is_told_by_its_whole_name(tmp_path: Path) -> None:
    code = "import other.deep\nfrom cloud.blue import store, queue as q\nfrom cloud import *\nfrom . import y\n"
    (result,) = run({"main.py": code}, tmp_path)
    assert result.untracked == ("cloud", "cloud.blue", "cloud.blue.queue", "cloud.blue.store", "other.deep")


def test_a_folder_of_modules_without_an_init_is_the_projects_own(tmp_path: Path) -> None:
    files = {
        "main.py": "import plug, data\nimport plug.ink\nimport plug.missing\n",
        "plug/ink.py": "",
        "data/x.txt": "",
    }
    results = run(files, tmp_path)
    assert {name for result in results for name in result.untracked} == {"data"}


def test_counts_and_distributions(tmp_path: Path) -> None:
    (result,) = run({"main.py": "import paint, other\npaint.Brush().stroke()\npaint.Open().x\n"}, tmp_path)
    assert result.distributions == ("paint",)
    assert result.untracked == ("other",)
    assert result.resolved >= 5
    assert result.imports == 1
    assert result.unknown == 1
    assert result.unknown_reasons[0][1] == 1


def test_scope_is_told(tmp_path: Path) -> None:
    (result,) = run({"main.py": "import paint\nclass A:\n    def f(self):\n        paint.tint()\n"}, tmp_path)
    assert [reference.scope for reference in result.references] == ["A.f"]


def test_a_broken_file_hides_no_other(tmp_path: Path) -> None:
    sources = [
        SourceFile("a.py", tmp_path / "a.py", b"def ("),
        SourceFile("b.py", tmp_path / "b.py", b"import paint\npaint.tint()\n"),
        SourceFile("c.py", tmp_path / "c.py"),
    ]
    first, second, third = analyse(sources, environment())
    assert [getattr(one, "reason", "")[:14] for one in (first, third)] == ["does not parse", "cannot be read"]
    assert len(getattr(second, "references", ())) == 1


@pytest.mark.parametrize(
    "code",
    [
        "x" + ".a" * 2000,
        "x = " + "1 + " * 2000 + "1",
        "x = " + "-" * 900 + "1",
        "x = " + "[" * 90 + "]" * 90,
        "\n".join(f"{'    ' * n}if x:" for n in range(90)) + "\n" + "    " * 90 + "pass",
        "if x: pass\n" + "elif x: pass\n" * 400,
        "def f(): return f()\nf().x",
        "class A(A): ...\nA().x\nclass B(B): ...\nB().y",
        "def f(n): return g(n)\ndef g(n): return f(n)\nf(1).x",
        "class A:\n    @property\n    def p(self): return self.p\nA().p.x",
        "\n".join(f"def f{n}(): return f{n + 1}()" for n in range(300)) + "\nf0().x",
        "x = x = (y := y)\ndel x, y.z, w[0]\nnonsense: 1 = 2\nprint(*a, **b)",
        "try: pass\nexcept* ValueError as e: e.x\nwhile 0: break\nelse: pass\nfor x in y: continue\nelse: x.z",
        "lambda *a, k=1, **b: (yield)\nasync def f():\n    async with a as b, c: [x async for x in b]",
        pytest.param(
            "class A[T]:\n    def f[U](self, x: U) -> T: ...\ntype X = A[int]\nX().f",
            marks=pytest.mark.skipif(sys.version_info < (3, 12), reason="this syntax parses from Python 3.12 on"),
        ),
        "from . import *\nfrom .. import x\nfrom ...a import b\nimport a.b.c as d, e.f",
        "super().x\nclass A:\n    def f(): super().f()\n    @staticmethod\n    def g(): super().g()",
        "f'{x!r:>{w}} {y.z=}'\nx[1:2, ::3, ...]\n(a, *b), [c] = d\nx: 'bad annotation ('\n",
    ],
)
def test_survives(code: str, tmp_path: Path) -> None:
    run({"main.py": code}, tmp_path)
