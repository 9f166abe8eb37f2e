"""Read releases of libraries and record their surfaces.

    python scripts/refresh_snapshots.py NAME[==VERSION] ...      these distributions
    python scripts/refresh_snapshots.py                          all of scripts/packages.toml
    python scripts/refresh_snapshots.py --installed PATH         what an environment holds
    python scripts/refresh_snapshots.py --check                  what would change; exit 1 if anything would

A thin front: the work is `driftcheck.refresh`.
"""

import sys

from driftcheck.cli.main import run
from driftcheck.cli.snapshot import refresh_command

if __name__ == "__main__":
    sys.exit(run(command=refresh_command, name="refresh_snapshots"))
