"""What the names in import statements mean as absolute dotted names."""

from __future__ import annotations


def absolute_import(module: str, *, is_package: bool, level: int, name: str | None) -> str | None:
    """The absolute dotted name behind the `from` part of an import statement.

    Args:
        module: Dotted name of the module that holds the statement.
        is_package: Whether that module is a package's `__init__`.
        level: Number of leading dots; 0 for an absolute import.
        name: What follows the dots; None for `from . import x`.

    Returns:
        The dotted name; None where the dots lead above the top level package, or where there is nothing to name.
    """
    if level == 0:
        return name or None
    parts = module.split(".") if module else []
    dropped = level - 1 if is_package else level
    if dropped >= len(parts):
        return None
    base = parts[: len(parts) - dropped]
    return ".".join([*base, name] if name else base)
