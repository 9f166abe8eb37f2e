"""Where surfaces come from, in the words of resolution."""

from __future__ import annotations

from typing import Protocol

from driftcheck.model.releases import Release
from driftcheck.model.symbols import SymbolSpan


class SurfaceProvider(Protocol):
    """Stored surfaces of distributions. Every method is cheap to repeat."""

    def distributions_of(self, path: str) -> tuple[str, ...]:
        """The distributions whose import names are the longest dotted prefix of `path`; () if none is known."""
        ...

    def distributions(self) -> tuple[str, ...]:
        """Every recorded distribution, sorted."""
        ...

    def releases(self, distribution: str) -> tuple[Release, ...]:
        """The recorded releases, ascending, each at the index of its ordinal; () where none is recorded."""
        ...

    def rows(self, distribution: str, path: str) -> tuple[SymbolSpan, ...]:
        """Every span recorded for exactly this path, of all releases."""
        ...

    def children(self, distribution: str, path: str) -> tuple[str, ...]:
        """Names recorded directly beneath `path` in any release."""
        ...

    def find_tail(self, distribution: str, tail: str) -> tuple[str, ...]:
        """Every path recorded in any release whose last component is `tail`, sorted."""
        ...
