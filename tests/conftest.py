"""Fixtures that several rooms share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from driftcheck.extraction.registry import Registry
from tests.package_index import Index, serving


@pytest.fixture
def index() -> Iterator[Index]:
    """A package index of this machine's own, with nothing published."""
    with serving() as index:
        yield index


@pytest.fixture
def registry(index: Index) -> Iterator[Registry]:
    """A client of that index."""
    with Registry(index.index_url) as registry:
        yield registry
