"""What a library's own words name as the way out."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from driftcheck.model.symbols import Deprecation

_LONGEST_QUOTE = 200

_NAME = r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*"
_ROLE = re.compile(r":[\w:+-]+:`(?:[^`<]*<)?[~!.]*([^`>]+)>?`")
_LINK = re.compile(r"\[`?([^\]`]+)`?\]\([^)]*\)")
_ABBREVIATED = re.compile(r"(?i)\b(?:e\.g|i\.e|etc|cf|viz)\.(?!\w)[,:]?")
_QUOTED = re.compile(r"(?<!\w)(?:``([^`]+)``|`([^`]+)`|'([^']+)'|\"([^\"]+)\")(?!\w)")
_IMPORT = re.compile(rf"from\s+({_NAME})\s+import\s+({_NAME})")
_DOTTED = re.compile(rf"(?<![\w.]){_NAME}\.[A-Za-z_]\w*|(?<![\w.])\.[A-Za-z_]\w*|(?<![\w.]){_NAME}(?=\(\s*\))")
_LIST = re.compile(rf"\s*{_NAME}(?:(?:\s*,\s*|\s+)(?:or|and)\s+{_NAME}|\s*,\s*{_NAME})*")
_BARE = re.compile(rf"[~.]*({_NAME})")
_TRIGGER = re.compile(
    r"""(?ix) (?<![\w.])(?:
        (?: instead[,:]?\s+)? (?: please\s+|should\s+|to\s+|and\s+|can\s+|must\s+|consider\s+|or\s+|just\s+|simply\s+)*
          (?: use (?! \s+ of \b | d\b ) | (?: using | call | import ) (?= (?: [^.;] | \.(?=\w) )* \binstead\b )
            | switch(?:ing)?\s+to | migrate\s+to | prefer )
        | in\s+favou?r\s+of | replaced?\s+(?:it\s+)?(?:by|with) | renamed\s+(?:to|as|into) | superseded\s+by
        | (?: moved | relocated | migrated )\s+(?:in)?to | lives\s+in | is\s+now | by\s+using | instead\s+use
        | available\s+(?:as|in|from|via|under) | import(?:ed)?\s+(?:it\s+|them\s+|this\s+)?(?:directly\s+)?from
        | alternatives?\s*(?:is|are|:) | replacement\s*(?:is|:) | deprecated\s+for | changed\s+to
        | (?: alias | synonym )\s+(?:of|for)
    )(?![\w])"""
)
"""Phrases behind which the way out is named."""
_INSTEAD = re.compile(
    r"(?i)(?:should\s+be\s+(?:used|preferred)|instead\b|is\s+(?:now\s+)?preferred|is\s+the\s+replacement)"
)
_END = re.compile(
    r"[;\n]|\.(?=\s|$)|:(?=\s)|\s(?:because|since|which|as\s+it|if\s+you|for\s+more|see)\s", re.IGNORECASE
)
_STOP = frozenset(
    """
    a an the this that it its of to for in on with from by as at or and instead either one new following same their
    your you we use library package module function method class attribute parameter argument keyword option property
    standard public corresponding appropriate equivalent other another version versions more explicit directly only also
    future release python behavior behaviour api
    """.split()  # noqa: SIM905  # a list of words reads as words
)
"""Words that are never the name itself."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name or an expression that the words offer."""

    text: str
    """A dotted name, perhaps with a leading dot or in short form; or an expression."""
    is_data: bool = False
    """Given as data, not found in prose."""

    @property
    def is_expression(self) -> bool:
        """Whether it is code that combines names."""
        return bool(re.search(r"[|\[\](=\s+*]", self.text))


def candidates_in(deprecation: Deprecation) -> tuple[Candidate, ...]:
    """Yield what the evidence offers, the most trustworthy first."""
    found: dict[str, Candidate] = {}
    if deprecation.alternative:
        for text in _named_in_alternative(deprecation.alternative):
            found.setdefault(text, Candidate(text, is_data=True))
    for text in _named_in_prose(deprecation.message or ""):
        found.setdefault(text, Candidate(text))
    return tuple(found.values())


