"""What a docstring says that a call gives back."""

from __future__ import annotations

import re

from driftcheck.extraction.griffe_adapter import docstring_returns
from driftcheck.extraction.returns import SELF
from driftcheck.extraction.scopes import UNKNOWN, Scope
from driftcheck.model.names import is_within
from driftcheck.source.parsing import parse_expression

_ROLE = re.compile(r"^:(?:[a-z]+:)?[a-z]+:`~?\.?([\w.]+)`$")
"""``:class:`~paint.Brush` ``"""
_ALONE = re.compile(r"^[ \t]*:rtype:[ \t]*(\S.*?)[ \t.]*$", re.MULTILINE)
"""A type without words on what is returned."""


def described_returns(docstring: str, scope: Scope) -> str:
    """The type expression of what a docstring says to be returned; `?` where it says none that is a plain name.

    Args:
        docstring: Of a function.
        scope: What names mean where the function is defined.
    """
    written = docstring_returns(docstring) if "eturns" in docstring else None
    if written is None and ":rtype:" in docstring:
        alone = _ALONE.search(docstring)
        written = alone[1] if alone else None
    return _read(written, scope) if written else UNKNOWN


def _read(text: str, scope: Scope) -> str:
    """A plain name, perhaps in a role, or such names joined by `or`."""
    parts = [part.strip().removesuffix(", optional") for part in text.replace(" | ", " or ").split(" or ")]
    kinds = []
    for part in (_ROLE.sub(r"\1", part) for part in parts):
        if not part or not all(piece.isidentifier() for piece in part.split(".")):
            return UNKNOWN
        if part in ("self", "object", "None", "any"):
            kinds.append({"self": SELF, "None": "None"}.get(part, UNKNOWN))
            continue
        if "." in part and is_within(part, scope.module.partition(".")[0]):
            # Written out in full, as documentation has it: no name of the module.
            kinds.append(part)
            continue
        try:
            kinds.append(scope.type_expression(parse_expression(part)))
        except SyntaxError:
            return UNKNOWN
    return UNKNOWN if UNKNOWN in kinds else " | ".join(dict.fromkeys(kinds))
