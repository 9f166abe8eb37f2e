from __future__ import annotations

import codecs
import os
import random
from pathlib import Path

import pytest
from packaging.version import Version

from driftcheck.errors import PinError
from driftcheck.pins.candidates import Candidate, Direct, Range, Reading, Statement
from driftcheck.pins.requirements import is_requirements_file, read_lines, read_requirements


def read(folder: Path, text: str | bytes, name: str = "requirements.txt") -> Reading:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_requirements(path)


def said(reading: Reading) -> dict[str, Statement]:
    return {candidate.distribution: candidate.says for candidate in reading.candidates}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("fruit==1.0", Version("1.0")),
        ("  fruit == 1.0  # ripe", Version("1.0")),
        ("fruit[peel, seed]==1.0", Version("1.0")),
        ("fruit===1.0", Version("1.0")),
        ("fruit===1.0.dev-ripe", Direct("held to '1.0.dev-ripe', which is no version")),
        ("fruit==1.0+cu118", Version("1.0")),
        ("fruit==1!1.0.post1", Version("1!1.0.post1")),
        ("fruit (==1.0)", Version("1.0")),
        ("fruit>=0.9,==1.0", Version("1.0")),
        ("fruit==1.*", Range("==1.*")),
        ("fruit~=1.4", Range("~=1.4")),
        ("fruit", None),
        ("fruit==1.0 --hash=sha256:00ff --hash=sha256:11ff", Version("1.0")),
        ('fruit==1.0 --config-settings "--build-option=x"', Version("1.0")),
        ("fruit==1.0 ; python_version >= '3.9' --hash=sha256:00ff", Version("1.0")),
        ("fruit @ https://example.invalid/a/fruit-1.0-py3-none-any.whl", Version("1.0")),
        ("fruit @ https://example.invalid/fruit-1.0%2Bcpu-py3-none-any.whl#sha256=00", Version("1.0")),
        ("fruit @ https://example.invalid/fruit-1.0.tar.gz", Version("1.0")),
        ("fruit @ https://example.invalid/archive/main.zip", Direct("installed from an address that tells no version")),
        ("fruit @ https://example.invalid/stone-1.0.tar.gz", Direct("installed from an address that tells no version")),
        ("fruit @ https://${TOKEN}@example.invalid/fruit-1.0-py3-none-any.whl", Version("1.0")),
        ("fruit @ git+https://example.invalid/fruit@v1.0", Direct("installed from a repository, not from a release")),
        ("fruit @ file:///build/fruit", Direct("installed from a folder, not from a release")),
        ("https://example.invalid/fruit-1.0-py3-none-any.whl", Version("1.0")),
        ("./wheels/fruit-1.0-py3-none-any.whl", Version("1.0")),
        ("git+https://example.invalid/x.git@v1#egg=fruit", Direct("installed from a repository, not from a release")),
        ("fruit==${VERSION}", Direct("its version is in an environment variable, which is not read")),
        ("fruit[peel]${EXACT}", Direct("its version is in an environment variable, which is not read")),
        ("-e git+https://example.invalid/x.git#egg=fruit[peel]", Direct("installed from source (editable)")),
        ('--editable="fruit @ file:///src/fruit"', Direct("installed from source (editable)")),
    ],
)
def test_what_a_line_says(tmp_path: Path, line: str, says: Statement) -> None:
    reading = read(tmp_path, f"{line}\n")
    assert said(reading) == {"fruit": says}
    assert reading.notes == ()


@pytest.mark.parametrize(
    "line",
    [
        "",
        "# fruit==1.0",
        "   # fruit==1.0",
        "--index-url https://example.invalid/simple",
        "-i https://example.invalid/simple",
        "--extra-index-url=https://example.invalid/simple",
        "-f wheels",
        "--no-binary :all:",
        "--pre",
        "-e .",
        "-e ./packages/leaf[extra]",
        ".",
        "./packages/leaf",
        "--require-hashes",
    ],
)
def test_lines_that_name_no_distribution(tmp_path: Path, line: str) -> None:
    assert read(tmp_path, f"{line}\n") == Reading()


