"""Options that several commands take."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

pin: Decorator = click.option(
    "--pin",
    "pins",
    multiple=True,
    metavar="NAME==VERSION",
    help="Hold a distribution to a version, whatever the project says. Repeatable.",
)
python: Decorator = click.option(
    "--python",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Take pins from this interpreter or virtual environment.",
)
python_version: Decorator = click.option(
    "--python-version", metavar="X.Y", help="The Python that the code will run on."
)
platform: Decorator = click.option(
    "--platform",
    metavar="NAME",
    help="The system that the code will run on: linux, darwin (macos) or win32 (windows); by default this one.",
)
lock: Decorator = click.option(
    "--lock",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Take pins from this lock or requirements file first.",
)
color: Decorator = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Colour the output. NO_COLOR and FORCE_COLOR are respected.",
)
answer_format: Decorator = click.option(
    "--format",
    "format_name",
    type=click.Choice(["text", "jsonl"]),
    default="text",
    show_default=True,
    help="How to answer.",
)
document_format: Decorator = click.option(
    "--format",
    "format_name",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to answer.",
)
config: Decorator = click.option(
    "--config",
    "config_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Take the configuration from FILE, not from the nearest driftcheck.toml or pyproject.toml.",
)
isolated: Decorator = click.option("--isolated", is_flag=True, help="Read no configuration.")
select: Decorator = click.option(
    "--select",
    "chosen",
    multiple=True,
    metavar="RULES",
    help="Report these rules and no others, whatever the configuration says: codes, beginnings of codes (DC1), names "
    "or ALL, divided by commas. Repeatable, as are the next three.",
)
extend_select: Decorator = click.option("--extend-select", multiple=True, metavar="RULES", help="Report these, too.")
ignore: Decorator = click.option("--ignore", multiple=True, metavar="RULES", help="Do not report these.")
per_file_ignores: Decorator = click.option(
    "--per-file-ignores",
    multiple=True,
    metavar="PATTERN:RULES",
    help="Do not report these of files that match, instead of what the configuration says there.",
)
files_from: Decorator = click.option(
    "--files-from",
    metavar="FILE",
    help="Check what FILE lists, too, or standard input where FILE is `-`: a path a line, or a zero byte behind each. "
    "Of what is listed, only Python and folders are taken.",
)
exclude: Decorator = click.option(
    "--exclude",
    multiple=True,
    metavar="PATTERN",
    help="Leave out what PATTERN says, as in .gitignore, instead of the folders of tools (.tox, node_modules, "
    "site-packages, ...). Repeatable.",
)
extend_exclude: Decorator = click.option(
    "--extend-exclude", multiple=True, metavar="PATTERN", help="Leave out what PATTERN says, too. Repeatable."
)
force_exclude: Decorator = click.option(
    "--force-exclude/--no-force-exclude",
    default=None,
    help="Leave out what is excluded also where it is named, as hooks name files.",
)
baseline: Decorator = click.option(
    "--baseline",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Show no findings that FILE knows. What is gone is taken out of it by runs over folders, but in CI.",
)
update_baseline: Decorator = click.option(
    "--update-baseline",
    "is_baseline_updated",
    is_flag=True,
    help="Write what is found in the checked files into the baseline, so that it is known from now on.",
)
since: Decorator = click.option(
    "--since",
    metavar="REV",
    help="Show findings on lines that differ from the git revision REV only, and in files that git does not know. "
    "`REV...`: from REV's common commit with HEAD.",
)
staged: Decorator = click.option(
    "--staged",
    "is_staged",
    is_flag=True,
    help="Check what is staged for the next commit, and show findings on the lines that it changes. Pins, and what git "
    "does not know, are read from the working tree.",
)
