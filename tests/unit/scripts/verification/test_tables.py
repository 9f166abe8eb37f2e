from __future__ import annotations

from packaging.version import Version

from driftcheck.resolution.lookup import Standing
from scripts.verification.judgement import Judgement, Outcome
from scripts.verification.questions import Origin
from scripts.verification.tables import Verification, details, table


def judgement(path: str, outcome: Outcome, cause: str = "") -> Judgement:
    return Judgement(path, Origin.LISTED, outcome, Standing.ABSENT, cause)


VERIFICATION = Verification(
    "paint",
    "1.0",
    Version("3.12"),
    (
        judgement("paint.a", Outcome.RIGHT),
        judgement("paint.b", Outcome.FALSE_ABSENT, "in no recorded release"),
        judgement("paint.f(x)", Outcome.PARAMETER_ABSENT, "no recorded signature takes it"),
        judgement("paint.c", Outcome.NO_TRUTH),
        judgement("paint.d", Outcome.UNKNOWN, "class defines __getattr__"),
        judgement("paint.e", Outcome.UNKNOWN, "class defines __getattr__"),
    ),
)


def test_a_release_is_a_row_and_what_nobody_can_tell_is_no_claim() -> None:
    heading, _, row, total = table([VERIFICATION])
    cells = dict(zip(heading.split(" | "), row.split(" | "), strict=True))
    assert row.startswith("| paint | 1.0 | 3.12 | 5 |")
    assert (cells["false-absent"], cells["false-present"], cells["parameter false-absent"]) == ("1", "0", "1")
    assert total.startswith("| all |  |  | 5 | 1 |")


def test_each_disagreement_is_named_and_the_unknown_is_counted_by_its_cause() -> None:
    assert list(details(VERIFICATION)) == [
        "  false-absent  paint.b  absent (in no recorded release; listed by the interpreter)",
        "  parameter false-absent  paint.f(x)  absent (no recorded signature takes it; listed by the interpreter)",
        "  2 unknown: class defines __getattr__",
    ]
