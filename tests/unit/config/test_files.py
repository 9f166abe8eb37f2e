from __future__ import annotations

from pathlib import Path

import pytest
from packaging.version import Version

from driftcheck.config.configuration import Configuration
from driftcheck.config.files import find_configuration, read_configuration
from driftcheck.errors import ConfigError


def written(folder: Path, files: dict[str, str]) -> Path:
    (folder / ".git").mkdir()
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_nothing_written_leaves_the_defaults(tmp_path: Path) -> None:
    project = written(tmp_path, {"pyproject.toml": "[project]\nname = 'a'\n"})
    assert find_configuration(project) == Configuration()


def test_every_key_is_read(tmp_path: Path) -> None:
    text = """
[tool.driftcheck]
fetch = true
offline = false
python-version = "3.12"
snapshots = ["recorded"]

[tool.driftcheck.import-names]
cv2 = "OpenCV_Python"
"google.cloud.storage" = "google-cloud-storage"
"""
    project = written(tmp_path, {"pyproject.toml": text, "recorded/catalog.json": "{}"})
    found = find_configuration(project)
    assert found.fetch
    assert not found.offline
    assert found.python_version == Version("3.12")
    assert found.snapshots == (tmp_path / "recorded",)
    assert found.import_names == {"cv2": "opencv-python", "google.cloud.storage": "google-cloud-storage"}
    assert [found.origin(name).line for name in ("fetch", "snapshots", "import_names")] == [3, 6, 8]


def test_folders_are_relative_to_the_file(tmp_path: Path) -> None:
    project = written(tmp_path, {"driftcheck.toml": "snapshots = ['mine']\n", "mine/x": "", "src/a/m.py": ""})
    assert find_configuration(project / "src/a").snapshots == (tmp_path / "mine",)


@pytest.mark.parametrize(
    ("files", "meant"),
    [
        ({"driftcheck.toml": "fetch = true", "a/driftcheck.toml": "offline = true"}, "a/driftcheck.toml"),
        ({"a/pyproject.toml": "[tool.driftcheck]\n", "a/driftcheck.toml": ""}, "a/driftcheck.toml"),
        ({"driftcheck.toml": "", "a/pyproject.toml": "[tool.other]\nof = 'driftcheck'\n"}, "driftcheck.toml"),
        ({"pyproject.toml": "[tool]\ndriftcheck = { fetch = true }\n", "a/pyproject.toml": ""}, "pyproject.toml"),
        ({"pyproject.toml": "[tool.driftcheck]\n", "a/b/driftcheck.toml": ""}, "pyproject.toml"),
        ({"driftcheck.toml": "", "a/.git/x": ""}, None),
    ],
)
def test_the_nearest_file_counts_up_to_the_root_of_the_repository(
    tmp_path: Path, files: dict[str, str], meant: str | None
) -> None:
    project = written(tmp_path, {"a/m.py": "", **files})
    assert find_configuration(project / "a").file == (tmp_path / meant if meant else None)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("\nfetsh = true", r"driftcheck\.toml:2: unknown key 'fetsh'; did you mean `fetch`\?"),
        ("import_names = {}", r"driftcheck\.toml:1: unknown key 'import_names'; did you mean `import-names`\?"),
        ("zzz = 1", r"unknown key 'zzz'; there are fetch, offline, import-names, snapshots, cache-dir, python-version"),
        ("fetch = 'yes'", r"driftcheck\.toml:1: fetch: expected true or false"),
        ("offline = 1", "offline: expected true or false"),
        ("python-version = 3.12", r"driftcheck\.toml:1: python-version: expected a version in quotes"),
        ("python-version = '2.7'", "python-version: expected a version in quotes"),
        ("snapshots = 'here'", "snapshots: expected a list of folders"),
        ("snapshots = ['here']", "snapshots: expected folders that exist, and 'here' does not"),
        ("import-names = ['cv2']", "import-names: expected a table of distributions"),
        ("[import-names]\n\ncv2 = 4", r"driftcheck\.toml:3: import-names\.cv2: expected the name of a distribution"),
        ("import-names = {cv2 = '-'}", r"driftcheck\.toml:1: import-names\.cv2: expected the name of a distribution"),
        ("import-names = {'a-b' = 'c'}", r"import-names\.a-b: expected an import name"),
        ("fetch = \n", r"driftcheck\.toml:1: expected TOML"),
        ("\n[tool.driftcheck]\nfetch = true", r"driftcheck\.toml:2: unknown key 'tool'; here keys stand at the top"),
        ("\n[driftcheck]\nfetch = true", r"driftcheck\.toml:2: unknown key 'driftcheck'; here keys stand at the top"),
        ("exclude = ['[']", r"driftcheck\.toml:1: exclude: expected .*, and '\[' matches nothing, as in .gitignore"),
        ("exclude = ['ok', '!']", r"exclude: expected a list of patterns .*, and '!' is no pattern as in .gitignore"),
        ("extend-exclude = ['a[b/']", r"extend-exclude: .* 'a\[b/' matches nothing"),
        ("\n[per-file-ignores]\n'a[' = ['DC1']", r"toml:3: per-file-ignores\.a\[: expected patterns .* `\[` without"),
        ("[per-file-ignores]\n'!' = ['DC1']\n'!\\' = ['DC1']", r"toml:3: per-file-ignores\.!\\: expected patterns"),
        ("cache-dir = 'driftcheck.toml'", "cache-dir: expected a folder, and 'driftcheck.toml' is a file"),
        ("select = 'DC101'", "select: expected a list of rules in quotes"),
        ("select = ['DC1', 'DC999']", "select: expected rules, and there is no rule 'DC999'; did you mean DC9"),
        ("ignore = ['removed-simbol']", r"there is no rule 'removed-simbol'; did you mean removed-symbol\?"),
        (
            "[severity]\nDC101 = 'warn'",
            r"toml:2: severity\.DC101: expected a severity, and 'warn' is none; did you mean",
        ),
        ("[severity]\nDC101 = 3", r"toml:2: severity\.DC101: expected one of error, warning, information, off"),
        ("[severity]\nDC1111 = 'off'", r"toml:2: severity\.DC1111: expected rules, and there is no rule 'DC1111'"),
        ("severity = 'off'", "severity: expected a table of severities by rule"),
        ("[per-file-ignores]\n'a/*' = 'DC101'", r"toml:2: per-file-ignores\.a/\*: expected a list of rules in quotes"),
        ("[per-file-ignores]\n'a' = ['DC']\n'b' = ['X']", r"toml:3: per-file-ignores\.b: expected rules, and there is"),
        ("per-file-ignores = []", "per-file-ignores: expected a table of rules by pattern"),
        ("[per-package-ignores]\n'-' = ['DC1']", r"per-package-ignores\.-: expected a distribution or a dotted name"),
    ],
)
def test_what_no_key_takes_is_refused_with_its_place(tmp_path: Path, text: str, complaint: str) -> None:
    project = written(tmp_path, {"driftcheck.toml": text})
    with pytest.raises(ConfigError, match=complaint):
        find_configuration(project)


