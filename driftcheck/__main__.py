"""`python -m driftcheck`, and the `driftcheck` command."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress

_YOUNG_OBJECTS = 50_000
"""So many objects are made before the collector looks. Starting makes most of them, and they stay: at the usual 2,000
it takes a fifteenth of a small run to find no garbage."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    gc.set_threshold(_YOUNG_OBJECTS, 10, 10)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started us
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115  as long as the process
    from driftcheck.cli.main import run  # noqa: PLC0415  importing this module does nothing

    code = run()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    # What was made is not taken apart piece by piece: that is a tenth of a large check, and the process ends anyway.
    os._exit(code)


if __name__ == "__main__":
    main()
