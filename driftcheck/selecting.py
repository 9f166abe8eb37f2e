"""Which findings are reported, and how much each weighs, as the user's preferences say."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from packaging.utils import canonicalize_name

from driftcheck.config.preferences import PathRules, Preferences
from driftcheck.model.findings import Finding
from driftcheck.model.names import is_within
from driftcheck.source.patterns import specification

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


class Selector:
    """Tells what is wanted of what was found.

    Args:
        preferences: What the user wants.
    """

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences
        self._unwanted: dict[str, frozenset[str]] = {}
        self._matchers: list[tuple[Callable[[str], bool], frozenset[str]]] | None = None
        self._packages = [(name, canonicalize_name(name), codes) for name, codes in preferences.by_package.items()]

    def is_active(self, code: str, path: str) -> bool:
        """Whether the rule of a code is wanted of a file.

        Args:
            code: Of a rule.
            path: As findings show it.
        """
        return code in self._preferences.codes and code not in self._unwanted_of(path)

    def select(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Yield the findings that are wanted, as the user weighs them."""
        for finding in findings:
            if self.is_active(finding.code, finding.location.path) and not self._is_of_spared_package(finding):
                severity = self._preferences.severities.get(finding.code, finding.severity)
                yield finding if severity is finding.severity else replace(finding, severity=severity)

    def _is_of_spared_package(self, finding: Finding) -> bool:
        return any(
            finding.code in codes and (finding.distribution == distribution or _is_beneath(finding.symbol, name))
            for name, distribution, codes in self._packages
        )

    def _unwanted_of(self, path: str) -> frozenset[str]:
        """The codes that are not wanted of one file."""
        if not self._preferences.by_path:
            return frozenset()
        known = self._unwanted.get(path)
        if known is None:
            if self._matchers is None:
                self._matchers = [(_matcher(rules), rules.codes) for rules in self._preferences.by_path]
            place = os.path.normpath(os.path.join(self._preferences.working_folder, path))  # noqa: PTH118  as text
            known = frozenset[str]().union(*(codes for matches, codes in self._matchers if matches(place)))
            self._unwanted[path] = known
        return known


def _is_beneath(symbol: str, name: str) -> bool:
    """Whether a symbol, or the callable whose parameter it is, is of that dotted name or lies beneath it."""
    return is_within(symbol.partition("(")[0], name)


def _matcher(rules: PathRules) -> Callable[[str], bool]:
    """Whether an absolute path is meant by a pattern."""
    is_other = rules.pattern.startswith("!")
    spec = specification([rules.pattern.removeprefix("!")])
    home = os.path.normpath(rules.home.absolute())
    return lambda path: _matches(spec, path, home) is not is_other


def _matches(spec: GitIgnoreSpec, path: str, home: str) -> bool:
    beginning = os.path.join(home, "")  # noqa: PTH118  a path drops the last separator
    # What lies elsewhere has no name that the pattern could mean.
    return path.startswith(beginning) and spec.match_file(path.removeprefix(beginning).replace(os.sep, "/"))
