"""Which libraries of some code the snapshots answer for, which they do not, and what could complete them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from driftcheck.model.findings import FileVerdict
from driftcheck.model.releases import Pin, PinKind, Selection
from driftcheck.pins.providers import namesakes
from driftcheck.resolution.environment import Environment
from driftcheck.resolution.selections import STANDARD_LIBRARY
from driftcheck.resolution.surfaces import SurfaceProvider
from driftcheck.rules import Uncovered
from driftcheck.rules.wording import NO_SNAPSHOT
from driftcheck.rules.wording import uncovered as uncovered_reason


class Coverage(NamedTuple):
    """Which releases answer for the code, and where none does."""

    selections: tuple[Selection, ...]
    """One for each distribution the code refers to, by name."""
    uncovered: tuple[Uncovered, ...]
    """Those that no recorded release answers for."""
    reasons: tuple[tuple[str, str], ...]
    """(distribution or import name, reason) of all that nothing was said about."""
    missing: tuple[Selection, ...]
    """Exact pins of what the code imports that no snapshot covers, by name."""
    unclaimed: tuple[str, ...]
    """What the code imports without a snapshot, where no exact pin is known to provide it, by name."""


def cover(
    verdicts: Sequence[FileVerdict],
    pins: Mapping[str, Pin],
    environment: Environment,
    provider: SurfaceProvider,
) -> Coverage:
    """Sum up what the code refers to.

    Args:
        verdicts: What was found out about each file.
        pins: By normalised name.
        environment: In which the references were resolved.
        provider: The recorded surfaces.
    """
    answered = {name for verdict in verdicts for name in verdict.distributions}
    unanswered = {module for verdict in verdicts for module in verdict.unanswered}
    # A module that nothing could be said of belongs to a distribution only if that distribution is to blame.
    silent = {name for module in unanswered for name in provider.distributions_of(module)} - answered
    found = {name: environment.selection(name) for name in sorted(answered | silent)}
    selections = tuple(s for name, s in found.items() if s is not None and (name in answered or not s.is_covered))
    uncovered = tuple(Uncovered(s, provider.releases(s.distribution)) for s in selections if not s.is_covered)
    # The user's map may name a distribution of which there is neither a pin nor a snapshot.
    nowhere = {name for name in silent if found[name] is None}
    untracked = {name for verdict in verdicts for name in verdict.untracked}
    claims = {path: tuple(_exactly(namesakes(path, pins), environment)) for path in untracked}
    wanted = [*_exactly((fact.selection.distribution for fact in uncovered), environment)]
    wanted += [selection for claim in claims.values() for selection in claim]
    claimed = {_top(path) for path, claim in claims.items() if claim}
    return Coverage(
        selections=selections,
        uncovered=uncovered,
        reasons=tuple(_reasons(uncovered, {*nowhere, *map(_top, untracked)})),
        missing=tuple(sorted({s.distribution: s for s in wanted if not s.is_covered}.values(), key=_name)),
        unclaimed=tuple(sorted(({*map(_top, untracked)} - claimed) | nowhere)),
    )


def _exactly(distributions: Iterable[str], environment: Environment) -> Iterator[Selection]:
    """Yield the selections of those that are held to one release. Python is no release to be fetched."""
    for name in distributions:
        selection = environment.selection(name) if name != STANDARD_LIBRARY else None
        if selection is not None and selection.kind is PinKind.EXACT:
            yield selection


def _reasons(uncovered: Iterable[Uncovered], unknown: Iterable[str]) -> Iterator[tuple[str, str]]:
    for fact in uncovered:
        yield f"{fact.selection.distribution} {fact.selection.version}", uncovered_reason(fact.recorded)
    yield from ((name, NO_SNAPSHOT) for name in sorted(unknown))


def _top(path: str) -> str:
    return path.partition(".")[0]


def _name(selection: Selection) -> str:
    return selection.distribution
