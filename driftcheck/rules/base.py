"""What a rule is, and how one makes its finding."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from driftcheck.model.findings import Finding, Severity, SkippedFile
from driftcheck.model.locations import Location
from driftcheck.model.names import ParameterPath
from driftcheck.model.references import DeclaredUse, ResolvedArgument, ResolvedOverride, ResolvedReference
from driftcheck.model.releases import PinKind, Release, Selection
from driftcheck.model.replacements import Replacement
from driftcheck.model.resolutions import Confidence, Found, Missing
from driftcheck.rules.wording import added_in, deprecated_on, deprecated_since, removed_in, removed_on


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A distribution whose version lies outside the recorded releases."""

    selection: Selection
    recorded: tuple[Release, ...]
    """All releases that are recorded, ascending; may be empty."""


@dataclass(frozen=True, slots=True)
class UnusedSuppression:
    """A comment, or a rule in its list, that silences nothing."""

    location: Location
    message: str
    is_removable: bool = True
    """Whether it can go without loss; what was not understood may be meant well."""


Fact = (
    ResolvedReference | ResolvedArgument | ResolvedOverride | DeclaredUse | SkippedFile | Uncovered | UnusedSuppression
)
"""What rules look at. A rule takes any of them and speaks on its own kind only."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that can be wrong. The docstring of the rule's module is its documentation.

    Args:
        code: `DC101`; never reused once retired.
        name: Kebab-case noun phrase that reads well after "allow".
        severity: How a finding counts.
        check: Pure function from a fact to a finding without replacement, None where there is nothing to say.
    """

    code: str
    name: str
    severity: Severity
    check: Callable[[Fact], Finding | None]


def symbol_finding(rule: Rule, reference: ResolvedReference | ResolvedOverride, message: str) -> Finding:
    """The finding of `rule` on a name.

    Args:
        rule: The rule that speaks.
        reference: The name, with what it resolved to.
        message: What is wrong and since when.
    """
    match reference.resolution:
        case Missing(selection=selection, lifespan=lifespan, deprecation=deprecation, confidence=confidence):
            pass
        case Found(entity=entity, lifespan=lifespan, deprecation=deprecation):
            selection = entity.selection
            confidence = Confidence.CERTAIN if selection.kind is PinKind.EXACT else Confidence.LIKELY
    return Finding(
        location=reference.location,
        code=rule.code,
        rule=rule.name,
        severity=rule.severity,
        symbol=reference.path,
        message=message,
        distribution=selection.distribution,
        pinned=str(selection.version),
        source=selection.source,
        confidence=confidence,
        removed_in=removed_in(lifespan, selection.version),
        removed_on=removed_on(lifespan, selection.version),
        deprecated_in=deprecated_since(deprecation, lifespan),
        deprecated_on=deprecated_on(deprecation, lifespan),
        added_in=added_in(lifespan, selection.version),
        scope=reference.scope,
    )


def declared_finding(rule: Rule, use: DeclaredUse, message: str) -> Finding:
    """The finding of `rule` on a name that the project speaks against.

    Args:
        rule: The rule that speaks.
        use: The name, with what the project says of it.
        message: What is wrong and since when.
    """
    selection, said = use.selection, use.declaration
    version = selection.version if selection else None
    return Finding(
        location=use.location,
        code=rule.code,
        rule=rule.name,
        severity=rule.severity,
        symbol=use.path,
        message=message,
        distribution=selection.distribution if selection else None,
        pinned=str(version) if version else None,
        removed_in=str(said.removed) if said.is_removed_from(version) else None,
        deprecated_in=str(said.since) if said.since else None,
        scope=use.scope,
    )


def argument_finding(rule: Rule, argument: ResolvedArgument, message: str) -> Finding:
    """The finding of `rule` on a keyword argument.

    Args:
        rule: The rule that speaks.
        argument: The argument, with what the pinned signature makes of it.
        message: What is wrong and since when.
    """
    selection, outcome = argument.callee.selection, argument.outcome
    return Finding(
        location=argument.location,
        code=rule.code,
        rule=rule.name,
        severity=rule.severity,
        symbol=parameter_path(argument),
        message=message,
        distribution=selection.distribution,
        pinned=str(selection.version),
        source=selection.source,
        confidence=outcome.confidence,
        removed_in=removed_in(outcome.lifespan, selection.version),
        removed_on=removed_on(outcome.lifespan, selection.version),
        deprecated_in=deprecated_since(outcome.deprecation, outcome.lifespan),
        deprecated_on=deprecated_on(outcome.deprecation, outcome.lifespan),
        added_in=added_in(outcome.lifespan, selection.version),
        scope=argument.scope,
    )


def start_of(path: str, line: int | None, cell: int = 0) -> Location:
    """Where a line begins.

    Args:
        path: The file, or the name of what is no file.
        line: The line; None where it is not known, which is as good as the first.
        cell: Of a notebook: the cell that the line is in.
    """
    number = line or 1
    return Location(path, number, 1, number, 1, cell=cell)


def place_finding(
    rule: Rule,
    place: Location,
    message: str,
    selection: Selection | None = None,
    *,
    replacement: Replacement | None = None,
) -> Finding:
    """The finding of `rule` on a whole file, or on a line of it.

    Args:
        rule: The rule that speaks.
        place: The line.
        message: What there is to know.
        selection: The release it is about, if any.
        replacement: What to do about it, if that is known.
    """
    return Finding(
        location=place,
        code=rule.code,
        rule=rule.name,
        severity=rule.severity,
        symbol="",
        message=message,
        distribution=selection.distribution if selection else None,
        pinned=str(selection.version) if selection else None,
        source=selection.source if selection else None,
        replacement=replacement,
    )


def parameter_path(argument: ResolvedArgument) -> str:
    """`pandas.read_csv(squeeze)`."""
    return str(ParameterPath(argument.callee.path, argument.outcome.keyword))
