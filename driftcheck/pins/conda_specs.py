"""What a package is to match, as conda writes it: `numpy=1.26`, `conda-forge::pandas >=2,<3`, `pytorch==2.4=*cuda*`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from driftcheck.pins.candidates import Statement
from driftcheck.pins.dependency_specifiers import statement_of
from driftcheck.pins.documents import version_of

_SPEC = re.compile(r"(?:[^\s:=<>!~]*::)?([A-Za-z0-9_][\w.-]*?)[ \t]*(?:([=<>!~ \t].*?))?[ \t]*(?:\[(.*)\])?")
_VERSION_KEY = re.compile(r"""\bversion[ \t]*=[ \t]*(?:'([^']*)'|"([^"]*)"|([^,\]'"]+))""")
_CLAUSE = re.compile(r"(~=|==|!=|>=|<=|>|<|=)?[ \t]*([0-9][\w.!+]*?(?:\.?\*)?|\*)")
_TOO_LONG = 250


@dataclass(frozen=True, slots=True)
class Spec:
    """A package and the versions of it that match."""

    package: str
    specifier: str = ""
    """PEP 440; empty where every version matches."""

    @property
    def says(self) -> Statement:
        """What that is for a pin."""
        return statement_of(SpecifierSet(self.specifier)) if self.specifier else None


def parse_spec(text: str) -> Spec | None:
    """The package that a text of conda's matches; None where it cannot be understood."""
    match = _SPEC.fullmatch(text.strip()) if len(text) < _TOO_LONG else None
    if match is None:
        return None
    named = _VERSION_KEY.search(match[3] or "")
    version = next(filter(None, named.groups()), "") if named else _version_part(match[2] or "")
    specifier = specifier_of(version)
    return None if specifier is None else Spec(match[1], specifier)


def _version_part(text: str) -> str:
    """The version out of `=1.26`, `=1.26=py312_0`, ` 1.26 py312_0` and ` >=1.2, <2`."""
    text = re.sub(r"[ \t]*([,|=<>!~])[ \t]*", r"\1", text.strip())
    version, _, build = text.partition(" ")
    if build:  # words are apart: a version without an operator is meant as it is
        return version if version[:1] in "=<>!~" else f"=={version}"
    operator = re.match(r"[=<>!~]+", version)
    if operator is None:
        return f"=={version}" if version and not re.search(r"[|,*]", version) else version
    written, equals, _ = version[operator.end() :].partition("=")
    # `name=1.26=build` names one build, and so one version.
    if equals and operator[0] == "=" and written[-1:] not in ">!<~,|":
        return f"=={written}"
    return operator[0] + written if equals and operator[0] == "==" else version


def specifier_of(version: str) -> str | None:
    """The PEP 440 specifier for a version of conda's; empty where any will do, None for what cannot be understood.

    Of alternatives (`|`), which PEP 440 cannot say, the last one is returned: they are written in ascending order.
    """
    alternative = version.rpartition("|")[2]
    parts: list[str] = []
    for clause in filter(None, (clause.strip() for clause in alternative.split(","))):
        part = _clause(clause)
        if part is None:
            return None
        parts.append(part)
    specifier = ",".join(filter(None, parts))
    try:
        SpecifierSet(specifier)
    except InvalidSpecifier:
        return None
    return specifier


def _clause(text: str) -> str | None:
    match = _CLAUSE.fullmatch(text)
    if match is None:
        return None
    operator, written = match[1] or "", match[2]
    is_prefix = written.endswith("*")
    number = written.rstrip("*").rstrip(".")
    if not number:
        return ""
    if version_of(number) is None:
        return None
    match operator:
        case "=":
            return f"=={number}.*"
        case "" | "==" | "!=":
            return f"{operator or '=='}{number}{'.*' if is_prefix else ''}"
        case _:
            return f"{operator}{number}"
