"""The only place that sees griffe: one visit of a module's text, and docstrings read by its parsers.

griffe's tree is mutable and its aliases raise when followed, so what is needed is taken out at
once: the syntax tree it made (one parse serves griffe and us), the parameters of each function,
and the labels it gives.
"""

from __future__ import annotations

import ast
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, cast

import griffe

from driftcheck.model.symbols import ParameterKind

_KINDS = {
    griffe.ParameterKind.positional_only: ParameterKind.POSITIONAL_ONLY,
    griffe.ParameterKind.positional_or_keyword: ParameterKind.POSITIONAL_OR_KEYWORD,
    griffe.ParameterKind.var_positional: ParameterKind.VAR_POSITIONAL,
    griffe.ParameterKind.keyword_only: ParameterKind.KEYWORD_ONLY,
    griffe.ParameterKind.var_keyword: ParameterKind.VAR_KEYWORD,
}


@dataclass(frozen=True, slots=True)
class ReadParameter:
    """A parameter as griffe reads it."""

    name: str
    kind: ParameterKind
    required: bool


@dataclass(slots=True)
class Visited:
    """A module's syntax tree and what griffe says of its functions, by the `id` of their nodes."""

    tree: ast.Module
    parameters: dict[int, tuple[ReadParameter, ...]] = field(default_factory=dict)


class _Visitor(griffe.Visitor):
    """Leaves assignments out, of which nothing is asked.

    What they bind is ours to read, and griffe looks for the docstring of each among all its siblings.
    """

    def handle_attribute(self, node: Any, annotation: Any = None) -> None:  # noqa: ANN401  # griffe's own types
        """Do nothing."""


class _Capture(griffe.Extension):
    """Takes the nodes and the function objects while griffe visits."""

    def __init__(self) -> None:
        super().__init__()
        self.tree: ast.Module | None = None
        self.functions: dict[int, griffe.Function] = {}

    def on_module_node(self, *, node: Any, agent: Any, **_: Any) -> None:  # noqa: ANN401, ARG002  # griffe's own types
        self.tree = node

    def on_function_instance(self, *, node: Any, func: griffe.Function, agent: Any, **_: Any) -> None:  # noqa: ANN401, ARG002  # the same
        self.functions[id(node)] = func


def visit(module: str, text: str) -> Visited:
    """Visit a module's text.

    Raises:
        SyntaxError: The text is not Python for the interpreter that runs.
        ValueError: The text holds NUL bytes.
        RecursionError: It nests too deep.
    """
    capture = _Capture()
    with _quiet():
        path = cast("Any", PurePosixPath(f"{module}.py"))
        _Visitor(module, path, text, griffe.Extensions(capture)).get_module()
    if capture.tree is None:
        raise ValueError("griffe visited nothing")
    visited = Visited(capture.tree)
    for node, function in capture.functions.items():
        visited.parameters[node] = tuple(
            ReadParameter(
                parameter.name.lstrip("*"),
                _KINDS[parameter.kind or griffe.ParameterKind.positional_or_keyword],
                required=parameter.default is None,
            )
            for parameter in function.parameters
        )
    return visited


def docstring_returns(text: str) -> str | None:
    """The type that a docstring's Returns section gives, as written; None where there is none."""
    if "-----" in text:
        return _returned(text, "numpy")
    if "Returns:" in text:
        # `name (Type): …` and `Type: …` are both written; a parser reads one or the other.
        return _returned(text, "google") or _returned(text, "google", returns_named_value=False)
    return _returned(text, "sphinx")


def _returned(text: str, style: str, **options: bool) -> str | None:
    with _quiet():
        sections = griffe.Docstring(text).parse(cast("Any", style), **options)
    for section in sections:
        if section.kind is griffe.DocstringSectionKind.returns and len(section.value) == 1:
            annotation = section.value[0].annotation
            return str(annotation) if annotation else None
    return None


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep griffe's remarks on docstrings and parse errors to ourselves: they are counted elsewhere."""
    logger = logging.getLogger("griffe")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings(action="ignore"):
            yield
    finally:
        logger.setLevel(before)
