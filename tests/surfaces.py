"""What the extractor makes of small texts.

paint = surface("def tint(): ...")              # the text of paint/__init__.py
paint = surface({"paint/__init__.py": "…", "paint/_core.pyi": "…"})
paint["paint.tint"].kind, "paint.shade" in paint
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping

from driftcheck.extraction.surface import extract_surface
from driftcheck.model.names import parent, tail
from driftcheck.model.symbols import Deprecation, Kind, Parameter, Signature, Symbol


class Read:
    """The symbols of one release, by path."""

    def __init__(self, symbols: tuple[Symbol, ...], import_names: tuple[str, ...]) -> None:
        self.symbols = symbols
        self.import_names = import_names

    def all(self, path: str) -> list[Symbol]:
        """Everything at a path: a submodule and a member of the same name are two facts."""
        return [symbol for symbol in self.symbols if symbol.path == path]

    def __contains__(self, path: str) -> bool:
        return bool(self.all(path))

    def __getitem__(self, path: str) -> Symbol:
        found = self.all(path)
        assert len(found) == 1, f"{path}: {found}"
        return found[0]

    def __iter__(self) -> Iterator[Symbol]:
        return iter(self.symbols)

    def names(self, path: str) -> list[str]:
        """What is bound directly beneath a path."""
        return sorted({tail(symbol.path) for symbol in self.symbols if parent(symbol.path) == path})

    def target(self, path: str) -> str | None:
        symbol = self[path]
        assert symbol.kind is Kind.ALIAS, symbol
        return symbol.target

    def open_reason(self, path: str) -> str | None:
        return next(s.open_reason for s in self.all(path) if s.kind in (Kind.MODULE, Kind.CLASS))

    def signature(self, path: str) -> Signature:
        signatures = self[path].signatures
        assert len(signatures) == 1, signatures
        return signatures[0]

    def parameter(self, path: str, name: str) -> Parameter:
        return next(p for p in self.signature(path).parameters if p.name == name)

    def call(self, path: str) -> str | None:
        """The one signature at a path, as one would write it; None where it is not known."""
        symbol = self[path]
        return written(symbol.signatures[0]) if len(symbol.signatures) == 1 else None

    def returns(self, path: str) -> str | None:
        return self.signature(path).returns

    def deprecation(self, path: str) -> Deprecation:
        found = self[path].deprecation
        assert found is not None, path
        return found


def written(signature: Signature) -> str:
    """A signature's parameters: `x` required, `x=` optional; the kind in front where it is not the usual one."""
    marks = {"/": "/", "": "", "*": "*", "k": "kw ", "**": "**"}
    return ", ".join(
        f"{marks[p.kind.value]}{p.name}{'' if p.required or p.kind.value.startswith('*') else '='}"
        for p in signature.parameters
    )


def surface(files: str | Mapping[str, str], *, compiled: tuple[str, ...] = ()) -> Read:
    """Read a release of the distribution `paint`."""
    texts = {"paint/__init__.py": files} if isinstance(files, str) else files
    contents = {path: textwrap.dedent(text).encode() for path, text in texts.items()}
    contents.update(dict.fromkeys(compiled, b""))
    read = extract_surface("paint", contents)
    return Read(read.symbols, read.import_names)
