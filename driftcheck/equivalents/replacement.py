"""The search for a replacement, in order of trust."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from packaging.version import Version

from driftcheck.equivalents.catalogue import Entry, find_entries
from driftcheck.equivalents.evidence import Candidate, advice_in, candidates_in, quote
from driftcheck.equivalents.fitness import attribute_of, fit_of, fit_of_parameter, home_of
from driftcheck.equivalents.identity import find_identity
from driftcheck.equivalents.lookups import Lookup
from driftcheck.equivalents.moves import find_move
from driftcheck.equivalents.subjects import Subject, subject_of
from driftcheck.equivalents.verification import (
    Target,
    expression_among,
    expression_in_words,
    is_known_gone,
    verify,
    verify_written,
)
from driftcheck.model.names import is_path, is_within, parent, tail
from driftcheck.model.replacements import Evidence, Fit, Replacement, ReplacementKind, Trust
from driftcheck.model.resolutions import ArgumentOutcome, Entity, Found, Missing
from driftcheck.model.symbols import Deprecation, Kind

_MOST_TARGETS = 3


def find_replacement(
    resolution: Found | Missing | tuple[Entity, ArgumentOutcome], lookup: Lookup
) -> Replacement | None:
    """What to write instead of a name that is gone or on its way out.

    First what is written down by people, then what the library says, then what the surfaces show:
    what the old name was an alias of, the same name at a new home.

    Args:
        resolution: What was found of the name; or a callable with the argument that it does not simply accept.
        lookup: The pinned world. Every target was found there.

    Returns:
        The replacement, or None where nothing can be shown to hold.
    """
    if not _may_have_successor(resolution):
        return None
    subject = subject_of(resolution)
    written = _from_catalogue(subject, lookup)
    if _is_older_than_records(resolution) or (written is not None and written.kind is not ReplacementKind.ADVICE):
        return written
    # What can be written is worth more than advice, whoever gives it.
    said = _from_words(subject, lookup)
    if written is not None and (said is None or said.kind is ReplacementKind.ADVICE):
        return written
    if said is not None or subject.keyword is not None:
        return said
    return _from_surfaces(subject, lookup) or _advice(subject, lookup)


def _may_have_successor(resolution: Found | Missing | tuple[Entity, ArgumentOutcome]) -> bool:
    """Whether there may be something to write instead: what is well, or not there yet, has no successor."""
    match resolution:
        case Found(_, deprecation):
            return deprecation is not None
        case Missing(_, selection, lifespan):
            return lifespan is None or not lifespan.starts_after(Version(str(selection.version)))
        case _:
            return True


def _is_older_than_records(resolution: Found | Missing | tuple[Entity, ArgumentOutcome]) -> bool:
    """Whether no record tells of the name: it was invented, or left before the first recorded release."""
    match resolution:
        case Missing(_, _, None, None, None):
            return True
        case _:
            return False


def _from_catalogue(subject: Subject, lookup: Lookup) -> Replacement | None:
    keyword = f"({subject.keyword})" if subject.keyword else ""
    names = tuple(dict.fromkeys((f"{subject.path}{keyword}", f"{subject.definition}{keyword}")))
    for entry in find_entries(subject.distribution, names, subject.version):
        found = _apply(entry, names, subject, lookup)
        if found is not None:
            return _as_written(entry, found)
    return None


def _as_written(entry: Entry, found: Replacement) -> Replacement:
    """With what the entry says of writing it; an expression that is for people to read can be rewritten by its rule."""
    if found.kind is ReplacementKind.ADVICE:
        return found
    fit = entry.fit or (Fit.ADAPTED if entry.rewrites and found.fit is Fit.BY_HAND else found.fit)
    if fit is Fit.DROP_IN and found.install is not None:
        fit = Fit.ADAPTED
    return replace(found, fit=fit, rewrites=entry.rewrites)


def _apply(entry: Entry, names: tuple[str, ...], subject: Subject, lookup: Lookup) -> Replacement | None:
    evidence = _written(entry, subject)
    curated = Trust.CURATED
    if entry.parameter is not None and subject.entity is not None:
        if lookup.parameter(subject.entity, entry.parameter) is not None:
            return None
        text = entry.expression or entry.parameter
        kind = ReplacementKind.PARAMETER
        return Replacement(kind, text, (entry.parameter,), evidence, curated, subject.distribution)
    wanted = entry.targets_for(names[0].partition("(")[0])
    targets = [target for path in wanted if (target := verify_written(path, subject, lookup)) is not None]
    if wanted and not targets and not entry.advice:
        return _unchecked(wanted, evidence, curated) if not any(map(lookup.tracks, wanted)) else None
    if targets:
        kind = ReplacementKind.EXPRESSION if entry.expression else _kind_of(subject, targets[0])
        return _offer(kind, targets, evidence, curated, subject=subject, lookup=lookup, text=entry.expression)
    if entry.expression and not wanted:
        return Replacement(ReplacementKind.EXPRESSION, entry.expression, (), evidence, curated)
    return Replacement(ReplacementKind.ADVICE, entry.advice, (), evidence, curated) if entry.advice else None


def _unchecked(paths: tuple[str, ...], evidence: Evidence, trust: Trust) -> Replacement:
    """Names in a distribution of which nothing is recorded: told, and told to be unproven."""
    return Replacement(
        ReplacementKind.ADVICE, f"Use {' or '.join(paths)} (not checked: no snapshot).", (), evidence, trust
    )


def _written(entry: Entry, subject: Subject) -> Evidence:
    """The library's own words where they name what is written down, else where that is written."""
    written = {tail(target) for target in (*entry.targets, *((entry.parameter,) if entry.parameter else ()))}
    for deprecation in _words(subject):
        if any(tail(candidate.text) in written for candidate in candidates_in(deprecation)):
            return _evidence(deprecation, subject)
    return Evidence("catalogue", f"{subject.distribution} {subject.version}", entry.link)


