from __future__ import annotations

import gc
import platform

import pytest

from driftcheck.model.findings import SkippedFile
from driftcheck.source.parsing import GRAMMAR, SIZE_LIMIT, Module, lines_of, parse_source, uncollected


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"x = 1\n", "x = 1\n"),
        (b"\xef\xbb\xbfx = 1\n", "x = 1\n"),
        (b"# -*- coding: latin-1 -*-\nx = '\xe9'\n", "# -*- coding: latin-1 -*-\nx = 'é'\n"),
        ("x = 'é'".encode(), "x = 'é'"),
        (b"", ""),
        (b'"\\d"\n1 is 1\n', '"\\d"\n1 is 1\n'),
    ],
)
def test_reads_what_python_reads(data: bytes, text: str) -> None:
    module = parse_source("a.py", data)
    assert isinstance(module, Module)
    assert (module.path, module.text) == ("a.py", text)


@pytest.mark.parametrize(
    ("data", "reason", "line"),
    [
        (b"x = 1\ny = (\n", f"does not parse: '(' was never closed ({GRAMMAR})", 2),
        (b"x = '\xe9'\n", "cannot be decoded", 1),
        (b"# coding: nonsense\n", "cannot be decoded: unknown encoding: nonsense", 1),
        (b"a\0b", "does not parse", None),
        (b"-" * 100_000 + b"1", "does not parse: nested too deeply", None),
        (b"(" * 5_000, "does not parse", 1),
        (b" " * (SIZE_LIMIT + 1), "larger than 2 MiB", None),
        (b"print 'x'\n", "does not parse", 1),
    ],
)
def test_says_why_not(data: bytes, reason: str, line: int | None) -> None:
    skipped = parse_source("a.py", data)
    assert isinstance(skipped, SkippedFile)
    assert skipped.reason.startswith(reason)
    assert skipped.line == line


def test_lines_end_where_the_parser_ends_them() -> None:
    assert lines_of("a\r\nb\rc\nd\x0ce") == ["a", "b", "c", "d\x0ce"]


def test_the_collector_is_as_before() -> None:
    assert gc.isenabled()
    with uncollected():
        assert not gc.isenabled()
        with uncollected():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_is_told_whose_grammar_a_text_breaks() -> None:
    skipped = parse_source("a.py", b"def f[:\n")
    assert isinstance(skipped, SkippedFile)
    version = ".".join(platform.python_version_tuple()[:2])
    assert skipped.reason.endswith(f" (by the grammar of Python {version}, which driftcheck runs on)")
