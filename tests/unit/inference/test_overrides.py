"""Hooks that the project calls itself, in files that are checked and in others."""

from __future__ import annotations

from pathlib import Path

import pytest
from packaging.version import Version

from driftcheck.api import check_paths

VISITOR = "import ast\n\n\nclass Visitor(ast.NodeVisitor):\n    def visit_Num(self, node): ...\n"
CALLER = "def use(visitor):\n    visitor.visit_Num(1)\n"


def codes(folder: Path, files: dict[str, str]) -> list[str]:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    report = check_paths([folder / "one" / "visitor.py"], python_version=Version("3.13"))
    return [str(finding.code) for finding in report.findings]


@pytest.mark.parametrize(
    "caller",
    [
        {"pyproject.toml": "", "two/deep/caller.py": CALLER},
        {"one/caller.py": CALLER},
    ],
    ids=["elsewhere in the project", "beside it, where no root is marked"],
)
def test_a_file_that_is_not_checked_may_call_it(caller: dict[str, str], tmp_path: Path) -> None:
    assert codes(tmp_path, {"one/visitor.py": VISITOR, **caller}) == []


def test_it_is_told_where_no_file_of_the_project_calls_it(tmp_path: Path) -> None:
    assert codes(tmp_path, {"pyproject.toml": "", "one/visitor.py": VISITOR, "two.py": "visit_Num = 1\n"}) == ["DC203"]
