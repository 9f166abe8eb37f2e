"""Which signature of several a call uses, and what it gives back."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from enum import Enum

from driftcheck.model.resolutions import Arguments
from driftcheck.model.symbols import Parameter, ParameterKind, Signature
from driftcheck.resolution.expressions import split, subscript
from driftcheck.resolution.shapes import accepted

_ANYTHING = frozenset({"typing.Any", "builtins.object", "typing_extensions.Any"})
_LITERAL = frozenset({"typing.Literal", "typing_extensions.Literal"})
_NONE = frozenset({"None", "builtins.None", "types.NoneType"})
_NUMBER = re.compile(r"-?[0-9][0-9_]*")
_PLAIN = frozenset(
    f"builtins.{name}"
    for name in ("bool", "bytes", "complex", "dict", "float", "frozenset", "int", "list", "set", "str", "tuple")
)
"""Classes of which none is another, but for numbers: of two different ones, one cannot stand for the other."""
_WIDER = {
    "builtins.bool": ("builtins.int", "builtins.float", "builtins.complex"),
    "builtins.int": ("builtins.float", "builtins.complex"),
    "builtins.float": ("builtins.complex",),
}
"""What a type checker takes a number for."""


class Fit(Enum):
    """Whether a call can use a signature."""

    NO = 0
    PERHAPS = 1
    YES = 2


def choose(signatures: Sequence[Signature], arguments: Arguments) -> list[Signature]:
    """The signatures that the call may use, as far as its arguments tell; the last is certain if any is.

    Keywords that no signature takes are a matter of their own and do not count here. Empty where
    the call fits none.
    """
    known = tuple((k, v) for k, v in arguments.keywords if any(_takes(s, k) for s in signatures))
    shown = Arguments(arguments.positional, known, arguments.has_star, arguments.has_double_star)
    telling = frozenset(_telling(signatures))
    chosen: list[Signature] = []
    for signature in signatures:
        fit = fits(signature, shown, telling)
        if fit is not Fit.NO:
            chosen.append(signature)
        if fit is Fit.YES:
            # Overloads that look alike differ in an annotation that could not be read.
            chosen.extend(s for s in signatures if s is not signature and s.parameters == signature.parameters)
            break
    return list(dict.fromkeys(chosen))


def _telling(signatures: Sequence[Signature]) -> Iterator[str]:
    """Yield the parameters by whose values the signatures differ; the others cannot tell one from another."""
    annotations: dict[str, set[str | None]] = {}
    for signature in signatures:
        for parameter in signature.parameters:
            annotations.setdefault(parameter.name, set()).add(parameter.annotation)
    yield from (name for name, given in annotations.items() if len(given) > 1)


def returned(signatures: Sequence[Signature]) -> str | None:
    """What a call that may use any of these gives back: a union; None where one of them does not say."""
    if len(signatures) > 1 and signatures[-1].returns is None:
        # The body behind the overloads: it is what they describe.
        signatures = signatures[:-1]
    parts: dict[str, None] = {}
    for signature in signatures:
        if signature.returns is None:
            return None
        parts.update(dict.fromkeys(split(signature.returns, "|")))
    return " | ".join(parts) or None


def fits(signature: Signature, arguments: Arguments, telling: Container[str]) -> Fit:
    """Whether the call can use the signature: places, keywords, and the values of the parameters that tell."""
    placed = _place(signature, arguments)
    if placed is None:
        return Fit.NO
    judged = [judge(value, parameter) for parameter, value in placed if parameter.name in telling]
    given = {parameter.name for parameter, _ in placed}
    missing = [p for p in signature.parameters if p.required and p.name not in given and not p.kind.startswith("*")]
    if missing:
        judged.append(Fit.PERHAPS if arguments.has_star or arguments.has_double_star else Fit.NO)
    return min(judged, key=_weight, default=Fit.YES)


def _place(signature: Signature, arguments: Arguments) -> list[tuple[Parameter, str | None]] | None:
    """The parameter of each argument; None where some argument has no place, or two have the same."""
    by_place = {ParameterKind.POSITIONAL_ONLY, ParameterKind.POSITIONAL_OR_KEYWORD}
    places = [p for p in signature.parameters if p.kind in by_place]
    rest = next((p for p in signature.parameters if p.kind is ParameterKind.VAR_POSITIONAL), None)
    placed: list[tuple[Parameter, str | None]] = list(zip(places, arguments.positional, strict=False))
    beyond = arguments.positional[len(places) :]
    if beyond and rest is None:
        return None
    placed.extend((rest, value) for value in beyond if rest is not None)
    taken = {parameter.name for parameter, _ in placed if parameter is not rest}
    for keyword, value in arguments.keywords:
        named = accepted(signature, keyword)
        if keyword in taken or (named is None and not signature.takes_any_keyword):
            return None
        if named is not None:
            taken.add(keyword)
            placed.append((named, value))
    return placed


def judge(value: str | None, parameter: Parameter) -> Fit:
    """Whether a value can be given for a parameter that other overloads annotate otherwise."""
    annotation = parameter.annotation
    if annotation in _ANYTHING:
        return Fit.YES
    if value is None or annotation is None:
        return Fit.PERHAPS
    return _combine_values([_judge_value(part, annotation) for part in split(value, "|")])


def _judge_value(value: str, annotation: str) -> Fit:
    judged = [_judge_arm(value, arm) for arm in split(annotation, "|")]
    return max(judged, key=_weight)


def _judge_arm(value: str, arm: str) -> Fit:
    if arm in _NONE or value in _NONE:
        return _judge_none(value, arm)
    head, arguments = subscript(arm)
    if arm in _ANYTHING:
        return Fit.YES
    kind = _class_of(value)
    if head in _LITERAL:
        options = split(arguments, ",")
        if value in options:
            return Fit.YES
        if kind != subscript(value)[0]:
            return Fit.NO
        # A value of the literal's type may be that literal; one of another type cannot.
        return Fit.PERHAPS if kind not in _PLAIN or kind in {_class_of(option) for option in options} else Fit.NO
    if kind == head:
        return Fit.YES if not arguments else Fit.PERHAPS
    if kind in _PLAIN and head in _PLAIN:
        return Fit.YES if head in _WIDER.get(kind, ()) else Fit.NO
    return Fit.PERHAPS


def _judge_none(value: str, arm: str) -> Fit:
    if value in _NONE and arm in _NONE:
        return Fit.YES
    if value in _NONE:
        head = subscript(arm)[0]
        if arm in _ANYTHING:
            return Fit.YES
        return Fit.NO if head in _PLAIN or head in _LITERAL else Fit.PERHAPS
    kind = _class_of(value)
    return Fit.NO if kind in _PLAIN or "." in kind else Fit.PERHAPS


def _class_of(value: str) -> str:
    """The class of a literal, or the head of a type expression."""
    if value in {"True", "False"}:
        return "builtins.bool"
    if value[:1] in {"'", '"'}:
        return "builtins.str"
    if value[:2] in {"b'", 'b"'}:
        return "builtins.bytes"
    if _NUMBER.fullmatch(value):
        return "builtins.int"
    return subscript(value)[0]


def _combine_values(judged: Sequence[Fit]) -> Fit:
    """A union of values: fits if each does, is refused if each is."""
    return judged[0] if len(set(judged)) == 1 else Fit.PERHAPS


def _takes(signature: Signature, keyword: str) -> bool:
    return signature.takes_any_keyword or accepted(signature, keyword) is not None


def _weight(fit: Fit) -> int:
    return fit.value
