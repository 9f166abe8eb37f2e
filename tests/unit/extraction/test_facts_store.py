"""What is kept on disk: found again, bounded, dropped where it is damaged, and never another extractor's."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from driftcheck.extraction.facts import ModuleFacts
from driftcheck.extraction.facts_store import FactsLibrary, FactsStore

FACTS = ModuleFacts("paint", is_package=True)
OTHERS = ModuleFacts("paint.core", is_package=False)
TEXT = b"__all__ = [name for name in dir()]\n"
DIGEST = hashlib.sha256(TEXT).hexdigest()


def kept(folder: Path, **facts: ModuleFacts) -> Path:
    """The file that a store writes for these facts."""
    before = set(folder.glob("*"))
    store = FactsStore(folder)
    for name, value in facts.items():
        store.keep_facts(name, value)
    store.close()
    (path,) = set(folder.glob("*")) - before
    return path


def test_what_is_kept_is_found_by_the_next_run(tmp_path: Path) -> None:
    store = FactsStore(tmp_path / "paint")
    store.keep_facts("one", FACTS)
    store.keep_text(DIGEST, TEXT)
    assert store.facts("one") == FACTS
    store.flush()
    assert store.facts("one") == FACTS
    store.close()
    again = FactsStore(tmp_path / "paint")
    assert again.facts("one") == FACTS
    assert again.text(DIGEST) == TEXT
    assert again.facts("two") is None
    assert again.text("0" * 64) is None
    again.close()


def test_what_is_kept_already_is_not_kept_twice(tmp_path: Path) -> None:
    kept(tmp_path, one=FACTS)
    store = FactsStore(tmp_path)
    store.keep_facts("one", FACTS)
    store.close()
    assert len(list(tmp_path.iterdir())) == 1


def test_nothing_is_written_where_nothing_is_new(tmp_path: Path) -> None:
    FactsStore(tmp_path / "paint").close()
    assert not (tmp_path / "paint").exists()


@pytest.mark.parametrize("damage", ["empty", "cut", "flipped", "other"])
def test_a_damaged_file_is_dropped_and_written_anew(tmp_path: Path, damage: str) -> None:
    path = kept(tmp_path, one=FACTS)
    data = bytearray(path.read_bytes())
    if damage == "flipped":
        data[len("one") + 32] ^= 0xFF
    path.write_bytes({"empty": b"", "cut": bytes(data[: len(data) // 2]), "other": b"PK not"}.get(damage, bytes(data)))
    store = FactsStore(tmp_path)
    assert store.facts("one") is None
    store.keep_facts("one", FACTS)
    store.close()
    again = FactsStore(tmp_path)
    assert again.facts("one") == FACTS
    again.close()


def test_what_cannot_be_opened_now_is_left_where_it_is(tmp_path: Path) -> None:
    kept(tmp_path, one=FACTS)
    endless = tmp_path / "two.facts"
    endless.symlink_to(endless)
    store = FactsStore(tmp_path)
    assert store.facts("one") == FACTS
    store.close()
    assert endless.is_symlink()


def test_facts_that_cannot_be_read_take_their_file_with_them_and_no_other(tmp_path: Path) -> None:
    kept(tmp_path, one=FACTS)
    store = FactsStore(tmp_path)
    store.keep_text("two", b"not the text of this hash")
    store.keep_facts("three", OTHERS)
    store.close()
    again = FactsStore(tmp_path)
    assert again.text("two") is None
    assert again.facts("three") is None
    assert again.facts("one") == FACTS
    again.close()
    assert len(list(tmp_path.iterdir())) == 1


def test_what_a_kill_left_behind_is_not_read(tmp_path: Path) -> None:
    whole = kept(tmp_path, one=FACTS).read_bytes()
    (tmp_path / ".half").write_bytes(whole[:40])
    store = FactsStore(tmp_path)
    assert store.facts("one") == FACTS
    store.close()


def test_a_folder_that_cannot_be_written_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "paint").write_text("a file where the folder would be")
    store = FactsStore(tmp_path / "paint")
    store.keep_facts("one", FACTS)
    store.close()
    assert (tmp_path / "paint").is_file()


def test_another_extractor_keeps_its_own(tmp_path: Path) -> None:
    old, new = FactsLibrary(tmp_path, 1), FactsLibrary(tmp_path, 2)
    store = old.store("paint")
    store.keep_facts("one", FACTS)
    store.close()
    assert new.store("paint").facts("one") is None
    assert old.store("paint").facts("one") == FACTS
    assert old.store("brush").facts("one") is None
    new.prune()
    assert old.store("paint").facts("one") is None


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    library = FactsLibrary(tmp_path, 1)
    for age, name in enumerate(("paint", "brush", "canvas")):
        store = library.store(name)
        store.keep_facts("one", FACTS)
        store.close()
        for path in tmp_path.glob(f"*/{name}/*"):
            os.utime(path, (1000 - age, 1000 - age))
            size = path.stat().st_size
    used = library.store("canvas")
    used.facts("one")
    used.close()
    library.prune(limit=2 * size)
    assert [library.store(name).facts("one") for name in ("paint", "brush", "canvas")] == [FACTS, None, FACTS]


def test_an_empty_library_needs_no_pruning(tmp_path: Path) -> None:
    FactsLibrary(tmp_path / "none", 1).prune()
    assert not (tmp_path / "none").exists()
