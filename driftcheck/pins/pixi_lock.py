"""pixi.lock, from format 4 on: packages of conda and of the index, by environment and platform."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from packaging.utils import canonicalize_name

from driftcheck.errors import PinError
from driftcheck.model.releases import PinSource
from driftcheck.pins.candidates import Candidate, Direct, Reading, Statement, reading_of
from driftcheck.pins.conda_packages import (
    PYTHON,
    depends_on_python,
    distribution_of,
    interpreter_of,
    markers_for,
    named_in,
)
from driftcheck.pins.dependency_specifiers import statement_of_url, statement_of_version
from driftcheck.pins.documents import shown, version_of
from driftcheck.pins.yaml_nodes import Node, read_yaml

NAME = "pixi.lock"
OLDEST_READABLE = 4

_DEFAULT = "default"
_KINDS = ("conda", "pypi")
_PURL = "pkg:pypi/"


@dataclass(frozen=True, slots=True)
class _Environments:
    """Which platforms each environment is locked for, and what is installed where."""

    platforms: Mapping[str, frozenset[str]]
    uses: Mapping[str, Mapping[str, list[str]]]
    """Environments with their platforms, by where a package comes from."""

    def markers(self, places: Iterable[str]) -> tuple[str, ...] | None:
        """The markers of what comes from some places; None where no environment holds it."""
        if not self.platforms:
            return ()
        uses: dict[str, dict[str, None]] = {}
        for place in places:
            for name, platforms in self.uses.get(place, {}).items():
                uses.setdefault(name, {}).update(dict.fromkeys(platforms))
        if not uses:
            return None
        by_default = uses.get(_DEFAULT, {})
        markers = markers_for(by_default, self.platforms.get(_DEFAULT, frozenset())) if by_default else ()
        if by_default and not markers:
            return ()
        for name, found in uses.items():
            elsewhere = [platform for platform in found if platform not in by_default]
            if elsewhere:
                # Whoever asks for no group gets the default environment.
                markers += markers_for(elsewhere, self.platforms[name], f"'{name}' in dependency_groups")
        return markers


def read_pixi_lock(path: Path) -> Reading:
    """Read a lock file of pixi.

    The default environment counts; what others hold counts where that one says nothing.

    Raises:
        PinError: It cannot be read, or has a format that we do not know.
    """
    root = read_yaml(path)
    written = root["version"]
    if not written.text.isdecimal() or int(written.text[:9]) < OLDEST_READABLE:
        message = f"expected version: {OLDEST_READABLE} or newer of the lock format, found {written.text[:20]!a}"
        raise PinError(message, shown(path), written.line)
    environments = _environments(root["environments"])
    packages = root["packages"].items
    items = _candidates(packages, environments, shown(path))
    return reading_of(items, shown(path), python=interpreter_of(_pythons(packages, environments)))


def _environments(root: Node) -> _Environments:
    platforms: dict[str, frozenset[str]] = {}
    uses: dict[str, dict[str, list[str]]] = {}
    for name, environment in root.entries.items():
        installed = environment["packages"].entries
        platforms[name] = frozenset(installed)
        for platform, references in installed.items():
            for reference in references.items:
                place = next((reference[kind].text for kind in _KINDS if kind in reference.entries), "")
                uses.setdefault(place, {}).setdefault(name, []).append(platform)
    return _Environments(platforms, uses)


def _candidates(packages: tuple[Node, ...], environments: _Environments, place: str) -> Iterator[Candidate | str]:
    """Yield a candidate for each version of a distribution, however many files hold it."""
    builds: dict[tuple[str, str], dict[str, None]] = {}
    first: dict[tuple[str, str], Candidate] = {}
    for package in packages:
        address = _origin(package)[1]
        for item in _said(package, PinSource(NAME, place, package.line)):
            if isinstance(item, str):
                yield item
            else:
                key = item.distribution, str(item.says)
                first.setdefault(key, item)
                builds.setdefault(key, {})[address] = None
    for key, candidate in first.items():
        markers = environments.markers(builds[key])
        if markers is not None:
            yield replace(candidate, markers=markers)


def _said(package: Node, source: PinSource) -> Iterator[Candidate | str]:
    kind, address = _origin(package)
    if kind == "pypi":
        name = package["name"].text
        says = _statement(package, address)
        if name and says is not None:
            yield Candidate(canonicalize_name(name), says, source)
        else:
            yield f"{source}: expected the name and the version of a package"
    elif kind == "conda":
        named = _named(package, address)
        if named is None:
            yield f"{source}: expected the address of a package of conda, found {address[:40]!a}"
            return
        for distribution in _distributions(package, named[0]):
            yield Candidate(distribution, statement_of_version(named[1]), source)


def _origin(package: Node) -> tuple[str, str]:
    """The kind of a package and where it comes from: told by one key, or by two up to format 5."""
    for kind in _KINDS:
        if kind in package.entries:
            return kind, package[kind].text
    return package["kind"].text, package["url"].text or package["path"].text


def _named(package: Node, address: str) -> tuple[str, str] | None:
    named = named_in(address) or ("", "")
    name, version = package["name"].text or named[0], package["version"].text or named[1]
    return (name, version) if name and version else None


def _distributions(package: Node, name: str) -> Iterator[str]:
    """Yield the distributions that a package of conda holds: the lock says so itself where it can."""
    if "purls" in package.entries:
        for purl in package["purls"].texts():
            if purl.text.startswith(_PURL):
                yield canonicalize_name(purl.text.removeprefix(_PURL).partition("?")[0].partition("@")[0])
    elif depends_on_python(dependency.text for dependency in package["depends"].items):
        distribution = distribution_of(name)
        if distribution:
            yield distribution


def _statement(package: Node, address: str) -> Statement:
    if package["editable"].text == "true":
        return Direct("installed from a folder (editable)")
    if "://" not in address:
        return statement_of_url(address if address.startswith("/") else f"./{address}", package["name"].text)
    if address.startswith("git+"):
        return statement_of_url(address, package["name"].text)
    return version_of(package["version"].text)


def _pythons(packages: tuple[Node, ...], environments: _Environments) -> Iterator[str]:
    """Yield the versions of Python in the default environment."""
    for package in packages:
        kind, address = _origin(package)
        named = _named(package, address) if kind == "conda" else None
        if named and named[0] == PYTHON and _DEFAULT in environments.uses.get(address, {_DEFAULT: []}):
            yield named[1]
