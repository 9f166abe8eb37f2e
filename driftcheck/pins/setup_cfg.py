"""setup.cfg: the requirements that setuptools reads from it."""

from __future__ import annotations

import configparser
import re
from collections.abc import Iterator
from pathlib import Path

from packaging.utils import canonicalize_name

from driftcheck.errors import PinError
from driftcheck.model.releases import PinSource
from driftcheck.pins.candidates import Candidate, Reading, reading_of
from driftcheck.pins.dependency_specifiers import candidate_from, parse_requirement
from driftcheck.pins.documents import MAX_SEARCHED, read_text, shown
from driftcheck.pins.requirements import read_requirements

NAME = "setup.cfg"

_OPTIONS = "options"
_EXTRAS = "options.extras_require"
_LISTS = ("install_requires", "tests_require")
_FILE = "file:"
_QUOTED = 40
_LONGEST_LINE = 4096


def read_setup_cfg(path: Path) -> Reading:
    """Read what a project file of setuptools says about dependencies; ranges as a rule.

    Raises:
        PinError: It cannot be read.
    """
    text = read_text(path)
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) > _LONGEST_LINE:  # the parser takes the square of its length for some
            raise PinError(f"a line longer than {_LONGEST_LINE} characters", shown(path), number)
    # As setuptools reads it: nothing is put in for `%(…)s` in these keys.
    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string(text)
    except configparser.MissingSectionHeaderError as error:
        raise PinError("expected a section such as [options]", shown(path), error.lineno) from error
    except configparser.ParsingError as error:
        raise PinError("expected KEY = VALUE", shown(path), error.errors[0][0] if error.errors else None) from error
    except configparser.Error as error:
        raise PinError(f"expected an INI file: {error.message}", shown(path)) from error
    own = canonicalize_name(parser.get("metadata", "name", fallback=""))
    items = (
        item
        for section, key, value in _lists(parser)
        for item in _items(value, PinSource(f"{NAME} [{section}]", shown(path)), text, path)
        if not (isinstance(item, Candidate) and item.distribution == own)
    )
    return reading_of(items, shown(path), parser.get(_OPTIONS, "python_requires", fallback="").strip() or None)


def _lists(parser: configparser.RawConfigParser) -> Iterator[tuple[str, str, str]]:
    """Yield the values that list requirements, with their section and key."""
    for key in _LISTS:
        if parser.has_option(_OPTIONS, key):
            yield _OPTIONS, key, parser.get(_OPTIONS, key)
    if parser.has_section(_EXTRAS):
        yield from ((_EXTRAS, extra, value) for extra, value in parser.items(_EXTRAS))


def _items(value: str, source: PinSource, text: str, path: Path) -> Iterator[Candidate | str]:
    if value.strip().startswith(_FILE):
        yield from _named(value.strip().removeprefix(_FILE), path)
        return
    # Semicolons part what stands on one line, and are part of markers otherwise.
    for written in value.splitlines() if "\n" in value else value.split(";"):
        line = written.strip()
        if not line or line.startswith("#"):
            continue
        here = PinSource(source.name, source.path, _line_of(line, text))
        requirement = parse_requirement(line)
        if requirement is not None:
            yield candidate_from(requirement, here)
        else:
            yield f"{here}: expected a requirement such as name==1.0, found {line[:_QUOTED]!a}"


def _named(names: str, path: Path) -> Iterator[Candidate | str]:
    """Yield what the requirement files hold that stand for a list."""
    for name in filter(None, (name.strip() for name in re.split(r"[,\n]", names))):
        try:
            reading = read_requirements(path.parent / name)
        except PinError as error:
            yield f"{error} (named in {shown(path)})"
        else:
            yield from reading.candidates
            yield from reading.notes


def _line_of(line: str, text: str) -> int | None:
    place = text.find(line) if len(text) <= MAX_SEARCHED else -1
    return text.count("\n", 0, place) + 1 if place >= 0 else None
