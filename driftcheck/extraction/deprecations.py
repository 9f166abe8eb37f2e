"""Evidence of deprecation, one small reader for each way in which libraries say it."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from driftcheck.extraction.bodies import Body
from driftcheck.extraction.scopes import UNKNOWN, Scope
from driftcheck.model.symbols import Deprecation

MAX_MESSAGE = 400
"""Characters of a message that are kept."""
VERSION = re.compile(r"^v?\d+(\.\w+)*$")
"""A text that is a version, as libraries write one."""
_SINCE = re.compile(
    r"(?:deprecated|changed)\s+(?:\w+\s+){0,3}?(?:since|in|from|as of)\s+"
    r"(?:the\s+)?(?:version\s+)?[A-Za-z_.]*\s*v?(\d+(?:\.\d+)+)",
    re.IGNORECASE,
)
_REMOVAL = re.compile(
    r"(?:removed|dropped|an error|disallowed|raise|unsupported)\s+(?:\w+\s+){0,4}?(?:in|from|as of|with)\s+"
    r"(?:the\s+)?(?:version\s+)?[A-Za-z_.]*\s*v?(\d+(?:\.\d+)+)",
    re.IGNORECASE,
)
_ABOUT_WARNINGS = frozenset({"filterwarnings", "catch_warnings", "resetwarnings", "showwarning", "formatwarning"})
"""The language's own functions that say what becomes of warnings, and give none."""
OF_VALUE = re.compile(
    r"(?:(?:The|A|Its)\s+)?(?:default\b|(?:values?|options?)\s+[`*]*['\"]|[`*]*['\"]|[`*]+\w+=)", re.IGNORECASE
)
"""Words of a remark on one value of a parameter, such as the one that it has where it is not given."""
_SENTINELS = frozenset({"deprecated", "no_default", "_deprecated", "DEPRECATED", "_deprecation_sentinel"})


