"""From "not there" to a verdict: what the history of a name says about its absence."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from driftcheck.model.names import parent, tail
from driftcheck.model.releases import Lifespan, PinKind, Selection
from driftcheck.model.resolutions import Confidence, Entity, Missing
from driftcheck.model.symbols import BOUND_BY_CALL, HOOKS, LISTED_BY_STUB, NAMESPACE_PACKAGE, Deprecation, Kind
from driftcheck.resolution.history import History, Worlds
from driftcheck.resolution.members import is_dunder
from driftcheck.resolution.outcomes import Absent, Hidden, Present
from driftcheck.resolution.questions import ImportQuestion, PathQuestion, Question
from driftcheck.resolution.view import View, world_key

STILL_BOUND = "still bound, but every use raises"


Testimony = Callable[[str, tuple[str, ...], str], bool]
"""Asked with a distribution, the paths that one name goes by, and a release: whether a reviewed entry tells what to
write instead of that name there."""


def no_testimony(distribution: str, paths: tuple[str, ...], version: str) -> bool:  # noqa: ARG001  it knows nothing
    """What is known where nobody wrote anything down."""
    return False


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
    if _is_home_uncovered(view, history, place, distribution) or _is_shared(history, place, outcome):
        return None
    if BOUND_BY_CALL in outcome.causes and _may_be_handed_on(view, history, place):
        return None
    if _last_deprecation(history, place) is not None:
        reason = f"deprecated in {history.releases[place].version}, and no longer listed"
    elif testimony(distribution, (outcome.path, _home(history, place)), str(release.version)):
        reason = f"the catalogue tells what replaces it, and it was last listed in {history.releases[place].version}"
    elif _hides_no_module(asked, outcome):
        reason = "the module is no longer there, and an attribute hook cannot stand in for one"
    else:
        if is_dunder(tail(outcome.path)) and any("stub" in cause for cause in outcome.causes):
            return None  # stubs move operators between a class and its bases as types need it
        then = asked.causes(worlds.at(history.releases[place]))
        if then is None or not _is_as_open(outcome.causes, then) or not _would_be_listed(history, place, outcome):
            return None
        if _is_home_darker(view, worlds.at(history.releases[place]), history, place):
            return None
        reason = f"was listed beside the same open namespace in {history.releases[place].version}"
    selection, past = _selection(view, distribution), _past(view, worlds, history)
    likely = Confidence.LIKELY
    return Missing(outcome.path, selection, past.lifespan, past.former, past.deprecation, likely, reason)


def _home(history: History, place: int) -> str:
    former = history.outcomes[place]
    assert isinstance(former, Present), "the newest release that has the name"
    return former.symbol.path


def _is_home_uncovered(view: View, history: History, place: int, distribution: str) -> bool:
    """Whether another distribution defined the name, of which nothing is recorded here: it may have the name."""
    former = history.outcomes[place]
    assert isinstance(former, Present), "the newest release that has the name"
    return former.distribution != distribution and view.release(former.distribution) is None


def _is_shared(history: History, place: int, outcome: Hidden) -> bool:
    """Whether a module is sought in a namespace package: another distribution may bring it now."""
    former = history.outcomes[place]
    assert isinstance(former, Present), "the newest release that has the name"
    return former.symbol.kind is Kind.MODULE and NAMESPACE_PACKAGE in outcome.causes


def _may_be_handed_on(view: View, history: History, place: int) -> bool:
    """Whether a function that binds old names where it is called may have taken over this one.

    What was announced to go is what such functions keep alive. They cannot hand on what is defined no more.
    """
    former = history.outcomes[place]
    assert isinstance(former, Present), "the newest release that has the name"
    home = former.symbol.path
    return home == former.path or isinstance(view.find(home), Present)


def _is_as_open(now: tuple[str, ...], then: tuple[str, ...]) -> bool:
    """Whether a namespace is open in no other way than it was then.

    A list that others keep of a module says of every version what it has, whether or not it was known to be all.
    """
    return set(now) <= {*then, LISTED_BY_STUB}


def _would_be_listed(history: History, place: int, outcome: Hidden) -> bool:
    """Whether a name that was listed at `place` would be listed now, if it were still there.

    Not one that the code may have made that made the namespace open: code that could be followed then and cannot now,
    or a function that was written out then and may come out of a table now; nor a name that a decorator may have taken
    over; nor a constant of a compiled module, which may be handed out by a hook that its stub does not tell of; nor
    what is not public, where others keep the list.
    """
    former = history.outcomes[place]
    assert isinstance(former, Present), "the newest release that has the name"
    symbol = former.symbol
    is_own_function = symbol.kind is Kind.FUNCTION and symbol.path == former.path
    if is_own_function and any(cause.startswith(_BINDS) for cause in outcome.causes):
        return False
    is_made = symbol.kind is Kind.ATTRIBUTE and symbol.target is None and symbol.type is None
    if is_made and any(cause.startswith(_MADE) for cause in outcome.causes):
        return False
    if any(cause.startswith("class decorator") for cause in outcome.causes):
        return False
    if not symbol.is_public and LISTED_BY_STUB in outcome.causes:
        return False
    return symbol.kind is not Kind.ATTRIBUTE or not any(cause.startswith("compiled") for cause in outcome.causes)


def _is_home_darker(view: View, before: View, history: History, place: int) -> bool:
    """Whether the module or class that defined a name is there still, and shows less of what it has than before.

    What a package takes over from a compiled module went out of sight with the stub of that module.
    """
    former = history.outcomes[place]
    assert isinstance(former, Present), "the newest release that has the name"
    home = parent(former.symbol.path)
    if home == parent(former.path):
        return False
    if _is_base_exchanged(view, before, home, former.path):
        return True
    now, then = view.find(home), before.find(home)
    if not isinstance(now, Present) or not isinstance(then, Present):
        return False
    return now.symbol.open_reason not in {None, then.symbol.open_reason}


def _is_base_exchanged(view: View, before: View, home: str, path: str) -> bool:
    """Whether a class had the name from a base that it no longer derives from, and now has one that cannot be seen."""
    then, now = before.find(parent(path)), view.find(parent(path))
    if not isinstance(then, Present) or not isinstance(now, Present) or now.symbol.kind is not Kind.CLASS:
        return False
    line = view.lineage(now)
    return (
        then.symbol.path != home
        and any(cause.startswith("unresolved base") for cause in line.causes)
        and all(ancestor.symbol.path != home for ancestor in line.classes)
    )


_BINDS = "names bound"
"""How the reasons begin that tell of code which binds functions and values alike, out of a table for instance."""
_MADE = (_BINDS, "members", "class defines")
"""How the reasons begin that tell of code which makes names."""


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


def _hides_no_module(question: Question, outcome: Hidden) -> bool:
    """Whether a module is imported whose package is open only through attribute hooks."""
    return isinstance(question, ImportQuestion) and all("__getattr__" in cause for cause in outcome.causes)


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
    return _Past(lifespan, _former(worlds, history, place), _last_deprecation(history, place))


def _former(worlds: Worlds, history: History, place: int) -> Entity | None:
    outcome = history.outcomes[place]
    assert isinstance(outcome, Present), "the newest release that has the name"
    release = history.releases[place]
    selection = worlds.at(release).selection(outcome.distribution)
    return Entity(outcome.symbol, outcome.path, selection, world_key(release)) if selection is not None else None


def _last_deprecation(history: History, place: int) -> Deprecation | None:
    """The newest evidence in the run of releases that ends at `place`."""
    while place >= 0 and history.has(place):
        found = history.deprecation(place)
        if found is not None:
            return found
        place -= 1
    return None


def _selection(view: View, distribution: str) -> Selection:
    selection = view.selection(distribution)
    assert selection is not None, "what was looked up has a selection"
    return selection