def _from_words(subject: Subject, lookup: Lookup) -> Replacement | None:
    """What the library says of the path, else of the definition that it led to."""
    for deprecation in dict.fromkeys(_words(subject)):
        found = _from_evidence(deprecation, subject, lookup)
        if found is not None:
            return found
    return _advice(subject, lookup) if subject.keyword is not None else None


def _words(subject: Subject) -> Iterator[Deprecation]:
    if subject.deprecation is not None:
        yield subject.deprecation
    if subject.keyword is None and subject.entity is not None and subject.entity.symbol.deprecation is not None:
        yield subject.entity.symbol.deprecation


def _from_evidence(deprecation: Deprecation, subject: Subject, lookup: Lookup) -> Replacement | None:
    candidates = candidates_in(deprecation)
    evidence = _evidence(deprecation, subject)
    if subject.keyword is not None:
        renamed = _parameters_among(candidates, subject, lookup)
        if renamed:
            kind, text = ReplacementKind.PARAMETER, " or ".join(renamed)
            fit = fit_of_parameter(renamed, evidence, Trust.LIBRARY)
            return Replacement(kind, text, renamed, evidence, Trust.LIBRARY, subject.distribution, fit=fit)
    targets = _verified(candidates, subject, lookup)
    expression = expression_among(candidates) or next((t.expression for t in targets if t.expression), None)
    if not targets and expression is None:
        expression = expression_in_words(candidates, subject, lookup)
    if targets:
        kind = ReplacementKind.EXPRESSION if expression else _kind_of(subject, targets[0])
        return _offer(kind, targets, evidence, Trust.LIBRARY, subject=subject, lookup=lookup, text=expression)
    if expression:
        return Replacement(ReplacementKind.EXPRESSION, expression, (), evidence, Trust.LIBRARY)
    return None


def _verified(candidates: tuple[Candidate, ...], subject: Subject, lookup: Lookup) -> list[Target]:
    """The targets among the candidates; a class that is only named as the home of another target is left out."""
    targets: dict[str, Target] = {}
    bases = _successors_of_owner(subject, lookup)
    for candidate in candidates:
        if candidate.is_expression:
            continue
        target = verify(candidate.text, subject, lookup, bases=bases)
        if target is not None and not (targets and tail(target.path) == tail(subject.path)):
            targets.setdefault(target.path, target)
    found = [t for t in targets.values() if not any(is_within(o, t.path) and o != t.path for o in targets)]
    return found[:_MOST_TARGETS]


