"""`driftcheck completion`."""

from __future__ import annotations

import click
from click.shell_completion import ShellComplete, get_completion_class

from driftcheck.cli.output import write_lines

_PROGRAM = "driftcheck"
_VARIABLE = "_DRIFTCHECK_COMPLETE"
"""By which the shell's script asks the program what may follow."""

_BASH_WORDS = """
    for word in "${COMP_WORDS[@]:0:COMP_CWORD}"; do [[ $word == "=" ]] || words+=("$word"); done
    local count=${#words[@]}
    words+=("${COMP_WORDS[COMP_CWORD]}")
    response="""
"""Readline takes `--format=json` for three words."""
_FISH_OPTION = """\
    set -l option (string match --regex -- '^--[^=]+=' (commandline -t));
    set -q option[1]; or set option '';

    for completion in """
"""What is offered has to begin as the word does."""
_MENDED = {
    "bash": (
        ("    local response\n", "    local response word\n    local -a words=()\n"),
        ("\n    response=", _BASH_WORDS),
        ('"${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD ', '"${words[*]}" COMP_CWORD=$count '),
        # A command may stand where a path may stand.
        ("            COMPREPLY=()\n", ""),
    ),
    # What follows `=` would take the place of the option, too, and does so whatever is said where `-U` stands.
    "zsh": (
        ("    for type key ", "    [[ $words[CURRENT] == --*=* ]] && compset -P 1 '*='\n\n    for type key "),
        (" completions_with_descriptions -U\n", " completions_with_descriptions\n"),
        ("compadd -U -V ", "compadd -V "),
    ),
    "fish": (
        ("    for completion in ", _FISH_OPTION),
        (
            "            __fish_complete_directories $metadata[2];",
            '            for place in (__fish_complete_directories $metadata[2]); echo "$option$place"; end;',
        ),
        (
            "            __fish_complete_path $metadata[2];",
            '            for place in (__fish_complete_path $metadata[2]); echo "$option$place"; end;',
        ),
        ("            echo $metadata[2];", '            echo "$option$metadata[2]";'),
        # A description may hold commas.
        ('(string split "," ', '(string split --max 1 "," '),
    ),
}
"""What click's scripts lack: what stands there, and what is to stand there. What it mends itself is left alone."""


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
    for before, after in _MENDED[shell]:
        script = script.replace(before, after)
    write_lines([script.strip()])
