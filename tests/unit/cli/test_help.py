"""The help of every command: complete, with examples that hold."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

import click
import pytest

from driftcheck.cli.main import group, run, with_default


def commands(
    command: click.Command = group, names: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield names, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from commands(found, (*names, name))


EVERY = dict(commands())


def options_of(command: click.Command) -> dict[str, click.Option]:
    found = {
        name: one
        for one in command.params
        if isinstance(one, click.Option)
        for name in (*one.opts, *one.secondary_opts)
    }
    return {**found, "--help": click.Option(["--help"])}


def examples(names: tuple[str, ...]) -> list[str]:
    text = EVERY[names].help or ""
    assert "Examples:\n" in text, names
    lines = text.partition("Examples:\n")[2].split("\n\n")[0].splitlines()
    return [line.strip() for line in lines if line.strip()]


@pytest.mark.parametrize("names", EVERY)
def test_every_command_says_what_it_does_and_how_it_is_called(
    names: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*names, "--help"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("Usage: driftcheck")
    assert examples(names)
    assert all(option.help for option in EVERY[names].params if isinstance(option, click.Option))


@pytest.mark.parametrize("names", EVERY)
def test_examples_use_what_there_is(names: tuple[str, ...]) -> None:
    for example in examples(names):
        words = shlex.split(example.split(" | ")[-1].partition(" > ")[0].partition(" < ")[0])
        assert words[0] == "driftcheck", example
        rest = with_default(words[1:])
        called: click.Command = group
        while isinstance(called, click.Group) and rest:
            found = called.get_command(click.Context(called), rest[0])
            assert found is not None, example
            called, rest = found, rest[1:]
        known = options_of(called)
        assert {word.partition("=")[0] for word in rest if word.startswith("--")} <= known.keys(), example


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_are_told_how_to_complete(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert f"_DRIFTCHECK_COMPLETE={shell}_complete" in script
    assert script.endswith("\n")
    assert run(["completion", "csh"]) == 2


@pytest.mark.parametrize(
    ("words", "incomplete", "offered"),
    [
        ("driftcheck", "ex", {"explain"}),
        ("driftcheck", "--fo", {"--format"}),
        ("driftcheck check", "--files", {"--files-from"}),
        ("driftcheck src", "--base", {"--baseline"}),
        ("driftcheck snapshot", "ver", {"verify"}),
        ("driftcheck check --color", "al", {"always"}),
    ],
)
def test_what_may_follow_is_offered(
    words: str, incomplete: str, offered: set[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_DRIFTCHECK_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", f"{words} {incomplete}")
    monkeypatch.setenv("COMP_CWORD", str(len(words.split())))
    with pytest.raises(SystemExit):
        run([])
    lines = {line.partition(",")[2] for line in capsys.readouterr().out.splitlines()}
    assert offered <= lines
