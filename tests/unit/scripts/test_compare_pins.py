from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from scripts.compare_pins import compare, files, installed, required

LOCK = """\
lock-version = "1.0"
created-by = "pip"
[[packages]]
name = "fruit-bowl"
version = "1.0.0"
archive = { url = "https://example.invalid/fruit_bowl-1.0.0.tar.gz", hashes = { sha256 = "00" } }
[[packages]]
name = "leaf"
version = "2.0"
marker = "sys_platform == 'nowhere'"
archive = { url = "https://example.invalid/leaf-2.0.tar.gz", hashes = { sha256 = "00" } }
[[packages]]
name = "soil"
[packages.directory]
path = "soil"
"""
REPORT = {
    "install": [
        {"metadata": {"name": "Fruit_Bowl", "version": "1.0"}},
        {"metadata": {"name": "soil", "version": "0.1"}, "is_direct": True},
    ]
}


def test_what_pip_would_install_is_held_against_what_counts_here(tmp_path: Path) -> None:
    lock = tmp_path / "pylock.toml"
    lock.write_text(LOCK, encoding="utf-8")
    pip = tmp_path / "bin" / "pip"
    pip.parent.mkdir()
    report = json.dumps(REPORT).replace('"1.0"', '"1.0.0"')
    pip.write_text(f"#!{sys.executable}\nimport sys\nassert sys.argv[-1] == 'pylock.toml'\nprint({report!r})\n")
    pip.chmod(0o755)
    assert list(files(tmp_path)) == [lock]
    told = compare(lock, tmp_path, {**os.environ, "PATH": str(pip.parent)})
    assert (told.place, told.problem, told.differences) == ("pylock.toml", "", [])
    assert told.theirs == frozenset({("fruit-bowl", "1.0.0")})


def test_a_tool_that_is_not_there_is_told(tmp_path: Path) -> None:
    lock = tmp_path / "pylock.toml"
    lock.write_text(LOCK, encoding="utf-8")
    told = compare(lock, tmp_path, {"PATH": str(tmp_path)})
    assert (told.problem, told.theirs) == ("pip is not installed", None)


def test_answers_are_read() -> None:
    assert required("fruit==1.0 ; sys_platform == 'linux'\n-e leaf\nstone>=2\nBark==2 # why\n") == {
        ("fruit", "1.0"),
        ("bark", "2"),
    }
    assert installed(json.dumps(REPORT)) == {("fruit-bowl", "1.0")}
