"""The layout of a snapshot: one database a distribution, a row for each fact and the releases it is true of."""

from __future__ import annotations

SCHEMA = 1
"""Raised with every change of the layout; a store refuses any other."""

TABLES = """
CREATE TABLE release (
    ordinal INTEGER PRIMARY KEY,
    version TEXT NOT NULL
);
CREATE TABLE symbol (
    path TEXT NOT NULL,
    number INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    kind TEXT NOT NULL,
    target TEXT,
    bases TEXT,
    metaclass TEXT,
    signatures TEXT,
    type TEXT,
    type_source TEXT,
    binding TEXT,
    deprecation TEXT,
    raises INTEGER,
    open_reason TEXT,
    condition TEXT,
    is_private INTEGER,
    PRIMARY KEY (path, number)
) WITHOUT ROWID;
"""

FACTS = (
    "kind", "target", "bases", "metaclass", "signatures", "type", "type_source", "binding", "deprecation", "raises",
    "open_reason", "condition", "is_private",
)  # fmt: skip
"""The columns that say what is true of a path, in the order of a row of facts."""

SPANS = f"SELECT first, last, path, {', '.join(FACTS)} FROM symbol WHERE path = ? ORDER BY number"  # noqa: S608  # constants

DATABASE_SUFFIX = ".db.zst"
MANIFEST_SUFFIX = ".json"
CATALOG = "catalog.json"
