"""Read releases of libraries and record their surfaces.

    python scripts/refresh_snapshots.py NAME[==VERSION] ...      these distributions
    python scripts/refresh_snapshots.py                          all of scripts/packages.toml
    python scripts/refresh_snapshots.py --installed PATH         what an environment holds

A thin front: the work is `driftcheck.refresh`.
"""

from driftcheck.cli.snapshot import refresh_command

if __name__ == "__main__":
    refresh_command()
