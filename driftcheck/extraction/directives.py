"""What `.. deprecated::` directives of docstrings say: of a name, of a parameter, or only of some use of either."""

from __future__ import annotations

import re
from collections.abc import Iterator

from driftcheck.extraction.deprecations import MAX_MESSAGE, OF_VALUE, VERSION, removal_in
from driftcheck.model.symbols import Deprecation

_DIRECTIVE = re.compile(r"^(?P<indent>[ \t]*)\.\. deprecated::[ \t]*(?P<rest>[^\n]*)", re.MULTILINE)
_TAKEN_BACK = re.compile(
    r"\.\. versionchanged::\s*\S+\s+(?:The\s+)?[`*]*(\w+)[`*]*\s+(?:is\s+|was\s+)?"
    r"(?:un-?deprecated|no longer deprecated)",
    re.IGNORECASE,
)
"""What was deprecated, and is not any more."""
_PARAMETER = re.compile(r"^\s*(?:\*{0,2}(?P<numpy>\w+)\s*(?::|,|$)|:param\s+(?:\w+\s+)?(?P<sphinx>\w+):)")
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
_SUBJECT = re.compile(
    r"(?:The\s+)?(?::[\w:]+:)?[`*]{1,2}~?\.?([\w.]+)[`*]{1,2}"
    r"(?: (?:helper|class|function|method|argument|parameter|attribute|module)s?)?"
    r"(?:,| and| is| are| now| has| have| will| \(| in favou?r| (?=[A-Z][a-z]+ )|\s*$)"
)
"""What a remark begins by naming, where it goes on to say something of it."""


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
        since = version if VERSION.match(version) else None
        if since:
            rest = rest.partition(" ")[2]
        following: list[str] = []
        for line in docstring[found.end() :].splitlines()[1:]:
            if line.strip() and len(line.expandtabs()) - len(line.expandtabs().lstrip()) <= indent:
                break
            if not line.strip() and following:
                break
            following.append(line.strip())
        message = " ".join([rest, *following]).strip()[:MAX_MESSAGE] or None
        evidence = Deprecation("docstring", since, removal_in(message), message)
        is_about_use = _is_about_use(message or "", own)
        if OF_VALUE.match(message or "") or (indent == 0 and _OF_SOME_PARAMETER.match(message or "")):
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
