from __future__ import annotations

import sys

import pytest
from packaging.version import Version

from driftcheck.model.findings import Finding, Severity, SkippedFile
from driftcheck.model.locations import Location
from driftcheck.model.references import ReferenceKind, ResolvedArgument, ResolvedReference
from driftcheck.model.releases import Lifespan, PinKind, PinSource, Selection, Span
from driftcheck.model.resolutions import (
    ArgumentOutcome,
    ArgumentStatus,
    Confidence,
    Entity,
    Found,
    Missing,
)
from driftcheck.model.symbols import Deprecation
from driftcheck.rules import RULES, Fact, Uncovered
from tests.builders import function, release

PLACE = Location("a.py", 3, 5, 3, 9)
PINNED = Selection(
    "paint",
    Version("2.0"),
    PinKind.EXACT,
    PinSource("requirements.txt", "requirements.txt", 4),
    (release("paint", "2.0"),),
)
UNPINNED = Selection("paint", Version("2.0"), PinKind.NEWEST, PinSource("newest recorded"), (release("paint", "2.0"),))
PAST = Lifespan((Span(release("paint", "1.0"), release("paint", "1.9")),), after=release("paint", "2.0"))
FUTURE = Lifespan((Span(release("paint", "3.0"), release("paint", "3.1")),), before=release("paint", "2.0"))
ENTITY = Entity(function("paint.tint"), "paint.tint", PINNED)


def reference(resolution: Found | Missing, *, guard: str | None = None) -> ResolvedReference:
    return ResolvedReference(PLACE, ReferenceKind.ATTRIBUTE, resolution, "paint.tint", guard=guard)


def argument(status: ArgumentStatus, *, guard: str | None = None, **facts: object) -> ResolvedArgument:
    return ResolvedArgument(PLACE, ENTITY, ArgumentOutcome("hue", status, **facts), guard=guard)  # type: ignore[arg-type]  # fields by name


def findings(fact: Fact) -> list[Finding]:
    return [finding for rule in RULES if (finding := rule.check(fact)) is not None]


CASES: list[tuple[str, Fact, str]] = [
    ("DC101", reference(Missing("paint.tint", PINNED, PAST)), "paint.tint was removed in paint 2.0; pinned 2.0"),
    (
        "DC101",
        reference(
            Missing("paint.tint", PINNED, PAST, deprecation=Deprecation("warning", since="1.5"), reason="raises")
        ),
        "paint.tint was removed in paint 2.0 (deprecated since 1.5; raises); pinned 2.0",
    ),
    ("DC102", reference(Missing("paint.tint", PINNED, FUTURE)), "paint.tint arrives only in paint 3.0; pinned 2.0"),
    ("DC103", reference(Missing("paint.tint", PINNED)), "paint.tint is in no recorded release of paint; pinned 2.0"),
    (
        "DC201",
        reference(Found(ENTITY, Deprecation("pep702", since="1.8"))),
        "paint.tint is deprecated since 1.8; pinned 2.0",
    ),
    (
        "DC301",
        argument(ArgumentStatus.REMOVED, lifespan=PAST),
        "paint.tint(hue) was removed in paint 2.0; pinned 2.0",
    ),
    (
        "DC301",
        argument(ArgumentStatus.REMOVED),
        "paint.tint(hue) was removed by paint 2.0; pinned 2.0",
    ),
    (
        "DC302",
        argument(ArgumentStatus.DEPRECATED, deprecation=Deprecation("sentinel")),
        "paint.tint(hue) is deprecated; pinned 2.0",
    ),
    (
        "DC303",
        argument(ArgumentStatus.UNRELEASED, lifespan=FUTURE),
        "paint.tint(hue) arrives only in paint 3.0; pinned 2.0",
    ),
    (
        "DC304",
        argument(ArgumentStatus.UNKNOWN),
        "paint.tint(hue) is in no recorded release of paint; pinned 2.0",
    ),
    (
        "DC402",
        Uncovered(PINNED, (release("paint", "3.0"), release("paint", "3.1"))),
        "paint 2.0 is not covered: the snapshots hold 3.0 to 3.1",
    ),
    ("DC402", Uncovered(PINNED, ()), "paint 2.0 is not covered: no snapshot"),
    ("DC901", SkippedFile("a.py", "invalid syntax", 3), "not checked: invalid syntax"),
]


@pytest.mark.parametrize(("code", "fact", "message"), CASES)
def test_one_rule_speaks_and_says_what_is_known(code: str, fact: Fact, message: str) -> None:
    (finding,) = findings(fact)
    assert (finding.code, finding.message) == (code, message)


QUIET: list[Fact] = [
    reference(Missing("paint.tint", PINNED, PAST), guard="except ImportError"),
    reference(Missing("paint.tint", PINNED), guard="hasattr"),
    reference(Missing("paint.tint", PINNED, FUTURE), guard="version comparison"),
    reference(Found(ENTITY, Deprecation("pep702")), guard="catch_warnings"),
    reference(Found(ENTITY)),
    reference(Found(ENTITY, Deprecation("decorator", pending=True))),
    reference(Found(ENTITY, Deprecation("decorator", message="Soft deprecated. Use the subprocess module instead."))),
    reference(Missing("paint.tint", PINNED, Lifespan((Span(release("paint", "1.0"), release("paint", "3.0")),)))),
    argument(ArgumentStatus.REMOVED, guard="except TypeError"),
    argument(ArgumentStatus.DEPRECATED, deprecation=Deprecation("warning", pending=True)),
]


@pytest.mark.parametrize("fact", QUIET)
def test_guards_pending_deprecations_and_contradictions_are_left_alone(fact: Fact) -> None:
    assert findings(fact) == []


def test_a_finding_carries_the_releases_as_data() -> None:
    (finding,) = findings(
        reference(Missing("paint.tint", PINNED, PAST, deprecation=Deprecation("warning", since="1.5")))
    )
    assert (finding.removed_in, finding.deprecated_in, finding.added_in) == ("2.0", "1.5", None)
    assert (finding.distribution, finding.pinned, finding.symbol) == ("paint", "2.0", "paint.tint")
    (later,) = findings(argument(ArgumentStatus.UNRELEASED, lifespan=FUTURE))
    assert (later.removed_in, later.added_in, later.symbol) == (None, "3.0", "paint.tint(hue)")


def test_without_a_pin_nothing_is_certain() -> None:
    unpinned = Entity(ENTITY.symbol, ENTITY.path, UNPINNED)
    (finding,) = findings(reference(Found(unpinned, Deprecation("pep702"))))
    assert finding.confidence is Confidence.LIKELY
    (missing,) = findings(reference(Missing("paint.tint", UNPINNED, PAST, confidence=Confidence.LIKELY)))
    assert missing.confidence is Confidence.LIKELY


def test_an_uncovered_release_is_told_where_its_pin_is_written() -> None:
    (finding,) = findings(Uncovered(PINNED, ()))
    assert (finding.location.path, finding.location.line) == ("requirements.txt", 4)
    assert finding.severity is Severity.INFORMATION


def test_codes_and_names_are_unique_and_in_order() -> None:
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    assert len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_is_documented_in_four_parts(rule: object) -> None:
    text = sys.modules[rule.check.__module__].__doc__ or ""  # type: ignore[attr-defined]  # RULES are rules
    parts = ["Why:", "Example:", "Instead:", "Stays quiet:"]
    places = [text.find(part) for part in parts]
    assert places == sorted(places)
    assert places[0] > 0
