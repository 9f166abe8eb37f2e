"""Type expressions as surfaces store them, taken apart as far as members need it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from driftcheck.model.names import is_path

_WRAPPERS = frozenset(
    f"{module}.{name}"
    for module in ("typing", "typing_extensions")
    for name in ("ClassVar", "Final", "Annotated", "Required", "NotRequired", "ReadOnly")
)
"""Special forms that say something about a variable; its type is their first argument."""
_OPTIONAL = frozenset({"typing.Optional", "typing_extensions.Optional"})
_UNION = frozenset({"typing.Union", "typing_extensions.Union"})
_CLASS_OBJECT = frozenset({"builtins.type", "typing.Type"})
_NONE = frozenset({"None", "builtins.None", "types.NoneType"})


@dataclass(frozen=True, slots=True)
class Arm:
    """One possibility of a union."""

    path: str
    is_class_object: bool = False
    """The class itself rather than an instance of it."""


def split(text: str, separator: str) -> list[str]:
    """Split at a separator that stands outside of brackets and quotes, the parts stripped."""
    if separator not in text:
        return [text.strip()]
    parts: list[str] = []
    depth = start = 0
    quote = ""
    for index, character in enumerate(text):
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character in "[(":
            depth += 1
        elif character in "])":
            depth -= 1
        elif character == separator and not depth:
            parts.append(text[start:index].strip())
            start = index + 1
    parts.append(text[start:].strip())
    return parts


def subscript(text: str) -> tuple[str, str]:
    """The head of `head[arguments]` and its arguments; the arguments are empty where there are none."""
    head, bracket, rest = text.partition("[")
    if not bracket or not rest.endswith("]"):
        return text.strip(), ""
    return head.strip(), rest[:-1].strip()


@lru_cache(maxsize=4096)
def arms_of(expression: str) -> tuple[Arm, ...] | None:
    """The classes that a value of this type may be an instance of, None left out.

    None where some part of it is not a plain class: the value may then be anything.
    """
    arms: list[Arm] = []
    for part in split(expression, "|"):
        if part in _NONE:
            continue
        head, arguments = subscript(part)
        first = split(arguments, ",")[0] if arguments else ""
        if head in _WRAPPERS or head in _OPTIONAL or head in _UNION:
            inner = " | ".join(split(arguments, ",")) if head in _UNION else first
            nested = arms_of(inner) if inner else None
            if nested is None:
                return None
            arms.extend(nested)
        elif head in _CLASS_OBJECT and first:
            if not is_path(subscript(first)[0]):
                return None
            arms.append(Arm(subscript(first)[0], is_class_object=True))
        elif not is_path(head) or "." not in head:
            return None
        else:
            arms.append(Arm(head))
    return tuple(dict.fromkeys(arms)) or None
