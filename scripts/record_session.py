"""Writes the terminal session in README.md anew, from a real run in this checkout: `python scripts/record_session.py`.

The first findings are shown, and what the run ends with; a test repeats it.
"""

from __future__ import annotations

import io
import os
import sys
import textwrap
from contextlib import chdir, redirect_stdout
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMAND = ("examples/storefront",)
_SHOWN = 5
_PROMPT = f"    $ driftcheck {' '.join(COMMAND)}\n"
_END = "\n\nIt found,"


def session() -> str:
    """What the command prints, cut after some findings, as it stands in the README."""
    from driftcheck.cli.main import run  # noqa: PLC0415  found beside this script, wherever it is run from

    printed = io.StringIO()
    with chdir(ROOT), redirect_stdout(printed):
        run(["check", "--isolated", "--color", "never", *COMMAND])
    *findings, closing = printed.getvalue().rstrip("\n").split("\n\n")
    blocks = [*findings[:_SHOWN], "…", closing] if len(findings) > _SHOWN else [*findings, closing]
    return textwrap.indent("\n\n".join(blocks).replace("\n\n…\n\n", "\n…\n\n"), "    ")


def with_session(text: str, shown: str) -> str:
    """The README with another session in the place of the one it has.

    Args:
        text: The README.
        shown: The session.

    Raises:
        ValueError: There is no session to be replaced.
    """
    before, prompt, rest = text.partition(_PROMPT)
    _, end, after = rest.partition(_END)
    if not prompt or not end:
        raise ValueError(f"README.md: expected a session that begins with {_PROMPT!r} and ends before {_END!r}")
    return f"{before}{prompt}{shown}{end}{after}"


def main() -> None:
    """Write it."""
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    readme.write_text(with_session(text, session()), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.path.insert(0, os.fspath(ROOT))
    main()
