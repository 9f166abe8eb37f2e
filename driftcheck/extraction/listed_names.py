"""Names that stubs of the standard library leave out: incidental imports, undocumented functions, private attributes.

A table tells of them, as interpreters list them (`scripts/list_standard_library.py` writes it). With them the list of a
module is whole, and its namespace closed, unless the module has a `__getattr__` or could not be asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from packaging.version import Version

from driftcheck.extraction.conditions import LISTED_BY_STUB
from driftcheck.extraction.facts import ModuleFacts
from driftcheck.extraction.modules import unread
from driftcheck.model.names import prefixes
from driftcheck.model.symbols import Kind, Parameter, ParameterKind, Symbol

SUBMODULE = "/"
"""What a name ends in that is a module of a package."""
ANY_KEYWORD = "(**)"
"""What a name ends in that is a function which takes any keyword, though its stub writes some out."""
UNDESCRIBED = "no stub describes it"
_HEADING = re.compile(r"\[(?P<owner>[\w.]+)\]( (?P<whole>[\d.]+-[\d.]+))?")


@dataclass(frozen=True, slots=True)
class Span:
    """From which version of Python to which, both included."""

    first: Version
    last: Version

    @classmethod
    def parse(cls, text: str) -> Span:
        """Read `3.8-3.11`."""
        first, _, last = text.partition("-")
        return cls(Version(first), Version(last))

    def __contains__(self, python: Version) -> bool:
        return self.first <= python <= self.last

    def __str__(self) -> str:
        return f"{self.first}-{self.last}"


@dataclass(frozen=True, slots=True)
class Listing:
    """What one module or class has beyond what its stub tells."""

    owner: str
    whole: Span | None
    """The versions in which it has nothing besides, as interpreters list it; None where it may always have."""
    names: tuple[tuple[str, Span], ...] = ()

    def names_in(self, python: Version, newest: Version) -> Iterator[str]:
        """Yield the names that it has in a version of Python; one too new to be asked is taken to have kept them.

        Args:
            python: The version.
            newest: The newest version that any interpreter was asked about.
        """
        for name, span in self.names:
            if python in span or python > newest == span.last:
                yield name


def parse_listings(text: str) -> tuple[Listing, ...]:
    """Read a table: `[owner] 3.8-3.13` says in which versions the list is whole, lines `3.8-3.11 name name` follow."""
    listings: list[Listing] = []
    for line in text.splitlines():
        if heading := _HEADING.fullmatch(line):
            whole = heading["whole"]
            listings.append(Listing(heading["owner"], Span.parse(whole) if whole else None))
        elif line and not line.startswith("#"):
            span, *names = line.split()
            known = listings[-1]
            found = ((name, Span.parse(span)) for name in names)
            listings[-1] = replace(known, names=(*known.names, *found))
    return tuple(listings)


@cache
def listings() -> tuple[Listing, ...]:
    """The table that is part of driftcheck."""
    file = files("driftcheck.extraction").joinpath("data/standard_library_names.txt")
    return parse_listings(file.read_text(encoding="utf-8"))


def complete(
    modules: Mapping[str, ModuleFacts], python: Version, listings: Iterable[Listing]
) -> dict[str, ModuleFacts]:
    """Modules with the names that their stubs leave out; a module whose list is whole then is closed.

    Args:
        modules: Facts of one version of Python, by module.
        python: The version.
        listings: What interpreters list besides.
    """
    completed = dict(modules)
    known = tuple(listings)
    newest = max((span.last for listing in known for _, span in listing.names), default=python)
    for listing in known:
        for name in listing.names_in(python, newest):
            if name.endswith(SUBMODULE) and listing.owner in modules:
                path = f"{listing.owner}.{name.removesuffix(SUBMODULE)}"
                completed.setdefault(path, unread(path, UNDESCRIBED))
        module = next((prefix for prefix in prefixes(listing.owner) if prefix in completed), None)
        if module is not None:
            completed[module] = _completed(completed[module], listing, python, newest)
    return completed


def _completed(module: ModuleFacts, listing: Listing, python: Version, newest: Version) -> ModuleFacts:
    own, *rest = module.symbols
    is_whole = listing.owner == module.name and listing.whole is not None and python in listing.whole
    if is_whole and own.open_reason == LISTED_BY_STUB:
        own = replace(own, open_reason=None)
    told = {symbol.path for symbol in module.symbols}
    if listing.owner not in told:
        return module
    paths = [f"{listing.owner}.{name}" for name in listing.names_in(python, newest) if not name.endswith(SUBMODULE)]
    open_ended = {path.removesuffix(ANY_KEYWORD) for path in paths if path.endswith(ANY_KEYWORD)}
    members = (_open_ended(symbol) if symbol.path in open_ended else symbol for symbol in rest)
    names = (path for path in paths if path not in told and not path.endswith(ANY_KEYWORD))
    return replace(module, symbols=(own, *members, *(Symbol(p, Kind.ATTRIBUTE, is_public=False) for p in names)))


def _open_ended(function: Symbol) -> Symbol:
    """A function with `**keywords` after what its stub writes out."""
    rest = Parameter("keywords", ParameterKind.VAR_KEYWORD)
    signatures = (
        signature if signature.takes_any_keyword else replace(signature, parameters=(*signature.parameters, rest))
        for signature in function.signatures
    )
    return replace(function, signatures=tuple(signatures))
