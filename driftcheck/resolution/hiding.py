"""What speaks for a name of the past being gone from a namespace that cannot be listed, and what against it."""

from __future__ import annotations

from collections.abc import Callable

from driftcheck.model.names import parent, tail
from driftcheck.model.symbols import BOUND_BY_CALL, LISTED_BY_STUB, NAMESPACE_PACKAGE, Deprecation, Kind
from driftcheck.resolution.history import History, Worlds
from driftcheck.resolution.members import is_dunder
from driftcheck.resolution.outcomes import Hidden, Present
from driftcheck.resolution.questions import ImportQuestion, Question
from driftcheck.resolution.view import View

Testimony = Callable[[str, tuple[str, ...], str], bool]
"""Asked with a distribution, the paths that one name goes by, and a release: whether a reviewed entry tells what to
write instead of that name there."""


def no_testimony(distribution: str, paths: tuple[str, ...], version: str) -> bool:  # noqa: ARG001  it knows nothing
    """What is known where nobody wrote anything down."""
    return False


def why_gone(  # noqa: PLR0913, PLR0917  # all that may speak of it
    view: View, worlds: Worlds, asked: Question, outcome: Hidden, history: History, testimony: Testimony
) -> str | None:
    """Why a name that an earlier release listed is not simply hidden; None where it may be.

    Args:
        view: The pinned world.
        worlds: The others.
        asked: The question about the name itself.
        outcome: What the pinned world answers.
        history: What the recorded releases of the distribution answer; one before the pinned one lists the name.
        testimony: What people have written down.
    """
    distribution = history.releases[0].distribution
    release = view.release(distribution)
    assert release is not None, "history is asked of distributions that are covered"
    place = history.newest_before(release.ordinal)
    assert place is not None, "an earlier release lists the name"
    if _is_home_uncovered(view, history, place, distribution) or _is_shared(history, place, outcome):
        return None
    if BOUND_BY_CALL in outcome.causes and _may_be_handed_on(view, history, place):
        return None
    last = history.releases[place].version
    if last_deprecation(history, place) is not None:
        return f"deprecated in {last}, and no longer listed"
    if testimony(distribution, (outcome.path, _home(history, place)), str(release.version)):
        return f"the catalogue tells what replaces it, and it was last listed in {last}"
    if _holds_modules_only(history, place, outcome):
        return f"last listed in {last}, and a namespace package, as it is now, holds modules only"
    if _hides_no_module(asked, outcome):
        return "the module is no longer there, and an attribute hook cannot stand in for one"
    return _not_listed_beside(view, worlds, asked, outcome, history, place)


def _not_listed_beside(  # noqa: PLR0913, PLR0917  # as above, and the newest release that lists the name
    view: View, worlds: Worlds, asked: Question, outcome: Hidden, history: History, place: int
) -> str | None:
    """Whether the namespace was open then in the way it is open now, and the name was listed all the same."""
    if is_dunder(tail(outcome.path)) and any("stub" in cause for cause in outcome.causes):
        return None  # stubs move operators between a class and its bases as types need it
    before = worlds.at(history.releases[place])
    then = asked.causes(before)
    if then is None or not _is_as_open(outcome.causes, then) or not _would_be_listed(history, place, outcome):
        return None
    if _is_home_darker(view, before, history, place):
        return None
    return f"was listed beside the same open namespace in {history.releases[place].version}"


def last_deprecation(history: History, place: int) -> Deprecation | None:
    """The newest evidence in the run of releases that ends at `place`."""
    while place >= 0 and history.has(place):
        found = history.deprecation(place)
        if found is not None:
            return found
        place -= 1
    return None


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


def _hides_no_module(question: Question, outcome: Hidden) -> bool:
    """Whether a module is imported whose package is open only through attribute hooks."""
    return isinstance(question, ImportQuestion) and all("__getattr__" in cause for cause in outcome.causes)


def _holds_modules_only(history: History, place: int, outcome: Hidden) -> bool:
    """Whether something else than a module is sought in what became a namespace package: it has no code to bind it."""
    former = history.outcomes[place]
    assert isinstance(former, Present), "the newest release that has the name"
    return former.symbol.kind is not Kind.MODULE and set(outcome.causes) == {NAMESPACE_PACKAGE}