@cache
def _table() -> dict[str, Any]:
    """The table of decorators."""
    text = files("driftcheck.extraction").joinpath("data/decorators.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _decorator_table() -> list[tuple[re.Pattern[str], str]]:
    """Pattern over a decorator's last component, and what it says."""
    return [(re.compile(row["name"], re.IGNORECASE), row["means"]) for row in _table()["decorator"]]


def makes_dataclass(path: str) -> bool:
    """Whether a class decorator makes a constructor out of annotated fields."""
    return path in _table()["dataclasses"]


def drops_underscores(path: str) -> bool:
    """Whether the constructor that a class decorator makes calls `_x` by the name `x`."""
    return path.partition(".")[0] in _table()["without_underscores"]


def makes_alike(name: str) -> bool:
    """Whether a function of this name makes something that is called like what it is given first."""
    return name in _table()["alike"]


@cache
def decorator_meaning(path: str) -> str:
    """What a decorator says by its name, in the words of the table; empty where it is not known."""
    name = path.rpartition(".")[2]
    return next((means for pattern, means in _decorator_table() if pattern.fullmatch(name)), "")


def from_decorator(node: ast.expr, scope: Scope, constants: dict[str, str]) -> Deprecation | None:
    """Read `@deprecated("1.2", alternative="x")` and its kin; None where the decorator says nothing of the symbol."""
    call = node if isinstance(node, ast.Call) else None
    func = call.func if call else node
    path = scope.qualify(func)
    name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
    if decorator_meaning(name) != "symbol":
        return None
    evidence = "pep702" if path in ("warnings.deprecated", "typing_extensions.deprecated") else "decorator"
    if call is None:
        return Deprecation(evidence)
    return _from_call(call, evidence, constants, skip_category=False)


def parameters_of_decorator(node: ast.expr, constants: dict[str, str]) -> dict[str, Deprecation]:
    """Parameters that a decorator speaks of: `@rename_parameter("1.2", old="x", new="y")`, by old name."""
    if not isinstance(node, ast.Call):
        return {}
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if decorator_meaning(name) != "parameter":
        return {}
    words = {keyword.arg: text_of(keyword.value, constants) for keyword in node.keywords if keyword.arg}
    positional = [text for arg in node.args if (text := text_of(arg, constants)) is not None]
    since = next((text for text in positional if VERSION.match(text)), words.get("since") or words.get("version"))
    names = [text for text in positional if text.isidentifier()]
    names = [text for key, text in words.items() if key.startswith("old") and text] + names
    names += [text for key, text in words.items() if key in ("name", "arg", "param", "parameter") and text]
    if not names:
        return {}
    new = next((text for key, text in words.items() if key.startswith("new") and text), None)
    alternative = new or (names[1] if len(names) > 1 else None)
    message = words.get("message") or words.get("msg") or words.get("custom_message")
    removal = words.get("removal") or words.get("deadline")
    return {names[0]: Deprecation("decorator", since, removal, message and message[:MAX_MESSAGE], alternative)}


def from_body(
    body: Body, scope: Scope, parameters: frozenset[str], constants: dict[str, str], own: str = ""
) -> Iterator[tuple[str | None, Deprecation]]:
    """Yield (parameter or None for the symbol itself, evidence) for each warning that a body gives.

    Args:
        body: Of a function, or what warns in that of a module.
        scope: What names mean there.
        parameters: Of the function.
        constants: Strings by name, for messages.
        own: What it is called: a warning of no telling category counts where it says that this is deprecated.
    """
    words = _with_locals(constants, body) if body.warned else constants
    for warned in body.warned:
        category = _category(warned.call, scope)
        if category == "other" or (category == "plain" and (warned.test is not None or not own)):
            continue
        evidence = _from_call(warned.call, "warning", words, skip_category=True)
        if _is_pending(warned.call):
            evidence = replace(evidence, pending=True)
        if category == "plain" and not _says_deprecated(own, evidence.message or ""):
            continue
        if evidence.message is None and not evidence.since:
            if category == "deprecation" and warned.test is None and _is_fixed(warned.call, parameters, body):
                yield None, evidence
            continue
        if category == "change" and not re.search(r"deprecat|remov|instead", evidence.message or "", re.IGNORECASE):
            continue
        if warned.test is None:
            is_told = category != "unknown" or re.search(r"deprecat", evidence.message or "", re.IGNORECASE)
            if is_told and not OF_VALUE.match(evidence.message or ""):
                yield None, evidence
            continue
        message = evidence.message or ""
        name = _given(warned.test)
        if name in parameters and category != "unknown" and re.search(rf"\b{name}\b", message):
            yield name, evidence


def _is_pending(call: ast.Call) -> bool:
    """Whether a warning is of the category that announces a deprecation for later."""
    named = (*call.args, *(keyword.value for keyword in call.keywords))
    names = (str(getattr(node, "attr", getattr(node, "id", ""))) for node in named)
    return any(name.startswith("PendingDeprecation") for name in names)


def _is_fixed(call: ast.Call, parameters: frozenset[str], body: Body) -> bool:
    """Whether a message comes from elsewhere, and from nothing that the function is given or works out."""
    if not call.args or not isinstance(call.args[0], ast.Attribute):
        return False
    root: ast.expr = call.args[0]
    while isinstance(root, ast.Attribute):
        root = root.value
    return isinstance(root, ast.Name) and root.id not in parameters and root.id not in body.assigned


def _says_deprecated(own: str, message: str) -> bool:
    """Whether a message begins by calling `own` deprecated, and not a part or a way of using it."""
    said = rf"\W*(?:the )?(?:\w+\.)*{re.escape(own)}\b\W*(?:\w+ )?is (?:\w+ )?deprecated\b"
    return re.match(said, message, re.IGNORECASE) is not None


def _with_locals(constants: dict[str, str], body: Body) -> dict[str, str]:
    """The constants and, before them, local names that are bound once, to a string: `msg = "…"; warn(msg)`."""
    found = dict(constants)
    for name, values in body.assigned.items():
        text = text_of(values[0], constants) if len(values) == 1 else None
        if text is None:
            found.pop(name, None)
        else:
            found[name] = text
    return found


def from_default(node: ast.expr | None) -> Deprecation | None:
    """A default that says so: `squeeze="deprecated"`."""
    match node:
        case ast.Constant(value=str() as text) if text in _SENTINELS:
            return Deprecation("sentinel")
        case ast.Name(id=name) | ast.Attribute(attr=name) if name in _SENTINELS and "deprecat" in name.lower():
            return Deprecation("sentinel")
        case _:
            return None


def from_message(evidence: str, message: str) -> Deprecation:
    """Evidence made of a library's words alone."""
    text = " ".join(message.split())[:MAX_MESSAGE]
    return Deprecation(evidence, _search(_SINCE, text), removal_in(text), text or None)


def _from_call(call: ast.Call, evidence: str, constants: dict[str, str], *, skip_category: bool) -> Deprecation:
    words = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
    made = _made_warning(call)
    given = [*call.args[1:], *made.args] if made is not None else call.args
    texts = [text for arg in given if (text := text_of(arg, constants)) is not None]
    versions = [text for text in texts if VERSION.match(text)]
    since = versions[0] if versions else None
    removed = versions[1] if len(versions) > 1 and not skip_category else None
    messages = [text for text in texts if not VERSION.match(text) and " " in text]
    short = [text for text in texts if not VERSION.match(text) and " " not in text and not skip_category]

    def word(*names: str) -> str | None:
        return next((text for n in names if n in words and (text := text_of(words[n], constants))), None)

    message = word("message", "msg", "reason", "details", "extra", "addendum", "instructions", "text") or (
        messages[0] if messages else None
    )
    message = " ".join(message.split())[:MAX_MESSAGE] if message else None
    return Deprecation(
        evidence,
        since or word("since", "version", "deprecated_in", "start_version") or _search(_SINCE, message),
        word("removal", "removed_in", "remove_version", "end_version", "removal_version", "deadline", "until")
        or removed
        or removal_in(message),
        message,
        word("alternative", "alternative_import", "new_name", "replacement", "new", "instead", "alternative_name")
        or (short[0] if short else None),
        pending=isinstance(words.get("pending"), ast.Constant) and bool(getattr(words["pending"], "value", False)),
    )


def _made_warning(call: ast.Call) -> ast.Call | None:
    """The warning that is made in the place of a message: `warn(DeprecationWarning("..."))`."""
    made = call.args[0] if call.args else None
    if not isinstance(made, ast.Call):
        return None
    name = made.func.attr if isinstance(made.func, ast.Attribute) else getattr(made.func, "id", "")
    return made if name.endswith("Warning") else None


def _category(call: ast.Call, scope: Scope) -> str:
    """What a warning is of, by its category.

    `deprecation`, `change` (a FutureWarning may announce either), `plain` (what is given where none is named), `other`,
    and `unknown` where a function of the library's own warns.
    """
    named = [keyword.value for keyword in call.keywords if keyword.arg in ("category", "cls")] or call.args[1:2]
    if not named and (made := _made_warning(call)) is not None:
        named = [made.func]
    func = call.func
    name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
    if name in _ABOUT_WARNINGS:
        return "other"
    is_plain = scope.qualify(func) == "warnings.warn" or name == "warn"
    for node in named:
        path = scope.qualify(node)
        category = path.rpartition(".")[2] if path != UNKNOWN else getattr(node, "id", getattr(node, "attr", ""))
        if not category or not category[0].isupper():
            continue
        if "Deprecat" in category or re.fullmatch(r"RemovedIn\w+Warning|\w*\d+Warning", category):
            return "deprecation"
        if category == "FutureWarning":
            return "change"
        return "plain" if category == "UserWarning" else "other"
    if "deprecat" in name:
        return "deprecation"
    return "plain" if is_plain and not named else "unknown"


def text_of(node: ast.expr | None, constants: dict[str, str]) -> str | None:
    """The text of a string expression; parts that are not literal become `…`.

    Args:
        node: The expression; None is no text.
        constants: Strings by name.
    """
    match node:
        case ast.Constant(value=str() as text):
            return text
        case ast.Name(id=name):
            return constants.get(name)
        case ast.JoinedStr(values=parts):
            return "".join(
                str(part.value) if isinstance(part, ast.Constant) else _format(part, constants) for part in parts
            )
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            one, other = text_of(left, constants), text_of(right, constants)
            return None if one is None and other is None else f"{one or '…'}{other or '…'}"
        case ast.BinOp(left=left, op=ast.Mod()):
            return text_of(left, constants)
        case ast.Call(func=ast.Attribute(value=value, attr="format" | "strip")):
            return text_of(value, constants)
        case ast.Call(func=ast.Name(id="dedent") | ast.Attribute(attr="dedent"), args=[value]):
            return text_of(value, constants)
        case _:
            return None


def _format(part: ast.expr, constants: dict[str, str]) -> str:
    inner = part.value if isinstance(part, ast.FormattedValue) else part
    return text_of(inner, constants) or "…"


def _given(test: ast.expr) -> str:
    """The parameter that a test finds to have been given; empty for tests that look at its value."""
    match test:
        case ast.Name(id=name):
            return name
        case ast.Compare(left=ast.Name(id=name), ops=[ast.IsNot() | ast.NotEq()]):
            return name
        case ast.Compare(left=ast.Constant(value=str() as name), ops=[ast.In()]):
            return name
        case ast.UnaryOp(op=ast.Not(), operand=ast.Compare(left=ast.Name(id=name), ops=[ast.Is() | ast.Eq()])):
            return name
        case ast.BoolOp(op=ast.And(), values=[*outer, nearest]):
            name = _given(nearest)
            # `if level is not None and level < 3` speaks of some values only, in either order.
            is_of_values = any(isinstance(n, ast.Name) and n.id == name for test in outer for n in ast.walk(test))
            return "" if is_of_values else name
        case _:
            return ""


def removal_in(text: str | None) -> str | None:
    """The version that a text says something is removed in."""
    return _search(_REMOVAL, text)


def _search(pattern: re.Pattern[str], text: str | None) -> str | None:
    found = pattern.search(text) if text else None
    return found[1] if found else None
