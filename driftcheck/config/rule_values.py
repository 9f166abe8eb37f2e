"""Values of the keys that speak of rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from driftcheck.config.preferences import OFF
from driftcheck.config.values import WrongValueError, nearest, strings, table
from driftcheck.model.findings import Severity
from driftcheck.rules.naming import UnknownRuleError, codes_of
from driftcheck.source.patterns import fault_of

SEVERITIES = (*(str(severity) for severity in Severity), OFF)
_PACKAGE = re.compile(r"\w(?:[\w.-]*\w)?")


def rule_list(value: object, _: Path) -> tuple[str, ...]:
    """A list of rules."""
    return _rules(value)


def severities(value: object, _: Path) -> Mapping[str, str]:
    """A table of severities by rule."""
    found: dict[str, str] = {}
    written = table(value, 'a table of severities by rule, such as { DC201 = "error" }')
    for rule, severity in written.items():
        _known(rule, rule)
        if not isinstance(severity, str):
            raise WrongValueError(f"one of {', '.join(SEVERITIES)}, in quotes", rule)
        if severity not in SEVERITIES:
            raise WrongValueError(f"a severity, and {severity!a} is none{nearest(severity, SEVERITIES)}", rule)
        found[rule] = severity
    return MappingProxyType(found)


def rules_by_path(value: object, _: Path) -> Mapping[str, tuple[str, ...]]:
    """A table of rules by pattern of paths."""
    written = table(value, 'a table of rules by pattern, such as { "tests/*" = ["DC201"] }')
    for pattern in written:
        fault = fault_of(pattern.removeprefix("!"))
        if fault is not None:
            raise WrongValueError(f"patterns as in .gitignore, and {fault}", pattern)
    return MappingProxyType({pattern: _rules(rules, pattern) for pattern, rules in written.items()})


def rules_by_package(value: object, _: Path) -> Mapping[str, tuple[str, ...]]:
    """A table of rules by distribution or dotted name."""
    written = table(value, 'a table of rules by distribution or dotted name, such as { pandas = ["DC201"] }')
    for name in written:
        if not _PACKAGE.fullmatch(name):
            raise WrongValueError("a distribution or a dotted name before the equals sign", name)
    return MappingProxyType({name: _rules(rules, name) for name, rules in written.items()})


def _rules(value: object, *below: str) -> tuple[str, ...]:
    names = strings(value, 'a list of rules in quotes, such as ["DC1", "deprecated-symbol"]', *below)
    for name in names:
        _known(name, *below)
    return names


def _known(name: str, *below: str) -> None:
    try:
        codes_of(name)
    except UnknownRuleError as error:
        raise WrongValueError(f"rules, and {error}", *below) from error
