"""Write down what modules and classes of the standard library have that typeshed leaves out.

    python scripts/list_standard_library.py [--snapshots FOLDER] [--python EXECUTABLE ...]

Each interpreter is asked for the names of every module and class that its release of `python` records, and the sources
beside it for what they bind on other platforms or set on instances. What is not recorded goes into
`driftcheck/extraction/data/standard_library_names.txt`; a refresh of `python` reads that. The list of a module is whole
in the versions that could be asked, unless it has a `__getattr__`, which may know more than it lists. Functions that
take any keyword where typeshed writes some out are noted as well.

The table in place counts as not recorded, so that running this twice gives the same table.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from packaging.version import Version

sys.path.append(str(Path(__file__).parents[1]))  # as a script, it is found in its own folder only

from driftcheck.extraction.listed_names import ANY_KEYWORD, SUBMODULE, UNDESCRIBED, Listing, Span, listings
from driftcheck.extraction.modules import read_module
from driftcheck.model.names import parent, prefixes, tail
from driftcheck.model.releases import Release
from driftcheck.model.symbols import Kind
from driftcheck.pins.selection import find_pins
from driftcheck.resolution.environment import Environment
from driftcheck.resolution.lookup import Standing, look_up
from driftcheck.resolution.selections import STANDARD_LIBRARY
from driftcheck.snapshot.rows import decode
from driftcheck.snapshot.store import SnapshotStore
from scripts.verification.answers import ask_interpreter
from scripts.verification.interpreters import fitting_python, known_pythons

TABLE = Path(__file__).parents[1] / "driftcheck/extraction/data/standard_library_names.txt"
HEADING = """\
# What modules and classes of the standard library have that typeshed leaves out: [owner] and the versions of Python
# in which nothing else is missing, then names by the versions that have them. Made by scripts/list_standard_library.py.
"""
HOOK = "__getattr__"
Names = Mapping[str, frozenset[str]]
"""Names by the module or class that has them."""


def main() -> int:
    """Ask the interpreters that are known, and write the table."""
    options = parse_options()
    store = SnapshotStore.open(tuple(options.snapshots))
    pythons = known_pythons(options.python)
    missing: dict[Version, Names] = {}
    for release in store.releases(STANDARD_LIBRARY):
        if release.version in pythons:
            missing[release.version] = missing_names(store, release, pythons)
            print(release.version, len(missing[release.version]), flush=True)
    TABLE.write_text(HEADING + "".join(f"{line}\n" for line in lines(missing)), encoding="utf-8")
    return 0


def parse_options() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--snapshots", action="append", default=[], type=Path, metavar="FOLDER")
    parser.add_argument("--python", action="append", default=[], metavar="EXECUTABLE", help="an interpreter to ask")
    return parser.parse_args()


def missing_names(store: SnapshotStore, release: Release, pythons: Mapping[Version, str]) -> Names:
    """What one interpreter has and its release does not record, by all owners that it could be asked about."""
    python, interpreter = fitting_python(release, pythons)
    owners: dict[str, Kind] = {
        path: symbol.kind
        for path, first, last, facts in store.stored(STANDARD_LIBRARY)
        if first <= release.ordinal <= last and "__main__" not in path
        for symbol in (decode(path, facts),)
        if symbol.kind in {Kind.MODULE, Kind.CLASS} and symbol.open_reason != UNDESCRIBED
    }
    modules = frozenset(path for path, kind in owners.items() if kind is Kind.MODULE)
    listed = list_owners(interpreter, owners, modules)
    for owner, names in bound_by_sources(library_of(interpreter), modules):
        if owner in listed:
            listed[owner] |= names
    pins = find_pins(TABLE.parent, given=[f"{STANDARD_LIBRARY}=={release.version}"])
    claims = Environment(store, pins.pins, python=python)
    known = {(listing.owner, name) for listing in listings() for name in listing.names_in(python, python)}

    def is_missing(owner: str, name: str) -> bool:
        if (owner, name) in known:
            return True
        if name.endswith(SUBMODULE):
            return True
        return look_up(claims, f"{owner}.{name}").verdict not in {Standing.PRESENT, Standing.DEPRECATED}

    functions = [path for path in store_functions(store, release) if parent(path) in listed]
    taking = takers(interpreter, functions, modules)
    return {
        owner: frozenset(name for name in names if is_asked(name) and is_missing(owner, name))
        | taking.get(owner, set())
        for owner, names in listed.items()
    }


def store_functions(store: SnapshotStore, release: Release) -> Iterator[str]:
    """Yield the functions of a release whose signatures name every keyword, or did so without the table."""
    noted = {f"{listing.owner}.{name}" for listing in listings() for name, _ in listing.names}
    for path, first, last, facts in store.stored(STANDARD_LIBRARY):
        if first <= release.ordinal <= last:
            symbol = decode(path, facts)
            takes_any = any(signature.takes_any_keyword for signature in symbol.signatures)
            if symbol.kind is Kind.FUNCTION and (not takes_any or f"{path}{ANY_KEYWORD}" in noted):
                yield path


def takers(interpreter: str, functions: Iterable[str], modules: frozenset[str]) -> dict[str, set[str]]:
    """Functions that take any keyword, marked so, by what they are members of."""
    questions: defaultdict[str, list[str]] = defaultdict(list)
    for function in sorted(set(functions)):
        module = next((prefix for prefix in prefixes(function) if prefix in modules), None)
        if module is not None:
            questions[module].append(f"{function}{ANY_KEYWORD}")
    found: defaultdict[str, set[str]] = defaultdict(set)
    for answer in ask_interpreter(interpreter, dict(sorted(questions.items())), "-S"):
        if answer["exists"]:
            found[parent(answer["path"])].add(tail(answer["path"]))
    return found


def is_asked(name: str) -> bool:
    """Whether a name can be written in a program; a package's `__main__` is no part of it."""
    return name.isidentifier() or (name.removesuffix(SUBMODULE).isidentifier() and not name.startswith("__"))


