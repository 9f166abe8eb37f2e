"""Poetry's version constraints (`^1.2`, `~1.2`, `1.*`, `>=1,<2 || ^3`) as PEP 440 specifiers."""

from __future__ import annotations

import re

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import Version

from driftcheck.pins.documents import version_of

_CONSTRAINT = re.compile(r"\s*(\^|~=|~|===|==|!=|>=|<=|>|<|=)?\s*v?([0-9][\w.+!*-]*|\*)\s*,?")
_NOTHING = Version("0")


def specifier_of(constraint: str) -> str | None:
    """The PEP 440 specifier for a constraint; empty for `*`, None for what cannot be understood.

    Of alternatives (`||`), which PEP 440 cannot say, the one that reaches the newest releases is returned.
    """
    translated = [_conjunction(part) for part in re.split(r"\|\|?", constraint)]
    known = [specifier for specifier in translated if specifier is not None]
    return max(known, key=_lower_bound) if len(known) == len(translated) else None


def _conjunction(text: str) -> str | None:
    parts: list[str] = []
    place = 0
    text = text.strip()
    while place < len(text):
        match = _CONSTRAINT.match(text, place)
        if match is None or match.end() == place:
            return None
        part = _single(match[1] or "", match[2])
        if part is None:
            return None
        parts.append(part)
        place = match.end()
    joined = ",".join(part for part in parts if part)
    try:
        SpecifierSet(joined)
    except InvalidSpecifier:
        return None
    return joined


def _single(operator: str, text: str) -> str | None:
    if text == "*":
        return ""
    if operator in {"^", "~"}:
        version = version_of(text)
        if version is None:
            return None
        return f">={text},<{_next(version, _caret(version) if operator == '^' else _tilde(version))}"
    return f"{'==' if operator in {'', '='} else operator}{text}"


def _caret(version: Version) -> int:
    """The place of the leftmost number that is not 0, or else the last: that one may not change."""
    return next((place for place, number in enumerate(version.release) if number), len(version.release) - 1)


def _tilde(version: Version) -> int:
    return min(1, len(version.release) - 1)


def _next(version: Version, place: int) -> str:
    numbers = [*version.release[:place], version.release[place] + 1]
    epoch = f"{version.epoch}!" if version.epoch else ""
    return epoch + ".".join(str(number) for number in numbers)


def _lower_bound(specifier: str) -> Version:
    floors = [
        version_of(part.version.removesuffix(".*")) for part in SpecifierSet(specifier) if part.operator in _FLOORS
    ]
    return max((floor for floor in floors if floor is not None), default=_NOTHING)


_FLOORS = frozenset({">=", ">", "==", "===", "~="})
