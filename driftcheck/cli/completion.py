"""`driftcheck completion`."""

from __future__ import annotations

import click
from click.shell_completion import ShellComplete, get_completion_class

from driftcheck.cli.output import write_lines

_PROGRAM = "driftcheck"
_VARIABLE = "_DRIFTCHECK_COMPLETE"
"""By which the shell's script asks the program what may follow."""


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, *, shell: str) -> None:
    """Print the script by which SHELL completes commands, options and paths. Load it where the shell starts.

    \b
    Examples:
      driftcheck completion bash > ~/.local/share/bash-completion/completions/driftcheck
      driftcheck completion zsh > "${fpath[1]}/_driftcheck"
      driftcheck completion fish > ~/.config/fish/completions/driftcheck.fish
    """  # noqa: D301  \b is click's mark for lines that stay as they are
    kind = get_completion_class(shell)
    assert kind is not None
    # Of the base class: that of bash starts a bash to ask for its version.
    script = ShellComplete.source(kind(ctx.find_root().command, {}, _PROGRAM, _VARIABLE))
    write_lines([script.strip()])
