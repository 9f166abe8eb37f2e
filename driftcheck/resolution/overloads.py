"""Which signature of several a call uses, and what it gives back."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from enum import Enum

from driftcheck.model.resolutions import Arguments
from driftcheck.model.symbols import Parameter, ParameterKind, Signature
from driftcheck.resolution.expressions import split, subscript
from driftcheck.resolution.signatures import accepted

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
            break
    return chosen


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
    places = [
        p
        for p in signature.parameters
        if p.kind in {ParameterKind.POSITIONAL_ONLY, ParameterKind.POSITIONAL_OR_KEYWORD}
    ]
    rest = next((p for p in signature.parameters if p.kind is ParameterKind.VAR_POSITIONAL), None)
    if len(arguments.positional) > len(places) and rest is None:
        return Fit.NO
    given: dict[str, str | None] = {}
    worst = Fit.YES
    for index, value in enumerate(arguments.positional):
        parameter = places[index] if index < len(places) else rest
        assert parameter is not None, "more values than places were refused above"
        if index < len(places):
            given[parameter.name] = value
        if parameter.name in telling:
            worst = min(worst, judge(value, parameter), key=_weight)
    for keyword, value in arguments.keywords:
        named = accepted(signature, keyword)
        if named is None:
            if not signature.takes_any_keyword:
                return Fit.NO
            continue
        if keyword in given:
            return Fit.NO
        given[keyword] = value
        if keyword in telling:
            worst = min(worst, judge(value, named), key=_weight)
    if worst is Fit.NO:
        return Fit.NO
    for parameter in signature.parameters:
        if parameter.required and parameter.name not in given and not parameter.kind.startswith("*"):
            if not (arguments.has_star or arguments.has_double_star):
                return Fit.NO
            worst = Fit.PERHAPS
    return worst


def judge(value: str | None, parameter: Parameter) -> Fit:
    """Whether a value can be given for a parameter."""
    annotation = parameter.annotation
    if annotation is None or annotation in _ANYTHING:
        return Fit.YES
    if value is None:
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