def advice_in(deprecation: Deprecation) -> str:
    """The sentence that says what to do, on one line; empty where no sentence does."""
    text = plain(deprecation.message or "")
    if not text and " " in (deprecation.alternative or ""):
        return _shorten(plain(deprecation.alternative or ""))
    for sentence in re.split(r"(?<=[.;!])\s+", text):
        if _TRIGGER.search(sentence) or _INSTEAD.search(sentence):
            return _shorten(sentence.strip().rstrip(";"))
    return ""


def plain(text: str) -> str:
    """The text on one line, without markup, control or formatting characters."""
    text = _LINK.sub(r"\1", _ROLE.sub(r"\1", text)).replace("``", "`")
    text = "".join(" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c)[0] != "C")
    return " ".join(text.split())


def quote(deprecation: Deprecation) -> str:
    """The library's own words, fit to be shown."""
    return _shorten(plain(deprecation.message or deprecation.alternative or ""))


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1].rstrip() + "…"


def _named_in_alternative(text: str) -> list[str]:
    text = _marked(text)
    quoted = _all_quoted(text)
    whole = text.strip().strip("`'\" ")
    if re.fullmatch(rf"\.?{_NAME}(?:\(.*\))?", whole):
        return [_without_call(whole)]
    bare = [m[0].lstrip(".~") for m in _DOTTED.finditer(_QUOTED.sub(" ", text))]
    first = _BARE.match(whole)
    leading = [first[1]] if first and first[1].lower() not in _STOP and first[1].lower() != "use" else []
    return [*leading, *quoted, *bare] if quoted or bare or leading else []


def _named_in_prose(message: str) -> list[str]:
    text = _marked(" ".join(message.split()))
    found = [f"{m[1]}.{m[2]}" for m in _IMPORT.finditer(text)]
    for trigger in _TRIGGER.finditer(text):
        rest = text[trigger.end() :]
        end = _end_outside_quotes(rest)
        found.extend(_in_segment(rest[:end]))
    for mark in _INSTEAD.finditer(text):
        before = text[: mark.start()]
        last = _last_named(before, is_plain=mark[0].lower() == "instead")
        if last:
            found.append(last)
    return list(dict.fromkeys(found))


def _marked(text: str) -> str:
    """Roles and links reduced to quoted names, abbreviations with dots of their own to a comma."""
    return _ABBREVIATED.sub(",", _LINK.sub(r"`\1`", _ROLE.sub(r"`\1`", text)))


def _end_outside_quotes(text: str) -> int:
    masked = _QUOTED.sub(lambda m: "x" * len(m[0]), text)
    match = _END.search(masked)
    return match.start() if match else len(text)


def _in_segment(segment: str) -> list[str]:
    """The names in what follows a phrase: a list of words right behind it, and whatever is marked as code."""
    quoted = _all_quoted(segment)
    unquoted = _QUOTED.sub(" ", segment)
    dotted = [_without_call(m[0]) for m in _DOTTED.finditer(unquoted)]
    words = _LIST.match(segment)
    listed = [w for w in _BARE.findall(words[0]) if w.lower() not in _STOP] if words else []
    if len(listed) > 1 or (listed and not quoted and not dotted):
        return [*listed, *quoted, *dotted]
    if quoted or dotted:
        return [*quoted, *dotted]
    # Prose: at most the first word that means something can be the name.
    return next(([word] for word in _BARE.findall(segment) if word.lower() not in _STOP), [])


def _all_quoted(text: str) -> list[str]:
    return [_without_call(next(g for g in m.groups() if g).strip()) for m in _QUOTED.finditer(text)]


def _last_named(text: str, *, is_plain: bool) -> str:
    """The last quoted or dotted name of the sentence that `text` ends in.

    Before a plain "instead" a lone name is as likely the old one.
    """
    masked = _QUOTED.sub(lambda m: "x" * len(m[0]), text)
    start = max((m.end() for m in re.finditer(r"[;\n]|\.(?=\s)", masked)), default=0)
    sentence = text[start:]
    named = _all_quoted(sentence) or [_without_call(m[0]) for m in _DOTTED.finditer(sentence)]
    if not named or (is_plain and len(named) == 1):
        return ""
    return named[-1]


def _without_call(text: str) -> str:
    """`f(x, y)` as `f`, where that is all there is to it; what combines names of the library stays as it is."""
    text = text.strip().lstrip("~!@").rstrip("=").rstrip(".,;")
    match = re.fullmatch(rf"(\.?{_NAME})\(([^()]*)\)", text)
    return match[1] if match and not _DOTTED.search(match[2]) else text
