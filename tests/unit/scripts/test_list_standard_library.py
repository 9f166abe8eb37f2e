from __future__ import annotations

from pathlib import Path

from packaging.version import Version

from driftcheck.extraction.listed_names import parse_listings
from scripts.list_standard_library import bound_by_sources, is_asked, lines, runs

PYTHONS = tuple(Version(f"3.{minor}") for minor in (10, 11, 12))


def test_a_table_says_who_was_asked_and_which_names_were_there_when() -> None:
    names = ({"os", "shade"}, {"os"}, {"os", "shade"})
    missing = {
        python: {"paint": frozenset(found), "paint.Brush": frozenset(), "wax": frozenset()}
        for python, found in zip(PYTHONS, names, strict=True)
    }
    table = list(lines(missing))
    assert table == ["[paint] 3.10-3.12", "3.10-3.12 os", "3.10-3.10 shade", "3.12-3.12 shade", "[wax] 3.10-3.12"]
    (listing, *_) = parse_listings("\n".join(table))
    assert set(listing.names_in(Version("3.11"), Version("3.12"))) == {"os"}


def test_a_module_with_a_hook_may_have_more_than_it_lists() -> None:
    missing = {PYTHONS[0]: {"paint": frozenset({"os"})}, PYTHONS[1]: {"paint": frozenset({"os", "__getattr__"})}}
    assert list(lines(missing)) == ["[paint] 3.10-3.10", "3.11-3.11 __getattr__", "3.10-3.11 os"]
    assert list(lines({PYTHONS[0]: {"paint": frozenset({"__getattr__"})}})) == ["[paint]", "3.10-3.10 __getattr__"]


def test_runs_are_unbroken() -> None:
    assert list(runs([True, True, False, True])) == [(0, 1), (3, 3)]


def test_sources_tell_of_other_platforms_of_instances_and_of_modules_beside(tmp_path: Path) -> None:
    (tmp_path / "paint").mkdir()
    (tmp_path / "paint" / "__init__.py").write_text(
        "import sys\n"
        "if sys.platform == 'win32':\n"
        "    import winreg\n"
        "class Brush:\n"
        "    def __init__(self):\n"
        "        self.width = 1\n"
    )
    (tmp_path / "paint" / "oil.py").touch()
    found: dict[str, set[str]] = {}
    for owner, names in bound_by_sources(tmp_path, ["paint"]):
        found.setdefault(owner, set()).update(names)
    assert {"winreg", "Brush", "oil/"} <= found["paint"]
    assert "width" in found["paint.Brush"]


def test_names_are_those_that_a_program_can_write() -> None:
    asked = [name for name in ("__version__", "<lambda>", "__main__/", "oil/", "2to3/") if is_asked(name)]
    assert asked == ["__version__", "oil/"]
