"""An expression written anew by a rule that people wrote down: `df.append(x)` to `pd.concat([df, x])`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import libcst as cst

from driftcheck.fixes.names import CannotSpellError, Names, local_name
from driftcheck.fixes.patterns import Filling, hole_name, is_rest, match, parse_pattern
from driftcheck.fixes.renaming import IsShared
from driftcheck.fixes.scripts import Script, dotted
from driftcheck.model.edits import Addition, Edit, Fix, Move
from driftcheck.model.findings import Finding
from driftcheck.model.replacements import Replacement

_FURTHEST = 4
"""How many expressions a rule may span from a name outward: `name`, `obj.name`, `obj.name[…]`, `obj.name[…](…)`."""
_ATOMS = (
    cst.Attribute, cst.Call, cst.Dict, cst.DictComp, cst.Float, cst.FormattedString, cst.Integer, cst.List,
    cst.ListComp, cst.Name, cst.Set, cst.SetComp, cst.SimpleString, cst.Subscript,
)  # fmt: skip
"""Expressions that bind as tightly as a name."""
_LOOSE = (
    cst.AnnAssign, cst.Annotation, cst.Arg, cst.Assign, cst.DictElement, cst.Element, cst.Expr, cst.If, cst.Index,
    cst.Param, cst.Return, cst.While,
)  # fmt: skip
"""What any expression may stand in without parentheses."""


def rewrite(finding: Finding, replacement: Replacement, script: Script, names: Names, is_shared: IsShared) -> Fix | str:
    """Write the expression around a name anew, by the first rule that matches.

    Of an imported name every use is written anew, or none: then it need not be imported.

    Returns:
        The fix, or why there is none.
    """
    token = script.token_at(finding.location)
    if not isinstance(token, cst.Name):
        return "not written as a name"
    alias = script.parent(token)
    if isinstance(alias, cst.ImportAlias):
        if is_shared(local_name(alias)):
            return "other code may know the name"
        return _rewrite_uses(finding, replacement, alias, script, names)
    return _rewrite(finding, token, replacement, script, names)


def _rewrite_uses(
    finding: Finding, replacement: Replacement, alias: cst.ImportAlias, script: Script, names: Names
) -> Fix | str:
    statement = script.parent(alias)
    if not isinstance(statement, cst.ImportFrom) or isinstance(statement.names, cst.ImportStar):
        return "not written as an import of a name"
    uses = script.uses(local_name(alias))
    if not uses or any(names.path_of(use) is None for use in uses):
        return "bound, or named, in other ways as well" if uses != [] else "not used here"
    place = next(place for place, one in enumerate(statement.names) if one is alias)
    edits: list[Edit] = []
    additions: list[Addition] = []
    for use in uses:
        made = _rewrite(finding, use, replacement, script, names)
        if isinstance(made, str):
            return made
        edits += made.edits
        additions += made.additions
    return Fix(finding, tuple(edits), (Move(script.start(statement), place),), tuple(additions))


def _rewrite(finding: Finding, token: cst.Name, replacement: Replacement, script: Script, names: Names) -> Fix | str:
    for rule in replacement.rewrites:
        pattern = parse_pattern(rule.match)
        for code in _around(token, script):
            filling = match(pattern, code, token, names)
            if filling is not None and rule.write:
                return _write(finding, code, parse_pattern(rule.write), _Filler(filling, replacement, names), script)
            if filling is not None:
                return "for people to change"
    return "written in a way that no rule is for"


def _around(token: cst.Name, script: Script) -> Iterator[cst.BaseExpression]:
    """Yield the expressions that a name stands in, the smallest first."""
    node: cst.CSTNode | None = token
    above = script.parent(token)
    if isinstance(above, cst.Attribute) and above.attr is token:
        node = above  # the last part of a dotted name is no expression of its own
    found = 0
    while node is not None and found < _FURTHEST:
        if isinstance(node, cst.BaseExpression):
            found += 1
            yield node
        elif not isinstance(node, cst.Arg):
            return
        node = script.parent(node)


def _write(
    finding: Finding, code: cst.BaseExpression, wanted: cst.BaseExpression, filler: _Filler, script: Script
) -> Fix | str:
    holes = filler.filling.holes
    counted = Counter(hole for node in _nodes(wanted) if (hole := hole_name(node)) is not None)
    if any(number > 1 and dotted(holes[hole]) is None for hole, number in counted.items()):
        return "an expression would be evaluated twice"
    try:
        made = wanted.visit(filler)
    except CannotSpellError:
        return "a name cannot be written without changing what another one means"
    assert isinstance(made, cst.BaseExpression), "an expression stays one"
    if _comments(code) != _comments(made):
        return "a comment would be lost"
    if filler.additions and not filler.names.has_top_import_of(finding.symbol.partition(".")[0]):
        return "imported where an import cannot be added"
    text = script.code(made)
    is_loose = code.lpar or isinstance(script.parent(code), _LOOSE)
    if not is_loose and not isinstance(made, _ATOMS):
        text = f"({text})"
    return Fix(finding, (Edit(script.start(code), script.end(code), text),), additions=tuple(filler.additions))


class _Filler(cst.CSTTransformer):
    """Fills the holes of what is to be written, spells its names, and hands the remaining arguments on."""

    def __init__(self, filling: Filling, replacement: Replacement, names: Names) -> None:
        super().__init__()
        self.filling = filling
        self.names = names
        self.additions: list[Addition] = []
        self._target = next(iter(replacement.targets), None)
        self._module = replacement.module
        self._loose: set[cst.CSTNode] = set()

    def visit_Arg(self, node: cst.Arg) -> None:  # noqa: N802  as the library names it
        self._loose.add(node.value)

    def visit_Element(self, node: cst.Element) -> None:  # noqa: N802  as the library names it
        self._loose.add(node.value)

    def visit_Attribute(self, node: cst.Attribute) -> bool:  # noqa: N802  as the library names it
        return not _is_path(node)

    def leave_Attribute(  # noqa: N802  as the library names it
        self, original_node: cst.Attribute, updated_node: cst.Attribute
    ) -> cst.BaseExpression:
        if not _is_path(original_node):
            return updated_node
        path = dotted(original_node)
        assert path is not None, "a path is dotted"
        spelling = self.names.spell(path, self._module if path == self._target else None)
        self.additions.extend(spelling.additions)
        return cst.parse_expression(spelling.text)

    def leave_Name(  # noqa: N802  as the library names it
        self, original_node: cst.Name, updated_node: cst.Name
    ) -> cst.BaseExpression:
        hole = hole_name(original_node)
        if hole is None:
            return updated_node
        found = self.filling.holes[hole]
        if original_node in self._loose or isinstance(found, _ATOMS) or found.lpar:
            return found
        return found.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])

    def leave_Arg(  # noqa: N802  as the library names it
        self, original_node: cst.Arg, updated_node: cst.Arg
    ) -> cst.Arg | cst.FlattenSentinel[cst.Arg] | cst.RemovalSentinel:
        if not is_rest(original_node):
            return updated_node.with_changes(comma=cst.MaybeSentinel.DEFAULT)
        if not self.filling.rest:
            return cst.RemoveFromParent()
        blank = cst.SimpleWhitespace("")
        rest = [a.with_changes(comma=cst.MaybeSentinel.DEFAULT, whitespace_after_arg=blank) for a in self.filling.rest]
        return cst.FlattenSentinel(rest)


def _is_path(node: cst.Attribute) -> bool:
    """Whether a chain of attributes begins with a module, not with a hole."""
    root: cst.CSTNode = node
    while isinstance(root, cst.Attribute):
        root = root.value
    return isinstance(root, cst.Name) and hole_name(root) is None


def _nodes(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    yield node
    for child in node.children:
        yield from _nodes(child)


def _comments(node: cst.CSTNode) -> Counter[str]:
    return Counter(found.value for found in _nodes(node) if isinstance(found, cst.Comment))
