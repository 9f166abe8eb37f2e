"""requirements.txt and its relatives, by the grammar of pip.

The file grammar (comments, continuation, options, nesting, encodings) is pip's own and is read
here; what a single requirement means is PEP 508 and left to `packaging`. A line that cannot be
read is noted and costs nothing but itself. Environment variables are left as they are written.
"""

from __future__ import annotations

import codecs
import os
import re
import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from packaging.utils import InvalidName, canonicalize_name

from driftcheck.errors import PinError
from driftcheck.model.releases import PinSource
from driftcheck.pins.candidates import Candidate, Direct, Reading, reading_of
from driftcheck.pins.dependency_specifiers import candidate_from, parse_requirement, release_of_url, statement_of_url
from driftcheck.pins.documents import read_bytes, shown

FOLDER = "requirements"
"""A folder of this name holds requirement files, whatever they are called."""

_FILE_NAME = re.compile(
    rf"{FOLDER}/[^/]+\.(?:txt|in)|[^/]*requirements[^/]*\.(?:txt|in|lock)|constraints[^/]*\.(?:txt|in)", re.IGNORECASE
)

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins with the mark of UTF-16
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
)
_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_VARIABLE = re.compile(r"\$\{[A-Z0-9_]+\}")
_NAME = re.compile(r"([A-Za-z0-9][\w.-]*+)[ \t]*+(?:\[[^\[\]]*+\])?+[ \t]*+(?:[=<>!~]|\$)")
_EGG = re.compile(r"[#&]egg=([^&\[]+)")
_NESTED = ("-r", "--requirement", "-c", "--constraint")
_EDITABLE = ("-e", "--editable")
_IGNORED = frozenset(
    {
        "-i",
        "--index-url",
        "--pypi-url",
        "--extra-index-url",
        "--no-index",
        "-f",
        "--find-links",
        "--no-binary",
        "--only-binary",
        "--prefer-binary",
        "--require-hashes",
        "--pre",
        "--all-releases",
        "--only-final",
        "--trusted-host",
        "--use-feature",
        "--always-unzip",
        "-Z",
        "--process-dependency-links",
        "--hash",
        "-C",
        "--config-settings",
        "--config-setting",
        "--global-option",
        "--install-option",
        "--build-option",
        "--uploaded-prior-to",
    }
)
"""Options that say where and how to install, which is not asked here."""
_QUOTED = 40
_LONGEST = 8192
"""What is longer is neither a requirement nor a path: what reads those must not meet a hostile megabyte."""


@dataclass(slots=True)
class _Walk:
    """What is known while files name each other."""

    name: str
    seen: set[Path] = field(default_factory=set)


def is_requirements_file(path: str) -> bool:
    """Whether a path relative to the project, `/` between the parts, is named as such files are."""
    return _FILE_NAME.fullmatch(path) is not None


def read_requirements(path: Path) -> Reading:
    """Read a requirements or a constraints file and all that it names.

    Constraints count like requirements: they install nothing, yet they say which release it would be.

    Raises:
        PinError: The file itself cannot be read. Trouble with a single line, or with a file that it
            names, is a note.
    """
    return reading_of(_items(path, _Walk(path.name)), shown(path))


def read_lines(lines: Iterable[tuple[int, str]], path: Path) -> Iterator[Candidate | str]:
    """Yield what lines of this grammar say that another file holds, and notes about what could not be read.

    Args:
        lines: Each with its number in that file.
        path: That file; what the lines name is relative to it.
    """
    stripped = (item for number, line in lines for item in _stripped(number, line))
    yield from _read(stripped, path, _Walk(path.name, {_identity(path)}))


def _items(path: Path, walk: _Walk) -> Iterator[Candidate | str]:
    """Yield the candidates, and notes about what could not be read, of a file and of those that it names."""
    walk.seen.add(_identity(path))
    yield from _read(_lines(_decode(read_bytes(path), shown(path))), path, walk)


def _read(lines: Iterable[tuple[int, str]], path: Path, walk: _Walk) -> Iterator[Candidate | str]:
    place = shown(path)
    for number, line in lines:
        source = PinSource(walk.name, place, number)
        words, options = _split(line)
        if words:
            yield from _requirement(words, source)
        else:
            yield from _option(options, source, path, walk)


def _identity(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):  # a loop of links, a NUL
        return path


def _decode(data: bytes, place: str) -> str:
    """The text as pip decodes it: byte order mark, then cookie, then UTF-8. What does not fit is replaced."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    for line in data.split(b"\n", 2)[:2]:
        cookie = _COOKIE.match(line)
        if cookie:
            encoding = cookie[1].decode("ascii", "replace")
            try:
                return data.decode(encoding, "replace")
            except (LookupError, ValueError) as error:
                raise PinError(f"expected the name of a text encoding, found {encoding!a}", place) from error
    return data.decode("utf-8", "replace")


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the logical lines with the number of their first physical one: continued, without comments, not empty."""
    pending: list[str] = []
    start = 0
    for number, line in enumerate(text.splitlines(), 1):
        start = start if pending else number
        is_comment = line.lstrip().startswith("#")
        if line.endswith("\\") and not is_comment:
            pending.append(line.rstrip("\\"))
            continue
        # A comment ends a continued line; the blank keeps it recognisable as one.
        joined = "".join([*pending, f" {line}" if is_comment else line])
        pending = []
        yield from _stripped(start, joined)
    yield from _stripped(start, "".join(pending))