def _parameters_among(candidates: tuple[Candidate, ...], subject: Subject, lookup: Lookup) -> tuple[str, ...]:
    """The candidates that the callable takes as keywords today."""
    if subject.entity is None:
        return ()
    found: dict[str, None] = {}
    for candidate in candidates:
        name = candidate.text.partition("=")[0].strip()
        if not name.isidentifier() or name == subject.keyword:
            continue
        if lookup.parameter(subject.entity, name) is None:
            found[name] = None
    return tuple(found)[:_MOST_TARGETS]


def _successors_of_owner(subject: Subject, lookup: Lookup) -> tuple[str, ...]:
    """Where the class of a member went, if it is gone itself: the member's successor is likely there."""
    owner = parent(subject.path)
    if subject.keyword is not None or "." not in owner:
        return ()
    above = lookup.path(owner)
    if not isinstance(above, Missing) or above.path != owner:
        return ()
    replacement = find_replacement(above, lookup)
    return replacement.targets if replacement is not None else ()


def _from_surfaces(subject: Subject, lookup: Lookup) -> Replacement | None:
    same = find_identity(subject, lookup)
    if same is not None:
        evidence = Evidence("alias", subject.release, f"{subject.path} was {subject.definition}")
        offer = _offer(_kind_of(subject, same), [same], evidence, Trust.LIBRARY, subject=subject, lookup=lookup)
        return replace(offer, fit=Fit.DROP_IN if same.install is None else Fit.ADAPTED)
    if not subject.is_gone:
        return None
    former = subject.entity
    if former is not None and former.symbol.kind is Kind.ALIAS and former.symbol.target:
        target = former.symbol.target
        evidence = Evidence("alias", subject.release, f"{subject.path} was {target}")
        return _unchecked((target,), evidence, Trust.LIBRARY) if not lookup.tracks(target) else None
    moved = find_move(subject, lookup)
    if moved is not None:
        evidence = Evidence("name", subject.release, "the same name at a new home")
        return _offer(_kind_of(subject, moved), [moved], evidence, Trust.INFERRED, subject=subject, lookup=lookup)
    return None


def _advice(subject: Subject, lookup: Lookup) -> Replacement | None:
    """The library's sentence itself, unless it names what is known not to exist."""
    if subject.deprecation is None:
        return None
    text = advice_in(subject.deprecation)
    if not text or any(is_known_gone(c.text, subject, lookup) for c in candidates_in(subject.deprecation)):
        return None
    return Replacement(ReplacementKind.ADVICE, text, (), _evidence(subject.deprecation, subject), Trust.LIBRARY)


def _evidence(deprecation: Deprecation, subject: Subject) -> Evidence:
    return Evidence(deprecation.evidence, subject.release, quote(deprecation))


def _kind_of(subject: Subject, target: Target) -> ReplacementKind:
    if parent(target.path) == parent(subject.path):
        return ReplacementKind.RENAMED
    if tail(target.path) == tail(subject.path):
        return ReplacementKind.MOVED
    return ReplacementKind.EXPRESSION


def _offer(  # noqa: PLR0913  what is offered, why, and where it was looked for
    kind: ReplacementKind,
    targets: list[Target],
    evidence: Evidence,
    trust: Trust,
    *,
    subject: Subject,
    lookup: Lookup,
    text: str | None = None,
) -> Replacement:
    paths = tuple(dict.fromkeys(target.path for target in targets))
    first = targets[0]
    # A builtin is written without its module.
    shown = text or " or ".join(path.removeprefix("builtins.") for path in paths)
    assert all(is_path(path) for path in paths), "targets are dotted paths"
    fit = Fit.BY_HAND if text else fit_of(subject, tuple(targets), kind, evidence, lookup)
    if fit is Fit.DROP_IN and (first.install is not None or trust is Trust.INFERRED):
        fit = Fit.ADAPTED
    home, attribute = home_of(first, lookup), attribute_of(first, subject, lookup)
    return Replacement(kind, shown, paths, evidence, trust, first.distribution, first.install, fit, home, attribute)
