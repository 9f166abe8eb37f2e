"""Import statements as fixes leave them: names moved to other statements, added, and gone from the old ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import libcst as cst

from driftcheck.fixes.names import local_name
from driftcheck.fixes.scripts import Script, dotted
from driftcheck.model.edits import Addition, Edit, Move


class CannotImportError(Exception):
    """A statement cannot be changed without losing something."""


@dataclass(slots=True)
class _Plan:
    """What becomes of one `from … import`."""

    line: cst.SimpleStatementLine
    statement: cst.ImportFrom
    moved: dict[int, Move] = field(default_factory=dict)
    joined: list[cst.ImportAlias] = field(default_factory=list)
    followers: list[str] = field(default_factory=list)
    """Statements to stand below it."""


def edit_imports(script: Script, moves: Iterable[Move], additions: Iterable[Addition]) -> tuple[Edit, ...]:
    """The edits by which import statements come to say what fixes need.

    A name joins a statement that imports from its module already, where one stands in the same block; else it gets a
    statement of its own, below the one it left or below the last import of the same library at the top.

    Raises:
        CannotImportError: A comment would be lost, or there is no place for a statement.
    """
    blocks = _Blocks(script)
    for move in sorted(set(moves), key=lambda move: (move.statement, move.alias)):
        blocks.move(move)
    for addition in sorted(set(additions)):
        blocks.add(addition)
    return tuple(sorted(blocks.edits()))


class _Blocks:
    """The imports of a script, block by block."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._plans: dict[int, _Plan] = {}
        self._tops: list[cst.SimpleStatementLine] = []
        self._added: dict[cst.SimpleStatementLine, list[str]] = {}
        collector = _Collector()
        script.module.visit(collector)
        for line, statement in collector.found:
            if isinstance(statement, cst.ImportFrom):
                self._plans[script.start(statement)] = _Plan(line, statement)
            if script.parent(line) is script.module:
                self._tops.append(line)

    def move(self, move: Move) -> None:
        """Take a name out of its statement, and put it where its new module is imported from."""
        plan = self._plans.get(move.statement)
        if plan is None:
            raise CannotImportError
        plan.moved[move.alias] = move

    def add(self, addition: Addition) -> None:
        """Import a name at the top of the module."""
        new = cst.ImportAlias(cst.Name(addition.name))
        top = self._script.module
        home = self._home(addition.module, top, before=None)
        if home is not None:
            self._join(home, new)
            return
        if not self._tops:
            raise CannotImportError
        root = addition.module.partition(".")[0]
        same = [line for line in self._tops if any(_root(s) == root for s in line.body)]
        line = (same or self._tops)[-1]
        self._added.setdefault(line, []).append(f"from {addition.module} import {addition.name}")

    def edits(self) -> Iterator[Edit]:
        """Yield the edits of every statement that changes."""
        whole = {plan.statement for plan in self._plans.values() if self._moves_whole(plan)}
        for plan in self._plans.values():
            if plan.moved and plan.statement not in whole:
                self._settle(plan)
        for plan in self._plans.values():
            if plan.statement in whole:
                yield from self._renamed(plan)
            elif plan.moved or plan.joined:
                yield from self._changed(plan)
        for line, texts in self._added.items():
            yield self._below(line, texts)

    def _moves_whole(self, plan: _Plan) -> bool:
        """Whether all that a statement imports goes to one module, so that only names in it change."""
        names = _aliases(plan.statement)
        modules = {move.module for move in plan.moved.values()}
        if len(plan.moved) != len(names) or len(modules) != 1 or plan.joined:
            return False
        above = self._script.parent(plan.line)
        place = self._script.start(plan.statement)
        return above is None or self._home(modules.pop(), above, before=place) is None

    def _renamed(self, plan: _Plan) -> Iterator[Edit]:
        """Yield the edits of names in a statement that keeps its shape."""
        script = self._script
        module = plan.statement.module
        assert module is not None, "only absolute imports move"
        yield Edit(script.start(module), script.end(module), next(iter(plan.moved.values())).module)
        for place, move in plan.moved.items():
            alias = _aliases(plan.statement)[place]
            yield Edit(script.start(alias.name), script.end(alias.name), _written(alias, move.name))

    def _settle(self, plan: _Plan) -> None:
        """Find a statement for each name that leaves another."""
        above = self._script.parent(plan.line)
        assert above is not None, "a statement stands in a block"
        by_module: dict[str, list[str]] = {}
        for place, move in sorted(plan.moved.items()):
            alias = _aliases(plan.statement)[place]
            home = self._home(move.module, above, before=self._script.start(plan.statement))
            if home is not None and home is not plan:
                as_name = local_name(alias)
                as_part = cst.AsName(cst.Name(as_name)) if as_name != move.name else None
                self._join(home, cst.ImportAlias(cst.Name(move.name), as_part))
            else:
                by_module.setdefault(move.module, []).append(_written(alias, move.name, with_as=True))
        if by_module and len(plan.line.body) > 1:
            raise CannotImportError
        plan.followers.extend(f"from {module} import {', '.join(names)}" for module, names in by_module.items())

    def _home(self, module: str, block: cst.CSTNode, *, before: int | None) -> _Plan | None:
        """A statement of a block that imports from a module already; `before` some place, where that matters."""
        for start, plan in self._plans.items():
            is_open = not isinstance(plan.statement.names, cst.ImportStar) and not plan.statement.relative
            is_kept = len(plan.moved) < len(_aliases(plan.statement))
            is_here = self._script.parent(plan.line) is block and (before is None or start < before)
            if is_open and is_kept and is_here and dotted(plan.statement.module) == module:
                return plan
        return None

    def _join(self, plan: _Plan, new: cst.ImportAlias) -> None:
        present = {(alias.evaluated_name, local_name(alias)) for alias in (*_aliases(plan.statement), *plan.joined)}
        if (new.evaluated_name, local_name(new)) not in present:
            plan.joined.append(new)

    def _changed(self, plan: _Plan) -> Iterator[Edit]:
        """Yield the edit of a statement that loses or gains names."""
        script, statement = self._script, plan.statement
        names = _aliases(statement)
        for place in plan.moved:
            if _has_comment(names[place]):
                raise CannotImportError
        kept = [alias for place, alias in enumerate(names) if place not in plan.moved]
        texts = list(plan.followers)
        if kept or plan.joined:
            made = statement.with_changes(names=_joined([*kept], plan.joined, statement))
            if _comments(made) != _comments(statement):
                raise CannotImportError
            texts.insert(0, script.code(made).strip())
        if not texts:
            yield self._without(plan)
            return
        yield Edit(script.start(statement), script.end(statement), self._break(plan.line).join(texts))

    def _without(self, plan: _Plan) -> Edit:
        """The edit that takes a whole line away; what trails it would be lost with a comment."""
        line = plan.line
        if len(line.body) > 1 or _has_comment(line.trailing_whitespace):
            raise CannotImportError
        text, start, end = self._script.text, self._script.start(line), self._script.end(line)
        while start > 0 and text[start - 1] in " \t":
            start -= 1
        while end < len(text) and text[end] in " \t":
            end += 1
        for mark in ("\r\n", "\n", "\r"):
            if text.startswith(mark, end):
                return Edit(start, end + len(mark), "")
        return Edit(start, end, "")

    def _below(self, line: cst.SimpleStatementLine, texts: Sequence[str]) -> Edit:
        """The edit that puts statements below a line, behind whatever trails it."""
        script = self._script
        end = script.end(line)
        while end < len(script.text) and script.text[end] not in "\r\n":
            end += 1
        newline = self._break(line)
        return Edit(end, end, "".join(f"{newline}{text}" for text in texts))

    def _break(self, line: cst.SimpleStatementLine) -> str:
        """A line end, and the indentation of a line."""
        script = self._script
        start = script.start(line)
        head = max(script.text.rfind("\n", 0, start), script.text.rfind("\r", 0, start)) + 1
        return script.module.default_newline + script.text[head:start]


