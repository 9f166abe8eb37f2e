"""driftcheck's own surface, read as it reads others': statically."""

from __future__ import annotations

from pathlib import Path

import griffe
import pytest

import driftcheck

ROOT = Path(__file__).resolve().parent.parent
LISTED = [name for name in driftcheck.__all__ if not name.startswith("__")]


@pytest.fixture(scope="module")
def package() -> griffe.Module:
    loader = griffe.GriffeLoader(search_paths=[ROOT], allow_inspection=False)
    loaded = loader.load("driftcheck")
    loader.resolve_aliases(external=False)
    assert isinstance(loaded, griffe.Module)
    return loaded


def documented(package: griffe.Module, name: str) -> griffe.Object:
    member = package[name]
    return member.final_target if isinstance(member, griffe.Alias) else member


def test_the_front_is_a_dozen_names_at_most() -> None:
    assert len(LISTED) <= 12
    assert sorted(driftcheck.__all__) == driftcheck.__all__


@pytest.mark.parametrize("name", driftcheck.__all__)
def test_every_listed_name_is_there(name: str) -> None:
    assert getattr(driftcheck, name) is not None


def test_what_is_not_there_says_so() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        driftcheck.nothing  # noqa: B018  the access is the test


@pytest.mark.parametrize("name", LISTED)
def test_every_listed_name_is_documented(package: griffe.Module, name: str) -> None:
    assert documented(package, name).docstring is not None


@pytest.mark.parametrize("name", LISTED)
def test_every_public_method_and_function_is_documented_and_typed(package: griffe.Module, name: str) -> None:
    found = documented(package, name)
    members = [found] if found.is_function else list(found.members.values())
    for function in (m for m in members if m.is_function and not m.name.startswith("_")):
        assert isinstance(function, griffe.Function)
        assert function.docstring is not None, function.path
        assert function.returns is not None, function.path
        assert all(p.annotation is not None for p in function.parameters if p.name != "self"), function.path


def test_types_are_shipped() -> None:
    assert (ROOT / "driftcheck" / "py.typed").exists()
