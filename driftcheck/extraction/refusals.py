"""What is kept only to refuse: a function, a property or a class that says that it was removed, and raises."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence

from driftcheck.extraction.deprecations import from_message, text_of
from driftcheck.model.symbols import Deprecation

_GONE = re.compile(
    r"\b(?:removed|no longer|deprecat\w+|discontinued|obsolete"
    r"|(?:has|have|was|were) (?:been )?(?:moved|renamed|replaced))\b",
    re.IGNORECASE,
)
"""Words of a refusal that holds for everybody. Many others are meant for one class, or one way of use."""


def refusal(raised: ast.expr | None, constants: Mapping[str, str]) -> Deprecation | None:
    """The words of what is raised before anything else is done, where they say that the thing is gone.

    Args:
        raised: The exception; None where something else is done first.
        constants: Strings by name, for messages.
    """
    if not isinstance(raised, ast.Call) or not raised.args:
        return None
    words = text_of(raised.args[0], dict(constants))
    return from_message("refusal", words) if words and _GONE.search(words) else None


def refusal_of_module(statements: Sequence[ast.stmt], constants: Mapping[str, str]) -> Deprecation | None:
    """The words of a module that cannot be imported any more: its body raises, whatever happens."""
    raised = next((node.exc for node in statements if isinstance(node, ast.Raise)), None)
    return refusal(raised, constants)
