"""What each module of a release exports, with what it takes from the `__all__` of others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from driftcheck.extraction.facts import ModuleFacts
from driftcheck.extraction.values import OPAQUE, SomeName


@dataclass(frozen=True, slots=True)
class Evaluated:
    """An `__all__` that code makes."""

    names: tuple[str, ...]
    of: tuple[str, ...] = ()
    """Modules whose `__all__` is a part of it."""
    is_choice: bool = False
    """It holds some of the names that the module binds: which of them is not known."""


class Exported:
    """`__all__` of each module."""

    def __init__(self, modules: Mapping[str, ModuleFacts]) -> None:
        """Take the modules of a release."""
        self.modules = modules
        self.evaluated: dict[str, Evaluated] = {}

    def is_complete(self, module: str, seen: frozenset[str] = frozenset()) -> bool:
        """Whether `__all__` is known to the last name."""
        facts = self.modules.get(module)
        if facts is None or module in seen:
            return facts is not None
        made = self.evaluated.get(module)
        own = facts.exports_complete if made is None else not made.is_choice
        return own and all(self.is_complete(other, seen | {module}) for other in self._others(facts))

    def of(self, module: str, seen: frozenset[str] = frozenset()) -> tuple[str, ...] | None:
        """The names in `__all__` as far as they are known; None where there is none."""
        facts = self.modules.get(module)
        if facts is None or module in seen:
            return None
        made = self.evaluated.get(module)
        own = made.names if made is not None else facts.exports
        if own is None:
            return None
        names = dict.fromkeys((*own, *(name for name, _ in facts.conditional_exports)))
        for other in self._others(facts):
            names.update(dict.fromkeys(self.of(other, seen | {module}) or ()))
        return tuple(names)

    def _others(self, facts: ModuleFacts) -> tuple[str, ...]:
        made = self.evaluated.get(facts.name)
        return facts.exports_of if made is None else made.of


def evaluated(module: str, value: object) -> Evaluated | None:
    """An `__all__` out of what it was evaluated to; None where it may hold names that are not known."""
    if not isinstance(value, list) or any(item is OPAQUE for item in value):
        return None
    stand_ins = [item for item in value if isinstance(item, SomeName)]
    return Evaluated(
        tuple(item for item in value if isinstance(item, str)),
        tuple(dict.fromkeys(item.owner for item in stand_ins if item.is_exported and item.owner != module)),
        any(not item.is_exported or item.owner == module for item in stand_ins),
    )
