"""How import statements are written: their entries, commas and comments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import libcst as cst

from driftcheck.fixes.names import local_name
from driftcheck.model.edits import Move


class CannotImportError(Exception):
    """A statement cannot be changed without losing something."""


def import_texts(wanted: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the texts of imports, by module: of names, and of the module itself for an empty one."""
    for module, names in wanted.items():
        if "" in names:
            yield f"import {module}"
        named = [name for name in dict.fromkeys(names) if name]
        if named:
            yield f"from {module} import {', '.join(named)}"


def module_text(module: str, local: str) -> str:
    """The text of an import of a module under the name that it goes by."""
    return f"import {module}" if local == module else f"import {module} as {local}"


def aliases(statement: cst.ImportFrom) -> Sequence[cst.ImportAlias]:
    """The entries of a `from … import`; none of a star."""
    return () if isinstance(statement.names, cst.ImportStar) else statement.names


def entry_text(alias: cst.ImportAlias, move: Move, *, with_as: bool = False) -> str:
    """The new name of an entry, under the local name that it is to have."""
    local = move.local or local_name(alias)
    if alias.asname is not None and not with_as:
        return move.name
    return move.name if local == move.name else f"{move.name} as {local}"


def lay_out(
    kept: list[cst.ImportAlias], new: Sequence[cst.ImportAlias], statement: cst.ImportFrom
) -> list[cst.ImportAlias]:
    """The entries of a statement, laid out as they were; commas and line breaks of the last one stay last."""
    names = aliases(statement)
    closing = names[-1].comma
    made = [*kept, *new]
    parted = names[0].comma if len(names) > 1 else None
    between = parted if isinstance(parted, cst.Comma) and not has_comment(parted) else _comma(statement)
    laid: list[cst.ImportAlias] = []
    for place, alias in enumerate(made):
        is_last = place == len(made) - 1
        if is_last:
            comma = closing if alias is names[-1] or alias not in kept else _closed(alias.comma, closing)
        elif isinstance(alias.comma, cst.Comma) and alias is not names[-1]:
            comma = alias.comma
        elif has_comment(alias.comma):
            raise CannotImportError
        else:
            comma = between
        laid.append(alias.with_changes(comma=comma))
    return laid


def _closed(
    own: cst.Comma | cst.MaybeSentinel, closing: cst.Comma | cst.MaybeSentinel
) -> cst.Comma | cst.MaybeSentinel:
    """The comma of an entry that comes to be the last: its own comment, and what stood before the parenthesis."""
    if not has_comment(own):
        return closing
    match own, closing:
        case (
            cst.Comma(whitespace_after=cst.ParenthesizedWhitespace() as space),
            cst.Comma(whitespace_after=cst.ParenthesizedWhitespace() as last),
        ):
            space = space.with_changes(indent=last.indent, last_line=last.last_line)
            return own.with_changes(whitespace_after=space)
        case _:
            raise CannotImportError


def _comma(statement: cst.ImportFrom) -> cst.Comma:
    """How entries are parted in a statement that has but one."""
    if statement.lpar is not None and not isinstance(statement.lpar.whitespace_after, cst.SimpleWhitespace):
        return cst.Comma(whitespace_after=statement.lpar.whitespace_after)
    return cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))


def count_comments(node: cst.CSTNode) -> int:
    """How many comments stand in a node."""
    return isinstance(node, cst.Comment) + sum(count_comments(child) for child in node.children)


def has_comment(node: object) -> bool:
    """Whether a comment stands in a node, or in what may be left out of one."""
    if isinstance(node, cst.Comment):
        return True
    return isinstance(node, cst.CSTNode) and any(has_comment(child) for child in node.children)
