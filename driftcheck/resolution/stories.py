"""The life of a name, told release by release."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from driftcheck.model.names import parse_parameter
from driftcheck.model.releases import Release
from driftcheck.model.stories import Event, Story, Turn
from driftcheck.model.symbols import Parameter
from driftcheck.resolution.callables import compare_signatures, departed_parameters, named_parameters
from driftcheck.resolution.environment import Environment
from driftcheck.resolution.outcomes import Absent, Outcome, Present
from driftcheck.resolution.questions import PathQuestion
from driftcheck.resolution.signatures import Shape, shape_of
from driftcheck.resolution.view import View

_Seen = tuple[Outcome, Shape | None]
"""What a release makes of a name, and how it is called there, where that is known."""


def tell(environment: Environment, path: str) -> Story | None:
    """The story of a dotted path, or of a parameter written `callable(name)`.

    Args:
        environment: The pinned world, for its history.
        path: What is asked about.

    Returns:
        The story; None where no recorded distribution provides the name.
    """
    parameter = parse_parameter(path)
    dotted = parameter.callable if parameter is not None else path
    distribution = _distribution(environment, dotted)
    if distribution is None:
        return None
    releases = environment.worlds.provider.releases(distribution)
    seen = environment.worlds.through(distribution, lambda view: _see(view, dotted))
    if parameter is not None:
        named = [_parameter(one, parameter.parameter) for one in seen]
        present = tuple(found is not None for found in named)
        return Story(path, distribution, tuple(_turns_of_parameter(releases, named)), releases, present)
    return Story(path, distribution, tuple(_turns(releases, seen)), releases, tuple(_is_there(one) for one in seen))


def _distribution(environment: Environment, dotted: str) -> str | None:
    """The distribution whose history tells of a name: the one that ever had it, else the first that may."""
    owners = environment.worlds.provider.distributions_of(dotted)
    question = PathQuestion(dotted)
    for owner in owners:
        if environment.worlds.trace(owner, question).is_ever():
            return owner
    return owners[0] if owners else None


def _see(view: View, dotted: str) -> _Seen:
    outcome = view.find(dotted)
    if not isinstance(outcome, Present):
        return outcome, None
    shape = shape_of(view, outcome)
    return outcome, shape if isinstance(shape, Shape) else None


def _is_there(seen: _Seen) -> bool:
    return isinstance(seen[0], Present) and not seen[0].symbol.raises


def _turns(releases: tuple[Release, ...], seen: Sequence[_Seen]) -> Iterator[Event]:
    """Yield what is new in each release."""
    before: _Seen | None = None
    for release, now in zip(releases, seen, strict=True):
        outcome = now[0]
        was = before is not None and _is_there(before)
        if isinstance(outcome, Present) and _is_there(now):
            if not was:
                turn = Turn.RECORDED if before is None else Turn.CAME
                yield Event(release, turn, outcome.symbol.path, deprecation=outcome.deprecation)
            elif before is not None:
                yield from _changes(release, before, now)
        elif was:
            is_gone = isinstance(outcome, Absent | Present)
            mark = outcome.deprecation if isinstance(outcome, Present) else None
            yield Event(release, Turn.LEFT if is_gone else Turn.HIDDEN, deprecation=mark)
        before = now


def _changes(release: Release, before: _Seen, now: _Seen) -> Iterator[Event]:
    """Yield what changed of a name that is there in both releases."""
    (old, old_shape), (new, new_shape) = before, now
    assert isinstance(old, Present), "asked of what is there"
    assert isinstance(new, Present), "asked of what is there"
    if old.symbol.path != new.symbol.path:
        yield Event(release, Turn.MOVED, new.symbol.path)
    if old_shape is not None and new_shape is not None:
        change = compare_signatures(old_shape.signatures, new_shape.signatures)
        lost = departed_parameters(old_shape.signatures, new_shape.signatures)
        if change or lost:
            yield Event(release, Turn.CALLED, signature=change, lost=lost)
    if new.deprecation is not None and old.deprecation is None:
        yield Event(release, Turn.DEPRECATED, deprecation=new.deprecation)
    elif old.deprecation is not None and new.deprecation is None:
        yield Event(release, Turn.CLEARED)


def _parameter(seen: _Seen, name: str) -> Parameter | None:
    shape = seen[1]
    return named_parameters(shape.signatures).get(name) if shape is not None else None


def _turns_of_parameter(releases: tuple[Release, ...], named: Sequence[Parameter | None]) -> Iterator[Event]:
    """Yield what is new of one parameter in each release."""
    before: Parameter | None = None
    for place, (release, now) in enumerate(zip(releases, named, strict=True)):
        if now is not None and before is None:
            yield Event(release, Turn.CAME if place else Turn.RECORDED, deprecation=now.deprecation)
        elif now is None and before is not None:
            yield Event(release, Turn.LEFT)
        elif now is not None and before is not None:
            if now.deprecation is not None and before.deprecation is None:
                yield Event(release, Turn.DEPRECATED, deprecation=now.deprecation)
            elif before.deprecation is not None and now.deprecation is None:
                yield Event(release, Turn.CLEARED)
        before = now
