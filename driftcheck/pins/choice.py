"""One candidate per distribution: what a source says for the target environment, and which source is believed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

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
    variants: Mapping[str, tuple[Version, ...]] = field(default_factory=dict)
    """The versions, ascending, of distributions that have several, told apart by markers."""
    doubled: Mapping[str, tuple[Version, ...]] = field(default_factory=dict)
    """Distributions with several versions that nothing tells apart."""

    @property
    def forked(self) -> frozenset[str]:
        """Distributions with several versions, told apart by markers."""
        return frozenset(self.variants)


def choose(reading: Reading, target: Target) -> Choice:
    """Choose what a source says for the target environment.

    Several versions are told apart by their markers. Where more than one remains, the newest is taken.
    """
    grouped: dict[str, list[Candidate]] = {}
    for candidate in reading.candidates:
        grouped.setdefault(candidate.distribution, []).append(candidate)
    applying: dict[str, Candidate] = {}
    elsewhere: dict[str, Candidate] = {}
    variants: dict[str, tuple[Version, ...]] = {}
    doubled: dict[str, tuple[Version, ...]] = {}
    for name, candidates in grouped.items():
        ranks = [target.suits(candidate.markers) for candidate in candidates]
        best = max(ranks)
        suited = [candidate for candidate, rank in zip(candidates, ranks, strict=True) if rank == best]
        versions = _versions(suited)
        (applying if best else elsewhere)[name] = _merge(suited)
        if len(versions) > 1:
            doubled[name] = tuple(versions)
        elif len(every := _versions(candidates)) > 1:
            variants[name] = tuple(every)
    return Choice(applying, elsewhere, variants, doubled)


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


def remarks(choices: Sequence[Choice], believed: Sequence[Candidate], target: Target) -> tuple[str, ...]:
    """What the user should know of the choices that count: where there was more than one version to choose from."""
    lines: list[str] = []
    for choice in choices:
        if not choice.doubled and not choice.variants:
            continue
        counting = {c.distribution: c for c in believed if c is choice.applying.get(c.distribution)}
        for name in sorted(counting.keys() & choice.doubled.keys()):
            versions = " and ".join(str(version) for version in choice.doubled[name])
            lines.append(f"{counting[name].source}: {name} is pinned to {versions}; {counting[name].says} is used")
        forked = [counting[name] for name in sorted(counting.keys() & choice.forked)]
        if forked:
            told = ", ".join(_with_others(candidate, choice) for candidate in forked[:_NAMES_TOLD])
            more = f" and {len(forked) - _NAMES_TOLD} more" if len(forked) > _NAMES_TOLD else ""
            place = forked[0].source.path or forked[0].source.name
            system = f"Python {target.python} on {target.system}"
            lines.append(f"{place}: several versions are pinned; for {system}: {told}{more}")
    return tuple(lines)


def _with_others(candidate: Candidate, choice: Choice) -> str:
    """`numpy 2.4.6 (elsewhere 2.2.6)`."""
    others = (str(version) for version in choice.variants[candidate.distribution] if version != candidate.says)
    return f"{candidate.distribution} {candidate.says} (elsewhere {', '.join(others)})"


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
