"""The files of a project in portions: each is walked by itself, whoever walks it and when.

The portions follow from the files alone, so that as many processes as there are, and whatever is remembered of earlier
runs, come to the same. A project of ordinary size is one portion.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil

from driftcheck.inference.layout import Layout
from driftcheck.inference.overrides import mentions
from driftcheck.inference.trace import Trace
from driftcheck.model.declarations import Declaration
from driftcheck.model.deeds import Deed, DeedKind
from driftcheck.model.findings import FileVerdict, SkippedFile
from driftcheck.resolution.environment import Environment
from driftcheck.source.files import SourceFile, content_of
from driftcheck.source.progress import Advance

SMALL = 1000
"""Files of a project that is walked as one. Modules that several portions import are walked in each of them, so two
take 1.1 to 1.3 times as long as one, if nobody walks them side by side."""
SIZE = 1600
"""Files that a portion may have where there are several."""
_LEEWAY = 0.25
"""How far a cut may be from where portions were equal, as a share of one: folders are rather left together."""


@dataclass(frozen=True, slots=True, eq=False)
class Portion:
    """Files that are walked together."""

    files: tuple[SourceFile, ...]
    """In order of path."""
    environment: Environment
    layout: Layout
    """Where the modules of the whole project are."""
    declarations: tuple[Declaration, ...] = ()
    """What the project itself says against names."""
    is_whole: bool = True
    """Whether these are all files that are judged in this environment."""
    is_traced: bool = False
    """Whether somebody wants to know what all was read."""


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """What there is to say of a portion."""

    results: tuple[FileVerdict | SkippedFile, ...]
    """One of each file, in their order. With provisos, where there are other portions."""
    deeds: frozenset[Deed] = frozenset()
    """What its code does that provisos speak of."""
    trace: Trace | None = None
    """What it was made of; None where nobody wanted to know."""


PortionJudging = Callable[[Sequence[Portion], Advance], Iterable[Judged]]
"""Whoever judges portions: gives back one `Judged` of each, in order."""


def cut(files: Sequence[SourceFile]) -> tuple[tuple[SourceFile, ...], ...]:
    """Cut files into portions of equal size, or nearly so, between folders rather than within them.

    Args:
        files: In order of path, so that those of a folder lie together.
    """
    if len(files) <= SMALL:
        return (tuple(files),) if files else ()
    count = max(2, ceil(len(files) / SIZE))
    share = len(files) / count
    bounds = [0]
    for place in range(1, count):
        target = share * place
        first = max(bounds[-1] + 1, ceil(target - share * _LEEWAY))
        near = range(first, max(first, int(target + share * _LEEWAY)) + 1)
        bounds.append(min(near, key=lambda at: (_in_common(files[at - 1], files[at]), abs(at - target))))
    return tuple(tuple(files[a:b]) for a, b in zip(bounds, [*bounds[1:], len(files)], strict=True))


def _in_common(first: SourceFile, second: SourceFile) -> int:
    """How deep the innermost folder is that holds both of two files."""
    depth = 0
    for one, other in zip(first.path.split("/")[:-1], second.path.split("/")[:-1], strict=False):
        if one != other:
            break
        depth += 1
    return depth


def settle(judged: Iterable[Judged], layout: Layout) -> Iterator[FileVerdict | SkippedFile]:
    """Yield what is said of each file, without findings that another portion speaks against.

    Args:
        judged: All portions of the files that are judged in one environment, in order.
        layout: Where the modules of the whole project are.
    """
    portions = tuple(judged)
    done = frozenset().union(*(portion.deeds for portion in portions))
    results = [result for portion in portions for result in portion.results]
    done |= _mentioned(_unsettled(results, done), layout)
    for result in results:
        yield _settled(result, done) if isinstance(result, FileVerdict) and result.provisos else result


def _unsettled(results: Iterable[FileVerdict | SkippedFile], done: frozenset[Deed]) -> frozenset[Deed]:
    """What must not be mentioned anywhere, if findings are to stand against which nothing else speaks."""
    verdicts = (result for result in results if isinstance(result, FileVerdict))
    provisos = (deeds for verdict in verdicts for deeds in verdict.provisos if done.isdisjoint(deeds))
    return frozenset(deed for deeds in provisos for deed in deeds if deed.kind is DeedKind.MENTIONED)


def _mentioned(asked: frozenset[Deed], layout: Layout) -> frozenset[Deed]:
    """Those of some methods that the texts of the project speak of. Each is read once, and none if nothing is asked."""
    left = {deed: mentions(deed.name) for deed in asked}
    files = iter(layout.others(()))
    while left and (file := next(files, None)) is not None:
        data = content_of(file)
        if not isinstance(data, SkippedFile):
            text = data if isinstance(data, str) else data.decode("utf-8", "replace")
            left = {deed: pattern for deed, pattern in left.items() if not pattern.search(text)}
    return asked - left.keys()


def _settled(verdict: FileVerdict, done: frozenset[Deed]) -> FileVerdict:
    pairs = zip(verdict.findings, verdict.provisos, strict=True)
    return replace(verdict, findings=tuple(found for found, deeds in pairs if done.isdisjoint(deeds)), provisos=())
