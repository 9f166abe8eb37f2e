"""environment.yml of conda: packages to match, and a list for pip among them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from driftcheck.errors import PinError
from driftcheck.model.releases import PinSource
from driftcheck.pins.candidates import Candidate, Reading, reading_of
from driftcheck.pins.conda_packages import PYTHON, distribution_of
from driftcheck.pins.conda_specs import parse_spec
from driftcheck.pins.documents import shown
from driftcheck.pins.requirements import read_lines
from driftcheck.pins.yaml_nodes import Node, read_yaml

_FILE_NAME = re.compile(r"(?:[\w.-]*[-_])?(?:environment|env)(?:[-_.][\w.-]+)?\.ya?ml", re.IGNORECASE)
_QUOTED = 40


def is_environment_file(name: str) -> bool:
    """Whether a file is named as such files usually are; others may be called so, too."""
    return _FILE_NAME.fullmatch(name) is not None


def read_environment_file(path: Path) -> Reading:
    """Read what an environment is to be made of; a file that is not conda's says nothing.

    Raises:
        PinError: It cannot be read.
    """
    root = read_yaml(path)
    dependencies = root["dependencies"]
    if not dependencies.items and "channels" not in root.entries:
        return Reading()  # others name their files so, too
    if dependencies.text or dependencies.entries:
        raise PinError("expected a list of packages under dependencies:", shown(path), dependencies.line)
    python = (parse_spec(dependency.text) for dependency in dependencies.texts())
    requires_python = next((spec.specifier for spec in python if spec and spec.package == PYTHON), "")
    return reading_of(_items(dependencies, path), shown(path), requires_python or None)


def _items(dependencies: Node, path: Path) -> Iterator[Candidate | str]:
    for dependency in dependencies.items:
        if dependency.text:
            yield from _package(dependency, path)
        elif "pip" in dependency.entries:
            lines = ((item.line, item.text) for item in dependency["pip"].items)
            yield from read_lines(lines, path)
        elif dependency.entries:
            yield f"{shown(path)}:{dependency.line}: expected a package, or a list under pip:"


def _package(dependency: Node, path: Path) -> Iterator[Candidate | str]:
    source = PinSource(path.name, shown(path), dependency.line)
    spec = parse_spec(dependency.text)
    if spec is None:
        yield f"{source}: expected a package such as name=1.0, found {dependency.text[:_QUOTED]!a}"
        return
    distribution = distribution_of(spec.package)
    if distribution and distribution != PYTHON:
        yield Candidate(distribution, spec.says, source)
