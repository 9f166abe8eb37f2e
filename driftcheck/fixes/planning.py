"""Which fix a finding gets, and what a text becomes by several."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from driftcheck.fixes.comments import removal
from driftcheck.fixes.imports import edit_imports
from driftcheck.fixes.names import Names
from driftcheck.fixes.renaming import IsShared, move_import, rename_attribute, rename_keyword
from driftcheck.fixes.rewriting import rewrite
from driftcheck.fixes.scripts import Script
from driftcheck.fixes.statements import CannotImportError
from driftcheck.fixes.texts import apply_edits, overlaps
from driftcheck.model.edits import Addition, Edit, Fix, Refusal
from driftcheck.model.findings import Finding
from driftcheck.model.names import parse_parameter
from driftcheck.model.replacements import Fit, Replacement, ReplacementKind


class Workbench:
    """One text, ready to be changed.

    Args:
        text: The text of a module.
        is_shared: Whether other code may know a name that the module binds.

    Raises:
        ValueError: It does not parse, or is nested too deeply.
    """

    def __init__(self, text: str, is_shared: IsShared = lambda _: False) -> None:
        self._is_shared = is_shared
        try:
            self._script = Script(text)
            self._names = Names(self._script)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error

    def propose(self, finding: Finding, *, unsafe: bool) -> Fix | Refusal | None:
        """How to mend a finding.

        Args:
            finding: With a replacement, or it gets none.
            unsafe: Whether changes are wanted that the author should look at.

        Returns:
            The fix; why it is not to be had here; or None where no machine could make it.
        """
        replacement = finding.replacement
        if replacement is None or replacement.fit is Fit.BY_HAND or (replacement.fit is Fit.ADAPTED and not unsafe):
            return None
        made = self._propose(finding, replacement, unsafe=unsafe)
        return Refusal(finding, made) if isinstance(made, str) else made

    def render(self, fixes: Sequence[Fix]) -> tuple[str, tuple[Fix, ...], tuple[Refusal, ...]]:
        """The text as fixes leave it, with those that were made, and those that stand in each other's way.

        Args:
            fixes: Proposed for this text. Of two that touch the same place the first is made; the other may be made
                in the text that comes of it.
        """
        made: list[Fix] = []
        refused: list[Refusal] = []
        edits: tuple[Edit, ...] = ()
        for fix in fixes:
            try:
                wanted = self._edits([*made, fix])
            except CannotImportError:
                refused.append(Refusal(fix.finding, "its import statement cannot be changed without loss"))
                continue
            if wanted is not None:
                made.append(fix)
                edits = wanted
        return apply_edits(self._script.text, edits), tuple(made), tuple(refused)

    def _propose(self, finding: Finding, replacement: Replacement, *, unsafe: bool) -> Fix | str:
        if replacement.kind is ReplacementKind.REMOVAL:
            return Fix(finding, (removal(self._script.text, *self._script.stretch(finding.location)),))
        if replacement.rewrites:
            if not unsafe:
                return "an expression changes"
            return rewrite(finding, replacement, self._script, self._names, self._is_shared)
        if len(replacement.targets) != 1:
            return "there are several ways"
        if parse_parameter(finding.symbol) is not None:
            return rename_keyword(finding, replacement, self._script)
        token = self._script.token_at(finding.location)
        above = self._script.parent(token) if token is not None else None
        if isinstance(above, cst.Attribute):
            return rename_attribute(finding, replacement, self._script, self._names)
        return move_import(finding, replacement, self._script, self._names, self._is_shared)

    def _edits(self, fixes: Sequence[Fix]) -> tuple[Edit, ...] | None:
        """All edits of several fixes; None where they touch each other."""
        additions = {addition for fix in fixes for addition in fix.additions}
        if _are_ambiguous(additions):
            return None
        moves = [move for fix in fixes for move in fix.moves]
        own = {edit for fix in fixes for edit in fix.edits}
        edits = (*own, *edit_imports(self._script, moves, additions))
        return None if overlaps(edits) else edits


def _are_ambiguous(additions: set[Addition]) -> bool:
    """Whether one name would be imported from two modules."""
    return len({addition.name for addition in additions}) < len(additions)
