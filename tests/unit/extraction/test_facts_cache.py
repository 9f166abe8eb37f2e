from __future__ import annotations

from collections.abc import Callable

from driftcheck.extraction.facts import ModuleFacts
from driftcheck.extraction.facts_cache import FactsCache

FACTS = ModuleFacts("paint", is_package=True)


class Shelf:
    """A store in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, ModuleFacts] = {}
        self.texts: dict[str, bytes] = {}
        self.flushed = 0

    def facts(self, name: str) -> ModuleFacts | None:
        return self.kept.get(name)

    def keep_facts(self, name: str, facts: ModuleFacts) -> None:
        self.kept[name] = facts

    def text(self, digest: str) -> bytes | None:
        return self.texts.get(digest)

    def keep_text(self, digest: str, text: bytes) -> None:
        self.texts[digest] = text

    def flush(self) -> None:
        self.flushed += 1


def never() -> ModuleFacts:
    raise AssertionError


def made() -> Callable[[], ModuleFacts]:
    return lambda: FACTS


def test_what_is_known_is_not_made_again() -> None:
    cache = FactsCache()
    assert cache.known("paint", "1") is None
    assert cache.get("paint", "1", made()) is FACTS
    assert cache.get("paint", "1", never) is FACTS
    cache.turn()
    assert cache.get("paint", "1", never) is FACTS
    assert cache.read == 1


def test_name_and_text_both_count() -> None:
    cache = FactsCache()
    cache.get("paint", "1", made())
    assert cache.known("paint", "2") is None
    assert cache.known("brush", "1") is None


def test_what_a_release_did_not_use_is_forgotten() -> None:
    cache = FactsCache()
    cache.get("paint", "1", made())
    cache.keep_text("1", b"text")
    cache.turn()
    cache.turn()
    assert cache.known("paint", "1") is None
    assert cache.text("1") is None


def test_a_module_without_a_hash_is_always_made() -> None:
    cache = FactsCache(Shelf())
    for _ in range(2):
        cache.get("paint", "", made())
        cache.keep_text("", b"text")
    assert cache.read == 2
    assert cache.text("") is None


def test_texts_are_kept_for_the_next_release() -> None:
    cache = FactsCache()
    cache.keep_text("1", b"text")
    cache.keep_text("2", b"")
    for _ in range(2):
        cache.turn()
        assert (cache.text("1"), cache.text("2"), cache.text("3")) == (b"text", b"", None)


def test_what_another_run_kept_is_known() -> None:
    shelf = Shelf()
    first = FactsCache(shelf)
    first.get("paint", "1", made())
    first.keep_text("1", b"text")
    first.turn()
    assert shelf.flushed == 1
    second = FactsCache(shelf)
    assert second.known("paint", "1") is FACTS
    assert second.get("paint", "1", never) is FACTS
    assert second.text("1") == b"text"
    assert second.read == 0
