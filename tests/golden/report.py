"""One report with everything that a format must know how to show."""

from __future__ import annotations

from packaging.version import Version

from driftcheck.model.findings import (
    FileUnknowns,
    Finding,
    Report,
    Severity,
    SkippedFile,
    Statistics,
    Summary,
)
from driftcheck.model.locations import Location
from driftcheck.model.releases import PinKind, PinSource, Selection
from driftcheck.model.replacements import Evidence, Fit, Replacement, ReplacementKind, Trust
from driftcheck.model.resolutions import Confidence
from driftcheck.reporting.context import RuleText
from tests.builders import release

SOURCES = {
    "etl/mix all.py": ("from paint import shade", "shade('漢字', mix=1, hue=3)"),
    "etl/load.py": ("import paint", "", "def load(rows):", "    return\tpaint.tint(rows, hue='漢').old\x1b[31m"),
}
RULES = (
    RuleText(
        "DC101",
        "removed-symbol",
        Severity.ERROR,
        """A name that an earlier release had and the pinned one has not.

Why: the import or the attribute
fails when the line runs.

Example:
    paint.tint(rows)      # paint==2.1

Instead:
    paint.shade(rows)

Stays quiet: inside a guard (`hasattr`).""",
    ),
    RuleText("DC201", "deprecated-symbol", Severity.WARNING, "A name that works, and is on its way out."),
)
CELLS = {("etl/notes.ipynb", 3): ("import paint", "paint.old()")}

REPORT = Report(
    findings=(
        Finding(
            location=Location("etl/load.py", 4, 18, 4, 22),
            code="DC101",
            rule="removed-symbol",
            severity=Severity.ERROR,
            symbol="paint.tint",
            message="paint.tint was removed in paint 2.0 (deprecated since 1.5); pinned 2.1",
            distribution="paint",
            pinned="2.1",
            removed_in="2.0",
            removed_on="2024-05-06",
            deprecated_in="1.5",
            deprecated_on="2022-03-04",
            replacement=Replacement(
                ReplacementKind.RENAMED,
                "paint.shade",
                ("paint.shade",),
                Evidence("warning", "paint 1.9", "tint is deprecated, use shade \u202einstead"),
                distribution="paint",
                fit=Fit.DROP_IN,
                module="paint",
                attribute="shade",
            ),
            scope="load",
        ),
        Finding(
            location=Location("etl/load.py", 4, 29, 4, 32),
            code="DC301",
            rule="removed-parameter",
            severity=Severity.ERROR,
            symbol="paint.tint(hue)",
            message="paint.tint(hue) was removed in paint 2.0; pinned 2.1",
            distribution="paint",
            pinned="2.1",
            confidence=Confidence.LIKELY,
            removed_in="2.0",
            removed_on="2024-05-06",
            replacement=Replacement(
                ReplacementKind.MOVED,
                "paint_extra.hue",
                ("paint_extra.hue",),
                Evidence("name", "paint 1.9", "the same name at a new home"),
                Trust.INFERRED,
                distribution="paint-extra",
                install="paint-extra",
            ),
            scope="load",
        ),
        Finding(
            location=Location("etl/load.py", 4, 38, 4, 41),
            code="DC201",
            rule="deprecated-symbol",
            severity=Severity.WARNING,
            symbol="paint.Tint.old",
            message="paint.Tint.old is deprecated since 2.0; pinned 2.1",
            distribution="paint",
            pinned="2.1",
            deprecated_in="2.0",
            replacement=Replacement(ReplacementKind.ADVICE, "mix the <b>colours</b> yourself | ask @painter"),
            scope="load",
        ),
        Finding(
            location=Location("etl/mix all.py", 2, 20, 2, 23),
            code="DC302",
            rule="deprecated-parameter",
            severity=Severity.WARNING,
            symbol="paint.shade(hue)",
            message="paint.shade(hue) is deprecated since 2.1; pinned 2.1",
            distribution="paint",
            pinned="2.1",
            deprecated_in="2.1",
            replacement=Replacement(
                ReplacementKind.PARAMETER,
                "colour",
                ("colour",),
                Evidence("catalogue", "paint 2.1"),
                Trust.CURATED,
                distribution="paint",
                fit=Fit.ADAPTED,
            ),
        ),
        Finding(
            location=Location("etl/notes.ipynb", 2, 7, 2, 10, cell=3),
            code="DC201",
            rule="deprecated-symbol",
            severity=Severity.WARNING,
            symbol="paint.old",
            message="paint.old is deprecated since 2.0; pinned 2.1",
            distribution="paint",
            pinned="2.1",
            deprecated_in="2.0",
        ),
        Finding(
            location=Location("etl/torn.py", 7, 1, 7, 1),
            code="DC901",
            rule="unchecked-file",
            severity=Severity.ERROR,
            symbol="",
            message="not checked: invalid syntax",
        ),
        Finding(
            location=Location("requirements.txt", 2, 1, 2, 1),
            code="DC402",
            rule="uncovered-release",
            severity=Severity.INFORMATION,
            symbol="",
            message="glue 9.0 is not covered: the snapshots hold 1.0 to 3.2",
            distribution="glue",
            pinned="9.0",
        ),
    ),
    summary=Summary(
        files=2,
        resolved=41,
        unknown=3,
        selections=(
            Selection("glue", Version("9.0"), PinKind.EXACT, PinSource("requirements.txt", "requirements.txt", 2), ()),
            Selection("paint", Version("2.1"), PinKind.EXACT, PinSource("--pin"), (release("paint", "2.1"),)),
            Selection(
                "tape",
                Version("1.4"),
                PinKind.EXACT,
                PinSource("uv.lock", "uv.lock", 88),
                (release("tape", "1.3"), release("tape", "1.5")),
            ),
            Selection("wax", Version("3.0"), PinKind.NEWEST, PinSource("newest recorded"), (release("wax", "3.0"),)),
        ),
        uncovered=(("glue 9.0", "the snapshots hold 1.0 to 3.2"), ("stencil", "no snapshot")),
        skipped=(
            SkippedFile("etl/notes.ipynb", "invalid syntax", 2, 4),
            SkippedFile("etl/torn.py", "invalid syntax", 7),
        ),
        notes=("constraints.txt:3: not a requirement: `???`",),
        statistics=Statistics(
            resolved=27, unknown=4, reasons=(("type not recorded", 3), ("open namespace: \u202e", 1))
        ),
        unknown_by_file=(
            FileUnknowns("etl/load.py", (("type not recorded", 1), ("open namespace: \u202e", 1))),
            FileUnknowns("etl/notes.ipynb", (("type not recorded", 2),)),
        ),
    ),
)
