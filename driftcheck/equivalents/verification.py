"""From the words of a library to names that exist in the pinned release."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from driftcheck.equivalents.evidence import Candidate, candidates_in
from driftcheck.equivalents.lookups import Lookup
from driftcheck.equivalents.subjects import Subject
from driftcheck.model.names import is_path, is_private, parent, prefixes, tail
from driftcheck.model.releases import PinKind
from driftcheck.model.resolutions import Entity, Found, Missing
from driftcheck.model.symbols import Deprecation, Kind

_DOTTED = re.compile(r"(?<![\w.)\]])[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")
_LONGEST_CHAIN = 4
"""How often a replacement may itself have been replaced."""

_LANGUAGE = "python"
"""What is there wherever code runs, whether or not something says which one."""


@dataclass(frozen=True, slots=True)
class Target:
    """A name that exists in the pinned world."""

    path: str
    distribution: str
    install: str | None = None
    """The distribution, where nothing pins or implies it: it must be installed first."""
    expression: str | None = None
    """What to write, where the words that led here say it in code."""


def verify(text: str, subject: Subject, lookup: Lookup, *, bases: tuple[str, ...] = ()) -> Target | None:
    """Find what a candidate name means beside the subject, and that it is there and not itself on its way out.

    Args:
        text: A dotted name, in full, relative, or with a leading dot.
        subject: What is to be replaced.
        lookup: The pinned world.
        bases: Paths that the name may be relative to, before those around the subject.

    Returns:
        The target under its public path; None where no reading of the name exists.
    """
    seen: set[str] = set()
    for path in _readings(text, subject, lookup, bases):
        if path in seen:
            continue
        seen.add(path)
        target = _settle(path, subject, lookup, _LONGEST_CHAIN)
        if target is not None:
            return target
    return None


def verify_written(path: str, subject: Subject, lookup: Lookup) -> Target | None:
    """Find what people have written down for the subject: a path in full, shown as it is written, be it a module.

    What is itself on its way out is followed. Where that leads nowhere it is better than what is gone: it runs.
    """
    found = lookup.path(path)
    if not isinstance(found, Found) or (path == subject.path and subject.keyword is None):
        return _settle(path, subject, lookup, _LONGEST_CHAIN)
    onward = _settle(path, subject, lookup, _LONGEST_CHAIN) if found.deprecation is not None else None
    if onward is not None or (found.deprecation is not None and not subject.is_gone):
        return onward
    return located(path, found.entity, subject, lookup)


def is_known_gone(text: str, subject: Subject, lookup: Lookup) -> bool:
    """Whether a candidate is written in full and is known not to exist: words that lead nowhere."""
    name = text.strip().lstrip(".")
    if not is_path(name) or "." not in name or not lookup.tracks(name):
        return False
    return verify(text, subject, lookup) is None and isinstance(lookup.path(name), Missing)


def _readings(text: str, subject: Subject, lookup: Lookup, bases: tuple[str, ...]) -> Iterator[str]:
    """Yield the dotted paths that a name may stand for, the nearest first."""
    name = text.strip()
    is_relative = name.startswith(".")
    name = name.lstrip(".").removesuffix("()")
    dashed = name.replace("-", "_")
    if "-" in name and is_path(dashed) and lookup.tracks(dashed):
        # A distribution is named; what moved there most likely sits at its top.
        yield f"{dashed}.{tail(subject.path)}"
        return
    if not is_path(name):
        return
    parts = name.split(".")
    if not is_relative and len(parts) > 1 and lookup.tracks(parts[0]):
        yield name
        yield f"{name}.{tail(subject.path)}"
    surroundings = [*bases, *prefixes(parent(subject.path)), *prefixes(parent(subject.definition))]
    yield from (f"{base}.{name}" for base in surroundings if base)
    if len(parts) > 1 and (is_relative or not lookup.tracks(parts[0])):
        if not is_relative:
            # Documentation writes the root in short (`np.isin`).
            yield f"{subject.path.partition('.')[0]}.{'.'.join(parts[1:])}"
        # A class of the library, named without its module.
        for home in _homes(parts[0], subject, lookup):
            yield f"{home}.{'.'.join(parts[1:])}"
    if len(parts) == 1 and not is_relative:
        yield f"builtins.{name}"
        yield from _homes(name, subject, lookup)
        if lookup.tracks(name):
            yield f"{name}.{tail(subject.path)}"


def _homes(name: str, subject: Subject, lookup: Lookup) -> Iterator[str]:
    """Yield the one public path of a class named without its module, in the distribution or its family.

    Only names in the manner of classes: a lone lower-case word is too often just a word.
    """
    if not name[:1].isupper():
        return
    for distribution in (subject.distribution, *lookup.relations.family(subject.distribution)):
        definitions: dict[str, str] = {}
        for path in lookup.relations.homes(distribution, name):
            found = lookup.path(path)
            if isinstance(found, Found) and found.entity.symbol.kind is Kind.CLASS:
                definitions.setdefault(found.entity.symbol.path, path)
        if len(definitions) == 1:
            public = lookup.definition(next(iter(definitions)))
            if isinstance(public, Found):
                yield public.entity.path
            return


def _settle(path: str, subject: Subject, lookup: Lookup, steps: int) -> Target | None:
    """The target at `path`, or at the end of the chain of replacements that starts there."""
    if path == subject.path and subject.keyword is None:
        return None
    found = lookup.path(path)
    match found:
        case Found(entity, deprecation):
            if deprecation is not None:
                return _follow(path, deprecation, subject, lookup, steps)
            return _target(entity, subject, lookup)
        case Missing(missing):
            whole = found if missing == path else lookup.departed(path)
            if whole is None or whole.deprecation is None:
                return None
            return _follow(path, whole.deprecation, subject, lookup, steps)
        case _:
            return None


def _follow(path: str, deprecation: Deprecation, subject: Subject, lookup: Lookup, steps: int) -> Target | None:
    if steps == 0:
        return None
    onward = Subject(path, subject.distribution, subject.version, None, deprecation, subject.release)
    candidates = candidates_in(deprecation)
    for candidate in candidates:
        for reading in _readings(candidate.text, onward, lookup, ()):
            target = _settle(reading, subject, lookup, steps - 1) if reading != path else None
            if target is not None:
                expression = target.expression or expression_among(candidates)
                return Target(target.path, target.distribution, target.install, expression)
    return None


def expression_among(candidates: Iterable[Candidate]) -> str | None:
    """The code that a library gives as data for what to write."""
    return next((c.text for c in candidates if c.is_data and c.is_expression and _is_shown(c.text)), None)


def expression_in_words(candidates: Iterable[Candidate], subject: Subject, lookup: Lookup) -> str | None:
    """The code that prose gives for what to write, if every name of a library in it exists; roots written in full."""
    for candidate in candidates:
        if not candidate.is_data and candidate.is_expression and "(" in candidate.text and _is_shown(candidate.text):
            written = _in_full(candidate.text, subject, lookup)
            if written is not None:
                return written
    return None


def _in_full(text: str, subject: Subject, lookup: Lookup) -> str | None:
    """An expression with each dotted name as the pinned world has it; None where one is not there, or there is none."""
    root = subject.path.partition(".")[0]
    parts: list[str] = []
    end = 0
    for match in _DOTTED.finditer(text):
        name = match[0] if lookup.tracks(match[0]) else f"{root}.{match[0].partition('.')[2]}"
        found = lookup.path(name)
        if not isinstance(found, Found) or found.deprecation is not None:
            return None
        parts += [text[end : match.start()], name]
        end = match.end()
    return "".join([*parts, text[end:]]) if parts else None


def _is_shown(text: str) -> bool:
    """Whether an expression can stand alone as what to write."""
    return not text.startswith(("from ", "import ")) and any(character in text for character in "|[(=")


def _target(entity: Entity, subject: Subject, lookup: Lookup) -> Target | None:
    symbol = entity.symbol
    if symbol.kind is Kind.MODULE and not subject.is_module:
        return None
    path = entity.path
    if is_private(path) or _is_roundabout(path, lookup):
        public = lookup.definition(symbol.path)
        if not isinstance(public, Found) or is_private(public.entity.path):
            return None
        path = public.entity.path
    if path == subject.path and subject.keyword is None:
        return None
    return located(path, entity, subject, lookup)


def _is_roundabout(path: str, lookup: Lookup) -> bool:
    """Whether a path leads through a module that another one merely imports (`paint.core.np.isin`)."""
    for prefix in prefixes(path)[1:]:
        above = lookup.path(prefix)
        if isinstance(above, Found) and above.entity.symbol.kind is Kind.MODULE and above.entity.symbol.path != prefix:
            return True
    return False


def located(path: str, entity: Entity, subject: Subject, lookup: Lookup) -> Target:
    """The target with the distribution that provides it, and whether that must be installed."""
    root = path.partition(".")[0]
    provider = entity.selection.distribution
    if root == subject.path.partition(".")[0]:
        provider = subject.distribution
    elif root != entity.symbol.path.partition(".")[0]:
        through = lookup.path(root)
        if isinstance(through, Found):
            provider = through.entity.selection.distribution
    selection = lookup.selection(provider)
    is_there = provider in {subject.distribution, _LANGUAGE}
    is_there = is_there or (selection is not None and selection.kind is not PinKind.NEWEST)
    return Target(path, provider, None if is_there else provider)
