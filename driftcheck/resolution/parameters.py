"""The history of a parameter: which releases of its callable took it by keyword."""

from __future__ import annotations

from dataclasses import dataclass

from driftcheck.model.releases import Lifespan, Release
from driftcheck.model.resolutions import ArgumentOutcome, ArgumentStatus, Confidence, Entity
from driftcheck.model.symbols import Deprecation
from driftcheck.resolution.history import Worlds, lifespan_of, unmarked
from driftcheck.resolution.questions import as_seen_in
from driftcheck.resolution.shapes import Shape, Shapeless, accepted
from driftcheck.resolution.signatures import shape_of
from driftcheck.resolution.view import View


@dataclass(frozen=True, slots=True)
class ParameterHistory:
    """What each recorded release makes of one keyword."""

    releases: tuple[Release, ...]
    named: tuple[bool, ...]
    """Some signature names it."""
    unclear: tuple[bool, ...]
    """It is not known whether it is taken: no signature recorded, or any keyword is passed on."""
    deprecations: tuple[Deprecation | None, ...]
    places: tuple[frozenset[str], ...] = ()
    """The parameters beside it that can only be given by position."""

    def newest_before(self, ordinal: int) -> int | None:
        """The newest release before `ordinal` that names it."""
        return next((place for place in range(ordinal - 1, -1, -1) if self.named[place]), None)

    def is_beside(self, places: frozenset[str]) -> bool:
        """Whether some release names it beside just these, so that it is none of them under another name."""
        return any(named and beside == places for named, beside in zip(self.named, self.places, strict=True))

    def is_ever_named(self) -> bool:
        """Whether some release names it."""
        return True in self.named

    def lifespan(self, ordinal: int) -> Lifespan | None:
        """When it is named, deprecation told of the span around or before `ordinal`."""
        made = lifespan_of(self.releases, list(self.named), list(self.unclear))
        if made is None:
            return None
        place: int | None = ordinal if self.named[ordinal] else self.newest_before(ordinal)
        since: Release | None = None
        while place is not None and place >= 0 and self.named[place] and self.deprecations[place] is not None:
            since = self.releases[place]
            place -= 1
        return Lifespan(made.spans, made.before, made.after, since, unmarked(self.releases, since))


def trace_parameter(worlds: Worlds, distribution: str, callee: Entity, keyword: str) -> ParameterHistory:
    """Follow the callable's public path through the releases of `distribution`."""

    def shape_in(view: View) -> Shape | Shapeless | None:
        present = as_seen_in(view, callee)
        return shape_of(view, present) if present is not None else None

    shapes = worlds.through(distribution, shape_in)
    return ParameterHistory(
        worlds.provider.releases(distribution),
        tuple(isinstance(shape, Shape) and shape.takes(keyword) for shape in shapes),
        tuple(isinstance(shape, Shapeless) or (shape is not None and shape.takes_any()) for shape in shapes),
        tuple(deprecation_in(shape, keyword) if isinstance(shape, Shape) else None for shape in shapes),
        tuple(shape.places() if isinstance(shape, Shape) else frozenset() for shape in shapes),
    )


def deprecation_in(shape: Shape, keyword: str) -> Deprecation | None:
    """The evidence against a keyword that every signature naming it carries, or the body behind overloads."""
    if len(shape.signatures) > 1 and shape.signatures[-1].returns is None:
        # Overloads describe that body: what it warns of, they seldom repeat. What is only written, they tell.
        behind = accepted(shape.signatures[-1], keyword)
        evidence = behind.deprecation if behind is not None else None
        if evidence is not None and evidence.evidence != "docstring":
            return evidence
    parameters = [p for signature in shape.signatures if (p := accepted(signature, keyword)) is not None]
    if not parameters or any(parameter.deprecation is None for parameter in parameters):
        return None
    return parameters[0].deprecation


def judge_rejected(history: ParameterHistory, keyword: str, ordinal: int, *, is_exact: bool) -> ArgumentOutcome:
    """A keyword that the pinned signature rejects: removed, not there yet, or invented."""
    certain = Confidence.CERTAIN if is_exact else Confidence.LIKELY
    lifespan = history.lifespan(ordinal)
    place = history.newest_before(ordinal)
    if lifespan is None:
        return ArgumentOutcome(keyword, ArgumentStatus.UNKNOWN, confidence=certain)
    if place is None:
        return ArgumentOutcome(keyword, ArgumentStatus.UNRELEASED, lifespan, confidence=certain)
    return ArgumentOutcome(keyword, ArgumentStatus.REMOVED, lifespan, _last(history, place), certain)


def judge_passed_on(
    history: ParameterHistory, keyword: str, ordinal: int, *, is_unmeant: bool = False
) -> ArgumentOutcome | None:
    """A keyword that the pinned signature swallows unnamed: removed where the last release that named it said so.

    Or where the pinned signature says that it is not meant to be given (`is_unmeant`).
    """
    place = history.newest_before(ordinal)
    if place is None or (history.deprecations[place] is None and not is_unmeant):
        return None
    return ArgumentOutcome(
        keyword,
        ArgumentStatus.REMOVED,
        history.lifespan(ordinal),
        history.deprecations[place],
        Confidence.LIKELY,
    )


def _last(history: ParameterHistory, place: int) -> Deprecation | None:
    while place >= 0 and history.named[place]:
        found = history.deprecations[place]
        if found is not None:
            return found
        place -= 1
    return None
