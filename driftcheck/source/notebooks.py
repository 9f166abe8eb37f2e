"""Notebooks: the code cells of Jupyter's JSON (nbformat 3 and 4), in order."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from driftcheck.source.parsing import lines_of
from driftcheck.source.places import Fragment

_SIZE_LIMIT = 64 * 1024 * 1024
"""Bytes. Pictures and tables make notebooks large; the code among them is held to the limit of any file."""
_LANGUAGES = frozenset({"python", "python2", "python3", "ipython", "ipython2", "ipython3"})
_SAME_SCOPE = frozenset({"time", "timeit", "prun", "capture"})
"""Magics of a cell that run the rest of it as Python beside the other cells."""
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class NotebookError(Exception):
    """A file that is no notebook."""


def read_cells(data: bytes) -> tuple[Fragment, ...]:
    """The code cells of a notebook, in order, numbered among all of its cells.

    Cells of other languages are left out, also those that a magic hands to another program; so is a whole notebook
    in another language.

    Args:
        data: The file's content.

    Raises:
        NotebookError: It is no notebook; nothing else is ever raised.
    """
    if len(data) > _SIZE_LIMIT:
        raise NotebookError(f"larger than {_SIZE_LIMIT // 1024 // 1024} MiB")
    try:
        document = json.loads(data)
    except RecursionError as error:
        raise NotebookError("not a notebook: nested too deeply") from error
    except ValueError as error:
        raise NotebookError(f"not a notebook: {str(error).partition(': line')[0]}") from error
    if not isinstance(document, dict):
        raise NotebookError("not a notebook: no object")
    if _language(document) not in _LANGUAGES:
        return ()
    return tuple(_fragments(_cells(document)))


def _language(document: dict[str, Any]) -> str:
    """The language of the cells; Python where nothing is said."""
    metadata = _mapping(document.get("metadata"))
    for place, key in (("language_info", "name"), ("kernelspec", "language")):
        named = _mapping(metadata.get(place)).get(key)
        if isinstance(named, str) and named:
            return named.lower()
    return "python"


def _cells(document: dict[str, Any]) -> list[Any]:
    """All cells: of the notebook, or of its worksheets before nbformat 4.

    Raises:
        NotebookError: There are none.
    """
    cells = document.get("cells")
    if cells is None and isinstance(sheets := document.get("worksheets"), list):
        cells = [cell for sheet in sheets for cell in _listed(_mapping(sheet).get("cells"))]
    if not isinstance(cells, list):
        raise NotebookError("not a notebook: no cells")
    return cells


def _fragments(cells: list[Any]) -> Iterator[Fragment]:
    for number, cell in enumerate(cells, start=1):
        if not isinstance(cell, dict) or cell.get("cell_type") != "code":
            continue
        editor = _mapping(_mapping(cell.get("metadata")).get("vscode")).get("languageId")
        language = cell.get("language") or editor or "python"
        if not isinstance(language, str) or language.lower() not in _LANGUAGES:
            continue
        lines = _without_magic(lines_of(_text(cell.get("source", cell.get("input")))))
        if any(line.strip() for line in lines):
            yield Fragment(tuple(lines), 1, number)


def _without_magic(lines: list[str]) -> list[str]:
    """The lines of a cell, blank where magics of the whole cell stand; all of them where one is not for Python."""
    for index, line in enumerate(lines):
        words = line.split()
        if not words:
            continue
        if not words[0].startswith("%%"):
            return [""] * index + lines[index:]
        if words[0][2:] not in _SAME_SCOPE:
            break
    return [""] * len(lines)


def _text(source: object) -> str:
    parts = source if isinstance(source, list) else [source]
    return _LONE_SURROGATE.sub("\ufffd", "".join(part for part in parts if isinstance(part, str)))


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
