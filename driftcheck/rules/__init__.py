"""What is worth saying about a resolved reference, and how it is said.

A rule is a pure function over the model. Rules open nothing, hold no state, and know nothing about any one library:
what they say comes from the resolution they are shown.
"""

from __future__ import annotations

from driftcheck.rules import (
    deprecated_parameter,
    deprecated_symbol,
    orphaned_override,
    removed_parameter,
    removed_symbol,
    unchecked_file,
    uncovered_release,
    unknown_parameter,
    unknown_symbol,
    unreleased_parameter,
    unreleased_symbol,
    unused_suppression,
)
from driftcheck.rules.base import Fact, Rule, Uncovered, UnusedSuppression

RULES: tuple[Rule, ...] = (
    removed_symbol.RULE,
    unreleased_symbol.RULE,
    unknown_symbol.RULE,
    deprecated_symbol.RULE,
    orphaned_override.RULE,
    removed_parameter.RULE,
    deprecated_parameter.RULE,
    unreleased_parameter.RULE,
    unknown_parameter.RULE,
    uncovered_release.RULE,
    unused_suppression.RULE,
    unchecked_file.RULE,
)
"""In code order. The first rule that speaks has the word: one finding for one reference."""

__all__ = ["RULES", "Fact", "Rule", "Uncovered", "UnusedSuppression"]
