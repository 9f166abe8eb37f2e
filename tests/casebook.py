"""Case files: Markdown that shows small releases, a user's code, and what is to be said of it.

A heading of the second level opens a case; fences before the first one belong to every case of the file. A fence
with `release=paint-1.0 file=paint/__init__.py` is a file of a release; one with `file=` alone, or with neither, is a
module of the project, and so is checked. `pin=paint-1.0` on a module holds the case to an older release than the
newest shown, `python=3.11` to a version of Python. A line on which something is to be found ends in a comment:

    from paint import tint  # finding: DC101 "removed in paint 2.0" -> paint.shade

with a part of the message and a target of the replacement where they matter, several findings divided by `;`. What is
found elsewhere stands in a fence called `findings`, as `path:line DC402 "not covered"`.

Several fences with one `file=` that ends in `.ipynb` are the cells of a notebook. A fence called `markdown`, longer
than those in it, is a text of the project.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from packaging.version import Version

from driftcheck.config.settings import Settings
from driftcheck.engine import check
from driftcheck.model.findings import Finding
from driftcheck.resolution.surfaces import SurfaceProvider
from driftcheck.source.discovery import discover
from driftcheck.source.programs import NOTEBOOK

_FENCE = re.compile(r"^(`{3,})(\w*)[ \t]*([^\n]*)\n(.*?)^\1[ \t]*$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(#{1,2}) +(.+?) *$", re.MULTILINE)
_COMMENT = re.compile(r"#\s*finding:\s*(.+)$")
_SAID = re.compile(r'(?P<code>DC\d{3})(?:\s+"(?P<text>[^"]*)")?(?:\s*->\s*(?P<target>[^;\s]+))?')
_PLACED = re.compile(r"^(?P<path>\S+):(?P<line>\d+)\s+(?P<said>DC.+)$")
QUIET_PART = "Stays quiet"

Files = Mapping[str, str]
Releases = Mapping[str, Mapping[str, Files]]
"""Files by distribution and version."""


class Expected(NamedTuple):
    """One finding that a case asks for."""

    path: str
    line: int
    code: str
    text: str
    target: str
    cell: int = 0


@dataclass(frozen=True)
class Case:
    """One section of a case file."""

    title: str
    releases: Releases
    modules: Files
    pins: Mapping[str, str]
    python: Version | None
    expected: tuple[Expected, ...]

    def needs_newer_python(self) -> bool:
        """Whether it is about a newer Python than runs here, in a syntax that only that one reads."""
        running = Version(f"{sys.version_info.major}.{sys.version_info.minor}")
        return self.python is not None and self.python > running and not all(map(_parses, self.modules.values()))


def _parses(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True


@dataclass
class _Draft:
    """What has been read of a section so far."""

    title: str = ""
    releases: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    modules: dict[str, str] = field(default_factory=dict)
    cells: dict[str, list[str]] = field(default_factory=dict)
    pins: dict[str, str] = field(default_factory=dict)
    python: Version | None = None
    expected: list[Expected] = field(default_factory=list)

    def take(self, language: str, info: str, text: str) -> None:
        options = dict(part.partition("=")[::2] for part in info.split())
        if language == "findings":
            self.expected.extend(expected for line in text.splitlines() for expected in _placed(line))
        elif "release" in options:
            distribution, _, version = options["release"].rpartition("-")
            release = self.releases.setdefault(distribution, {}).setdefault(version, {})
            if "file" in options:
                release[options["file"]] = text
        elif language in {"python", "markdown"}:
            path = options.get("file", "main.py")
            cell = 0
            if path.endswith(NOTEBOOK):
                cells = self.cells.setdefault(path, [])
                cells.append(text)
                cell, text = len(cells), _notebook(cells)
            self.modules[path] = text
            lines = cells[-1] if cell else text
            for number, line in enumerate(lines.splitlines(), start=1):
                if comment := _COMMENT.search(line):
                    self.expected.extend(_expected(path, cell, number, comment[1]))
        if "pin" in options:
            distribution, _, version = options["pin"].rpartition("-")
            self.pins[distribution] = version
        if "python" in options:
            self.python = Version(options["python"])


def read_cases(text: str) -> Iterator[Case]:
    """Yield the cases of a case file in order."""
    headings = [match for match in _HEADING.finditer(text) if not _is_fenced(text, match.start())]
    shared, *sections = _sections(text, [match for match in headings if match[1] == "##"])
    common = _Draft()
    for _, language, info, body in _FENCE.findall(shared[1]):
        common.take(language, info, body)
    for title, section in sections:
        draft = _Draft(title)
        for distribution, versions in common.releases.items():
            draft.releases[distribution] = {version: dict(files) for version, files in versions.items()}
        for _, language, info, body in _FENCE.findall(section):
            draft.take(language, info, body)
        newest = {name: max(versions, key=Version) for name, versions in draft.releases.items()}
        pins = {**newest, **common.pins, **draft.pins}
        yield Case(title, draft.releases, draft.modules, pins, draft.python, tuple(sorted(draft.expected)))


def run_case(case: Case, folder: Path, provider: SurfaceProvider) -> tuple[list[Expected], list[Finding]]:
    """Check a case in `folder`; give the expectations that nothing met, and the findings that nobody expected."""
    for path, text in case.modules.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    settings = Settings(folder, tuple(f"{name}=={version}" for name, version in case.pins.items()), None, case.python)
    report = check(discover(["."], folder, with_markdown=True), settings, provider)
    unmet, unexpected = list(case.expected), []
    for finding in report.findings:
        met = next((expected for expected in unmet if _meets(finding, expected)), None)
        if met is None:
            unexpected.append(finding)
        else:
            unmet.remove(met)
    return unmet, unexpected


def _meets(finding: Finding, expected: Expected) -> bool:
    place, replacement = finding.location, finding.replacement
    offered = (*replacement.targets, replacement.text) if replacement else ()
    return (
        (place.path, place.line, finding.code) == expected[:3]
        and place.cell == expected.cell
        and expected.text in finding.message
        and (not expected.target or expected.target in offered)
    )


def _sections(text: str, headings: list[re.Match[str]]) -> Iterator[tuple[str, str]]:
    starts = [0, *(match.end() for match in headings)]
    ends = [*(match.start() for match in headings), len(text)]
    titles = ["", *(match[2] for match in headings)]
    for title, start, end in zip(titles, starts, ends, strict=True):
        yield title, text[start:end]


def _is_fenced(text: str, place: int) -> bool:
    return text.count("\n```", 0, place) % 2 == 1


def _notebook(cells: list[str]) -> str:
    """The file of a notebook with these cells of code."""
    written = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": text} for text in cells]
    return json.dumps({"cells": written, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def _expected(path: str, cell: int, line: int, said: str) -> Iterator[Expected]:
    for match in _SAID.finditer(said):
        yield Expected(path, line, match["code"], match["text"] or "", match["target"] or "", cell)


def _placed(line: str) -> Iterator[Expected]:
    if match := _PLACED.match(line):
        yield from _expected(match["path"], 0, int(match["line"]), match["said"])
