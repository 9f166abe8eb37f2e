from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from driftcheck.config.settings import Settings
from driftcheck.mending import mend
from driftcheck.model.edits import Repair
from driftcheck.model.symbols import Symbol
from driftcheck.source.files import SourceFile
from tests.builders import (
    MemorySurfaces,
    alias,
    deprecation,
    function,
    klass,
    module,
    signature,
    standard_library,
    surface_provider,
)

OLD: list[Symbol] = [
    module("paint"),
    function(
        "paint.tint", signature("colour", returns="paint.Brush"), deprecation=deprecation("tint was renamed to shade")
    ),
    function("paint.shade", signature("colour", returns="paint.Brush")),
    function("paint.blend", signature("a", "b"), deprecation=deprecation("use paint.mix instead")),
    function("paint.mix", signature("a", "b")),
    function("paint.make", signature(), deprecation=deprecation("make was renamed to brush")),
    function("paint.brush", signature()),
    function("paint.ink", signature("a", returns="paint.Brush"), deprecation=deprecation("ink was renamed to dye")),
    function("paint.dye", signature("a")),
    klass("paint.Brush", "builtins.object"),
    function("paint.Brush.scrub", signature()),
    function("paint.Brush.dip", signature("hue"), deprecation=deprecation("dip was renamed to wet")),
    function("paint.Brush.wet", signature("hue", returns="paint.Brush")),
    alias("paint.Tone", "paint.tones.Tone"),
    klass("paint.tones.Tone", "builtins.object"),
    function("paint.wash", signature("water=")),
]  # fmt: skip
NEW: list[Symbol] = [
    module("paint"),
    function("paint.shade", signature("colour", returns="paint.Brush")),
    function("paint.mix", signature("a", "b")),
    # What comes of it is known now, so that more is found.
    function("paint.brush", signature(returns="paint.Brush")),
    # What comes of it is not known, so that less is found.
    function("paint.dye", signature("a")),
    klass("paint.Brush", "builtins.object"),
    function("paint.Brush.wet", signature("hue", returns="paint.Brush")),
    klass("paint.tones.Tone", "builtins.object"),
    function("paint.wash", signature()),
]


def surfaces() -> MemorySurfaces:
    return surface_provider({"paint": {"1.0": OLD, "2.0": NEW}, "python": {"3.12": standard_library()}})


def repair(files: Mapping[str, str | bytes], *, unsafe: bool = False) -> Repair:
    folder = Path("/project")
    entries = [
        SourceFile(path, folder / path, text.encode() if isinstance(text, str) else text)
        for path, text in sorted(files.items())
    ]
    return mend(entries, Settings(folder, ("paint==2.0",)), surfaces(), unsafe=unsafe)


def mended(text: str, *, unsafe: bool = False) -> str:
    made = repair({"main.py": text}, unsafe=unsafe)
    return next((file.after.decode() for file in made.files), text)


def test_what_is_mended_is_no_longer_found() -> None:
    made = repair({"main.py": "import paint\npaint.tint(1).dip(2)\n"})
    assert made.report.findings == ()
    (file,) = made.files
    assert file.after == b"import paint\npaint.shade(1).wet(2)\n"
    assert [finding.symbol for finding in file.fixed] == ["paint.tint", "paint.Brush.dip"]
    assert (file.is_changed, file.refused) == (True, ())


def test_a_name_within_a_name_takes_another_round() -> None:
    assert mended("import paint\npaint.tint(paint.tint(paint.tint(1)))\n") == (
        "import paint\npaint.shade(paint.shade(paint.shade(1)))\n"
    )


def test_a_second_run_changes_nothing() -> None:
    text = "from paint import tint, Tone, shade\nx = tint(1)\nx.dip(2)\n"
    once = mended(text)
    assert once == "from paint import shade as tint, shade\nfrom paint.tones import Tone\nx = tint(1)\nx.wet(2)\n"
    assert mended(once) == once


def test_what_means_something_else_perhaps_is_changed_on_request() -> None:
    text = "import paint\npaint.blend(1, 2)\n"
    assert mended(text) == text
    assert mended(text, unsafe=True) == "import paint\npaint.mix(1, 2)\n"


def test_a_fix_that_brings_a_finding_is_dropped_and_said_and_the_others_are_kept() -> None:
    text = "import paint\npaint.make().dip(1)\npaint.tint(2)\n"
    made = repair({"main.py": text}, unsafe=True)
    (file,) = made.files
    assert file.after == b"import paint\npaint.make().dip(1)\npaint.shade(2)\n"
    assert [(refusal.finding.symbol, refusal.reason) for refusal in file.refused] == [
        ("paint.make", "the finding would stay, another would come, or one be lost from sight")
    ]
    assert [finding.symbol for finding in made.report.findings] == ["paint.make"]


