"""The values of the key by which a project speaks against names."""

from __future__ import annotations

from pathlib import Path

from packaging.version import InvalidVersion, Version

from driftcheck.config.values import WrongValueError, nearest, table
from driftcheck.model.declarations import Declaration
from driftcheck.model.names import is_path

_KEYS = ("symbol", "since", "removed", "use", "message")
_EXPECTED = 'a list of tables such as { symbol = "acme.old", use = "acme.new" }, or one of tables by symbol'


def declarations(value: object, _: Path) -> tuple[Declaration, ...]:
    """A list of tables that each name a symbol, or a table of tables by symbol."""
    if isinstance(value, list):
        return tuple(_declaration(table(one, _EXPECTED), None, str(place)) for place, one in enumerate(value))
    return tuple(_declaration(table(one, _EXPECTED, name), name, name) for name, one in table(value, _EXPECTED).items())


def _declaration(written: dict[str, object], symbol: str | None, place: str) -> Declaration:
    known = _KEYS if symbol is None else _KEYS[1:]
    for key in written:
        if key not in known:
            raise WrongValueError(f"other keys, and {key!a} is unknown{nearest(key, known)}", place, key)
    texts: dict[str, str] = {}
    for key, said in written.items():
        if not isinstance(said, str) or not said.strip():
            raise WrongValueError("a text in quotes", place, key)
        texts[key] = " ".join(said.split())
    named = texts.get("symbol", symbol or "")
    if not is_path(named):
        raise WrongValueError('the dotted name of a symbol in quotes, such as "acme.old"', place, "symbol")
    return Declaration(
        named,
        _version(texts, "since", place),
        _version(texts, "removed", place),
        texts.get("use"),
        texts.get("message"),
    )


def _version(texts: dict[str, str], key: str, place: str) -> Version | None:
    if key not in texts:
        return None
    try:
        return Version(texts[key])
    except InvalidVersion as error:
        raise WrongValueError('a version in quotes, such as "2.1"', place, key) from error
