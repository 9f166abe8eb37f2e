"""Values out of TOML that several keys take, each read or refused."""

from __future__ import annotations

from collections.abc import Iterable


class WrongValueError(Exception):
    """A value that its key does not take.

    Args:
        expected: What it takes.
        below: Of a table: the key in it that is at fault; of tables within it, or of a list, the way there.
    """

    def __init__(self, expected: str, *below: str) -> None:
        super().__init__(expected, *below)
        self.expected = expected
        self.below = below


def nearest(written: str, known: Iterable[str]) -> str:
    """`; did you mean …?`, or what there is where nothing is near.

    Args:
        written: What stands there.
        known: What may stand there.
    """
    from difflib import get_close_matches  # noqa: PLC0415  only for a mistake

    there = list(known)
    near = get_close_matches(written.lower(), there, 1)
    return f"; did you mean `{near[0]}`?" if near else f"; there are {', '.join(there)}"


def strings(value: object, expected: str, *below: str) -> tuple[str, ...]:
    """The strings of a list.

    Raises:
        WrongValueError: It is no list, or holds something else.
    """
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise WrongValueError(expected, *below)
    return tuple(value)


def table(value: object, expected: str, *below: str) -> dict[str, object]:
    """A table.

    Raises:
        WrongValueError: It is none.
    """
    if not isinstance(value, dict):
        raise WrongValueError(expected, *below)
    return value
