"""How a place in the user's code is written."""

from __future__ import annotations

from driftcheck.model.locations import Location


def position(place: Location) -> str:
    """`etl/load.py:14:13`, and in a notebook `load.ipynb:cell 3:2:5`."""
    return f"{place.path}:{place_within(place)}"


def place_within(place: Location) -> str:
    """The same without the path: `14:13`, `cell 3:2:5`."""
    cell = f"cell {place.cell}:" if place.cell else ""
    return f"{cell}{place.line}:{place.column}"
