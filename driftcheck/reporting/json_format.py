"""A record as JSON. ASCII only, so no terminal and no log can spoil it."""

from __future__ import annotations

import json

from driftcheck.reporting.records import Record


def json_line(record: Record) -> str:
    """A record on a line of its own."""
    return json.dumps(record)
