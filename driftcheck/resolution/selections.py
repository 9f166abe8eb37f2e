"""Which recorded release stands for each distribution, and why that one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence

from packaging.specifiers import SpecifierSet
from packaging.version import Version

from driftcheck.model.releases import INSTALLED, SUPPORTED, Pin, PinKind, PinSource, Release, Selection
from driftcheck.resolution.requirements import all_allow, parse_range, range_of, required_name
from driftcheck.resolution.surfaces import SurfaceProvider

STANDARD_LIBRARY = "python"
"""The distribution whose releases are those of the language."""

_LANGUAGE_SOURCES = {
    PinKind.EXACT: PinSource("python"),
    PinKind.RANGE: PinSource(SUPPORTED),
    PinKind.NEWEST: PinSource("newest recorded"),
}
"""Where the version of the language is from, where no pin of its own says it."""
_BEGINNING = frozenset({">=", ">", "~=", "==", "==="})
"""Operators of specifiers that name where a range begins."""
_ROUNDS = 6
"""Implied releases that imply others settle in two or three rounds; a cycle that does not settle is cut here."""


class Selections:
    """Selections under one set of pins, made when first asked for.

    Args:
        provider: Where surfaces come from.
        pins: Pins by normalised distribution name.
        python: The version of the language.
        python_kind: How firmly that is known: written down, the newest that a range allows, or the newest recorded.
        around: Selections of the world that this one departs from: what the pins here neither name nor
            require directly is as it is there, and a release chosen there is kept where the requirements allow it.
    """

    def __init__(
        self,
        provider: SurfaceProvider,
        pins: Mapping[str, Pin],
        python: Version,
        *,
        python_kind: PinKind = PinKind.EXACT,
        around: Selections | None = None,
    ) -> None:
        self._provider = provider
        self._pins = pins
        self._around = around
        self.python = python
        self.python_kind = python_kind
        self._made: dict[str, Selection | None] = {}
        self._required: dict[str, list[SpecifierSet]] | None = None
        self.has_bracket = False
        """Whether a selection made so far has two releases standing in."""

    @property
    def identity(self) -> str:
        """Every pin, and the version of the language with how it is known."""
        return "\n".join(
            [f"{self.python} {self.python_kind}", *(f"{name} {self._pins[name]!r}" for name in sorted(self._pins))]
        )

    def of(self, distribution: str) -> Selection | None:
        """The selection for `distribution`; None where no release of it is recorded and nothing pins it."""
        if distribution in self._made:
            return self._made[distribution]
        made = self._make(distribution)
        self._made[distribution] = made
        if made is not None and len(made.releases) > 1:
            self.has_bracket = True
        return made

    def is_pinned(self, distribution: str) -> bool:
        """Whether something is written about `distribution` here or in the world around."""
        return distribution in self._pins or (self._around is not None and self._around.is_pinned(distribution))

    def _make(self, distribution: str) -> Selection | None:
        releases = self._provider.releases(distribution)
        if distribution == STANDARD_LIBRARY:
            return self._of_language(releases)
        pin = self._pins.get(distribution)
        if not releases:
            if pin is None or pin.version is None:
                return None
            return Selection(distribution, pin.version, pin.kind, pin.source, ())
        if pin is None:
            return self._of_unpinned(distribution, releases)
        if pin.version is not None:
            return Selection(distribution, pin.version, pin.kind, pin.source, _recorded(releases, pin.version))
        allowed = parse_range(pin.specifier)
        chosen = self._newest(releases, [allowed] if allowed is not None else [])
        if chosen is None:
            return Selection(distribution, _some_version(allowed, releases), pin.kind, pin.source, ())
        return Selection(distribution, chosen.version, pin.kind, pin.source, (chosen,))

    def _of_language(self, releases: Sequence[Release]) -> Selection | None:
        if not releases:
            return None
        pin = self._pins.get(STANDARD_LIBRARY)
        kind = pin.kind if pin else self.python_kind
        source = pin.source if pin else _LANGUAGE_SOURCES[kind]
        wanted = pin.version if pin is not None and pin.version is not None else self.python
        known = min(wanted, releases[-1].version)
        minor = Version(f"{known.major}.{known.minor}")
        chosen = next((r for r in releases if (r.version.major, r.version.minor) == (minor.major, minor.minor)), None)
        return Selection(STANDARD_LIBRARY, minor, kind, source, (chosen,) if chosen else ())

    def _of_unpinned(self, distribution: str, releases: Sequence[Release]) -> Selection | None:
        ranges = self._ranges_on(distribution)
        around = self._around.of(distribution) if self._around is not None else None
        if (
            around is not None
            and around.releases
            and (not ranges or all(all_allow(ranges, release.version) for release in around.releases))
        ):
            return around
        if ranges:
            chosen = self._newest(releases, ranges)
            if chosen is not None:
                return Selection(distribution, chosen.version, PinKind.IMPLIED, PinSource("requirements"), (chosen,))
            # What is there must be a release that is not recorded: no single recorded one can stand in for it. Of
            # several ranges that agree on none, it is not known which one is right.
            outside = _some_version(ranges[0], releases)
            source = PinSource("requirements")
            return Selection(distribution, outside, PinKind.IMPLIED, source, _beside(releases, ranges))
        newest = self._newest(releases, []) or releases[-1]
        return Selection(distribution, newest.version, PinKind.NEWEST, PinSource("newest recorded"), (newest,))

    def _newest(self, releases: Sequence[Release], ranges: Collection[SpecifierSet]) -> Release | None:
        """The newest release that the ranges allow, final and not yanked, and able to run under the python.

        A pre-release counts where a range names one, or where there is nothing else.
        """
        allowed = [r for r in releases if not r.yanked and all_allow(ranges, r.version)]
        with_early = any(r.prereleases for r in ranges) or all(r.version.is_prerelease for r in releases)
        final = allowed if with_early else [r for r in allowed if not r.version.is_prerelease]
        able = [r for r in final if _runs_under(r, self.python)] or final
        return able[-1] if able else None

    def _ranges_on(self, distribution: str) -> list[SpecifierSet]:
        if self._required is None:
            self._required = self._direct_ranges() if self._around is not None else self._settled_ranges()
        return self._required.get(distribution, [])

    def _direct_ranges(self) -> dict[str, list[SpecifierSet]]:
        ranges: dict[str, list[SpecifierSet]] = {}
        for distribution in self._pins:
            selection = self.of(distribution)
            if selection is not None and selection.releases:
                self._collect(selection.releases[-1], ranges)
        self._add_hints(ranges)
        return ranges

    def _settled_ranges(self) -> dict[str, list[SpecifierSet]]:
        """Ranges from pinned releases, and from the releases that these imply, until nothing changes."""
        pinned: dict[str, list[SpecifierSet]] = {}
        for distribution in sorted(self._pins):
            selection = self.of(distribution)
            if selection is not None and selection.releases:
                self._collect(selection.releases[-1], pinned)
        ranges, chosen = pinned, dict[str, Release]()
        for _ in range(_ROUNDS):
            implied = {name: self._newest(self._provider.releases(name), allowed) for name, allowed in ranges.items()}
            now = {name: release for name, release in implied.items() if release is not None}
            if now == chosen:
                break
            chosen = now
            ranges = {name: list(allowed) for name, allowed in pinned.items()}
            for name in sorted(chosen):
                self._collect(chosen[name], ranges)
        self._add_hints(ranges)
        return ranges

    def _add_hints(self, ranges: dict[str, list[SpecifierSet]]) -> None:
        """Add what extras of pinned releases ask for where nothing else is known: nobody says which are installed.

        Of an installed release it is known that what it lacks is not there.
        """
        hints: dict[str, list[SpecifierSet]] = {}
        for distribution in sorted(self._pins):
            selection = self.of(distribution)
            if selection is not None and selection.releases and selection.source.name != INSTALLED:
                self._collect(selection.releases[-1], hints, of_extras=True)
        for name, allowed in hints.items():
            if name not in ranges and self._newest(self._provider.releases(name), allowed) is not None:
                ranges[name] = allowed

    def _collect(self, release: Release, ranges: dict[str, list[SpecifierSet]], *, of_extras: bool = False) -> None:
        """Add what `release`, or one of its extras, requires of recorded distributions that nobody pins."""
        for line in release.requires:
            name = required_name(line)
            if name is None or name in self._pins or not self._provider.releases(name):
                continue
            allowed = range_of(line, self.python, of_extras=of_extras)
            if allowed is not None:
                ranges.setdefault(name, []).append(allowed)


def _recorded(releases: Sequence[Release], version: Version) -> tuple[Release, ...]:
    """The recorded release at `version`, or its two neighbours, or () outside the recorded range."""
    place = bisect_left([release.version for release in releases], version)
    if place < len(releases) and releases[place].version == version:
        return (releases[place],)
    public = Version(version.public)
    if public != version:
        # A local build (2.1.0+cpu) has the surface of the release it was built from.
        return _recorded(releases, public)
    below = [r for r in releases[:place] if not r.version.is_prerelease or version.is_prerelease]
    above = [r for r in releases[place:] if not r.version.is_prerelease or version.is_prerelease]
    if not below or not above:
        return ()
    return below[-1], above[0]


def _beside(releases: Sequence[Release], ranges: Iterable[SpecifierSet]) -> tuple[Release, ...]:
    """The two recorded releases between which what all ranges allow together lies; () where they do not agree."""
    named = [(s.operator, Version(s.version.removesuffix(".*"))) for allowed in ranges for s in allowed]
    begin = max((version for operator, version in named if operator in _BEGINNING), default=None)
    end = min((version for operator, version in named if operator in {"<", "<="}), default=None)
    if begin is None or (end is not None and end < begin):
        return ()
    final = [release for release in releases if not release.version.is_prerelease]
    place = bisect_right([release.version for release in final], begin)
    return (final[place - 1], final[place]) if 0 < place < len(final) else ()


def _runs_under(release: Release, python: Version) -> bool:
    allowed = parse_range(release.requires_python) if release.requires_python else None
    return allowed is None or allowed.contains(python, prereleases=True)


def _some_version(allowed: SpecifierSet | None, releases: Sequence[Release]) -> Version:
    """A version to name where a range allows no recorded release: the bound that the range itself names."""
    for specifier in sorted(allowed or (), key=str):
        if not specifier.version.endswith("*"):
            return Version(specifier.version)
    return releases[-1].version