class _Collector(cst.CSTVisitor):
    """Collects import statements that stand on a line."""

    def __init__(self) -> None:
        self.found: list[tuple[cst.SimpleStatementLine, cst.Import | cst.ImportFrom]] = []

    def visit_SimpleStatementLine(self, node: cst.SimpleStatementLine) -> bool:  # noqa: N802  as the library names it
        self.found.extend((node, one) for one in node.body if isinstance(one, cst.Import | cst.ImportFrom))
        return False


def _aliases(statement: cst.ImportFrom) -> Sequence[cst.ImportAlias]:
    return () if isinstance(statement.names, cst.ImportStar) else statement.names


def _root(statement: cst.BaseSmallStatement) -> str:
    match statement:
        case cst.ImportFrom(module=module) if module is not None and not statement.relative:
            return (dotted(module) or "").partition(".")[0]
        case cst.Import(names=names):
            return (dotted(names[0].name) or "").partition(".")[0]
        case _:
            return ""


def _written(alias: cst.ImportAlias, name: str, *, with_as: bool = False) -> str:
    """The new name of an entry, under the local name it had."""
    local = local_name(alias)
    if alias.asname is not None and not with_as:
        return name
    return name if local == name else f"{name} as {local}"


def _joined(
    kept: list[cst.ImportAlias], new: Sequence[cst.ImportAlias], statement: cst.ImportFrom
) -> list[cst.ImportAlias]:
    """The entries of a statement, laid out as they were; commas and line breaks of the last one stay last."""
    names = _aliases(statement)
    closing = names[-1].comma
    made = [*kept, *new]
    parted = names[0].comma if len(names) > 1 else None
    between = parted if isinstance(parted, cst.Comma) and not _has_comment(parted) else _comma(statement)
    laid: list[cst.ImportAlias] = []
    for place, alias in enumerate(made):
        is_last = place == len(made) - 1
        if is_last:
            comma = closing if alias is names[-1] or alias not in kept else _closed(alias.comma, closing)
        elif isinstance(alias.comma, cst.Comma) and alias is not names[-1]:
            comma = alias.comma
        elif _has_comment(alias.comma):
            raise CannotImportError
        else:
            comma = between
        laid.append(alias.with_changes(comma=comma))
    return laid


def _closed(
    own: cst.Comma | cst.MaybeSentinel, closing: cst.Comma | cst.MaybeSentinel
) -> cst.Comma | cst.MaybeSentinel:
    """The comma of an entry that comes to be the last: its own comment, and what stood before the parenthesis."""
    if not _has_comment(own):
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


def _comments(node: cst.CSTNode) -> int:
    return isinstance(node, cst.Comment) + sum(_comments(child) for child in node.children)


def _has_comment(node: object) -> bool:
    if isinstance(node, cst.Comment):
        return True
    return isinstance(node, cst.CSTNode) and any(_has_comment(child) for child in node.children)