def test_classes_that_end_are_patterns(tmp_path: Path) -> None:
    patterns = ["a[b]", "[]]", "[!]a]", "[[:alpha:]]x", "\\[", "# [", "[a\\]b]", "!x"]
    text = "exclude = [" + ", ".join(f"'{pattern}'" for pattern in patterns) + "]\n"
    assert find_configuration(written(tmp_path, {"driftcheck.toml": text})).exclude.lines == tuple(patterns)


def test_another_tool_may_have_a_key_of_the_same_name(tmp_path: Path) -> None:
    text = "[tool.other]\noffline = 3\n\n[tool.driftcheck] # ours\nfetch = true\noffline = 'no'\n"
    project = written(tmp_path, {"pyproject.toml": text})
    with pytest.raises(ConfigError, match=r"pyproject\.toml:6: offline"):
        find_configuration(project)


def test_a_file_that_is_named_must_say_something_for_us(tmp_path: Path) -> None:
    project = written(
        tmp_path,
        {"pyproject.toml": "[project]\n", "other.toml": "fetch = true", "odd/pyproject.toml": "tool.driftcheck = 1"},
    )
    assert read_configuration(project / "other.toml").fetch
    with pytest.raises(ConfigError, match=r"has no table \[tool\.driftcheck\]"):
        read_configuration(project / "pyproject.toml")
    with pytest.raises(ConfigError, match=r"pyproject\.toml:1: tool\.driftcheck: expected a table"):
        read_configuration(project / "odd/pyproject.toml")


def test_deprecations_are_a_list_or_a_table(tmp_path: Path) -> None:
    as_list = """
[[tool.driftcheck.deprecations]]
symbol = "acme.old"
since = "2.1"
removed = "3.0"
use = "acme.new"
message = "It is slow."
"""
    as_table = as_list.replace("[[tool.driftcheck.deprecations]]\nsymbol", "[tool.driftcheck.deprecations]\n#")
    as_table = as_table.replace('# = "acme.old"', "[tool.driftcheck.deprecations.'acme.old']")
    project = written(tmp_path, {"pyproject.toml": as_list, "a/pyproject.toml": as_table})
    for folder in (project, project / "a"):
        found = find_configuration(folder)
        (one,) = found.deprecations
        assert found.origin("deprecations").line == 2
        assert (one.symbol, str(one.since), str(one.removed)) == ("acme.old", "2.1", "3.0")
        assert (one.use, one.message) == ("acme.new", "It is slow.")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("deprecations = 1", r"toml:1: deprecations: expected a list of tables such as"),
        ("deprecations = [1]", r"toml:1: deprecations: expected a list of tables such as"),
        (
            "[[deprecations]]\nsymbol = 'a'\n[[deprecations]]\nsymbol = 'a.b'\nsinse = '2'",
            r"toml:5: deprecations\.1\.sinse: expected other keys, and 'sinse' is unknown; did you mean `since`\?",
        ),
        ("[[deprecations]]\nsymbol = 'a b'", r"toml:2: deprecations\.0\.symbol: expected the dotted name of a symbol"),
        ("[[deprecations]]\nuse = 'a'", r"toml:1: deprecations\.0\.symbol: expected the dotted name"),
        ("[deprecations.'a.b']\nsince = 2", r"toml:2: deprecations\.a\.b\.since: expected a text in quotes"),
        ("[deprecations.'a.b']\nremoved = 'soon'", r"deprecations\.a\.b\.removed: expected a version in quotes"),
        ("[deprecations.'a.b']\nsymbol = 'c'", r"deprecations\.a\.b\.symbol: expected other keys"),
    ],
)
def test_what_deprecations_do_not_take(tmp_path: Path, text: str, complaint: str) -> None:
    project = written(tmp_path, {"driftcheck.toml": text})
    with pytest.raises(ConfigError, match=complaint):
        find_configuration(project)