def test_continued_lines_as_compilers_write_them(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        "fruit==1.0 \\\n    --hash=sha256:00ff \\\n    --hash=sha256:11ff\n    # via\n    #   -r requirements.in\n"
        "stone==2.0 ; \\\n  python_version >= '3.8' \\\n  # via fruit\nleaf==3.0 \\",
    )
    assert [(c.distribution, str(c.says), c.source.line) for c in reading.candidates] == [
        ("fruit", "1.0", 1),
        ("stone", "2.0", 6),
        ("leaf", "3.0", 9),
    ]
    assert reading.candidates[1].markers == ('python_version >= "3.8"',)
    assert reading.notes == ()


def test_a_hash_sign_within_a_word_is_no_comment(tmp_path: Path) -> None:
    reading = read(tmp_path, "fruit @ https://example.invalid/fruit-1.0-py3-none-any.whl#sha256=00ff # ripe\n")
    assert said(reading) == {"fruit": Version("1.0")}


@pytest.mark.parametrize(
    "bad",
    [
        *("fruit=1.0", "fruit 1.0", "==1.0", "fruit>=1.*", "!!", "import os", "--fruit=1", "fruit==1.0; nonsense == 1"),
        *("é", "${FRUIT}==1.0", "fruit==1" + "0" * 10_000),
    ],
)
def test_a_bad_line_is_named_and_the_rest_is_read(tmp_path: Path, bad: str) -> None:
    reading = read(tmp_path, f"stone==1.0\n{bad}\nleaf==2.0\n")
    assert said(reading) == {"stone": Version("1.0"), "leaf": Version("2.0")}
    (note,) = reading.notes
    assert "requirements.txt:2: expected a requirement" in note
    assert note.isascii()


def test_many_bad_lines_are_counted(tmp_path: Path) -> None:
    reading = read(tmp_path, "not a requirement\n" * 1000 + "fruit==1.0\n")
    assert said(reading) == {"fruit": Version("1.0")}
    assert len(reading.notes) == 6
    assert reading.notes[-1].endswith("995 more lines could not be read")


@pytest.mark.parametrize(
    "option", ["-r {}", "-r{}", "--requirement {}", "--requirement={}", "-c {}", "--constraint={}"]
)
def test_nested_files_are_relative_to_the_file_that_names_them(tmp_path: Path, option: str) -> None:
    read(tmp_path, "fruit==1.0\n", "deep/base.txt")
    read(tmp_path, f"{option.format('base.txt')}\n", "deep/all.txt")
    reading = read(tmp_path, "-r deep/all.txt\nstone==2.0\n")
    assert said(reading) == {"fruit": Version("1.0"), "stone": Version("2.0")}
    assert reading.candidates[0].source.path.endswith("deep/base.txt")
    assert reading.candidates[0].source.name == "requirements.txt"


def test_files_that_name_each_other_end(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("-r requirements.txt\n-r b.txt\nstone==2.0\n")
    reading = read(tmp_path, "-r b.txt\n-r ./b.txt\nfruit==1.0\n")
    assert said(reading) == {"fruit": Version("1.0"), "stone": Version("2.0")}
    assert len(reading.candidates) == 2


def test_a_chain_of_files_without_end_is_noted(tmp_path: Path) -> None:
    for number in range(2000):
        (tmp_path / f"{number}.txt").write_text(f"-r {number + 1}.txt\n")
    reading = read(tmp_path, "-r 0.txt\nfruit==1.0\n")
    assert said(reading) == {"fruit": Version("1.0")}
    assert len(reading.notes) == 1


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("-r missing.txt", "missing.txt"),
        ("-r", "expected the name of a file"),
        ("-r https://me:secret@example.invalid/all.txt", "is not fetched"),
        ("-r ${PLACE}/all.txt", "not expanded"),
        ("-r folder", "regular file"),
        ("-r 'unclosed", "expected options"),
    ],
)
def test_a_nested_file_that_cannot_be_read_is_noted(tmp_path: Path, line: str, words: str) -> None:
    (tmp_path / "folder").mkdir()
    reading = read(tmp_path, f"{line}\nfruit==1.0\n")
    assert said(reading) == {"fruit": Version("1.0")}
    (note,) = reading.notes
    assert words in note
    assert "requirements.txt:1" in note
    assert "secret" not in note


def test_a_device_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert "expected a regular file" in read(tmp_path, "-r pipe.txt\n").notes[0]


