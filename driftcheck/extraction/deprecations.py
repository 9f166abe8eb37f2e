"""Evidence of deprecation, one small reader for each way in which libraries say it."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from driftcheck.extraction.bodies import Body
from driftcheck.extraction.scopes import UNKNOWN, Scope
from driftcheck.model.symbols import Deprecation

_MAX_MESSAGE = 400
_VERSION = re.compile(r"^v?\d+(\.\w+)*$")
_DIRECTIVE = re.compile(r"^(?P<indent>[ \t]*)\.\. deprecated::[ \t]*(?P<rest>[^\n]*)", re.MULTILINE)
_TAKEN_BACK = re.compile(
    r"\.\. versionchanged::\s*\S+\s+(?:The\s+)?[`*]*(\w+)[`*]*\s+(?:is\s+|was\s+)?"
    r"(?:un-?deprecated|no longer deprecated)",
    re.IGNORECASE,
)
"""What was deprecated, and is not any more."""
_PARAMETER = re.compile(r"^\s*(?:\*{0,2}(?P<numpy>\w+)\s*(?::|,|$)|:param\s+(?:\w+\s+)?(?P<sphinx>\w+):)")
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
_USE = re.compile(
    r"\b(with (no|only|a|an|one|more|fewer|empty)|without|passing|providing|specifying|omitting|calling|to pass"
    r"|to call|requires? that|behaviou?r|(will not|no longer|not) accepts?|in the [\w ]+ form"
    r"|(warning|error|exception)\b[^.]*\b(if|when|unless))\b",
    re.IGNORECASE,
)
"""Words of a remark on how a thing is used, not on the thing."""
_DOING = re.compile(
    r"(?:\w+ly\s+)?(?P<doing>(?!(?:(?:no|any|every|some)?thing|following)\b)[a-z]+ing)\s+(?P<what>.*)", re.IGNORECASE
)
"""How a remark begins on something that is done with a thing: "Returning a tuple …", "Directly making a …"."""
_DEFAULT_CHANGES = re.compile(r"\bdefault\b.*\bwill (?:change|be)\b|\bwill be used by default\b", re.IGNORECASE)
_AT_ALL = frozenset({"using", "importing", "accessing", "constructing", "instantiating", "subclassing"})
"""What is done with a name by whoever makes use of it at all."""
_OF_SOME_PARAMETER = re.compile(
    r"(?i)(?:passing\s+|using\s+|renamed\s+|support\s+for\s+)?the\s+(?:[`*'\"]*[\w.=]+[`*'\"]*,?\s+){0,5}?"
    r"(?:argument|parameter|option|keyword|kwarg)s?\b|(?:keyword|positional|optional)\s+(?:argument|parameter)s\b"
)
"""How a message begins that speaks of parameters: "The *old* and `older` arguments …", "Keyword arguments …"."""
_OF_VALUE = re.compile(
    r"(?:(?:The|A|Its)\s+)?(?:default\b|(?:values?|options?)\s+[`*]*['\"]|[`*]*['\"]|[`*]+\w+=)", re.IGNORECASE
)
"""Words of a remark on one value of a parameter, such as the one that it has where it is not given."""
_SUBJECT = re.compile(
    r"(?:The\s+)?(?::[\w:]+:)?[`*]{1,2}~?\.?([\w.]+)[`*]{1,2}"
    r"(?:,| and| is| are| now| has| have| will| \(| in favou?r| (?=[A-Z][a-z]+ )|\s*$)"
)
"""What a remark begins by naming, where it goes on to say something of it."""
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
    since = next((text for text in positional if _VERSION.match(text)), words.get("since") or words.get("version"))
    names = [text for text in positional if text.isidentifier()]
    names = [text for key, text in words.items() if key.startswith("old") and text] + names
    names += [text for key, text in words.items() if key in ("name", "arg", "param", "parameter") and text]
    if not names:
        return {}
    new = next((text for key, text in words.items() if key.startswith("new") and text), None)
    alternative = new or (names[1] if len(names) > 1 else None)
    message = words.get("message") or words.get("msg") or words.get("custom_message")
    removal = words.get("removal") or words.get("deadline")
    return {names[0]: Deprecation("decorator", since, removal, message and message[:_MAX_MESSAGE], alternative)}


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
        if category == "plain" and not _says_deprecated(own, evidence.message or ""):
            continue
        if evidence.message is None and not evidence.since:
            if category == "deprecation" and warned.test is None and _is_fixed(warned.call, parameters, body):
                yield None, evidence
            continue
        if category == "change" and not re.search(r"deprecat|remov|instead", evidence.message or "", re.IGNORECASE):
            continue
        if warned.test is None:
            if category != "unknown" or re.search(r"deprecat", evidence.message or "", re.IGNORECASE):
                yield None, evidence
            continue
        message = evidence.message or ""
        name = _given(warned.test)
        if name in parameters and category != "unknown" and re.search(rf"\b{name}\b", message):
            yield name, evidence


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


def from_docstring(docstring: str, own: str) -> Iterator[tuple[str | None, Deprecation]]:
    """Yield (name or None, evidence) for each `.. deprecated::` directive of a cleaned docstring that still holds.

    Args:
        docstring: Of a function, class or module.
        own: What that is called.
    """
    taken_back = {found[1] for found in _TAKEN_BACK.finditer(docstring)}
    for name, evidence in _directives(docstring, own):
        if (name or own) not in taken_back:
            yield name, evidence


def _directives(docstring: str, own: str) -> Iterator[tuple[str | None, Deprecation]]:
    """Yield (name or None, evidence) for each `.. deprecated::` directive of a cleaned docstring.

    Args:
        docstring: Of a function, class or module.
        own: What that is called. A directive that begins by naming something else speaks of that, a parameter mostly.
    """
    for found in _DIRECTIVE.finditer(docstring):
        indent = len(found["indent"].expandtabs())
        rest = found["rest"].strip()
        version = rest.partition(" ")[0].rstrip(":.,")
        since = version if _VERSION.match(version) else None
        if since:
            rest = rest.partition(" ")[2]
        following: list[str] = []
        for line in docstring[found.end() :].splitlines()[1:]:
            if line.strip() and len(line.expandtabs()) - len(line.expandtabs().lstrip()) <= indent:
                break
            if not line.strip() and following:
                break
            following.append(line.strip())
        message = " ".join([rest, *following]).strip()[:_MAX_MESSAGE] or None
        evidence = Deprecation("docstring", since, _search(_REMOVAL, message), message)
        is_about_use = _is_about_use(message or "", own)
        if _OF_VALUE.match(message or "") or (indent == 0 and _OF_SOME_PARAMETER.match(message or "")):
            # Other values of the parameter, and all but some parameters, are given as before.
            continue
        if indent == 0:
            subject = _SUBJECT.match(message or "")
            if subject is not None and subject[1].rpartition(".")[2] != own:
                yield subject[1], evidence
            elif not is_about_use:
                yield None, evidence
            continue
        for line in reversed(docstring[: found.start()].splitlines()):
            if line.strip() and len(line.expandtabs()) - len(line.expandtabs().lstrip()) < indent:
                found_name = _PARAMETER.match(line)
                name = (found_name["numpy"] or found_name["sphinx"]) if found_name else ""
                is_named = re.search(rf"\b{name}\b", message or "") is not None
                if name and (is_named or not is_about_use) and not _is_about_values(message or "", name):
                    yield name, evidence
                break


def _is_about_use(message: str, own: str) -> bool:
    """Whether a remark is on how a thing is used: on what is done with it, but for using or importing it at all."""
    if _USE.search(message):
        return True
    found = _DOING.match(message)
    if found is None or found["doing"] == own:
        return False
    at_all = rf"(?:the\s+)?[`*:\w~.]*\b{re.escape(own)}\b[`*()]*\s+(?:is|was|has|from|directly)\b"
    return found["doing"].lower() not in _AT_ALL or re.match(at_all, found["what"], re.IGNORECASE) is None


def _is_about_values(message: str, name: str) -> bool:
    """Whether a remark on a parameter is on some of its values, or on what it is where it is not given."""
    first = message.partition(". ")[0]
    if re.search(rf"\b{name}[`*]*\s*=(?!\.\.\.)", first) or _DEFAULT_CHANGES.search(first):
        return True
    found = _DOING.match(first)
    if found is None:
        return False
    given = re.match(rf"(?:the\s+)?[`*'\"]*{name}\b[`*'\"]*(?P<rest>.*)", found["what"])
    return given is None or re.match(r"\s+(?:to|as)\b", given["rest"]) is not None


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
    text = " ".join(message.split())[:_MAX_MESSAGE]
    return Deprecation(evidence, _search(_SINCE, text), _search(_REMOVAL, text), text or None)


def _from_call(call: ast.Call, evidence: str, constants: dict[str, str], *, skip_category: bool) -> Deprecation:
    words = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
    made = _made_warning(call)
    given = [*call.args[1:], *made.args] if made is not None else call.args
    texts = [text for arg in given if (text := text_of(arg, constants)) is not None]
    versions = [text for text in texts if _VERSION.match(text)]
    since = versions[0] if versions else None
    removed = versions[1] if len(versions) > 1 and not skip_category else None
    messages = [text for text in texts if not _VERSION.match(text) and " " in text]
    short = [text for text in texts if not _VERSION.match(text) and " " not in text and not skip_category]

    def word(*names: str) -> str | None:
        return next((text for n in names if n in words and (text := text_of(words[n], constants))), None)

    message = word("message", "msg", "reason", "details", "extra", "addendum", "instructions", "text") or (
        messages[0] if messages else None
    )
    message = " ".join(message.split())[:_MAX_MESSAGE] if message else None
    return Deprecation(
        evidence,
        since or word("since", "version", "deprecated_in", "start_version") or _search(_SINCE, message),
        word("removal", "removed_in", "remove_version", "end_version", "removal_version", "deadline", "until")
        or removed
        or _search(_REMOVAL, message),
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


def _search(pattern: re.Pattern[str], text: str | None) -> str | None:
    found = pattern.search(text) if text else None
    return found[1] if found else None
