"""One path, one verdict: what the pins make of a name or of a parameter."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from driftcheck.model.names import is_path, parse_parameter, prefixes
from driftcheck.model.releases import Lifespan, Selection
from driftcheck.model.resolutions import (
    ArgumentOutcome,
    ArgumentStatus,
    Confidence,
    Entity,
    Found,
    Missing,
    Resolution,
    Unknown,
)
from driftcheck.model.symbols import Deprecation
from driftcheck.resolution.environment import Environment


class Standing(StrEnum):
    """What is known of a path under the pins."""

    PRESENT = "present"
    ABSENT = "absent"
    DEPRECATED = "deprecated"
    UNRELEASED = "unreleased"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer for one path."""

    path: str
    """As it was asked."""
    verdict: Standing
    reason: str = ""
    lifespan: Lifespan | None = None
    deprecation: Deprecation | None = None
    confidence: Confidence = Confidence.CERTAIN
    selection: Selection | None = None
    """The release that answered."""
    subject: Found | Missing | tuple[Entity, ArgumentOutcome] | None = None
    """What a replacement can be sought for."""


def look_up(environment: Environment, path: str) -> Verdict:
    """Judge a dotted path from an import name, or a parameter written `callable(name)`.

    What lies beneath a missing name is as absent as that name.
    """
    parameter = parse_parameter(path)
    dotted = parameter.callable if parameter is not None else path
    if not is_path(dotted) or (parameter is not None and not parameter.parameter.isidentifier()):
        return Verdict(path, Standing.UNKNOWN, "not a dotted path")
    resolution = _above(environment, dotted)
    if parameter is None or not isinstance(resolution, Found):
        return _of_name(environment, path, dotted, resolution)
    callee = resolution.entity
    answer = environment.parameter(callee, parameter.parameter)
    selection = callee.selection
    match answer:
        case Unknown():
            return Verdict(path, Standing.UNKNOWN, answer.reason, selection=selection)
        case None:
            return Verdict(path, Standing.PRESENT, selection=selection)
        case ArgumentOutcome():
            return Verdict(
                path,
                _STANDINGS[answer.status],
                _REASONS[answer.status],
                answer.lifespan,
                answer.deprecation,
                answer.confidence,
                selection,
                (callee, answer),
            )


def _above(environment: Environment, dotted: str) -> Resolution:
    """What a path means; of a value that is bound only to raise, nothing beneath is there either."""
    resolution = environment.path(dotted)
    if isinstance(resolution, Unknown):
        missing = (environment.path(prefix) for prefix in reversed(prefixes(dotted)[1:-1]))
        return next((found for found in missing if isinstance(found, Missing)), resolution)
    return resolution


_STANDINGS = {
    ArgumentStatus.REMOVED: Standing.ABSENT,
    ArgumentStatus.UNKNOWN: Standing.ABSENT,
    ArgumentStatus.UNRELEASED: Standing.UNRELEASED,
    ArgumentStatus.DEPRECATED: Standing.DEPRECATED,
}
_REASONS = {
    ArgumentStatus.REMOVED: "an earlier signature took it",
    ArgumentStatus.UNKNOWN: "no recorded signature takes it",
    ArgumentStatus.UNRELEASED: "only a later signature takes it",
    ArgumentStatus.DEPRECATED: "",
}


def _of_name(environment: Environment, path: str, dotted: str, resolution: Resolution) -> Verdict:
    match resolution:
        case Unknown():
            return Verdict(path, Standing.UNKNOWN, resolution.reason)
        case Found(entity, deprecation, lifespan):
            standing = Standing.DEPRECATED if deprecation is not None else Standing.PRESENT
            return Verdict(
                path,
                standing,
                "",
                lifespan,
                deprecation,
                selection=entity.selection,
                subject=resolution,
            )
        case Missing():
            whole = environment.departed(dotted) if resolution.path != dotted else None
            return _of_missing(path, dotted, resolution, whole or resolution)


def _of_missing(path: str, dotted: str, missing: Missing, subject: Missing) -> Verdict:
    lifespan = missing.lifespan
    standing = Standing.ABSENT
    reason = missing.reason
    if lifespan is None:
        reason = reason or "in no recorded release"
    elif lifespan.starts_after(missing.selection.version):
        standing = Standing.UNRELEASED
        reason = reason or f"not before {lifespan.first.version}"
    else:
        reason = reason or f"last recorded in {lifespan.last.version}"
    if missing.path != dotted:
        reason = f"{missing.path}: {reason}"
    return Verdict(
        path,
        standing,
        reason,
        lifespan,
        missing.deprecation,
        missing.confidence,
        missing.selection,
        subject,
    )
