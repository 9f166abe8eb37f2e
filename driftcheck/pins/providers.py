"""Which pinned distribution may provide an import name that no snapshot knows."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from packaging.utils import canonicalize_name

from driftcheck.model.names import prefixes


def namesakes(path: str, pinned: Collection[str]) -> Iterator[str]:
    """Yield the distributions that are called as a prefix of `path` is, dots for dashes; the longest first.

    `google.cloud.storage` is provided by google-cloud-storage. Other names (`yaml` by pyyaml) cannot be told without
    reading the distribution.

    Args:
        path: A dotted path from an import name.
        pinned: Normalised names.
    """
    for prefix in prefixes(path):
        name = canonicalize_name(prefix)
        if name in pinned:
            yield name
