from __future__ import annotations

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from driftcheck.cli.fixing import write_files
from driftcheck.cli.main import run
from driftcheck.errors import ConfigError
from driftcheck.model.edits import FixedFile, Repair

BEFORE = b"from paint import tint  # old\r\n\r\ntint('red')\r\n"
AFTER = b"from paint import shade  # old\r\n\r\nshade('red')\r\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "requirements.txt").write_text("paint==2.0\n", encoding="utf-8")
    (tmp_path / "main.py").write_bytes(BEFORE)
    (tmp_path / "fine.py").write_text("from paint import shade\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def drift(snapshots: Path, *arguments: str) -> int:
    return run(["--snapshots", str(snapshots), "check", *arguments])


def test_what_is_safe_is_written(project: Path, snapshots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "main.py").chmod(0o755)
    assert drift(snapshots, "--fix", "--unsafe-fixes") == 0
    assert (project / "main.py").read_bytes() == AFTER
    assert stat.S_IMODE((project / "main.py").stat().st_mode) == 0o755
    assert capsys.readouterr().out.endswith("Fixed 1 finding in 1 file.\n")
    assert sorted(path.name for path in project.iterdir()) == ["fine.py", "main.py", "requirements.txt"]
    assert drift(snapshots, "--fix", "--unsafe-fixes") == 0
    assert capsys.readouterr().out.endswith("Nothing fixed.\n")


def test_what_is_not_safe_is_left_and_told(project: Path, snapshots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert drift(snapshots, "--fix") == 1
    assert (project / "main.py").read_bytes() == BEFORE
    assert capsys.readouterr().out.endswith("Nothing fixed.\n1 finding may be fixed with --unsafe-fixes.\n")


def test_a_diff_changes_nothing(project: Path, snapshots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert drift(snapshots, "--diff", "--unsafe-fixes") == 1
    assert (project / "main.py").read_bytes() == BEFORE
    told = capsys.readouterr()
    assert told.out.splitlines()[:5] == [
        "--- main.py",
        "+++ main.py",
        "@@ -1,3 +1,3 @@",
        "-from paint import tint  # old",
        "+from paint import shade  # old",
    ]
    assert told.err == "Would fix 1 finding in 1 file.\n"


@pytest.mark.usefixtures("project")
def test_data_on_standard_output_stays_data(snapshots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert drift(snapshots, "--fix", "--unsafe-fixes", "--format", "json") == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["findings"] == []
    assert told.err == "Fixed 1 finding in 1 file.\n"


def test_the_end_of_a_text_without_a_line_end_is_told(
    project: Path, snapshots: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "main.py").write_bytes(b"from paint import tint")
    assert drift(snapshots, "--diff", "--unsafe-fixes") == 1
    assert capsys.readouterr().out.splitlines()[3:] == [
        "-from paint import tint",
        "\\ No newline at end of file",
        "+from paint import shade as tint",
        "\\ No newline at end of file",
    ]


def test_a_link_is_written_through(project: Path, snapshots: Path) -> None:
    (project / "main.py").rename(project / "real.txt")
    (project / "main.py").symlink_to(project / "real.txt")
    assert drift(snapshots, "--fix", "--unsafe-fixes", "main.py") == 0
    assert (project / "main.py").is_symlink()
    assert (project / "real.txt").read_bytes() == AFTER


def test_a_file_that_changed_meanwhile_is_left_as_it_is(project: Path) -> None:
    with pytest.raises(ConfigError, match="was changed while"):
        write_files(Repair(files=(FixedFile("main.py", b"other", AFTER),)))
    assert (project / "main.py").read_bytes() == BEFORE


def test_a_file_that_cannot_be_written_is_named(project: Path) -> None:
    with pytest.raises(ConfigError, match=r"gone\.py: cannot be written"):
        write_files(Repair(files=(FixedFile("gone.py", b"", AFTER),)))
    assert not (project / "gone.py").exists()


def test_without_what_fixing_needs_that_is_said(project: Path, snapshots: Path) -> None:
    arguments = ["--snapshots", str(snapshots), "check", "--fix"]
    script = (
        f"import sys; sys.modules['libcst'] = None; from driftcheck.cli.main import run; sys.exit(run({arguments}))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == ("driftcheck: fixing needs libcst, which is not installed: pip install 'driftcheck[fix]'\n")


@pytest.mark.usefixtures("project")
def test_standard_input_is_not_fixed(snapshots: Path) -> None:
    assert drift(snapshots, "--fix", "-") == 2


def test_comments_are_written_that_silence_what_is_found(
    project: Path, snapshots: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert drift(snapshots, "--add-ignore", "--diff", ".") == 1
    told = capsys.readouterr()
    assert "+from paint import tint  # old  # driftcheck: ignore[DC101]" in told.out.splitlines()
    assert told.err == "Would add comments that silence 1 finding in 1 file.\n"
    assert (project / "main.py").read_bytes() == BEFORE
    assert drift(snapshots, "--add-ignore=until 2.0", "main.py") == 0
    assert capsys.readouterr().out.endswith("Added comments that silence 1 finding in 1 file.\n")
    written = BEFORE.replace(b"# old", b"# old  # driftcheck: ignore[DC101]  until 2.0")
    assert (project / "main.py").read_bytes() == written
    assert drift(snapshots) == 0
    assert drift(snapshots, "--add-ignore") == 0
    assert capsys.readouterr().out.endswith("Nothing silenced.\n")
    assert drift(snapshots, "--add-ignore", "--fix") == 2
    assert drift(snapshots, "--add-ignore", "-") == 2
    assert drift(snapshots, "--add-ignore=# noqa") == 2


def test_what_the_baseline_knows_gets_no_comment(
    project: Path, snapshots: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert drift(snapshots, "--baseline", "known.json", "--update-baseline") == 0
    assert drift(snapshots, "--baseline", "known.json", "--add-ignore") == 0
    assert capsys.readouterr().out.endswith("Nothing silenced.\n")
    assert (project / "main.py").read_bytes() == BEFORE
    (project / "new.py").write_text("from paint import tint\n", encoding="utf-8")
    assert drift(snapshots, "--baseline", "known.json", "--add-ignore") == 0
    assert capsys.readouterr().out.endswith("Added comments that silence 1 finding in 1 file.\n")
    assert (project / "main.py").read_bytes() == BEFORE
    assert (project / "new.py").read_text(encoding="utf-8") == "from paint import tint  # driftcheck: ignore[DC101]\n"
    assert drift(snapshots, "--baseline", "known.json") == 0


def test_comments_need_nothing_that_fixing_needs(project: Path, snapshots: Path) -> None:
    arguments = ["--snapshots", str(snapshots), "check", "--add-ignore"]
    script = (
        f"import sys; sys.modules['libcst'] = None; from driftcheck.cli.main import run; sys.exit(run({arguments}))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=project, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
