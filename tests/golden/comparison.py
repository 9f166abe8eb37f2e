"""Two releases that differ in everything that a format must know how to show."""

from __future__ import annotations

from driftcheck.model.differences import Change, ChangeKind, Comparison, SignatureChange
from driftcheck.model.replacements import Evidence, Replacement, ReplacementKind
from driftcheck.model.symbols import Deprecation
from tests.builders import release

COMPARISON = Comparison(
    release("paint", "1.9"),
    release("paint", "2.0", 1),
    (
        Change(ChangeKind.LEFT, "paint._mix", "function", is_incidental=True),
        Change(
            ChangeKind.LEFT,
            "paint.tint",
            "function",
            replacement=Replacement(
                ReplacementKind.EXPRESSION,
                "paint.shade(c | d)\x1b[31m",
                ("paint.shade",),
                Evidence("warning", "paint 1.9", "use paint.shade"),
                distribution="paint",
            ),
        ),
        Change(ChangeKind.LEFT, "paint.wash", "class", beneath=3),
        Change(
            ChangeKind.DEPRECATED,
            "paint.mix(gloss)",
            "parameter",
            deprecation=Deprecation("warning", since="2.0", message="gloss is\n<going> \u202eaway"),
        ),
        Change(ChangeKind.CAME, "paint.shade", "function"),
        Change(
            ChangeKind.SIGNATURE,
            "paint.mix",
            "function",
            signature=SignatureChange(("tone=",), ("hue",), ("colour",), ("size",), ("first",)),
        ),
    ),
    unknown=2,
)
