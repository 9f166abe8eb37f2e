from __future__ import annotations

from pathlib import Path

from driftcheck.baseline.fingerprints import Baseline, Fingerprint, Frame
from driftcheck.baseline.matching import Coverage, divide, shortened, updated
from driftcheck.model.findings import Finding, Severity
from driftcheck.model.locations import Location


def finding(path: str, line: int, symbol: str = "paint.tint", scope: str = "f", code: str = "DC101") -> Finding:
    return Finding(Location(path, line, 1, line, 5), code, "rule", Severity.ERROR, symbol, "said", scope=scope)


def key(path: str, symbol: str = "paint.tint") -> Fingerprint:
    return Fingerprint(path, "DC101", symbol, "f")


def frame(folder: Path) -> Frame:
    return Frame(folder / "meta", folder)


def test_lines_do_not_count_and_scopes_do(tmp_path: Path) -> None:
    known = Baseline({key("../a.py"): 1})
    moved, other = finding("a.py", 90), finding("a.py", 2, scope="g")
    assert divide([other, moved], known, frame(tmp_path)) == ((other,), (moved,))


def test_of_more_occurrences_the_last_or_the_changed_one_is_new(tmp_path: Path) -> None:
    known = Baseline({key("../a.py"): 1})
    first, second = finding("a.py", 1), finding("a.py", 2)
    assert divide([first, second], known, frame(tmp_path)).new == (second,)
    assert divide([first, second], known, frame(tmp_path), lambda one: one is first).new == (first,)


def test_what_is_gone_leaves_with_its_file_or_where_its_file_was_checked(tmp_path: Path) -> None:
    for name in ("a.py", "b.py", "torn.py"):
        (tmp_path / name).touch()
    paths = ("../a.py", "../b.py", "../torn.py", "../deleted.py")
    known = Baseline({key(path): 2 for path in paths})
    coverage = Coverage(frozenset({"../a.py", "../torn.py"}), frozenset({"../torn.py"}))
    rest = shortened(known, [finding("a.py", 4)], frame(tmp_path), coverage)
    assert rest.counts == {key("../a.py"): 1, key("../b.py"): 2, key("../torn.py"): 2}
    grown = [finding("a.py", line) for line in range(5)]
    assert shortened(known, grown, frame(tmp_path), coverage).counts[key("../a.py")] == 2


def test_an_update_knows_what_is_found_and_keeps_what_was_not_looked_at(tmp_path: Path) -> None:
    for name in ("a.py", "b.py"):
        (tmp_path / name).touch()
    known = Baseline({key("../a.py", "paint.old"): 1, key("../b.py"): 1, key("../deleted.py"): 1})
    found = [finding("a.py", 4), finding("requirements.txt", 1, symbol="", scope="", code="DC402")]
    new = updated(known, found, frame(tmp_path), Coverage(frozenset({"../a.py"})))
    assert new.counts == {key("../a.py"): 1, key("../b.py"): 1}
