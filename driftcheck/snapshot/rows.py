"""Symbols as rows of text and back."""

from __future__ import annotations

import json
from typing import Any

from driftcheck.model.symbols import (
    Binding,
    Deprecation,
    Kind,
    Parameter,
    ParameterKind,
    Signature,
    Symbol,
)

Facts = tuple[Any, ...]
"""The values of `schema.FACTS`, NULL for what is usual."""

_KINDS = {kind.value: kind for kind in Kind}
_BINDINGS = {binding.value: binding for binding in Binding}
_PREFIXES = {
    ParameterKind.POSITIONAL_ONLY: "/",
    ParameterKind.POSITIONAL_OR_KEYWORD: "",
    ParameterKind.VAR_POSITIONAL: "*",
    ParameterKind.KEYWORD_ONLY: ".",
    ParameterKind.VAR_KEYWORD: "**",
}
_MARKS = {prefix: kind for kind, prefix in _PREFIXES.items() if prefix}


def encode(symbol: Symbol) -> Facts:
    """The facts of a symbol, its path left out."""
    return (
        symbol.kind.value,
        symbol.target,
        " ".join(symbol.bases) or None,
        symbol.metaclass,
        _dump([_signature(signature) for signature in symbol.signatures]) if symbol.signatures else None,
        symbol.type,
        symbol.type_source,
        symbol.binding.value or None,
        _dump(_deprecation(symbol.deprecation)) if symbol.deprecation else None,
        1 if symbol.raises else None,
        symbol.open_reason,
        symbol.condition,
        None if symbol.is_public else 1,
    )


def decode(path: str, facts: Facts) -> Symbol:
    """The symbol that `encode` made `facts` of."""
    (
        kind,
        target,
        bases,
        metaclass,
        signatures,
        type_,
        type_source,
        binding,
        deprecation,
        raises,
        reason,
        condition,
        is_private,
    ) = facts
    return Symbol(
        path,
        _KINDS[kind],
        target,
        tuple(bases.split(" ")) if bases else (),
        metaclass,
        tuple(_read_signature(entry) for entry in json.loads(signatures)) if signatures else (),
        type_,
        type_source,
        _BINDINGS[binding or ""],
        _read_deprecation(json.loads(deprecation)) if deprecation else None,
        bool(raises),
        reason,
        condition,
        not is_private,
    )


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _signature(signature: Signature) -> list[object]:
    return [[_parameter(parameter) for parameter in signature.parameters], signature.returns]


def _parameter(parameter: Parameter) -> object:
    """`x` required, `x=` with a default; `/`, `*`, `.` (keyword only) and `**` in front tell the kind."""
    is_variadic = parameter.kind.value.startswith("*")
    text = f"{_PREFIXES[parameter.kind]}{parameter.name}{'' if parameter.required or is_variadic else '='}"
    if parameter.annotation is None and parameter.deprecation is None:
        return text
    return [text, parameter.annotation, _deprecation(parameter.deprecation) if parameter.deprecation else None]


def _read_signature(entry: list[Any]) -> Signature:
    return Signature(tuple(_read_parameter(parameter) for parameter in entry[0]), entry[1])


def _read_parameter(entry: Any) -> Parameter:  # noqa: ANN401  # JSON
    annotation, deprecation = None, None
    if not isinstance(entry, str):
        entry, annotation, said = entry
        deprecation = _read_deprecation(said) if said else None
    required = not entry.endswith("=")
    name = entry if required else entry[:-1]
    kind = ParameterKind.POSITIONAL_OR_KEYWORD
    if name[0] in _MARKS:
        prefix = "**" if name.startswith("**") else name[0]
        kind = _MARKS[prefix]
        name = name[len(prefix) :]
        required = required and prefix[0] != "*"
    return Parameter(name, kind, required, annotation, deprecation)


def _deprecation(said: Deprecation) -> list[object]:
    values: list[object] = [said.evidence, said.since, said.removal, said.message, said.alternative]
    return [*values, 1] if said.pending else values


def _read_deprecation(entry: list[Any]) -> Deprecation:
    evidence, since, removal, message, alternative, *flags = entry
    return Deprecation(evidence, since, removal, message, alternative, pending=bool(flags))
