"""What rules are called by: a code, the beginning of several, a name, or all of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from driftcheck.errors import DriftcheckError
from driftcheck.rules import RULES

ALL = "ALL"
PREFIX = "DC"
CODES = frozenset(rule.code for rule in RULES)
_BY_NAME = {rule.name: rule.code for rule in RULES}
_ALWAYS = frozenset({"DC901"})
"""What a choice of rules does not leave out unless it says so: a file that was not checked must not look like a clean
one."""


class UnknownRuleError(DriftcheckError):
    """What no rule is called by.

    Args:
        written: What stands there.
    """

    def __init__(self, written: str) -> None:
        super().__init__(written)
        self.written = written

    def __str__(self) -> str:
        return f"there is no rule {self.written!a}{instead(self.written)}"


def codes_of(written: str) -> frozenset[str]:
    """The codes of the rules that are meant.

    Args:
        written: `DC101`, `DC1` for all whose codes begin so, `removed-symbol`, or `ALL`; in any case.

    Raises:
        UnknownRuleError: No rule is called so.
    """
    upper = written.upper()
    if upper == ALL:
        return CODES
    named = _BY_NAME.get(written.lower())
    if named is not None:
        return frozenset({named})
    found = frozenset(code for code in CODES if upper.startswith(PREFIX) and code.startswith(upper))
    if not found:
        raise UnknownRuleError(written)
    return found


def codes_of_all(names: Iterable[str]) -> frozenset[str]:
    """The codes of all the rules that are meant, as `codes_of` gives those of one name."""
    return frozenset[str]().union(*map(codes_of, names))


def code_of(written: str) -> str | None:
    """The code of the one rule that is called so; None where there is none, or where several are meant."""
    upper = written.upper()
    return upper if upper in CODES else _BY_NAME.get(written.lower())


def instead(written: str) -> str:
    """`; did you mean DC101?`, or what may be written where nothing is near."""
    from difflib import get_close_matches  # noqa: PLC0415  only for a mistake

    for wanted, known in ((written.upper(), (*sorted(CODES), ALL)), (written.lower(), tuple(_BY_NAME))):
        near = get_close_matches(wanted, known, 1)
        if near:
            return f"; did you mean {near[0]}?"
    return f"; there are {', '.join(sorted(CODES))}, their names, and {ALL}"


def choose(
    before: frozenset[str], *, select: Iterable[str] | None, extend: Iterable[str] = (), ignore: Iterable[str] = ()
) -> frozenset[str]:
    """The codes of the rules that are wanted. What is said more exactly goes before what is said in general.

    Args:
        before: What is wanted where nothing is said.
        select: These, and no others; None where that is not said.
        extend: These as well.
        ignore: Not these; where as exact as the others, it has the last word.

    Raises:
        UnknownRuleError: No rule is called so.
    """
    chosen = before if select is None else _ALWAYS
    wanted = [(codes_of(name), _exactness(name)) for name in (*(select or ()), *extend)]
    unwanted = [(codes_of(name), _exactness(name)) for name in ignore]
    for exactness in sorted({rank for _, rank in (*wanted, *unwanted)}):
        chosen = chosen.union(*(codes for codes, rank in wanted if rank == exactness))
        chosen = chosen.difference(*(codes for codes, rank in unwanted if rank == exactness))
    return chosen


def weigh(severities: Mapping[str, str]) -> dict[str, str]:
    """What is written of rules, by code; what is said more exactly goes before what is said in general.

    Args:
        severities: By what the rules are called, as `codes_of` takes it.
    """
    ordered = sorted(severities.items(), key=lambda item: _exactness(item[0]))
    return {code: severity for name, severity in ordered for code in sorted(codes_of(name))}


def _exactness(written: str) -> int:
    """How much of a code it says: nothing, some letters of it, or all."""
    if written.upper() == ALL:
        return 0
    return len(written) if code_of(written) is None else len(PREFIX) + 3