def _stripped(number: int, line: str) -> Iterator[tuple[int, str]]:
    stripped = _without_comment(line).strip()
    if stripped:
        yield number, stripped


def _without_comment(line: str) -> str:
    """The line up to a number sign at its start or after a blank, in time that grows with its length."""
    place = line.find("#")
    while place > 0 and not line[place - 1].isspace():
        place = line.find("#", place + 1)
    return line if place < 0 else line[:place]


def _split(line: str) -> tuple[str, str]:
    """A line as the requirement and the options that follow it."""
    words = line.split(" ")
    place = next((place for place, word in enumerate(words) if word.startswith("-")), len(words))
    return " ".join(words[:place]).strip(), " ".join(words[place:])


def _requirement(text: str, source: PinSource) -> Iterator[Candidate | str]:
    if len(text) > _LONGEST:
        yield f"{source}: expected a requirement, found a line of {len(text)} characters"
        return
    requirement = parse_requirement(text)
    named = _NAME.match(text)
    if requirement is not None:
        yield candidate_from(requirement, source)
    elif "://" in text or text.startswith((".", "/", "git+")) or text.endswith((".whl", ".tar.gz", ".zip")):
        yield from _place(text, source)
    elif named and _VARIABLE.search(text):
        # The environment of the check need not be that of the installation.
        reason = "its version is in an environment variable, which is not read"
        yield Candidate(canonicalize_name(named[1]), Direct(reason), source)
    else:
        # Quoted shortly and in ASCII: the file may be anything, and ends up on a terminal.
        yield f"{source}: expected a requirement such as name==1.0, found {text[:_QUOTED]!a}"


def _place(text: str, source: PinSource) -> Iterator[Candidate | str]:
    """Yield the candidate for an address or a path that stands alone; nothing where no distribution is named."""
    url, _, marker = text.partition(" ;")
    url = url.strip()
    egg = _EGG.search(url)
    release = release_of_url(url)
    markers = (marker.strip(),) if marker.strip() else ()
    if release:
        yield Candidate(canonicalize_name(release[0]), release[1], source, markers)
    elif egg:
        try:
            name = canonicalize_name(egg[1], validate=True)
        except InvalidName:
            yield f"{source}: expected the name of a distribution after egg="
        else:
            yield Candidate(name, statement_of_url(url, name), source, markers)


def _option(text: str, source: PinSource, path: Path, walk: _Walk) -> Iterator[Candidate | str]:
    if len(text) > _LONGEST:
        yield f"{source}: expected options of pip, found a line of {len(text)} characters"
        return
    try:
        words = shlex.split(text)
    except ValueError as error:
        yield f"{source}: expected options: {error}"
        return
    option, value = _option_of(words)
    if option in _NESTED:
        yield from _nested(value, source, path, walk)
    elif option in _EDITABLE:
        yield from _editable(value, source)
    elif option not in _IGNORED:
        yield f"{source}: expected a requirement or an option of pip, found {text[:_QUOTED]!a}"


def _option_of(words: list[str]) -> tuple[str, str]:
    """The first option and its value, in any of the forms `-r x`, `-rx`, `--requirement x`, `--requirement=x`."""
    first, *rest = words
    if first.startswith("--"):
        option, equals, value = first.partition("=")
        return option, value if equals else " ".join(rest[:1])
    return first[:2], first[2:] or " ".join(rest[:1])


def _editable(value: str, source: PinSource) -> Iterator[Candidate | str]:
    requirement = parse_requirement(value)
    egg = _EGG.search(value)
    if requirement is not None and requirement.url:
        name = requirement.name
    elif egg:
        name = egg[1]
    else:
        return  # a folder, whose name tells nothing
    yield Candidate(canonicalize_name(name), Direct("installed from source (editable)"), source)


def _straight(path: Path) -> Path:
    """The same file by a name without `..`, as reports need it; the path as it is where a link makes that another."""
    straight = Path(os.path.normpath(path))
    return straight if _identity(straight) == _identity(path) else path


def _nested(value: str, source: PinSource, path: Path, walk: _Walk) -> Iterator[Candidate | str]:
    if not value:
        yield f"{source}: expected the name of a file"
    elif "://" in value or value.startswith("file:"):
        address = value.partition("?")[0].rpartition("@")[2]  # without credentials
        yield f"{source}: {address!a} is not fetched"
    elif _VARIABLE.search(value):
        yield f"{source}: the environment variable in {value!a} is not expanded"
    else:
        target = _straight(path.parent / value)
        if _identity(target) in walk.seen:
            return  # read already; files may well name each other
        try:
            yield from _items(target, walk)
        except PinError as error:
            yield f"{error} (named in {source})"
        except RecursionError:
            yield f"{source}: files name each other too deeply"
