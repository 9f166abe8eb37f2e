"""The command group, and the one place where errors become messages and exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

from driftcheck import __version__
from driftcheck.cli.exit_codes import ExitCode
from driftcheck.cli.output import flush
from driftcheck.errors import DriftcheckError
from driftcheck.reporting.text import printable

_COMMANDS = {
    "check": "check",
    "lookup": "lookup",
    "explain": "explain",
    "diff": "diff",
    "pins": "pins",
    "config": "config",
    "snapshot": "snapshot",
    "completion": "completion",
}
_DEFAULT = "check"


class CommandGroup(click.Group):
    """A group that imports a command's module when the command is asked for, and takes `check` for granted."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """Names of the commands, in order of use."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  click's signature
        """The command called `cmd_name`; None where there is none."""
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"driftcheck.cli.{_COMMANDS[cmd_name]}").command
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read `driftcheck src` as `driftcheck check src`."""
        if ctx.resilient_parsing and not args:
            # A shell asks what the first word may be: a command, too.
            return super().parse_args(ctx, args)
        completed = with_default(args)
        first = next((word for word, other in zip(args, completed, strict=False) if word != other), None)
        if first is not None and not ctx.resilient_parsing:
            _refuse_misspelt(first)
        return super().parse_args(ctx, completed)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """What the first word may be: a command, and, as `check` is taken for granted, an option of it or a path."""
        from click.shell_completion import CompletionItem  # noqa: PLC0415  only a shell asks

        found = super().shell_complete(ctx, incomplete)
        check = self.get_command(ctx, _DEFAULT)
        if check is not None and incomplete.startswith("-"):
            known = {item.value for item in found}
            inner = click.Context(check, parent=ctx, info_name=_DEFAULT)
            return found + [item for item in check.shell_complete(inner, incomplete) if item.value not in known]
        return [*found, CompletionItem(incomplete, type="file")]


def with_default(arguments: Sequence[str]) -> list[str]:
    """The arguments with the default command put in, where they name none.

    Args:
        arguments: What follows the name of the program.
    """
    rest = list(arguments)
    place = 0
    while place < len(rest) and rest[place].startswith("--snapshots"):
        place += 1 if "=" in rest[place] else 2
    if place >= len(rest) or rest[place] not in {*_COMMANDS, "--version", "--help", "-h"}:
        rest.insert(min(place, len(rest)), _DEFAULT)
    return rest


def _refuse_misspelt(word: str) -> None:
    """Tell a word that is no path, but nearly a command, as that.

    Raises:
        UsageError: It is so.
    """
    if word.startswith("-") or os.path.lexists(word):
        return
    from difflib import get_close_matches  # noqa: PLC0415  only for a mistake

    near = get_close_matches(word, _COMMANDS, 1, cutoff=0.7)
    if near:
        raise click.UsageError(f"{word}: no such file, folder or command; did you mean `{near[0]}`?")


@click.group(cls=CommandGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--snapshots",
    multiple=True,
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="FOLDER",
    help="Take snapshots from FOLDER instead of the shipped ones. Repeatable: what they hold is put together.",
)
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def group(ctx: click.Context, snapshots: tuple[Path, ...]) -> None:
    """Find names, members and arguments that the pinned releases of your libraries do not have.

    Without a command, `check` is meant: `driftcheck src` is `driftcheck check src`.

    \b
    Exit codes:
      0  nothing found, or information only
      1  findings, or files that could not be read
      2  could not run: an option, a path, the configuration, a snapshot
    130  interrupted

    \b
    Examples:
      driftcheck
      driftcheck check src tests
      driftcheck explain DC101
      driftcheck lookup --pin pandas==2.2.3 pandas.DataFrame.append
    """  # noqa: D301  \b is click's mark for lines that stay as they are
    ctx.obj = snapshots


def run(arguments: Sequence[str] | None = None, command: click.Command = group, name: str = "driftcheck") -> int:
    """Run the command line and give its exit code; says what went wrong in one line on standard error.

    Args:
        arguments: What follows the name of the program; None for those of this process.
        command: What to run.
        name: What the program is called.
    """
    try:
        code = command.main(args=arguments, prog_name=name, standalone_mode=False)
        flush()
        return code if isinstance(code, int) else ExitCode.CLEAN
    except click.ClickException as error:
        error.show()
        return ExitCode.FAILED
    except DriftcheckError as error:
        _complain(str(error))
        return ExitCode.FAILED
    except (KeyboardInterrupt, click.Abort):
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        # Python flushes standard output once more at exit and would complain (docs of signal, "Note on SIGPIPE").
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.BROKEN_PIPE
    except Exception as error:
        if os.environ.get("DRIFTCHECK_TRACEBACK"):
            raise
        _complain(
            f"internal error: {type(error).__name__}: {error}; please report it, with what DRIFTCHECK_TRACEBACK=1 shows"
        )
        return ExitCode.FAILED


def _complain(message: str) -> None:
    click.echo(f"driftcheck: {printable(message)}", err=True)
