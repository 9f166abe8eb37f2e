"""Dotted paths and what can be asked of them.

A *path* is a dotted name from an import name (`pandas.DataFrame.append`). A parameter is
written behind its callable: `pandas.read_csv(squeeze)`.
"""

from __future__ import annotations

from typing import NamedTuple


class ParameterPath(NamedTuple):
    """A parameter and the callable that takes it."""

    callable: str
    parameter: str

    def __str__(self) -> str:
        return f"{self.callable}({self.parameter})"


def parse_parameter(path: str) -> ParameterPath | None:
    """Split `pandas.read_csv(squeeze)`; None where `path` names no parameter."""
    owner, parenthesis, rest = path.partition("(")
    if not parenthesis or not rest.endswith(")") or not owner:
        return None
    return ParameterPath(owner, rest[:-1].strip().rstrip("=").lstrip("*"))


def parent(path: str) -> str:
    """The path without its last component; empty for a single name."""
    return path.rpartition(".")[0]


def tail(path: str) -> str:
    """The last component."""
    return path.rpartition(".")[2]


def is_within(path: str, prefix: str) -> bool:
    """Whether `path` is `prefix` or lies beneath it."""
    return path == prefix or path.startswith(prefix + ".")


def prefixes(path: str) -> list[str]:
    """Every dotted prefix of `path`, longest first, the path itself included."""
    found = [path]
    while "." in path:
        path = path.rpartition(".")[0]
        found.append(path)
    return found


def is_path(text: str) -> bool:
    """Whether `text` is one or more identifiers joined by dots."""
    return bool(text) and all(part.isidentifier() for part in text.split("."))


def is_private(path: str) -> bool:
    """Whether a component is private by convention (dunder names are not)."""
    return any(part.startswith("_") and not (part.startswith("__") and part.endswith("__")) for part in path.split("."))
