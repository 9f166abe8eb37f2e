"""pyproject.toml: dependencies, extras and groups (PEP 621, PEP 735), and what Poetry, uv, PDM and setuptools add."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from driftcheck.errors import PinError
from driftcheck.model.releases import PinSource
from driftcheck.pins.candidates import Candidate, Direct, Reading, Statement
from driftcheck.pins.dependency_specifiers import candidate_from, parse_requirement, statement_of, statement_of_url
from driftcheck.pins.documents import Document, read_toml, string_of, strings_of, table_of, tables_of
from driftcheck.pins.poetry_constraints import specifier_of
from driftcheck.pins.requirements import read_requirements

NAME = "pyproject.toml"

_PLACES = {
    "git": "installed from a repository, not from a release",
    "path": "installed from a folder, not from a release",
    "workspace": "a project of this workspace",
}


def read_pyproject(path: Path) -> Reading:
    """Read what a project file says about dependencies; ranges as a rule, which are no pins yet.

    Raises:
        PinError: It cannot be read.
    """
    document = read_toml(path)
    project = table_of(document.root.get("project"))
    tool = table_of(document.root.get("tool"))
    poetry = table_of(tool.get("poetry"))
    own = canonicalize_name(string_of(project.get("name")) or string_of(poetry.get("name")))
    candidates: list[Candidate] = []
    notes: list[str] = []
    for item in (
        *uv_sources(document, table_of(tool.get("uv")), NAME),
        *_requirement_lists(document, project, tool),
        *_groups(document),
        *_poetry(document, poetry),
        *_dynamic(path, table_of(tool.get("setuptools"))),
    ):
        if isinstance(item, str):
            notes.append(item)
        elif item.distribution not in {own, "python"}:
            candidates.append(item)
    return Reading(tuple(candidates), tuple(notes), _requires_python(project, poetry))


def _requires_python(project: Mapping[str, Any], poetry: Mapping[str, Any]) -> str | None:
    written = string_of(project.get("requires-python"))
    if written:
        return written
    python = table_of(poetry.get("dependencies")).get("python")
    return specifier_of(string_of(python) or string_of(table_of(python).get("version"))) or None


def _requirement_lists(
    document: Document, project: Mapping[str, Any], tool: Mapping[str, Any]
) -> Iterator[Candidate | str]:
    """Yield the candidates of all lists of dependency specifiers, overrides first: they are stronger than the rest."""
    uv = table_of(tool.get("uv"))
    lists = [
        ("tool.uv.override-dependencies", uv.get("override-dependencies")),
        ("project.dependencies", project.get("dependencies")),
        ("project.dependencies", uv.get("constraint-dependencies")),
        *_named("project.optional-dependencies", project.get("optional-dependencies")),
        ("tool.uv.dev-dependencies", uv.get("dev-dependencies")),
        *_named("tool.pdm.dev-dependencies", table_of(tool.get("pdm")).get("dev-dependencies")),
    ]
    for name, value in lists:
        if value is not None and not isinstance(value, list):
            yield f"{document.shown}: expected an array of requirements as {name}"
        for text in strings_of(value):
            yield from _specified(document, name, text)


def _named(name: str, value: object) -> Iterator[tuple[str, object]]:
    yield from ((f"{name}.{key}", texts) for key, texts in table_of(value).items())


def _specified(document: Document, name: str, text: str) -> Iterator[Candidate | str]:
    source = _source(document, name, text)
    requirement = parse_requirement(text)
    if requirement is not None:
        yield candidate_from(requirement, source)
    elif not text.startswith("-e "):  # PDM writes editable installs so
        yield f"{source}: expected a requirement such as name==1.0, found {text[:40]!a}"


def _groups(document: Document) -> Iterator[Candidate | str]:
    groups = table_of(document.root.get("dependency-groups"))
    if not groups:
        return
    # Few projects come here without a lock file that says more.
    from packaging.dependency_groups import DependencyGroupResolver  # noqa: PLC0415

    try:
        resolver = DependencyGroupResolver(groups)
    except (ValueError, ExceptionGroup) as error:
        yield f"{document.shown}: {_reason(error)}"
        return
    parsed = ((parse_requirement(text), text) for listed in groups.values() for text in strings_of(listed))
    written = {str(requirement): text for requirement, text in parsed}
    for group in groups:
        try:
            resolved = resolver.resolve(group)
        except (ValueError, TypeError, LookupError, RecursionError, ExceptionGroup) as error:
            yield f"{document.shown}: dependency group {group!a}: {_reason(error)}"
            continue
        for requirement in resolved:
            text = written.get(str(requirement), str(requirement))
            yield candidate_from(requirement, _source(document, f"dependency-groups.{group}", text))


def _reason(error: Exception) -> str:
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return str(error).partition("\n")[0]


def uv_sources(document: Document, uv: Mapping[str, Any], name_of_source: str) -> Iterator[Candidate]:
    """Yield what `[tool.uv.sources]` of a project or a script takes from elsewhere than an index."""
    for name, value in table_of(uv.get("sources")).items():
        for table in (table_of(value), *tables_of(value)):
            reason = next((reason for key, reason in _PLACES.items() if key in table), None)
            url = string_of(table.get("url"))
            says = Direct(reason) if reason else statement_of_url(url, canonicalize_name(name)) if url else None
            if says:
                yield Candidate(
                    canonicalize_name(name),
                    says,
                    PinSource(f"{name_of_source} [tool.uv.sources]", document.shown, document.line_of_key(name)),
                    _marker(table.get("marker")),
                )


def _poetry(document: Document, poetry: Mapping[str, Any]) -> Iterator[Candidate | str]:
    tables = [
        ("tool.poetry.dependencies", poetry.get("dependencies")),
        ("tool.poetry.dev-dependencies", poetry.get("dev-dependencies")),
        *(
            (f"tool.poetry.group.{group}.dependencies", table_of(value).get("dependencies"))
            for group, value in table_of(poetry.get("group")).items()
        ),
    ]
    for name, dependencies in tables:
        for distribution, value in table_of(dependencies).items():
            source = PinSource(f"{NAME} [{name}]", document.shown, document.line_of_key(distribution))
            for wanted in value if isinstance(value, list) else [value]:
                yield from _poetry_dependency(distribution, wanted, source)


def _poetry_dependency(distribution: str, wanted: object, source: PinSource) -> Iterator[Candidate | str]:
    table = table_of(wanted)
    constraint = string_of(wanted) or string_of(table.get("version"))
    markers = (*_marker(table.get("markers")), *_python_marker(table.get("python")))
    name = canonicalize_name(distribution)
    reason = next((reason for key, reason in _PLACES.items() if key in table), None)
    says: Statement
    if reason:
        says = Direct(reason)
    elif "url" in table:
        says = statement_of_url(string_of(table.get("url")), name)
    else:
        specifier = specifier_of(constraint)
        if specifier is None:
            yield f"{source}: expected a version constraint, found {constraint[:40]!a}"
            return
        says = _statement(specifier)
    # Both conditions hold together, where a table names both.
    yield Candidate(name, says, source, (" and ".join(f"({marker})" for marker in markers),) if markers else ())


def _statement(specifier: str) -> Statement:
    return statement_of(SpecifierSet(specifier)) if specifier else None


def _python_marker(value: object) -> tuple[str, ...]:
    """A constraint on Python as the marker that says the same."""
    specifier = specifier_of(string_of(value)) if isinstance(value, str) else None
    if not specifier:
        return ()
    parts = sorted(SpecifierSet(specifier), key=str)
    return (" and ".join(f"python_full_version {part.operator} '{part.version}'" for part in parts),)


def _dynamic(path: Path, setuptools: Mapping[str, Any]) -> Iterator[Candidate | str]:
    """Yield what the requirement files hold that setuptools is told to take the dependencies from."""
    dynamic = table_of(setuptools.get("dynamic"))
    for table in (dynamic.get("dependencies"), *table_of(dynamic.get("optional-dependencies")).values()):
        files = table_of(table).get("file")
        for name in (files,) if isinstance(files, str) else strings_of(files):
            try:
                reading = read_requirements(path.parent / name)
            except PinError as error:
                yield f"{error} (named in {NAME})"
            else:
                yield from reading.candidates
                yield from reading.notes


def _marker(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) and value else ()


def _source(document: Document, name: str, text: str) -> PinSource:
    return PinSource(f"{NAME} [{name}]", document.shown, document.line_of(text))