@pytest.mark.parametrize(
    "data",
    [
        codecs.BOM_UTF8 + "größe==1\nfruit==1.0".encode(),
        codecs.BOM_UTF16_LE + "fruit==1.0\r\n".encode("utf-16-le"),
        codecs.BOM_UTF16_BE + "fruit==1.0\r\n".encode("utf-16-be"),
        codecs.BOM_UTF32_LE + "fruit==1.0\r\n".encode("utf-32-le"),
        b"# -*- coding: latin-1 -*-\nfruit==1.0  # r\xe9cent",
        b"\n# coding=cp1252\nfruit==1.0  # \x80",
        b"fruit==1.0  # \xff\xfe mis-encoded",
        b"fruit==1.0\r\n",
        b"fruit==1.0\rstone==1",
        b"fruit==1.0\n\x00\x00\x00",
    ],
)
def test_encodings(tmp_path: Path, data: bytes) -> None:
    assert said(read(tmp_path, data))["fruit"] == Version("1.0")


@pytest.mark.parametrize("name", [b"ripe", b"rot13", b"base64", b"undefined"])
def test_an_unknown_encoding_is_an_error(tmp_path: Path, name: bytes) -> None:
    with pytest.raises(PinError, match="text encoding"):
        read(tmp_path, b"# coding: " + name + b"\nfruit==1.0\n")


def test_noise_never_ends_the_reading(tmp_path: Path) -> None:
    chance = random.Random(7)
    alphabet = "fruit==1.0 -r;\\\n#@[]()<>~!'\"${}%\t,*\x00\x0c\ufeffé"
    for _ in range(300):
        reading = read(tmp_path, "".join(chance.choices(alphabet, k=80)))
        assert all(isinstance(note, str) for note in reading.notes)


def test_deep_nesting_in_a_marker_is_a_bad_line(tmp_path: Path) -> None:
    reading = read(tmp_path, "fruit==1; " + "(" * 100_000 + "\nstone==1.0\n")
    assert said(reading) == {"stone": Version("1.0")}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("requirements.txt", True),
        ("requirements-dev.txt", True),
        ("dev-requirements.in", True),
        ("requirements.lock", True),
        ("constraints.txt", True),
        ("requirements/base.txt", True),
        ("requirements/deep/base.txt", False),
        ("Requirements.txt", True),
        ("notes.txt", False),
        ("requirements.md", False),
    ],
)
def test_file_names(path: str, expected: bool) -> None:  # noqa: FBT001 - a column
    assert is_requirements_file(path) is expected


def test_lines_of_lists_in_other_files(tmp_path: Path) -> None:
    read(tmp_path, "stone==2\n", "more.txt")
    lines = [(7, "fruit==1  # ripe"), (8, "-r more.txt"), (9, "!!")]
    items = list(read_lines(lines, tmp_path / "environment.yml"))
    assert [str(item.source.line) for item in items if isinstance(item, Candidate)] == ["7", "1"]
    (note,) = (item for item in items if isinstance(item, str))
    assert "environment.yml:9: expected a requirement" in note


@pytest.mark.parametrize(
    "line", [" " * 100_000 + "x", "fruit==1.0" + "\t" * 100_000 + "!", "-r " + "a/" * 100_000, "-e '" + "a " * 100_000]
)
def test_a_line_without_end_is_a_bad_line(tmp_path: Path, line: str) -> None:
    reading = read(tmp_path, f"{line}\nstone==1.0\n")
    assert said(reading)["stone"] == Version("1.0")
    assert all(len(note) < 300 for note in reading.notes)


def test_a_nested_file_is_told_by_its_straight_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "base.txt").write_text("fruit==1.0\n")
    (tmp_path / "elsewhere" / "inner").mkdir(parents=True)
    (tmp_path / "elsewhere" / "base.txt").write_text("stone==1.0\n")
    reading = read(tmp_path / "tests", "-r ../base.txt\n")
    assert [str(candidate.source) for candidate in reading.candidates] == ["base.txt:1"]
    (tmp_path / "linked").symlink_to(tmp_path / "elsewhere" / "inner")
    linked = read(tmp_path / "linked", "-r ../base.txt\n")
    assert [str(candidate.source) for candidate in linked.candidates] == ["linked/../base.txt:1"]
