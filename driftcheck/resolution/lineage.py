"""The classes a class takes its members from, in the order Python asks them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from driftcheck.model.symbols import Kind
from driftcheck.resolution.outcomes import Outcome, Present

OBJECT = "builtins.object"

_WITHOUT_MEMBERS = frozenset(
    {"typing.Generic", "typing.Protocol", "typing_extensions.Generic", "typing_extensions.Protocol"}
)
"""Bases of the language that are special forms rather than classes, and add no members."""

_PLAIN_ATTRIBUTE_ACCESS = frozenset({OBJECT, "builtins.type"})
"""Classes whose `__getattribute__` is the language's own attribute access: it makes nothing up."""

_MAPPINGS = frozenset({"typing.TypedDict", "typing_extensions.TypedDict"})
"""Special forms whose instances are plain dictionaries."""


@dataclass(frozen=True, slots=True)
class Lineage:
    """A class with all its ancestors, itself first."""

    classes: tuple[Present, ...]
    causes: tuple[str, ...] = ()
    """Why members may exist that none of these classes lists: open classes, bases that cannot be found."""
    is_rooted: bool = True
    """Whether the lineage ends in the root of all classes, whose members every class has."""


def trace_lineage(
    owner: Present,
    find: Callable[[str], Outcome],
    lineage_of: Callable[[Present], Lineage | None],
) -> Lineage:
    """Linearise the ancestors of a class as Python does (C3), or depth first where that fails.

    Args:
        owner: The class.
        find: Finds a class by its qualified name.
        lineage_of: The lineage of a base; None where it is being traced already (a cycle).
    """
    symbol = owner.symbol
    causes: list[str] = []
    if symbol.open_reason is not None and symbol.path not in _PLAIN_ATTRIBUTE_ACCESS:
        causes.append(symbol.open_reason)
    lines: list[tuple[Present, ...]] = []
    parents: list[Present] = []
    names = list(symbol.bases)
    if not names and symbol.path != OBJECT:
        names.append(OBJECT)
    for name in names:
        if name in _WITHOUT_MEMBERS:
            continue
        base = find("builtins.dict" if name in _MAPPINGS else name)
        if isinstance(base, Present) and base.symbol.path in _WITHOUT_MEMBERS:
            continue  # under a name that the library gives it
        if isinstance(base, Present) and base.symbol.path in _MAPPINGS:
            base = find("builtins.dict")
        above = lineage_of(base) if isinstance(base, Present) and base.symbol.kind is Kind.CLASS else None
        if above is None or not isinstance(base, Present):
            if name != OBJECT:
                causes.append(f"unresolved base {name}")
            continue
        parents.append(base)
        lines.append(above.classes)
        causes.extend(cause for cause in above.causes if cause not in causes)
    merged = _merge([*lines, tuple(parents)])
    classes = (owner, *(merged if merged is not None else _depth_first(lines)))
    if classes[-1].symbol.path != OBJECT:
        root = find(OBJECT)
        if isinstance(root, Present):
            classes = (*(c for c in classes if c.symbol.path != OBJECT), root)
    return Lineage(classes, tuple(causes), is_rooted=classes[-1].symbol.path == OBJECT)


def _merge(lines: Sequence[Sequence[Present]]) -> list[Present] | None:
    """The C3 merge; None where the lines contradict each other."""
    if len(lines) == 2:
        return list(lines[0])
    left = [list(line) for line in lines if line]
    merged: list[Present] = []
    while left:
        tails = {c.symbol.path for line in left for c in line[1:]}
        head = next((line[0] for line in left if line[0].symbol.path not in tails), None)
        if head is None:
            return None
        merged.append(head)
        path = head.symbol.path
        left = [rest for line in left if (rest := line[1:] if line[0].symbol.path == path else line)]
    return merged


def _depth_first(lines: Sequence[Sequence[Present]]) -> list[Present]:
    seen: dict[str, Present] = {}
    for line in lines:
        for entry in line:
            seen.setdefault(entry.symbol.path, entry)
    root = seen.pop(OBJECT, None)
    return [*seen.values(), *([root] if root else [])]
