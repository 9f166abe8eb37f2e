"""What a dependency specifier (PEP 508) says about the version of a distribution."""

from __future__ import annotations

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name, parse_sdist_filename, parse_wheel_filename
from packaging.version import Version

from driftcheck.model.releases import PinSource
from driftcheck.pins.candidates import Candidate, Direct, Range, Statement
from driftcheck.pins.documents import version_of

_REPOSITORIES = ("git+", "hg+", "svn+", "bzr+")
_QUOTED = 40


def parse_requirement(text: str) -> Requirement | None:
    """The dependency specifier in `text`; None where it is none."""
    try:
        return Requirement(text)
    except (ValueError, RecursionError):
        return None


def candidate_from(requirement: Requirement, source: PinSource) -> Candidate:
    """The candidate that a dependency specifier states."""
    name = canonicalize_name(requirement.name)
    says = statement_of_url(requirement.url, name) if requirement.url else statement_of(requirement.specifier)
    markers = (str(requirement.marker),) if requirement.marker else ()
    return Candidate(name, says, source, markers)


def statement_of(specifiers: SpecifierSet) -> Statement:
    """What version specifiers say: `==1.2` and `===1.2` a version, `==1.*` and the rest a range."""
    arbitrary = ""
    for specifier in specifiers:
        if specifier.operator in {"==", "==="} and not specifier.version.endswith(".*"):
            version = version_of(specifier.version)
            if version is not None:
                return version
            arbitrary = specifier.version
    if arbitrary:
        return statement_of_version(arbitrary)
    return Range(str(specifiers)) if len(specifiers) else None


def statement_of_version(text: str) -> Version | Direct:
    """What the text of a version says."""
    return version_of(text) or Direct(f"held to {text[:_QUOTED]!a}, which is no version")


def statement_of_url(url: str, distribution: str) -> Version | Direct:
    """What an address says: the version in the name of a wheel or a source distribution, or that there is none."""
    if url.startswith(_REPOSITORIES):
        return Direct("installed from a repository, not from a release")
    if url.startswith((".", "/", "file:")) and not url.endswith((".whl", ".tar.gz", ".zip")):
        return Direct("installed from a folder, not from a release")
    archive = release_of_url(url)
    if archive and archive[0] == distribution:
        return archive[1]
    return Direct("installed from an address that tells no version")


def release_of_url(url: str) -> tuple[str, Version] | None:
    """Distribution and version as the file name of a wheel or a source distribution spells them."""
    from urllib.parse import unquote, urlsplit  # noqa: PLC0415  # few files have addresses, and every run would pay

    try:
        filename = unquote(urlsplit(url).path).rpartition("/")[2]
        if filename.endswith(".whl"):
            name, version, _, _ = parse_wheel_filename(filename)
        elif filename.endswith((".tar.gz", ".zip")):
            name, version = parse_sdist_filename(filename)
        else:
            return None
    except ValueError:
        return None
    return name, Version(version.public)
