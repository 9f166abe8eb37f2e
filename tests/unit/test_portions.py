"""Where projects are cut, and what the portions tell each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftcheck import portions
from driftcheck.judging import judge_files
from driftcheck.model.findings import FileVerdict
from driftcheck.portions import cut
from driftcheck.source.files import SourceFile
from tests.workbench import environment

Cut = Callable[[Sequence[str]], list[list[str]]]
FOLDERS = st.lists(st.sampled_from(["a", "b", "b-c", "tests"]), max_size=3).map("/".join)
PATHS = st.lists(st.builds(lambda folder, name: f"{folder}/{name}.py".lstrip("/"), FOLDERS, st.text("xyz", min_size=1)))


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portions, "SMALL", 4)
    monkeypatch.setattr(portions, "SIZE", 4)


def paths(pieces: Sequence[Sequence[SourceFile]]) -> list[list[str]]:
    return [[file.path for file in piece] for piece in pieces]


def files(names: Sequence[str]) -> list[SourceFile]:
    return [SourceFile(name, Path("/project") / name) for name in sorted(names)]


def test_a_project_of_ordinary_size_is_one_portion() -> None:
    assert paths(cut(files([f"{number}.py" for number in range(1000)]))) == [sorted(f"{n}.py" for n in range(1000))]
    assert len(cut(files([f"{number}.py" for number in range(1001)]))) == 2
    assert cut([]) == ()


@pytest.mark.usefixtures("small")
def test_it_is_cut_between_folders_where_they_are_near() -> None:
    names = ["app/a.py", "app/b.py", "app/c.py", "app/d.py", "app/e.py", "tests/a.py", "tests/b.py", "tests/c.py"]
    assert paths(cut(files(names))) == [names[:5], names[5:]]


@pytest.mark.usefixtures("small")
def test_one_folder_is_cut_in_the_middle() -> None:
    assert list(map(len, cut(files([f"app/{name}.py" for name in "abcdefgh"])))) == [4, 4]


@given(PATHS.map(lambda names: sorted(set(names))))
def test_nothing_is_lost_and_no_portion_is_empty(names: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(portions, "SMALL", 3)
        patch.setattr(portions, "SIZE", 3)
        pieces = cut(files(names))
    assert [file.path for piece in pieces for file in piece] == names
    assert all(0 < len(piece) <= 3 * 2 for piece in pieces)


def verdicts(folder: Path, texts: Mapping[str, str]) -> list[FileVerdict]:
    sources = []
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
        sources.append(SourceFile(name, folder / name))
    found = list(judge_files(sources, environment()))
    assert all(isinstance(one, FileVerdict) for one in found)
    return [one for one in found if isinstance(one, FileVerdict)]


INVENTED = "import paint\ndef use(brush: paint.Brush):\n    brush.sparkle()\n"
GONE = "import paint\npaint.Brush().dip()\n"
OWN = "import paint\nclass Own(paint.Brush): ...\ndef use():\n    Own().dip()\n"
HOOK = "import paint\nclass Mine(paint.Brush):\n    def dip(self): ...\n"


@pytest.mark.parametrize(
    ("told", "elsewhere", "harmless"),
    [
        (INVENTED, "def put(thing):\n    thing.sparkle = 1\n", "def put(thing):\n    thing.shine = 1\n"),
        (INVENTED, "class Bright:\n    def sparkle(self): ...\n", "class Bright:\n    def shine(self): ...\n"),
        (GONE, "import paint\npaint.Brush().dip = 1\n", "import paint\npaint.Palette().dip = 1\n"),
        (GONE, "import paint\npaint.Brush.dip = print\n", "class Own:\n    def dip(self): ...\n"),
        (OWN, "from a import Own\nOwn.dip = print\n", "class Own: ...\nOwn.dip = print\n"),
        (OWN, "from a import Own\nOwn().dip = print\n", "from a import Own\nOwn().shine = print\n"),
        (HOOK, "def call(mine):\n    mine.dip()\n", "def dip(mine): ...\n"),
    ],
    ids=["set", "defined", "set on it", "set on its class", "given to the class", "given to an object", "mentioned"],
)
def test_what_one_portion_does_speaks_against_findings_in_another(
    told: str, elsewhere: str, harmless: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found(name: str, other: str) -> list[list[str]]:
        texts = {"a.py": told, "b.py": "", "c.py": other, "d.py": ""}
        return [[finding.symbol for finding in one.findings] for one in verdicts(tmp_path / name, texts)]

    for name, other, is_told in (("quiet", elsewhere, False), ("loud", harmless, True)):
        whole = found(name, other)
        assert bool(whole[0]) is is_told
        with monkeypatch.context() as patch:
            patch.setattr(portions, "SMALL", 1)
            patch.setattr(portions, "SIZE", 2)
            assert found(name, other) == whole


def test_no_proviso_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portions, "SMALL", 1)
    first, second = verdicts(tmp_path, {"a.py": HOOK + GONE, "b.py": INVENTED})
    assert first.findings
    assert second.findings
    assert not first.provisos
    assert not second.provisos
