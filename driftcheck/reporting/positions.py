"""How a place in the user's code is written."""

from __future__ import annotations

from driftcheck.model.locations import Location


def position(place: Location) -> str:
    """`etl/load.py:14:13`, and in a notebook `load.ipynb:cell 3:2:5`."""
    cell = f"cell {place.cell}:" if place.cell else ""
    return f"{place.path}:{cell}{place.line}:{place.column}"
