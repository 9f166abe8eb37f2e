"""Holding what driftcheck says of a path against what an interpreter says of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from driftcheck.model.resolutions import Found
from driftcheck.model.symbols import Binding, Symbol
from driftcheck.resolution.absence import STILL_BOUND
from driftcheck.resolution.lookup import Standing, Verdict
from scripts.verification.answers import Answer
from scripts.verification.questions import Origin


class Outcome(StrEnum):
    """What comes of holding a verdict against the truth."""

    RIGHT = "right"
    FALSE_ABSENT = "false-absent"
    FALSE_PRESENT = "false-present"
    PARAMETER_ABSENT = "parameter false-absent"
    PARAMETER_PRESENT = "parameter false-present"
    UNDEPRECATED = "deprecation missed"
    """The access warns of deprecation, and nothing is said of it."""
    UNKNOWN = "unknown"
    NO_TRUTH = "no truth"
    """The interpreter cannot tell, or is not the one to ask."""


ALARMS = frozenset({Outcome.FALSE_ABSENT, Outcome.PARAMETER_ABSENT})
"""What would be a false alarm in a check."""
DISAGREEMENTS = ALARMS | {Outcome.FALSE_PRESENT, Outcome.PARAMETER_PRESENT, Outcome.UNDEPRECATED}


@dataclass(frozen=True, slots=True)
class Judgement:
    """One path of a sample, judged."""

    path: str
    origin: Origin
    outcome: Outcome
    standing: Standing
    cause: str
    """What the verdict rests on, as far as it says."""


def judge(verdict: Verdict, origin: Origin, answer: Answer) -> Judgement:
    """Hold a verdict against what the interpreter says."""
    return Judgement(verdict.path, origin, compare(verdict, answer), verdict.verdict, cause_of(verdict))


def compare(verdict: Verdict, answer: Answer) -> Outcome:
    """What comes of a verdict.

    A value that is bound only to raise when it is used counts as removed, and an interpreter says that it is there. The
    attributes of instances are recorded beneath their class, which an interpreter does not see.
    """
    if answer.exists is None or verdict.reason.endswith(STILL_BOUND):
        return Outcome.NO_TRUTH
    is_parameter = verdict.path.endswith(")")
    match verdict.verdict:
        case Standing.UNKNOWN:
            return Outcome.UNKNOWN
        case Standing.ABSENT | Standing.UNRELEASED if answer.exists:
            return Outcome.PARAMETER_ABSENT if is_parameter else Outcome.FALSE_ABSENT
        case Standing.ABSENT | Standing.UNRELEASED:
            return Outcome.RIGHT
        case Standing.PRESENT | Standing.DEPRECATED if not answer.exists:
            symbol = symbol_of(verdict)
            if symbol is not None and symbol.binding is Binding.INSTANCE:
                return Outcome.NO_TRUTH
            return Outcome.PARAMETER_PRESENT if is_parameter else Outcome.FALSE_PRESENT
        case Standing.PRESENT if answer.is_deprecated:
            return Outcome.UNDEPRECATED
        case _:
            return Outcome.RIGHT


def cause_of(verdict: Verdict) -> str:
    """What a verdict rests on: its reason, else what is recorded of the name."""
    symbol = symbol_of(verdict)
    if verdict.reason or symbol is None:
        return verdict.reason or "no reason given"
    source = f" ({symbol.type_source})" if symbol.type_source else ""
    condition = f" if {symbol.condition}" if symbol.condition else ""
    return f"recorded as {symbol.kind}{source}{condition}"


def symbol_of(verdict: Verdict) -> Symbol | None:
    """What is recorded of a name that was found."""
    return verdict.subject.entity.symbol if isinstance(verdict.subject, Found) else None
