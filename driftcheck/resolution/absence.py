"""From "not there" to a verdict: what the history of a name says about its absence."""

from __future__ import annotations

from typing import NamedTuple

from driftcheck.model.names import parent
from driftcheck.model.releases import Lifespan, PinKind, Selection
from driftcheck.model.resolutions import Confidence, Entity, Missing
from driftcheck.model.symbols import HOOKS, Deprecation, Kind
from driftcheck.resolution.hiding import Testimony, last_deprecation, no_testimony, why_gone
from driftcheck.resolution.history import History, Worlds
from driftcheck.resolution.outcomes import Absent, Hidden, Present
from driftcheck.resolution.questions import ImportQuestion, PathQuestion, Question
from driftcheck.resolution.view import View, world_key

STILL_BOUND = "still bound, but every use raises"


def confidence_of(selection: Selection) -> Confidence:
    """How sure one can be of what the selected release lacks: only a release that is held to is certain."""
    return Confidence.CERTAIN if selection.kind is PinKind.EXACT else Confidence.LIKELY


def explain_raising(view: View, worlds: Worlds, question: Question, outcome: Present) -> Missing:
    """A name that is only kept to raise: missing for whoever uses it."""
    selection = _selection(view, outcome.distribution)
    history = worlds.trace(outcome.distribution, question)
    past = _past(view, worlds, history)
    evidence = past.deprecation or outcome.deprecation
    certain = confidence_of(selection)
    return Missing(outcome.path, selection, past.lifespan, past.former, evidence, certain, STILL_BOUND)


def explain_absence(view: View, worlds: Worlds, question: Question, outcome: Absent) -> Missing:
    """A name that a closed namespace lacks: gone, not there yet, or never there at all."""
    asked = _about(question, outcome.path)
    for distribution in _concerned(view, outcome):
        history = worlds.trace(distribution, asked)
        # A second owner of the import name that nobody pins has the name still: that tells nothing of the pinned one.
        if history.is_ever() and not (distribution != outcome.distribution and _has_now(view, history)):
            selection = _selection(view, distribution)
            past = _past(view, worlds, history)
            certain = confidence_of(selection)
            return Missing(outcome.path, selection, past.lifespan, past.former, past.deprecation, certain)
    selection = _selection(view, outcome.distribution)
    is_certain = selection.kind is PinKind.EXACT and len(selection.releases) == 1
    return Missing(outcome.path, selection, confidence=Confidence.CERTAIN if is_certain else Confidence.LIKELY)


def explain_hidden(
    view: View, worlds: Worlds, question: Question, outcome: Hidden, testimony: Testimony = no_testimony
) -> Missing | None:
    """A name that may hide in an open namespace: missing where history and evidence say so; None where they do not.

    It was listed in an earlier release and no longer is. Either that release announced it, or people wrote down what
    replaces it in the pinned one, or the namespace was open then in the very way it is open now, and the name was
    listed all the same. The same holds for a name that is listed only later, beside a namespace that is open in the
    same way.
    """
    distribution = outcome.distribution
    if distribution is None:
        return None
    release = view.release(distribution)
    if release is None:
        return None
    asked = _about(question, outcome.path)
    history = worlds.trace(distribution, asked)
    place = history.newest_before(release.ordinal)
    if place is None:
        return _not_yet(view, worlds, asked, outcome, history)
    reason = why_gone(view, worlds, asked, outcome, history, testimony)
    if reason is None:
        return None
    selection, past = _selection(view, distribution), _past(view, worlds, history)
    likely = Confidence.LIKELY
    return Missing(outcome.path, selection, past.lifespan, past.former, past.deprecation, likely, reason)


def _not_yet(view: View, worlds: Worlds, asked: Question, outcome: Hidden, history: History) -> Missing | None:
    """A name that only later releases list, where the pinned one could have listed it as well."""
    release = view.release(history.releases[0].distribution)
    assert release is not None, "history is asked of distributions that are covered"
    place = next((p for p in range(release.ordinal + 1, len(history.releases)) if history.has(p)), None)
    if place is None:
        return None
    then = asked.causes(worlds.at(history.releases[place]))
    if then is None or not set(outcome.causes) <= set(then):
        return None
    if not all(any(hook in cause for hook in HOOKS) and "compiled" not in cause for cause in outcome.causes):
        return None
    owner = view.find(parent(outcome.path))
    if isinstance(owner, Present) and owner.symbol.kind is Kind.CLASS:
        # A later release often writes out what an earlier one put into the class by a loop or a decorator.
        return None
    selection = _selection(view, release.distribution)
    reason = f"listed beside the same open namespace only from {history.releases[place].version}"
    return Missing(
        outcome.path, selection, history.lifespan(release.ordinal), confidence=Confidence.LIKELY, reason=reason
    )


def _about(question: Question, path: str) -> Question:
    """The question about the missing prefix itself, where a longer path was asked."""
    if path == question.path:
        return question
    return ImportQuestion(path) if isinstance(question, ImportQuestion) else PathQuestion(path)


def _concerned(view: View, outcome: Absent) -> tuple[str, ...]:
    """Distributions whose history may know the name: of the definition, of the path, of the ancestors."""
    found = (outcome.distribution, *view.providers_of(outcome.path), *outcome.related)
    return tuple(name for name in dict.fromkeys(found) if view.release(name) is not None)


def _has_now(view: View, history: History) -> bool:
    """Whether the release that was selected has what the history is about."""
    release = view.release(history.releases[0].distribution)
    return release is not None and isinstance(history.outcomes[release.ordinal], Present)


class _Past(NamedTuple):
    """What a missing name was, and when."""

    lifespan: Lifespan | None
    former: Entity | None
    deprecation: Deprecation | None


def _past(view: View, worlds: Worlds, history: History) -> _Past:
    release = view.release(history.releases[0].distribution)
    assert release is not None, "history is asked of distributions that are covered"
    lifespan = history.lifespan(release.ordinal)
    place = history.newest_before(release.ordinal)
    if place is None:
        return _Past(lifespan, None, None)
    return _Past(lifespan, _former(worlds, history, place), last_deprecation(history, place))


def _former(worlds: Worlds, history: History, place: int) -> Entity | None:
    outcome = history.outcomes[place]
    assert isinstance(outcome, Present), "the newest release that has the name"
    release = history.releases[place]
    selection = worlds.at(release).selection(outcome.distribution)
    return Entity(outcome.symbol, outcome.path, selection, world_key(release)) if selection is not None else None


def _selection(view: View, distribution: str) -> Selection:
    selection = view.selection(distribution)
    assert selection is not None, "what was looked up has a selection"
    return selection
