"""One candidate per distribution: what a source says for the target environment, and which source is believed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from packaging.version import Version

from driftcheck.pins.candidates import Candidate, Direct, Range, Reading
from driftcheck.pins.target import Target

_NAMES_TOLD = 5


@dataclass(frozen=True, slots=True)
class Choice:
    """What one source says, at most once for each distribution."""

    applying: Mapping[str, Candidate]
    """Said for the target environment."""
    elsewhere: Mapping[str, Candidate]
    """Said for other environments only."""
    notes: tuple[str, ...] = ()


def choose(reading: Reading, target: Target) -> Choice:
    """Choose what a source says for the target environment.

    Several versions are told apart by their markers. Where more than one remains, the newest
    is taken, and a note says so.
    """
    grouped: dict[str, list[Candidate]] = {}
    for candidate in reading.candidates:
        grouped.setdefault(candidate.distribution, []).append(candidate)
    applying: dict[str, Candidate] = {}
    elsewhere: dict[str, Candidate] = {}
    forked: dict[str, Candidate] = {}
    notes: list[str] = []
    for name, candidates in grouped.items():
        ranks = [target.suits(candidate.markers) for candidate in candidates]
        best = max(ranks)
        suited = [candidate for candidate, rank in zip(candidates, ranks, strict=True) if rank == best]
        versions = _versions(suited)
        chosen = _merge(suited)
        (applying if best else elsewhere)[name] = chosen
        if len(versions) > 1:
            spelled = " and ".join(str(version) for version in versions)
            notes.append(f"{chosen.source}: {name} is pinned to {spelled}; {chosen.says} is used")
        elif best and len(_versions(candidates)) > 1:
            forked[name] = chosen
    return Choice(applying, elsewhere, (*notes, *_forks(forked, target)))


def believe(choices: Sequence[Choice]) -> tuple[Candidate, ...]:
    """Decide for each distribution which source is believed.

    The first that is firm (a version, or that there is none) wins over the first range, and what is
    said for the target environment over what is said for others.

    Args:
        choices: What the sources say, the most trusted first.

    Returns:
        One candidate per distribution, sorted by name.
    """
    best: dict[str, tuple[int, Candidate]] = {}
    for choice in choices:
        for applies, said in ((True, choice.applying), (False, choice.elsewhere)):
            for name, candidate in said.items():
                rank = _rank(candidate, applies=applies)
                if name not in best or rank < best[name][0]:
                    best[name] = (rank, candidate)
    return tuple(best[name][1] for name in sorted(best))


def _rank(candidate: Candidate, *, applies: bool) -> int:
    if candidate.says is None:
        return 4
    return (0 if candidate.is_firm else 1) + (0 if applies else 2)


def _versions(candidates: Iterable[Candidate]) -> list[Version]:
    return sorted({candidate.says for candidate in candidates if isinstance(candidate.says, Version)})


def _merge(candidates: Sequence[Candidate]) -> Candidate:
    """One candidate out of several that apply alike: the newest version, a place, or all ranges together."""
    versions = _versions(candidates)
    if versions:
        return next(candidate for candidate in candidates if candidate.says == versions[-1])
    ranged = [candidate for candidate in candidates if isinstance(candidate.says, Range)]
    direct = next((candidate for candidate in candidates if isinstance(candidate.says, Direct)), None)
    if direct or not ranged:
        return direct or candidates[0]
    # Ranges of one list hold together; those of another group may be meant to exclude each other.
    together = [candidate for candidate in ranged if candidate.source.name == ranged[0].source.name]
    written = dict.fromkeys(candidate.says.specifier for candidate in together if isinstance(candidate.says, Range))
    return replace(ranged[0], says=Range(",".join(written)))


def _forks(forked: Mapping[str, Candidate], target: Target) -> tuple[str, ...]:
    if not forked:
        return ()
    told = [f"{name} {candidate.says}" for name, candidate in list(forked.items())[:_NAMES_TOLD]]
    more = len(forked) - len(told)
    names = ", ".join(told) + (f" and {more} more" if more > 0 else "")
    place = next(iter(forked.values())).source
    written = place.path or place.name
    platform = target.environment["sys_platform"]
    return (f"{written}: several versions are pinned; for Python {target.python} on {platform}: {names}",)
