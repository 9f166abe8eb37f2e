"""Calls held against the signatures of their callees."""

from __future__ import annotations

from driftcheck.model.releases import PinKind, Selection
from driftcheck.model.resolutions import PINNED, ArgumentOutcome, Arguments, ArgumentStatus, Bound, Entity, Unknown
from driftcheck.model.symbols import STUB_ALONE, Kind, Signature
from driftcheck.resolution.history import Worlds
from driftcheck.resolution.neighbours import told_by_neighbours
from driftcheck.resolution.overloads import choose, returned
from driftcheck.resolution.parameters import (
    ParameterHistory,
    deprecation_in,
    judge_passed_on,
    judge_rejected,
    trace_parameter,
)
from driftcheck.resolution.questions import RELEASES_DIFFER, as_seen_in
from driftcheck.resolution.selections import STANDARD_LIBRARY
from driftcheck.resolution.shapes import Shape, Shapeless
from driftcheck.resolution.signatures import shape_of
from driftcheck.resolution.view import View


class Calls:
    """Holds calls against signatures, and remembers what it learnt of them.

    Args:
        views: The pinned world as its releases see it: one view, or two where releases stand in for another.
        worlds: The historical worlds.
    """

    def __init__(self, views: tuple[View, View], worlds: Worlds) -> None:
        self._lower, self._upper = views
        self._worlds = worlds
        self._shapes: dict[tuple[str, str, str, bool, bool], Shape | Shapeless] = {}
        self._histories: dict[tuple[str, str, str], ParameterHistory] = {}

    def bind(self, callee: Entity, arguments: Arguments, *, bound: bool) -> Bound | Unknown:
        """What the call gives back, and which of its keywords deserve a word."""
        view = self._lower if callee.world == PINNED else self._worlds.by_key(callee.world)
        shape = self._shape(view, callee, bound=bound) if view is not None else Shapeless("release not recorded")
        is_class = callee.symbol.kind is Kind.CLASS
        if isinstance(shape, Shapeless):
            # An instance is an instance, however it came to be.
            return Bound(callee, callee.symbol.path) if is_class else Unknown(callee.path, shape.reason)
        returns = callee.symbol.path if is_class else _given_back(shape.signatures, arguments)
        if callee.world != PINNED:
            return Bound(callee, returns)
        outcomes = self._judge_all(self._lower, shape, callee, arguments)
        if self._lower.selections.has_bracket:
            other = self._shape(self._upper, callee, bound=bound)
            if isinstance(other, Shapeless):
                return Bound(callee, callee.symbol.path) if is_class else Unknown(callee.path, RELEASES_DIFFER)
            outcomes = _agreed(outcomes, self._judge_all(self._upper, other, callee, arguments))
        borrowed = None if is_class else self._told_by_neighbours(shape, callee, arguments, returns)
        return Bound(callee, borrowed or returns, tuple(outcomes), is_borrowed=borrowed is not None)

    def _told_by_neighbours(self, shape: Shape, callee: Entity, arguments: Arguments, said: str | None) -> str | None:
        """What other releases declare of the result, where the pinned one leaves it open."""
        release = self._lower.release(shape.distribution)
        if release is None or shape.distribution == STANDARD_LIBRARY:
            return None
        rows = self._lower.rows(shape.distribution, callee.symbol.path)
        return told_by_neighbours(rows, release.ordinal, callee.symbol, arguments, said)

    def parameter(self, callee: Entity, keyword: str) -> ArgumentOutcome | Unknown | None:
        """What the pinned release makes of a parameter; None where it has it, be it by place only."""
        views = (self._lower, self._upper) if self._lower.selections.has_bracket else (self._lower,)
        answers = [self._parameter_in(view, callee, keyword) for view in views]
        first = answers[0]
        unclear = next((answer for answer in answers if isinstance(answer, Unknown)), None)
        if unclear is not None:
            return unclear
        statuses = {answer.status if isinstance(answer, ArgumentOutcome) else None for answer in answers}
        return first if len(statuses) == 1 else Unknown(f"{callee.path}({keyword})", RELEASES_DIFFER)

    def _parameter_in(self, view: View, callee: Entity, keyword: str) -> ArgumentOutcome | Unknown | None:
        path = f"{callee.path}({keyword})"
        shape = self._shape(view, callee, bound=True)
        if isinstance(shape, Shapeless):
            return Unknown(path, shape.reason)
        if shape.names(keyword):
            return None  # only by position, but asked by name it is there
        places = shape.places()
        may_be_one = places and not shape.takes(keyword) and _is_told_by_stub(callee)
        if may_be_one and not self._history(shape.distribution, callee, keyword).is_beside(places):
            # Written in C, mostly: what a stub calls such a parameter is anybody's choice.
            return Unknown(path, "positional only parameters")
        outcome = self._judge(view, shape, callee, keyword)
        if outcome is None and not shape.takes(keyword):
            return Unknown(path, "any keyword is passed on")
        return outcome

    def _shape(self, view: View, callee: Entity, *, bound: bool) -> Shape | Shapeless:
        key = (view.world, callee.symbol.path, callee.path, bound, view is self._upper)
        known = self._shapes.get(key)
        if known is None:
            present = as_seen_in(view, callee)
            known = shape_of(view, present, bound=bound) if present is not None else Shapeless(RELEASES_DIFFER)
            self._shapes[key] = known
        return known

    def _judge_all(self, view: View, shape: Shape, callee: Entity, arguments: Arguments) -> list[ArgumentOutcome]:
        judged = (self._judge(view, shape, callee, keyword) for keyword, _ in arguments.keywords)
        return [outcome for outcome in judged if outcome is not None]

    def _judge(self, view: View, shape: Shape, callee: Entity, keyword: str) -> ArgumentOutcome | None:
        release = view.release(shape.distribution)
        selection = view.selection(shape.distribution)
        if release is None or selection is None:
            return None
        if shape.takes(keyword):
            evidence = deprecation_in(shape, keyword)
            if evidence is None:
                return None
            lifespan = self._history(shape.distribution, callee, keyword).lifespan(release.ordinal)
            return ArgumentOutcome(keyword, ArgumentStatus.DEPRECATED, lifespan, evidence)
        if shape.names(keyword) and _is_told_by_stub(callee) and not callee.symbol.path.startswith(_WRITTEN_IN_C):
            # Stubs leave parameters nameless that the code, where it is Python, takes by name all the same.
            return None
        history = self._history(shape.distribution, callee, keyword)
        if shape.takes_any() or callee.symbol.type_source == STUB_ALONE:
            # What swallows any keyword, or is told of by a stub alone, rejects nothing for certain.
            return judge_passed_on(history, keyword, release.ordinal, is_unmeant=shape.tells_of_none())
        return judge_rejected(
            history, keyword, release.ordinal, is_exact=shape.is_certain and _is_exact(selection, history)
        )

    def _history(self, distribution: str, callee: Entity, keyword: str) -> ParameterHistory:
        key = (distribution, callee.path, keyword)
        known = self._histories.get(key)
        if known is None:
            known = self._histories[key] = trace_parameter(self._worlds, distribution, callee, keyword)
        return known


def _given_back(signatures: tuple[Signature, ...], arguments: Arguments) -> str | None:
    """What a call gives back by the signatures that it may use: of a single one there is nothing to choose."""
    if len(signatures) > 1:
        return returned(choose(signatures, arguments) or signatures)
    return returned(signatures)


_WRITTEN_IN_C = "builtins."


def _is_told_by_stub(callee: Entity) -> bool:
    return callee.symbol.type_source == STUB_ALONE or callee.selection.distribution == STANDARD_LIBRARY


def _is_exact(selection: Selection, history: ParameterHistory) -> bool:
    """Whether the release is held to, and recorded itself where history does not know the keyword at all."""
    return selection.kind is PinKind.EXACT and (len(selection.releases) == 1 or history.is_ever_named())


def _agreed(one: list[ArgumentOutcome], other: list[ArgumentOutcome]) -> list[ArgumentOutcome]:
    """What two releases that stand in for a third both say."""
    said = {(outcome.keyword, outcome.status) for outcome in other}
    return [outcome for outcome in one if (outcome.keyword, outcome.status) in said]
