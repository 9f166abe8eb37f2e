"""Import statements as fixes leave them: names moved to other statements, added, and gone from the old ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import libcst as cst

from driftcheck.fixes.names import local_name
from driftcheck.fixes.scripts import Script, dotted
from driftcheck.fixes.statements import (
    CannotImportError,
    aliases,
    count_comments,
    entry_text,
    has_comment,
    import_texts,
    lay_out,
    module_text,
)
from driftcheck.model.edits import Addition, Edit, Move


@dataclass(slots=True)
class _Plan:
    """What becomes of one `from … import`."""

    line: cst.SimpleStatementLine
    statement: cst.ImportFrom
    moved: dict[int, Move] = field(default_factory=dict)
    joined: list[cst.ImportAlias] = field(default_factory=list)
    taken: dict[str, list[str]] = field(default_factory=dict)
    """By module, what other statements and fixes want imported, to be said below with what this one moves there."""
    handed: set[int] = field(default_factory=set)
    """Which of the moved names another statement takes."""
    followers: list[str] = field(default_factory=list)
    """Statements to stand below it."""

    def moves_to(self, module: str) -> bool:
        """Whether a name goes to that module, in a statement that can be written anew."""
        goes = any(move.module == module and move.name for move in self.moved.values())
        return goes and not count_comments(self.statement)


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
        self._added: dict[cst.SimpleStatementLine, dict[str, list[str]]] = {}
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
        home = self._home(addition.module, self._script.module, before=None) if addition.name else None
        if home is not None:
            self._join(home, cst.ImportAlias(cst.Name(addition.name)))
            return
        if not self._tops:
            raise CannotImportError
        root = addition.module.partition(".")[0]
        same = [line for line in self._tops if any(_root(s) == root for s in line.body)]
        line = (same or self._tops)[-1]
        plans = [plan for plan in self._plans.values() if self._script.parent(plan.line) is self._script.module]
        going = [plan for plan in plans if plan.moves_to(addition.module)]
        leaving = [plan for plan in plans if plan.line is line and plan.moved]
        home_to_be = next(iter((*going, *leaving)), None)
        wanted = home_to_be.taken if home_to_be is not None else self._added.setdefault(line, {})
        wanted.setdefault(addition.module, []).append(addition.name)

    def edits(self) -> Iterator[Edit]:
        """Yield the edits of every statement that changes."""
        self._hand_over()
        whole = {plan.statement for plan in self._plans.values() if self._moves_whole(plan)}
        for plan in self._plans.values():
            if plan.moved and plan.statement not in whole:
                self._settle(plan)
        for plan in self._plans.values():
            if plan.statement in whole:
                yield from self._renamed(plan)
            elif plan.moved or plan.joined:
                yield from self._changed(plan)
        for line, wanted in self._added.items():
            yield self._below(line, list(import_texts(wanted)))

    def _hand_over(self) -> None:
        """Let names that go from several statements of a block to one module be said in one of them."""
        going: dict[tuple[cst.CSTNode | None, str], _Plan] = {}
        for start, plan in sorted(self._plans.items()):
            block = self._script.parent(plan.line)
            for place, move in plan.moved.items():
                if not plan.moves_to(move.module) or self._home(move.module, block, before=start) is not None:
                    continue
                first = going.setdefault((block, move.module), plan)
                if first is not plan and move.name:
                    alias = aliases(plan.statement)[place]
                    first.taken.setdefault(move.module, []).append(entry_text(alias, move, with_as=True))
                    plan.handed.add(place)

    def _moves_whole(self, plan: _Plan) -> bool:
        """Whether all that a statement imports goes to one module, so that only names in it change."""
        names = aliases(plan.statement)
        modules = {move.module for move in plan.moved.values()}
        if len(plan.moved) != len(names) or len(modules) != 1 or plan.joined:
            return False
        if plan.taken or plan.handed or not all(move.name for move in plan.moved.values()):
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
            alias = aliases(plan.statement)[place]
            yield Edit(script.start(alias.name), script.end(alias.name), entry_text(alias, move))

    def _settle(self, plan: _Plan) -> None:
        """Find a statement for each name that leaves another."""
        above = self._script.parent(plan.line)
        assert above is not None, "a statement stands in a block"
        by_module: dict[str, list[str]] = {}
        for place, move in sorted(plan.moved.items()):
            alias = aliases(plan.statement)[place]
            if place in plan.handed:
                continue
            if not move.name:
                if move.module:
                    plan.followers.append(module_text(move.module, local_name(alias)))
                continue
            home = self._home(move.module, above, before=self._script.start(plan.statement))
            if home is not None and home is not plan:
                as_name = move.local or local_name(alias)
                as_part = cst.AsName(cst.Name(as_name)) if as_name != move.name else None
                self._join(home, cst.ImportAlias(cst.Name(move.name), as_part))
            else:
                by_module.setdefault(move.module, []).append(entry_text(alias, move, with_as=True))
        for module, names in plan.taken.items():
            by_module.setdefault(module, []).extend(names)
        plan.followers.extend(import_texts(by_module))
        if plan.followers and len(plan.line.body) > 1:
            raise CannotImportError

    def _home(self, module: str, block: cst.CSTNode | None, *, before: int | None) -> _Plan | None:
        """A statement of a block that imports from a module already; `before` some place, where that matters."""
        for start, plan in self._plans.items():
            is_open = not isinstance(plan.statement.names, cst.ImportStar) and not plan.statement.relative
            is_kept = len(plan.moved) < len(aliases(plan.statement))
            is_here = self._script.parent(plan.line) is block and (before is None or start < before)
            if is_open and is_kept and is_here and dotted(plan.statement.module) == module:
                return plan
        return None

    def _join(self, plan: _Plan, new: cst.ImportAlias) -> None:
        present = {(alias.evaluated_name, local_name(alias)) for alias in (*aliases(plan.statement), *plan.joined)}
        if (new.evaluated_name, local_name(new)) not in present:
            plan.joined.append(new)

    def _changed(self, plan: _Plan) -> Iterator[Edit]:
        """Yield the edit of a statement that loses or gains names."""
        script, statement = self._script, plan.statement
        names = aliases(statement)
        for place in plan.moved:
            if has_comment(names[place]):
                raise CannotImportError
        kept = [alias for place, alias in enumerate(names) if place not in plan.moved]
        texts = list(plan.followers)
        if kept or plan.joined:
            made = statement.with_changes(names=lay_out([*kept], plan.joined, statement))
            if count_comments(made) != count_comments(statement):
                raise CannotImportError
            texts.insert(0, script.code(made).strip())
        elif count_comments(statement):
            raise CannotImportError
        if not texts:
            yield self._without(plan)
            return
        yield Edit(script.start(statement), script.end(statement), self._break(plan.line).join(texts))

    def _without(self, plan: _Plan) -> Edit:
        """The edit that takes a whole line away; what trails it would be lost with a comment."""
        line = plan.line
        if len(line.body) > 1 or has_comment(line.trailing_whitespace) or self._is_alone(line):
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

    def _is_alone(self, line: cst.SimpleStatementLine) -> bool:
        """Whether a block would be empty without the line."""
        block = self._script.parent(line)
        return isinstance(block, cst.IndentedBlock) and len(block.body) == 1

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


def _root(statement: cst.BaseSmallStatement) -> str:
    match statement:
        case cst.ImportFrom(module=module) if module is not None and not statement.relative:
            return (dotted(module) or "").partition(".")[0]
        case cst.Import(names=names):
            return (dotted(names[0].name) or "").partition(".")[0]
        case _:
            return ""
