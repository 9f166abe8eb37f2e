"""What the code of a project does that speaks against findings elsewhere in it.

Files are walked in portions, which do not see each other. What a finding of one depends on in the others is told by
these values: a portion says what its code does, and a finding says what must not be done anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DeedKind(StrEnum):
    """What is done."""

    SET = "set"
    """An attribute of that name is set on an object that is not of the project's own classes, whatever it is."""
    SET_ON = "set-on"
    """The same, on objects of `owner`, or on that module or class."""
    GIVEN = "given"
    """An attribute of that name is set on a class of the project, or on its objects, by another module."""
    DEFINED = "defined"
    """A class of the project has a member of that name."""
    MENTIONED = "mentioned"
    """A method of that name is spoken of elsewhere than in its definition."""


@dataclass(frozen=True, slots=True, order=True)
class Deed:
    """Something that the code of a project does."""

    kind: DeedKind
    name: str
    owner: str = ""
    """A library's class or module by its path, a class of the project by its module and name; empty where unknown."""
