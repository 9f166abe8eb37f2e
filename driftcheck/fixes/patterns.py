"""Expressions with holes: what they match, and what fills the holes.

`{name}` is a hole for an expression, `{name:dict}` for a display of that sort; `...` and `*...` among arguments stand
for the arguments that nothing else takes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import libcst as cst

from driftcheck.fixes.names import Names
from driftcheck.fixes.scripts import dotted
from driftcheck.model.names import tail

_HOLE = re.compile(r"\{(\w+)(?::(\w+))?\}")
_MARK = "__hole_"
_DISPLAYS: dict[str, type[cst.BaseExpression]] = {"dict": cst.Dict, "list": cst.List}
_CONSTANTS = frozenset({"True", "False", "None"})


@dataclass(slots=True)
class Filling:
    """What the holes of a pattern were filled with."""

    holes: dict[str, cst.BaseExpression] = field(default_factory=dict)
    rest: tuple[cst.Arg, ...] = ()


@lru_cache(maxsize=256)
def parse_pattern(text: str) -> cst.BaseExpression:
    """The tree of a pattern, its holes as marked names.

    Raises:
        ValueError: It is no expression.
    """
    try:
        return cst.parse_expression(_HOLE.sub(lambda m: f"{_MARK}{m[1]}__{m[2] or ''}", text))
    except cst.ParserSyntaxError as error:
        raise ValueError(f"not a pattern: {text}") from error


def hole_name(node: cst.CSTNode) -> str | None:
    """The name of the hole that a node of a pattern is."""
    if isinstance(node, cst.Name) and node.value.startswith(_MARK):
        return node.value.removeprefix(_MARK).rpartition("__")[0]
    return None


def is_rest(argument: cst.Arg) -> bool:
    """Whether an argument of a pattern stands for the arguments that nothing else takes."""
    return isinstance(argument.value, cst.Ellipsis) and argument.keyword is None


def match(pattern: cst.BaseExpression, code: cst.BaseExpression, anchor: cst.Name, names: Names) -> Filling | None:
    """What fills the holes of a pattern, if an expression matches.

    Args:
        pattern: From `parse_pattern`.
        code: An expression of the user's.
        anchor: The name that a finding is about: it is part of what the pattern spells out, in no hole.
        names: What names in the code stand for.
    """
    filling = Filling()
    if not _Matcher(anchor, names, filling).matches(pattern, code):
        return None
    filled = [*filling.holes.values(), *filling.rest]
    return None if any(_holds(node, anchor) for node in filled) else filling


@dataclass(frozen=True, slots=True)
class _Matcher:
    """Walks a pattern and an expression side by side."""

    anchor: cst.Name
    names: Names
    filling: Filling

    def matches(self, pattern: cst.CSTNode, code: cst.CSTNode) -> bool:
        """Whether they agree, holes being filled on the way."""
        hole = hole_name(pattern)
        if hole is not None:
            assert isinstance(pattern, cst.Name), "a hole is a name"
            return self._fill(hole, pattern.value.rpartition("__")[2], code)
        path = dotted(pattern)
        if path is not None and path not in _CONSTANTS and not path.startswith(_MARK):
            return self._is_named(path, code)
        match pattern, code:
            case cst.Attribute(), cst.Attribute():
                return pattern.attr.value == code.attr.value and self.matches(pattern.value, code.value)
            case cst.Call(), cst.Call():
                return self.matches(pattern.func, code.func) and self._take(pattern, code)
            case cst.Subscript(), cst.Subscript():
                wanted, given = _index(pattern), _index(code)
                if wanted is None or given is None:
                    return False
                return self.matches(pattern.value, code.value) and self.matches(wanted, given)
            case cst.SimpleString(), cst.SimpleString():
                return pattern.evaluated_value == code.evaluated_value
            case (cst.Name(value=one), cst.Name(value=other)) | (cst.Integer(value=one), cst.Integer(value=other)):
                return one == other
            case _:
                return False

    def _is_named(self, path: str, code: cst.CSTNode) -> bool:
        """Whether the code names what a path of the pattern does: the name that is found, or by its imports."""
        is_anchor = code is self.anchor or (isinstance(code, cst.Attribute) and code.attr is self.anchor)
        return (is_anchor and self.anchor.value == tail(path)) or self.names.path_of(code) == path

    def _fill(self, name: str, sort: str, code: cst.CSTNode) -> bool:
        if not isinstance(code, cst.BaseExpression):
            return False
        if sort and not isinstance(self.names.value_of(code), _DISPLAYS[sort]):
            return False
        known = self.filling.holes.setdefault(name, code)
        return known is code or known.deep_equals(code)

    def _take(self, pattern: cst.Call, code: cst.Call) -> bool:
        """Share the arguments of a call out among those of a pattern."""
        left = list(code.args)
        for argument in pattern.args:
            if is_rest(argument):
                continue
            found = _argument_for(argument, left)
            if found is None or not self.matches(argument.value, found.value):
                return False
            left = [other for other in left if other is not found]
        rest = next((argument for argument in pattern.args if is_rest(argument)), None)
        if rest is None:
            return not left
        if rest.star != "*" and any(argument.keyword is None and argument.star != "**" for argument in left):
            return False
        self.filling.rest = tuple(left)
        return True


def _argument_for(wanted: cst.Arg, given: Sequence[cst.Arg]) -> cst.Arg | None:
    """The argument that a pattern means: by its keyword; by its place, or by the keyword that names the hole."""
    if wanted.keyword is not None:
        keyword: str | None = wanted.keyword.value
    else:
        if given and given[0].keyword is None and not given[0].star:
            return given[0]
        keyword = hole_name(wanted.value)
    return next((one for one in given if one.keyword is not None and one.keyword.value == keyword), None)


def _index(node: cst.Subscript) -> cst.BaseExpression | None:
    slices = [element.slice for element in node.slice]
    return slices[0].value if len(slices) == 1 and isinstance(slices[0], cst.Index) else None


def _holds(node: cst.CSTNode, sought: cst.CSTNode) -> bool:
    return node is sought or any(_holds(child, sought) for child in node.children)
