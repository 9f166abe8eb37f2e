from __future__ import annotations

from pathlib import Path

import pytest

from driftcheck.errors import PinError
from driftcheck.pins.yaml_nodes import Node, read_yaml


def read(folder: Path, text: str | bytes) -> Node:
    path = folder / "some.yml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_yaml(path)


def test_texts_sequences_and_mappings_with_their_lines(tmp_path: Path) -> None:
    root = read(tmp_path, "# why\na: 1.10\nb:\n- x\n- c: [y, 'z']\n")
    assert (root["a"].text, root["a"].line) == ("1.10", 2)
    assert [item.line for item in root["b"].items] == [4, 5]
    assert [item.text for item in root["b"].items[1]["c"].items] == ["y", "z"]
    assert [item.text for item in root["b"].texts()] == ["x"]
    assert root["missing"]["deep"].text == ""


def test_the_last_of_several_with_one_key_counts(tmp_path: Path) -> None:
    assert read(tmp_path, "a: 1\na: 2\n")["a"].text == "2"


def test_aliases_stand_for_what_they_name(tmp_path: Path) -> None:
    assert [item.text for item in read(tmp_path, "a: &x [b, c]\nd: *x\n")["d"].items] == ["b", "c"]


def test_no_tag_is_obeyed(tmp_path: Path) -> None:
    root = read(tmp_path, 'a: !!python/object/apply:os.system ["exit 1"]\n')
    assert [item.text for item in root["a"].items] == ["exit 1"]


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n"])
def test_no_document_is_an_empty_value(tmp_path: Path, text: str) -> None:
    assert not read(tmp_path, text).entries


def test_a_bomb_of_aliases_is_refused_at_once(tmp_path: Path) -> None:
    text = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 200))
    with pytest.raises(PinError, match=r"some\.yml:\d+: aliases repeat more than the file holds"):
        read(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: &x [*x]\n", r"some\.yml:1: expected an anchor before the alias"),
        ("a: 1\nb: *y\n", r"some\.yml:2: expected an anchor"),
        ("a: 1\nb: [1\n", r"some\.yml:3: expected YAML"),
        ("a: 1\n\tb: 2\n", r"some\.yml:2: expected YAML"),
        ("a: " + "[" * 100 + "]" * 100, r"some\.yml:1: nested more than 64 deep"),
        ("[" * 100_000, r"some\.yml:1: "),
        ("a: 1\nb: \x00\n", r"some\.yml: expected YAML"),
        (b"a: 1\nb: \xff\n", r"some\.yml:2: expected UTF-8 text"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(tmp_path: Path, text: str | bytes, words: str) -> None:
    with pytest.raises(PinError, match=words):
        read(tmp_path, text)
