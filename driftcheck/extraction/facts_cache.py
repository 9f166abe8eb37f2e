"""Facts of modules that need not be read again: neighbouring releases share most of their modules."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Protocol

from driftcheck.extraction.facts import ModuleFacts


class KeptFacts(Protocol):
    """Facts and texts that outlast a run."""

    def facts(self, name: str) -> ModuleFacts | None:
        """The facts kept under a name; None where there are none."""
        ...

    def keep_facts(self, name: str, facts: ModuleFacts) -> None:
        """Keep facts under a name."""
        ...

    def text(self, digest: str) -> bytes | None:
        """The text with this SHA-256; None where it is not kept."""
        ...

    def keep_text(self, digest: str, text: bytes) -> None:
        """Keep a text."""
        ...

    def flush(self) -> None:
        """Put what is new where it outlasts a kill."""
        ...


class FactsCache:
    """Facts by what they depend on: the module's name, whether it is a package or a stub, and the hash of its text.

    Kept besides are the texts of the few modules that are evaluated with each release. In memory is what one release
    has, the rest in the store.

    Args:
        kept: The store; None where nothing outlasts the run.
    """

    def __init__(self, kept: KeptFacts | None = None) -> None:
        self._kept = kept
        self._facts: dict[str, ModuleFacts] = {}
        self._fresh_facts: dict[str, ModuleFacts] = {}
        self._texts: dict[str, bytes] = {}
        self._fresh_texts: dict[str, bytes] = {}
        self.read = 0
        """Modules that were read; the rest was known."""

    def get(self, name: str, digest: str, make: Callable[[], ModuleFacts]) -> ModuleFacts:
        """The facts of a module, made now if they are not known.

        Args:
            name: The module with all besides its text that its facts depend on.
            digest: SHA-256 of its text; empty where it is not told, and then nothing is kept.
            make: Reads the module.
        """
        known = self.known(name, digest)
        if known is not None:
            return known
        self.read += 1
        made = make()
        if digest:
            self._fresh_facts[f"{name}/{digest}"] = made
            if self._kept is not None:
                self._kept.keep_facts(f"{name}/{digest}", made)
        return made

    def known(self, name: str, digest: str) -> ModuleFacts | None:
        """The facts of a module that need not be fetched; None of one that must."""
        if not digest:
            return None
        key = f"{name}/{digest}"
        found = self._fresh_facts.get(key) or self._facts.get(key)
        if found is None and self._kept is not None:
            found = self._kept.facts(key)
        if found is not None:
            self._fresh_facts[key] = found
        return found

    def text(self, digest: str) -> bytes | None:
        """The text of a module that was evaluated before; None where it is not kept."""
        if not digest:
            return None
        packed = self._fresh_texts.get(digest) or self._texts.get(digest)
        if packed is not None:
            self._fresh_texts[digest] = packed
            return zlib.decompress(packed)
        found = self._kept.text(digest) if self._kept is not None else None
        if found is not None:
            self._fresh_texts[digest] = zlib.compress(found)
        return found

    def keep_text(self, digest: str, text: bytes) -> None:
        """Keep the text of a module that is evaluated: the next release will ask for it."""
        if digest and digest not in self._fresh_texts:
            self._fresh_texts[digest] = zlib.compress(text)
            if self._kept is not None:
                self._kept.keep_text(digest, text)

    def turn(self) -> None:
        """Forget what the release just read did not use, so that memory stays that of one release."""
        self._facts, self._fresh_facts = self._fresh_facts, {}
        self._texts, self._fresh_texts = self._fresh_texts, {}
        if self._kept is not None:
            self._kept.flush()
