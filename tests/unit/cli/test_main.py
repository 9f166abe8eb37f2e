from __future__ import annotations

from pathlib import Path

import pytest

from driftcheck.cli.main import run, with_default


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("", "check"),
        (".", "check ."),
        ("src tests --format json", "check src tests --format json"),
        ("--format json src", "check --format json src"),
        ("check src", "check src"),
        ("lookup a.b", "lookup a.b"),
        ("--version", "--version"),
        ("-h", "-h"),
        ("--snapshots here src", "--snapshots here check src"),
        ("--snapshots=here", "--snapshots=here check"),
        ("--snapshots here --snapshots there lookup a", "--snapshots here --snapshots there lookup a"),
        ("--snapshots", "--snapshots check"),
    ],
)
def test_check_is_meant_where_no_command_is_named(given: str, meant: str) -> None:
    assert with_default(given.split()) == meant.split()


@pytest.mark.parametrize(("word", "meant"), [("exlpain", "explain"), ("chekc", "check"), ("pin", "pins")])
def test_a_misspelt_command_is_told_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], word: str, meant: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run([word, "DC101"]) == 2
    assert f"{word}: no such file, folder or command; did you mean `{meant}`?" in capsys.readouterr().err
    (tmp_path / word).mkdir()
    assert run([word]) == 0
    assert "did you mean" not in capsys.readouterr().err


def test_another_word_is_a_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["nothing.py"]) == 2
    assert capsys.readouterr().err == "driftcheck: nothing.py: no such file or folder\n"
