"""In which recorded releases a name is present, and what it was there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar

from driftcheck.model.releases import Lifespan, Pin, PinKind, PinSource, Release, Span
from driftcheck.model.symbols import Deprecation
from driftcheck.resolution.chronicles import Chronicle
from driftcheck.resolution.outcomes import Absent, Outcome, Present
from driftcheck.resolution.questions import Question
from driftcheck.resolution.selections import STANDARD_LIBRARY, Selections
from driftcheck.resolution.surfaces import SurfaceProvider
from driftcheck.resolution.view import View, world_key

_T = TypeVar("_T")

_HISTORY = PinSource("history")


class Worlds:
    """Historical worlds, made when first asked for: one distribution at one release, the rest as that implies.

    Args:
        provider: Where surfaces come from.
        around: The selections under the project's pins.
    """

    def __init__(self, provider: SurfaceProvider, around: Selections) -> None:
        self.provider = provider
        self._around = around
        self._views: dict[str, View] = {}
        self._chronicles: dict[str, Chronicle] = {}

    def at(self, release: Release) -> View:
        """The world in which the distribution of `release` is at it."""
        key = world_key(release)
        view = self._views.get(key)
        if view is None:
            pin = Pin(release.distribution, release.version, PinKind.EXACT, _HISTORY)
            selections = Selections(
                self.provider,
                MappingProxyType({release.distribution: pin}),
                self._around.python,
                python_kind=self._around.python_kind,
                around=self._around,
            )
            past = (release, self._chronicle(release.distribution))
            view = self._views[key] = View(self.provider, selections, past=past)
        return view

    def _chronicle(self, distribution: str) -> Chronicle:
        known = self._chronicles.get(distribution)
        if known is None:
            releases = self.provider.releases(distribution)
            known = self._chronicles[distribution] = Chronicle(releases, self._ordinal_beside)
        return known

    def _ordinal_beside(self, release: Release, distribution: str) -> int | None:
        """The ordinal that a distribution has in the world of `release`."""
        other = self.at(release).release(distribution)
        return other.ordinal if other is not None else None

    def by_key(self, key: str) -> View | None:
        """The world of a key; None where no such release is recorded."""
        known = self._views.get(key)
        if known is not None:
            return known
        distribution, _, version = key.partition("==")
        release = next((r for r in self.provider.releases(distribution) if str(r.version) == version), None)
        return self.at(release) if release is not None else None

    def trace(self, distribution: str, question: Question) -> History:
        """Ask `question` in every recorded release of `distribution`."""
        releases = self.provider.releases(distribution)
        return History(releases, self.through(distribution, question.ask))

    def through(self, distribution: str, ask: Callable[[View], _T]) -> tuple[_T, ...]:
        """The answers of every recorded release; a run of releases in which nothing changes is asked once."""
        releases = self.provider.releases(distribution)
        answers: list[_T] = []
        while len(answers) < len(releases):
            view = self.at(releases[len(answers)])
            view.window.reset()
            answer = ask(view)
            last = min(view.window.last, len(releases) - 1)
            answers.extend([answer] * (last + 1 - len(answers)))
        return tuple(answers)


@dataclass(frozen=True, slots=True)
class History:
    """The answers to one question through the releases of one distribution."""

    releases: tuple[Release, ...]
    outcomes: tuple[Outcome, ...]

    def is_ever(self) -> bool:
        """Whether some release has the name."""
        return any(self.has(place) for place in range(len(self.releases)))

    def has(self, ordinal: int) -> bool:
        """Whether the name is there and of use in that release."""
        outcome = self.outcomes[ordinal]
        return isinstance(outcome, Present) and not outcome.symbol.raises

    def deprecation(self, ordinal: int) -> Deprecation | None:
        """The evidence of deprecation that the release carries."""
        outcome = self.outcomes[ordinal]
        return outcome.deprecation if isinstance(outcome, Present) else None

    def newest_before(self, ordinal: int) -> int | None:
        """The newest release before `ordinal` that has the name."""
        return next((place for place in range(ordinal - 1, -1, -1) if self.has(place)), None)

    def lifespan(self, around: int) -> Lifespan | None:
        """When the name is there; None if no release has it.

        Args:
            around: The release in question: deprecation is told of the span that holds it or ended last before it.
        """
        present = [self.has(place) for place in range(len(self.releases))]
        lifespan = lifespan_of(self.releases, present, [self._may_have(place) for place in range(len(present))])
        if lifespan is None:
            return None
        place = around if present[around] else self.newest_before(around)
        since = self._deprecated_since(place) if place is not None else None
        return Lifespan(lifespan.spans, lifespan.before, lifespan.after, since, unmarked(self.releases, since))

    def _may_have(self, ordinal: int) -> bool:
        outcome = self.outcomes[ordinal]
        return not isinstance(outcome, (Present, Absent))

    def _deprecated_since(self, place: int) -> Release | None:
        """The first release of the unbroken run of deprecated ones that ends at `place`."""
        if self.deprecation(place) is None:
            return None
        while place > 0 and self.has(place - 1) and self.deprecation(place - 1) is not None:
            place -= 1
        return self.releases[place]


def unmarked(releases: tuple[Release, ...], since: Release | None) -> Release | None:
    """The recorded release before the first that carries a mark of deprecation, where it helps to date the mark.

    Stubs of the standard library mark a name some time after the version that deprecates it: they date nothing.
    """
    if since is None or since.ordinal == 0 or since.distribution == STANDARD_LIBRARY:
        return None
    return releases[since.ordinal - 1]


def lifespan_of(releases: tuple[Release, ...], present: list[bool], maybe: list[bool]) -> Lifespan | None:
    """Spans over the releases in which something is present.

    A release of which nothing is known between two that have it does not break a span; one before the
    first span is not claimed to lack it.
    """
    if True not in present:
        return None
    spans: list[Span] = []
    start: int | None = None
    last = 0
    for place, here in enumerate(present):
        if here:
            start = place if start is None else start
            last = place
        elif start is not None and not maybe[place]:
            spans.append(Span(releases[start], releases[last], releases[last + 1]))
            start = None
    if start is not None:
        spans.append(Span(releases[start], releases[last], releases[last + 1] if last + 1 < len(releases) else None))
    first = spans[0].first.ordinal
    before = releases[first - 1] if first > 0 and not maybe[first - 1] else None
    return Lifespan(tuple(spans), before, spans[-1].after)