def list_owners(interpreter: str, owners: Iterable[str], modules: frozenset[str]) -> dict[str, set[str]]:
    """What modules and classes have of their own, as the interpreter lists it."""
    questions: defaultdict[str, list[str]] = defaultdict(list)
    for owner in sorted(owners):
        module = next((prefix for prefix in prefixes(owner) if prefix in modules), None)
        if module is not None:
            questions[module].append(f"{owner}.=")
    answers = ask_interpreter(interpreter, dict(sorted(questions.items())), "-S")  # nothing that is installed besides
    return {parent(answer["path"]): set(answer["names"]) for answer in answers if answer.get("names")}


def library_of(interpreter: str) -> Path:
    """Where the sources of an interpreter's standard library are."""
    code = "import sysconfig; print(sysconfig.get_paths()['stdlib'])"
    done = subprocess.run([interpreter, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603  # ours
    return Path(done.stdout.strip())


def bound_by_sources(library: Path, modules: Iterable[str]) -> Iterator[tuple[str, set[str]]]:
    """Yield owners and the names that their sources bind, whichever platform that is for, or set on instances."""
    for module in modules:
        place = library.joinpath(*module.split("."))
        beside = (*place.glob("*.py"), *(file.parent for file in place.glob("*/__init__.py")))
        yield module, {f"{file.stem}{SUBMODULE}" for file in beside if f"{module}.{file.stem}" not in modules}
        for file in (place / "__init__.py", place.with_suffix(".py")):
            if file.is_file():
                text = file.read_text(encoding="utf-8", errors="replace")
                for symbol in read_module(module, text, is_package=file.stem == "__init__").symbols[1:]:
                    yield parent(symbol.path), {tail(symbol.path)}


def lines(missing: Mapping[Version, Names]) -> Iterator[str]:
    """Yield the lines of the table."""
    order = sorted(missing)
    for owner in sorted({owner for names in missing.values() for owner in names}):
        listing = listing_of(owner, order, missing)
        by_span: defaultdict[str, list[str]] = defaultdict(list)
        for name, span in listing.names:
            by_span[str(span)].append(name)
        if by_span or listing.whole is not None:
            yield f"[{owner}] {listing.whole}" if listing.whole is not None else f"[{owner}]"
        for versions, found in sorted(by_span.items(), key=itemgetter(1)):
            yield f"{versions} {' '.join(found)}"


def is_class(owner: str) -> bool:
    """Whether an owner is called as classes are."""
    return tail(owner)[:1].isupper()


def listing_of(owner: str, order: list[Version], missing: Mapping[Version, Names]) -> Listing:
    """What is missing of an owner, each name with every run of versions that have it."""
    asked = [version for version in order if owner in missing[version]]
    names = sorted(set[str]().union(*(missing[version][owner] for version in asked)))
    found = ((name, span) for name in names for span in runs(name in missing[version][owner] for version in asked))
    spans = tuple((name, Span(asked[first], asked[last])) for name, (first, last) in found)
    return Listing(owner, whole_span(owner, asked, missing), spans)


def whole_span(owner: str, asked: list[Version], missing: Mapping[Version, Names]) -> Span | None:
    """The newest run of versions in which a list is whole: not that of a class, whose own names are not all it has."""
    whole = list(runs(HOOK not in missing[version][owner] for version in asked))
    if not whole or is_class(owner):
        return None
    first, last = whole[-1]
    return Span(asked[first], asked[last])


def runs(answers: Iterable[bool]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last place of each unbroken run of yes."""
    for is_yes, run in groupby(enumerate(answers), key=itemgetter(1)):
        if is_yes:
            places = [place for place, _ in run]
            yield places[0], places[-1]


if __name__ == "__main__":
    sys.exit(main())
