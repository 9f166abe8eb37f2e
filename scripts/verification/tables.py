"""What a verification found, as a table and the disagreements beneath it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from packaging.version import Version

from scripts.verification.judgement import DISAGREEMENTS, Judgement, Outcome

COLUMNS = (
    Outcome.FALSE_ABSENT,
    Outcome.FALSE_PRESENT,
    Outcome.PARAMETER_ABSENT,
    Outcome.PARAMETER_PRESENT,
    Outcome.UNDEPRECATED,
    Outcome.UNKNOWN,
    Outcome.NO_TRUTH,
)
COMMON = 3
"""How many causes of what is unknown are worth a line."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found of one release."""

    distribution: str
    version: str
    python: Version
    judgements: tuple[Judgement, ...]

    @property
    def counts(self) -> Counter[Outcome]:
        """How often what came out."""
        return Counter(judgement.outcome for judgement in self.judgements)


def table(verifications: Sequence[Verification]) -> Iterator[str]:
    """Yield the lines of a Markdown table: a row for each release, and one for all."""
    yield f"| distribution | release | Python | claims | {' | '.join(COLUMNS)} |"
    yield f"|---|---|---|{'---:|' * (len(COLUMNS) + 1)}"
    total: Counter[Outcome] = Counter()
    for verification in verifications:
        total += verification.counts
        yield row(verification.distribution, verification.version, str(verification.python), verification.counts)
    yield row("all", "", "", total)


def row(distribution: str, version: str, python: str, counts: Counter[Outcome]) -> str:
    """One row. What there is no truth about is no claim that could be held against it."""
    claims = counts.total() - counts[Outcome.NO_TRUTH]
    cells = (distribution, version, python, claims, *(counts[column] for column in COLUMNS))
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def details(verification: Verification) -> Iterator[str]:
    """Yield each disagreement, and why most of what is unknown is unknown."""
    wrong = (j for j in verification.judgements if j.outcome in DISAGREEMENTS)
    for judgement in sorted(wrong, key=lambda j: (j.outcome, j.path)):
        yield f"  {judgement.outcome}  {judgement.path}  {judgement.standing} ({judgement.cause}; {judgement.origin})"
    yield from common_causes(j for j in verification.judgements if j.outcome is Outcome.UNKNOWN)


def common_causes(judgements: Iterable[Judgement]) -> Iterator[str]:
    """Yield the causes that most judgements share."""
    for cause, count in Counter(judgement.cause for judgement in judgements).most_common(COMMON):
        yield f"  {count} unknown: {cause}"
