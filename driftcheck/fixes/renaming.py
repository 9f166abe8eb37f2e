"""A renamed or moved attribute, a renamed keyword, and the new home of an imported name."""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

from driftcheck.fixes.names import CannotSpellError, Names, local_name
from driftcheck.fixes.scripts import Script, dotted
from driftcheck.model.edits import Edit, Fix, Move
from driftcheck.model.findings import Finding
from driftcheck.model.names import parent, tail
from driftcheck.model.replacements import Replacement, ReplacementKind

IsShared = Callable[[str], bool]
"""Whether other code may know a module's name."""


def rename_attribute(finding: Finding, replacement: Replacement, script: Script, names: Names) -> Fix | str:
    """`np.old` to `np.new`, or to wherever its new home is.

    Returns:
        The fix, or why there is none.
    """
    token = script.token_at(finding.location)
    attribute = script.parent(token) if token is not None else None
    if not isinstance(token, cst.Name) or not isinstance(attribute, cst.Attribute) or attribute.attr is not token:
        return "not written as an attribute"
    if token.value != tail(finding.symbol):
        return "written by another name"
    target = replacement.targets[0]
    if replacement.attribute is not None:
        return Fix(finding, (Edit(script.start(token), script.end(token), replacement.attribute),))
    if names.path_of(attribute.value) is None:
        return "reached through an object"
    if not names.has_top_import_of(finding.symbol.partition(".")[0]):
        return "imported where an import cannot be added"
    try:
        spelling = names.spell(target, replacement.module)
    except CannotSpellError:
        return f"{target} cannot be written without changing what another name means"
    edit = Edit(script.start(attribute), script.end(attribute), spelling.text)
    return Fix(finding, (edit,), additions=spelling.additions)


def rename_keyword(finding: Finding, replacement: Replacement, script: Script) -> Fix | str:
    """`f(old=1)` to `f(new=1)`.

    Returns:
        The fix, or why there is none.
    """
    token = script.token_at(finding.location)
    argument = script.parent(token) if token is not None else None
    call = script.parent(argument) if argument is not None else None
    if not isinstance(argument, cst.Arg) or argument.keyword is not token or not isinstance(call, cst.Call):
        return "not written as a keyword"
    new = replacement.targets[0]
    if any(other.keyword is not None and other.keyword.value == new for other in call.args):
        return f"{new} is given as well"
    assert token is not None, "a keyword has a name"
    return Fix(finding, (Edit(script.start(token), script.end(token), new),))


def move_import(
    finding: Finding, replacement: Replacement, script: Script, names: Names, is_shared: IsShared
) -> Fix | str:
    """`from old import name` to `from new import name`.

    A new name is written wherever the old one is used. Where other code may know the old one, it stays the local name.

    Args:
        finding: On an imported name, or on a module.
        replacement: What to import instead.
        script: The text.
        names: What it binds.
        is_shared: Whether other code may know a name of this module.

    Returns:
        The fix, or why there is none.
    """
    token = script.token_at(finding.location)
    if token is None:
        return "not written as an import"
    target = replacement.targets[0]
    above = script.parent(token)
    if isinstance(above, cst.ImportFrom) and above.module is token:
        if replacement.kind is not ReplacementKind.MOVED and parent(target) != parent(finding.symbol):
            return "the names imported may live elsewhere"
        return Fix(finding, (Edit(script.start(token), script.end(token), target),))
    if not isinstance(above, cst.ImportAlias):
        return "not written as an import"
    statement = script.parent(above)
    if isinstance(statement, cst.Import):
        return _move_module(finding, target, above, script, names)
    if not isinstance(statement, cst.ImportFrom) or dotted(token) != tail(finding.symbol):
        return "written by another name"
    old, new = local_name(above), tail(target)
    if replacement.module == "builtins" and is_shared(old):
        return "other code may know the name"
    is_renamed = above.asname is None and "." in target and old != new
    uses = script.uses(old) if is_renamed and not names.is_taken(new) and not is_shared(old) else None
    if not uses or any(names.path_of(use) is None for use in uses):
        return _move_name(finding, replacement, above, statement, script)
    made = _move_name(finding, replacement, above, statement, script, local=new)
    if isinstance(made, str):
        return made
    edits = (Edit(script.start(use), script.end(use), new) for use in uses)
    return Fix(finding, (*made.edits, *edits), made.moves)


def _move_module(finding: Finding, target: str, alias: cst.ImportAlias, script: Script, names: Names) -> Fix | str:
    """`import old.module`, with every use of the module where it goes by that name."""
    edits = [Edit(script.start(alias.name), script.end(alias.name), target)]
    if alias.asname is None:
        old = dotted(alias.name)
        assert old is not None, "a module is a dotted name"
        root, uses = old.partition(".")[0], script.paths(old)
        roots = script.uses(root)
        if roots is None or len(roots) != len(uses) or any(names.path_of(use) is None for use in roots):
            return "its first name is bound, or used, in other ways as well"
        if names.is_taken(target.partition(".")[0]) and target.partition(".")[0] != root:
            return f"{target} cannot be written without changing what another name means"
        edits += [Edit(script.start(use), script.end(use), target) for use in uses]
    return Fix(finding, tuple(edits))


def _move_name(  # noqa: PLR0913  a name, where it stands, and what it is to be called
    finding: Finding,
    replacement: Replacement,
    alias: cst.ImportAlias,
    statement: cst.ImportFrom,
    script: Script,
    *,
    local: str = "",
) -> Fix | str:
    """One name of a `from … import`."""
    assert not isinstance(statement.names, cst.ImportStar), "a name stands in it"
    target = replacement.targets[0]
    start = script.start(statement)
    place = next(place for place, one in enumerate(statement.names) if one is alias)
    if replacement.module == "builtins":
        if local_name(alias) != tail(target):
            return "a builtin is not imported under another name"
        return Fix(finding, moves=(Move(start, place),))
    if "." not in target:
        return Fix(finding, moves=(Move(start, place, target, local=local),))
    if replacement.module is None or parent(target) != replacement.module:
        return f"{target} cannot be imported by name"
    if not statement.relative and dotted(statement.module) == replacement.module:
        name = local or local_name(alias)
        new = tail(target) if name == tail(target) else f"{tail(target)} as {name}"
        return Fix(finding, (Edit(script.start(alias), script.end(alias), new),))
    return Fix(finding, moves=(Move(start, place, replacement.module, tail(target), local),))
