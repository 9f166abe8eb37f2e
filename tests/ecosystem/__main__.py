"""Checks popular distributions against the environments that resolve for them, and writes TABLE.md.

    python -m tests.ecosystem --folder FOLDER [NAME ...]

On demand: it installs some gigabytes from the index that uv or pip is configured for, into FOLDER, and checks some
millions of lines. Each distribution of `corpus.toml` gets an environment of its own and is checked against the pins
of that environment. Every finding that says that code fails (DC1xx, DC3xx) is to be read in the source; what was seen
there is written into `verdicts.toml`, and joined here. What was measured is kept in FOLDER, so that some of the
distributions can be checked anew by name. Nothing that is installed is imported or run.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from pathlib import Path

from tests.ecosystem.environments import InstallationError, install
from tests.ecosystem.measuring import keep, kept, measure
from tests.ecosystem.table import BAR, rate, table
from tests.ecosystem.verdicts import judge, read_verdicts

HERE = Path(__file__).parent


def main() -> int:
    """Run; 1 where the bar is missed."""
    parser = argparse.ArgumentParser(prog="tests.ecosystem", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("names", nargs="*", help="check these only; the table is of all that was ever checked")
    parser.add_argument("--folder", type=Path, required=True, help="where environments and measures are kept")
    parser.add_argument("--python", default=sys.executable, help="the interpreter that the environments are for")
    parser.add_argument("--snapshots", type=Path, action="append", default=[], help="instead of the shipped ones")
    parser.add_argument("--table", type=Path, default=HERE / "TABLE.md", help="where the table is written")
    options = parser.parse_args()
    folder: Path = options.folder.absolute()
    snapshots = tuple(place.absolute() for place in options.snapshots)
    corpus = tuple(tomllib.loads((HERE / "corpus.toml").read_text(encoding="utf-8"))["distributions"])
    folder.mkdir(parents=True, exist_ok=True)
    for name in options.names or corpus:
        try:
            measured = measure(install(name, options.python, folder), snapshots)
        except InstallationError as error:
            _say(str(error))
            continue
        keep(measured, folder)
        _say(f"{name} {measured.version}: {measured.lines} lines, {measured.seconds} s")
    verdicts = read_verdicts((HERE / "verdicts.toml").read_text(encoding="utf-8"))
    rows = [(measured, judge(measured, verdicts)) for measured in kept(folder, corpus)]
    for measured, judged in rows:
        for told in judged.unread:
            _say(f"unread: {measured.name} {told.path}:{told.line} {told.code} {told.symbol} ({told.confidence})")
    lines = table(rows, _covered(snapshots))
    options.table.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return int(rate(rows) > BAR)


def _covered(snapshots: tuple[Path, ...]) -> str:
    folders = snapshots or (HERE.parent.parent / "api_snapshots",)
    recorded = sum(1 for place in folders for _ in place.glob("*.db.zst"))
    return f"The snapshots hold {recorded} distributions, the standard library among them."


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")


if __name__ == "__main__":
    sys.exit(main())
