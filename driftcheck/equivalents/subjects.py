"""What a replacement is sought for."""

from __future__ import annotations

from dataclasses import dataclass

from driftcheck.model.resolutions import PINNED, ArgumentOutcome, ArgumentStatus, Entity, Found, Missing
from driftcheck.model.symbols import Deprecation, Kind


@dataclass(frozen=True, slots=True)
class Subject:
    """A name, or a parameter of one, that is gone or on its way out."""

    path: str
    """As public code writes it; for a parameter, the path of its callable."""
    distribution: str
    version: str
    """The version that the project is held to."""
    entity: Entity | None
    """What it is, or was in the last release that had it; for a parameter, its callable."""
    deprecation: Deprecation | None
    release: str
    """The release that carries the evidence, as it is shown."""
    keyword: str | None = None
    is_gone: bool = True

    @property
    def definition(self) -> str:
        """The path where it is, or was, defined."""
        return self.entity.symbol.path if self.entity is not None else self.path

    @property
    def is_module(self) -> bool:
        """Whether it is a module."""
        return self.entity is not None and self.entity.symbol.kind is Kind.MODULE


def subject_of(resolution: Found | Missing | tuple[Entity, ArgumentOutcome]) -> Subject:
    """What a replacement is sought for, and where the evidence is to be read."""
    match resolution:
        case Found(entity, deprecation):
            selection = entity.selection
            release = (
                f"{selection.distribution} {selection.releases[0].version if selection.releases else selection.version}"
            )
            return Subject(
                entity.path,
                selection.distribution,
                str(selection.version),
                entity,
                deprecation,
                release,
                is_gone=False,
            )
        case Missing(path, selection, lifespan, former, deprecation):
            release = f"{selection.distribution} {selection.version}"
            if former is not None and former.world != PINNED:
                release = former.world.replace("==", " ")
            elif lifespan is not None:
                release = str(lifespan.last)
            return Subject(path, selection.distribution, str(selection.version), former, deprecation, release)
        case (callee, outcome):
            return _of_argument(callee, outcome)


def _of_argument(callee: Entity, outcome: ArgumentOutcome) -> Subject:
    selection = callee.selection
    release = f"{selection.distribution} {selection.version}"
    if outcome.status is ArgumentStatus.REMOVED and outcome.lifespan is not None:
        span = outcome.lifespan.span_before(selection.version)
        release = str(span.last) if span is not None else release
    return Subject(
        callee.path,
        selection.distribution,
        str(selection.version),
        callee,
        outcome.deprecation,
        release,
        keyword=outcome.keyword,
        is_gone=outcome.status is not ArgumentStatus.DEPRECATED,
    )
