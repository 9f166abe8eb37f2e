"""Time against size: a walk must grow with the code, not with its square. Run with `-m bench -s`."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from driftcheck.inference.project import analyse
from driftcheck.model.references import FileReferences
from driftcheck.source.files import SourceFile
from tests.workbench import environment

SIZES = (1_000, 10_000, 100_000)
LARGEST = 25_000
"""Lines in one file: more would pass the limit of what is read."""
HEAD = "import paint\nfrom paint import Brush\n"


def plain(lines: int) -> str:
    """Functions that call each other and follow objects."""
    unit = (
        "def use_{n}(brush: Brush, other=None):\n"
        "    made = [Brush(size) for size in range(3)]\n"
        "    made.append(brush.stroke())\n"
        "    if isinstance(other, Brush):\n"
        "        other.dip()\n"
        "    for one in made:\n"
        "        one = one.dip()\n"
        "    paint.blend('x', tone={n})\n"
        "    use_{m}(made[0], other)\n"
        "    return use_{m}(other)\n"
    )
    return HEAD + "".join(unit.format(n=n, m=max(n - 1, 0)) for n in range(lines // 10))


def flat(lines: int) -> str:
    """One body without end: names bound again and again, branches that meet."""
    unit = "b = Brush() if x else b.stroke()\nif b:\n    c{n} = b\nelse:\n    c{n} = paint.wash()\n"
    return HEAD + "b = Brush()\nx = 1\n" + "".join(unit.format(n=n % 50) for n in range(lines // 5))


def wide(lines: int) -> str:
    """One class with attributes and methods without end."""
    unit = "    def m{n}(self):\n        self.a{n} = self.a{m}\n        self.m{m}().dip()\n        return self.a{n}\n"
    body = "".join(unit.format(n=n, m=max(n - 1, 0)) for n in range(lines // 4))
    return f"{HEAD}class Wide(Brush):\n    a0 = Brush()\n{body}"


def bases(lines: int) -> str:
    """Classes without end, and one that derives from them all."""
    names = [f"B{n}" for n in range(lines // 2)]
    return HEAD + "".join(f"class {n}(Brush):\n    x = 1\n" for n in names) + f"class All({', '.join(names)}): pass\n"


def deep(lines: int) -> str:
    """Classes that derive from each other in a chain."""
    unit = "class D{n}(D{m}):\n    def f{n}(self): return self.dip()\n"
    return f"{HEAD}class D0(Brush): pass\n" + "".join(unit.format(n=n, m=n - 1) for n in range(1, lines // 2))


def circles(lines: int) -> str:
    """Functions that call themselves and each other."""
    unit = "def f{n}(x, y):\n    if x:\n        return f{m}(y, f{n}(x, y))\n    return f{k}(x, Brush())\n"
    count = lines // 4
    return HEAD + "".join(unit.format(n=n, m=(n + 1) % count, k=(n * 7) % count) for n in range(count))


def cost(make: Callable[[int], str], lines: int, folder: Path) -> float:
    """CPU seconds for so many lines, in files of at most `LARGEST`."""
    files = []
    for number in range(max(1, lines // LARGEST)):
        location = folder / f"main_{number}.py"
        location.write_text(make(min(lines, LARGEST)), encoding="utf-8")
        files.append(SourceFile(location.name, location))
    start = time.process_time()
    results = list(analyse(files, environment()))
    assert all(isinstance(result, FileReferences) for result in results)
    return time.process_time() - start


@pytest.mark.bench
@pytest.mark.parametrize("make", [plain, flat, wide, bases, deep, circles])
def test_time_grows_with_the_code(make: Callable[[int], str], tmp_path: Path) -> None:
    figures = [(lines, cost(make, lines, tmp_path)) for lines in SIZES]
    shown = ", ".join(f"{lines} lines {seconds:.2f} s" for lines, seconds in figures)
    print(f"\n{make.__name__}: {shown}")  # noqa: T201 - the figure is the point
    (_, _), (_, before), (_, after) = figures
    assert after < 25 * max(before, 0.05), "ten times the code may not cost a hundred times as much"