def test_a_fix_that_takes_another_finding_out_of_sight_is_dropped() -> None:
    text = "import paint\npaint.ink(1).scrub()\n"
    made = repair({"main.py": text})
    assert [finding.symbol for finding in made.report.findings] == ["paint.ink", "paint.Brush.scrub"]
    assert not made.files[0].is_changed
    assert mended("import paint\npaint.ink(1).wet(2)\n") == "import paint\npaint.dye(1).wet(2)\n"


def test_guards_strings_and_comments_are_left_alone() -> None:
    text = (
        "import paint\n"
        "if hasattr(paint, 'tint'):\n"
        "    paint.tint(1)\n"
        "try:\n"
        "    from paint import tint\n"
        "except ImportError:\n"
        "    tint = None\n"
        "print('paint.tint(1)')  # paint.tint(1)\n"
    )
    assert mended(text) == text


@pytest.mark.parametrize(
    ("files", "after"),
    [
        ({"a.py": "", "b.py": "from a import tint\ntint(1).wet(2)\n"}, b"from paint import shade as tint\ntint(2)\n"),
        ({"a.py": "", "b.py": "from a import other\n"}, b"from paint import shade\nshade(2)\n"),
        ({"a/__init__.py": ""}, b"from paint import shade as tint\ntint(2)\n"),
    ],
)
def test_files_that_others_import_from_keep_their_names(files: dict[str, str], after: bytes) -> None:
    path = next(iter(files))
    made = repair({**files, path: "from paint import tint\ntint(2)\n"})
    assert [(file.path, file.after) for file in made.files] == [(path, after)]
    assert made.report.findings == ()


@pytest.mark.parametrize(("is_repository", "after"), [(True, b"shade as tint\ntint"), (False, b"shade\nshade")])
def test_files_that_are_not_mended_know_names_too(tmp_path: Path, is_repository: bool, after: bytes) -> None:  # noqa: FBT001  a case
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/b.py").write_text("from a import tint\n", encoding="utf-8")
    if is_repository:
        (tmp_path / ".git").mkdir()
    folder = tmp_path / "src"
    entry = SourceFile("a.py", folder / "a.py", b"from paint import tint\ntint(2)\n")
    (file,) = mend([entry], Settings(folder, ("paint==2.0",)), surfaces()).files
    assert file.after == b"from paint import " + after + b"(2)\n"


def test_a_file_that_is_nested_too_deeply_is_left_and_hides_no_other() -> None:
    deep = f"import paint\npaint.tint(1)\nx = {'-' * 900}1\n"
    made = repair({"deep.py": deep, "main.py": "import paint\npaint.tint(1)\n"})
    assert [(file.path, file.after) for file in made.files] == [("main.py", b"import paint\npaint.shade(1)\n")]


@pytest.mark.parametrize(
    "data",
    [
        "\ufeffimport paint\r\npaint.tint('é')\r\n".encode(),
        "# coding: latin-1\nimport paint\npaint.tint('é')\n".encode("latin-1"),
        b"import paint\r\rpaint.tint(1)",
    ],
)
def test_encodings_marks_and_line_ends_stay(data: bytes) -> None:
    (file,) = repair({"main.py": data}).files
    assert file.after == data.replace(b"tint", b"shade")


def test_what_is_no_module_is_not_written() -> None:
    assert repair({"answer.md": "```python\nimport paint\npaint.tint(1)\n```\n"}).files == ()
    assert repair({"torn.py": "import paint\npaint.tint(\n"}).files == ()


def test_a_project_without_findings_is_left_alone() -> None:
    assert repair({"main.py": "import paint\npaint.shade(1)\n"}).files == ()


def test_comments_that_silence_nothing_are_removed() -> None:
    text = (
        "import paint  # noqa: F401, DC201\n"
        "paint.blend(1, 2)  # driftcheck: ignore[DC101, DC201, DC301, DC302] why\n"
        "paint.shade(1)  # driftcheck: ignore[DC101]\n"
        "paint.shade(1)  # driftcheck: ignroe\n"
    )
    assert mended(text) == (
        "import paint  # noqa: F401\n"
        "paint.blend(1, 2)  # driftcheck: ignore[DC101] why\n"
        "paint.shade(1)\n"
        "paint.shade(1)  # driftcheck: ignroe\n"
    )


def test_what_is_silenced_is_not_mended_and_a_comment_that_becomes_idle_goes() -> None:
    assert mended("import paint\npaint.tint(1)  # noqa: DC101\n") == "import paint\npaint.tint(1)  # noqa: DC101\n"
    text = "import paint\npaint.tint(1).scrub()  # driftcheck: ignore[DC101]\npaint.tint(2)\n"
    assert mended(text) == text.replace("paint.tint(2)", "paint.shade(2)")
