"""Tests that decide at import time whether a name is bound."""

from __future__ import annotations

import ast
import re

from packaging.version import Version

from driftcheck.model import symbols

_OPERATORS = {ast.GtE: ">=", ast.Gt: ">", ast.LtE: "<=", ast.Lt: "<", ast.Eq: "==", ast.NotEq: "!="}
_OPPOSITES = {">=": "<", "<": ">=", ">": "<=", "<=": ">", "==": "!=", "!=": "=="}
_MIRRORED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.GtE: ast.LtE, ast.Gt: ast.Lt, ast.LtE: ast.GtE, ast.Lt: ast.Gt, ast.Eq: ast.Eq, ast.NotEq: ast.NotEq,
}  # fmt: skip
LISTED_BY_STUB = symbols.LISTED_BY_STUB
STUB_ONLY = "compiled, described by a stub only"
"""The reason why a namespace is open of which only a stub tells."""
NEVER = "never"
"""The branch is for type checkers, or can never run."""


def branches(test: ast.expr) -> tuple[str | None, str | None]:
    """The conditions under which the body and the `else` of an `if` run.

    Returns:
        For each branch: None where it may run on any Python, `python>=3.9` and the like where the
        version decides, `never` where it is not run.
    """
    match test:
        case ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING"):
            return NEVER, None
        case ast.Constant(value=value):
            return (None, NEVER) if value else (NEVER, None)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            body, orelse = branches(operand)
            return orelse, body
        case ast.BoolOp(op=ast.And(), values=values):
            conditions = [branches(value)[0] for value in values]
            if NEVER in conditions:
                return NEVER, None
            known = [condition for condition in conditions if condition]
            return (" and ".join(known) or None), None
        case ast.Compare(left=ast.Name(id="__name__"), ops=[ast.Eq()], comparators=[ast.Constant(value="__main__")]):
            return NEVER, None
        case ast.Compare(left=left, ops=[op], comparators=[right]) if _is_version_info(right):
            return branches(_turned(left, op, right))
        case ast.Compare(left=left, ops=[op], comparators=[right]) if _is_version_info(left):
            version = _version(right)
            operator = _OPERATORS.get(type(op))
            if version is None or operator is None:
                return None, None
            return f"python{operator}{version}", f"python{_OPPOSITES[operator]}{version}"
        case ast.Compare(left=left, ops=[first, *others], comparators=[middle, *rest]) if others:
            # `(3, 12) <= sys.version_info < (3, 13)` is two tests; what it excludes is no single one.
            one = branches(_turned(left, first, middle))[0]
            two = branches(ast.Compare(middle, others, rest))[0]
            return (f"{one} and {two}", None) if one and two else (None, None)
        case _:
            return None, None


def told_of_members(test: ast.If) -> list[ast.stmt]:
    """What the body of a class defines for type checkers alone. Imports there are for annotations, and define nothing.

    Args:
        test: A test in the body of a class.
    """
    is_true = truth_of_checking(test.test)
    branch = [] if is_true is None else test.body if is_true else test.orelse
    return [node for node in branch if not isinstance(node, ast.Import | ast.ImportFrom)]


def truth_of_checking(test: ast.expr) -> bool | None:
    """Whether a test holds for type checkers and for nobody else; None where it is about something else."""
    match test:
        case ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING"):
            return True
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            inner = truth_of_checking(operand)
            return None if inner is None else not inner
        case _:
            return None


def _turned(left: ast.expr, operator: ast.cmpop, right: ast.expr) -> ast.Compare:
    """A comparison with the version of the language on its left."""
    if _is_version_info(right) and type(operator) in _MIRRORED:
        return ast.Compare(right, [_MIRRORED[type(operator)]()], [left])
    return ast.Compare(left, [operator], [right])


def both(one: str | None, other: str | None) -> str | None:
    """The condition that holds where both hold."""
    if NEVER in (one, other):
        return NEVER
    parts = [part for condition in (one, other) if condition for part in condition.split(" and ")]
    return " and ".join(dict.fromkeys(parts)) or None


def _is_version_info(node: ast.expr) -> bool:
    if isinstance(node, ast.Subscript):
        node = node.value
    return (isinstance(node, ast.Attribute) and node.attr == "version_info") or (
        isinstance(node, ast.Name) and node.id in ("PY_VERSION", "version_info")
    )


def _version(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, int):
        return str(node.value)
    if not isinstance(node, ast.Tuple):
        return None
    parts = [elt.value for elt in node.elts if isinstance(elt, ast.Constant) and isinstance(elt.value, int)]
    return ".".join(map(str, parts[:2])) if parts else None


def holds(condition: str, python: Version) -> bool | None:
    """Whether a condition holds for a version of Python; None where it cannot be read."""
    verdicts = [_part_holds(part, python) for part in condition.split(" and ")]
    if False in verdicts:
        return False
    return None if None in verdicts else True


def _part_holds(part: str, python: Version) -> bool | None:
    found = re.fullmatch(r"python(>=|<=|==|!=|>|<)(\d+(?:\.\d+)?)", part)
    if found is None:
        return None
    asked = Version(found[2])
    one, other = python.release[: len(asked.release)], asked.release
    match found[1]:
        case ">=":
            return one >= other
        case "<":
            return one < other
        case ">":
            return one > other
        case "<=":
            return one <= other
        case "==":
            return one == other
        case _:
            return one != other
