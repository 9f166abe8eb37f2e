"""A text and its concrete tree, with the places of its nodes as offsets."""

from __future__ import annotations

import re

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, ParentNodeProvider, PositionProvider

from driftcheck.model.locations import Location

_LINE_END = re.compile(r"\r\n|\r|\n")


class Script:
    """One parsed text.

    Args:
        text: The text of a module, without byte order mark, with the line ends it has.

    Raises:
        ValueError: It does not parse.
        RecursionError: It is nested too deeply.
    """

    def __init__(self, text: str) -> None:
        try:
            self.module = cst.parse_module(text)
        except cst.ParserSyntaxError as error:
            raise ValueError("does not parse") from error
        self.text = text
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
        # Fresh from the parser, no node stands in two places.
        wrapper = MetadataWrapper(self.module, unsafe_skip_copy=True)
        self._ranges = wrapper.resolve(PositionProvider)
        self._parents = wrapper.resolve(ParentNodeProvider)
        self._tokens: dict[int, cst.Name] = {}
        self._dotted: dict[tuple[int, int], cst.Attribute | cst.Name] = {}
        for node in self._ranges:
            if isinstance(node, cst.Name):
                self._tokens[self.start(node)] = node
            elif isinstance(node, cst.Attribute):
                self._dotted[self.start(node), self.end(node)] = node

    def start(self, node: cst.CSTNode) -> int:
        """Where a node begins; parentheses around an expression are not part of it."""
        return self._offset(self._range(node).start.line, self._range(node).start.column)

    def end(self, node: cst.CSTNode) -> int:
        """Where a node ends."""
        return self._offset(self._range(node).end.line, self._range(node).end.column)

    def stretch(self, location: Location) -> tuple[int, int]:
        """Where a place begins and ends."""
        start = self._offset(location.line, location.column - 1)
        return start, self._offset(location.end_line, location.end_column - 1)

    def token_at(self, location: Location) -> cst.Name | cst.Attribute | None:
        """The name at a place, or the dotted name of a module; None where something else stands."""
        start, end = self.stretch(location)
        token = self._tokens.get(start)
        if token is not None and start + len(token.value) == end:
            return token
        return self._dotted.get((start, end))

    def uses(self, name: str) -> list[cst.Name] | None:
        """Every expression that is just this name, in order; None where a string may mean it, too."""
        found: list[cst.Name] = []
        for node in self._ranges:
            if isinstance(node, cst.SimpleString) and re.search(rf"\b{name}\b", node.value):
                return None
            if isinstance(node, cst.Name) and node.value == name and self._is_expression(node):
                found.append(node)
        return sorted(found, key=self.start)

    def paths(self, path: str) -> list[cst.Attribute | cst.Name]:
        """Every expression that is this dotted name, be there more behind it; imports left out."""
        if "." not in path:
            return [*(self.uses(path) or ())]
        return [node for node in self._dotted.values() if dotted(node) == path and not self._is_imported(node)]

    def _is_imported(self, node: cst.CSTNode) -> bool:
        """Whether a name is part of an import statement."""
        above = self._parents.get(node)
        while isinstance(above, cst.Attribute):
            above = self._parents.get(above)
        return isinstance(above, cst.ImportAlias | cst.AsName | cst.ImportFrom)

    def _is_expression(self, node: cst.Name) -> bool:
        match self._parents.get(node):
            case cst.Attribute(attr=attr):
                return attr is not node and not self._is_imported(node)
            case cst.Arg(keyword=keyword):
                return keyword is not node
            case _:
                return not self._is_imported(node)

    def parent(self, node: cst.CSTNode) -> cst.CSTNode | None:
        """What a node is part of."""
        return self._parents.get(node)

    def code(self, node: cst.CSTNode) -> str:
        """The text of a node, parentheses and comments within included."""
        return self.module.code_for_node(node)

    def _range(self, node: cst.CSTNode) -> CodeRange:
        found = self._ranges[node]
        assert isinstance(found, CodeRange), "positions are ranges"
        return found

    def _offset(self, line: int, column: int) -> int:
        if not 0 < line <= len(self._starts):
            return len(self.text)
        return min(self._starts[line - 1] + column, len(self.text))


def dotted(node: cst.CSTNode | None) -> str | None:
    """`a.b.c` of a chain of attributes; None for anything else."""
    names: list[str] = []
    while isinstance(node, cst.Attribute):
        names.append(node.attr.value)
        node = node.value
    return ".".join([node.value, *reversed(names)]) if isinstance(node, cst.Name) else None
