"""`python -m driftcheck`, and the `driftcheck` command."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    from driftcheck.cli.main import run  # noqa: PLC0415  importing this module does nothing

    sys.exit(run())


if __name__ == "__main__":
    main()
