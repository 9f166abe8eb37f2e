"""Whatever is offered instead of a name is there in the very release that lacks the name."""

from __future__ import annotations

import random
from functools import cache
from itertools import pairwise

import pytest

from driftcheck.inquiry import compare, settle_without_project
from driftcheck.model.differences import Change
from driftcheck.model.names import parse_parameter
from driftcheck.model.replacements import ReplacementKind
from driftcheck.resolution.environment import Environment
from driftcheck.resolution.lookup import Standing, look_up
from driftcheck.snapshot.schema import CATALOG, MANIFEST_SUFFIX
from driftcheck.snapshot.store import SnapshotStore, shipped_folder

NAMES = sorted(
    path.name.removesuffix(MANIFEST_SUFFIX)
    for path in shipped_folder().glob(f"*{MANIFEST_SUFFIX}")
    if path.name != CATALOG
)
_SEED = 20
_DISTRIBUTIONS = 6
_STEPS = 3


@cache
def store() -> SnapshotStore:
    return SnapshotStore.open()


def steps(name: str) -> list[tuple[str, str]]:
    """From each recorded release to the next, and from the oldest to the newest."""
    versions = [str(release.version) for release in store().releases(name)]
    return [*pairwise(versions), (versions[0], versions[-1])]


@pytest.mark.parametrize("name", random.Random(_SEED).sample(NAMES, _DISTRIBUTIONS))
def test_nothing_is_offered_that_is_not_there(name: str) -> None:
    found = steps(name)
    for old, new in random.Random(_SEED).sample(found, min(_STEPS, len(found))):
        assert not absent_among(name, old, new)


@pytest.mark.whole
@pytest.mark.parametrize("name", NAMES)
def test_nothing_at_all_is_offered_that_is_not_there(name: str) -> None:
    for old, new in steps(name):
        assert not absent_among(name, old, new), (old, new)


def absent_among(name: str, old: str, new: str) -> list[tuple[str, str]]:
    """What left or is on its way out, with what is offered instead and not there."""
    environment = settle_without_project(store(), [f"{name}=={new}"], None)
    changes = compare(store(), name, old, new).changes
    return [
        (change.path, target) for change in changes for target in offered(change) if not is_there(environment, target)
    ]


def offered(change: Change) -> tuple[str, ...]:
    """The paths of what is offered: a parameter is one of the same callable."""
    found, asked = change.replacement, parse_parameter(change.path)
    if found is None:
        return ()
    if found.kind is ReplacementKind.PARAMETER:
        assert asked is not None, change.path
        return tuple(f"{asked.callable}({target})" for target in found.targets)
    return found.targets


def is_there(environment: Environment, path: str) -> bool:
    return look_up(environment, path).verdict in {Standing.PRESENT, Standing.DEPRECATED}
