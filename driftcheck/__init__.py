r"""driftcheck finds uses of library names that the pinned release does not have.

>>> from driftcheck import check_source
>>> report = check_source("import numpy as np\nx = np.float(1)\n", pins=["numpy==2.1.0"])
>>> [finding.symbol for finding in report.findings]
['numpy.float']
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from driftcheck.api import Checker, check_paths, check_source
    from driftcheck.errors import DriftcheckError
    from driftcheck.model.findings import Finding, Report, Severity, Summary
    from driftcheck.model.replacements import Replacement

__version__ = "0.1.0"

__all__ = [
    "Checker",
    "DriftcheckError",
    "Finding",
    "Replacement",
    "Report",
    "Severity",
    "Summary",
    "__version__",
    "check_paths",
    "check_source",
]

_HOMES = {
    "Checker": "driftcheck.api",
    "DriftcheckError": "driftcheck.errors",
    "Finding": "driftcheck.model.findings",
    "Replacement": "driftcheck.model.replacements",
    "Report": "driftcheck.model.findings",
    "Severity": "driftcheck.model.findings",
    "Summary": "driftcheck.model.findings",
    "check_paths": "driftcheck.api",
    "check_source": "driftcheck.api",
}
"""Names are handed on when they are first asked for: `driftcheck --version` must not pay for the engine."""


def __getattr__(name: str) -> Any:  # noqa: ANN401  whatever the name stands for
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
