from __future__ import annotations

import io
import sys

import pytest

from driftcheck.cli.progress import Bar, bar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown_by(monkeypatch: pytest.MonkeyPatch, *times: float) -> str:
    """What a bar writes that is told of a file at each of these times."""
    error = Terminal()
    monkeypatch.setattr(sys, "stderr", error)
    monkeypatch.setenv("TERM", "xterm")
    clock = iter([0.0, *times])
    with Bar(lambda: next(clock)) as shown:
        advance = shown(len(times))
        for _ in times:
            advance(1)
    return error.getvalue()


def test_a_short_run_shows_nothing_and_imports_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown_by(monkeypatch, 0.1, 0.9) == ""


def test_after_a_second_there_is_a_bar_which_goes_again(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = shown_by(monkeypatch, 0.5, 1.5)
    assert "checking" in shown
    assert "2/2" in shown
    assert "0/" not in shown
    assert shown.endswith("\x1b[2K")


@pytest.mark.parametrize(
    ("is_terminal", "kind", "is_wanted"), [(False, "xterm", True), (True, "dumb", True), (True, "xterm", False)]
)
def test_nobody_is_shown_a_bar_who_cannot_see_it(
    monkeypatch: pytest.MonkeyPatch, kind: str, *, is_terminal: bool, is_wanted: bool
) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal() if is_terminal else io.StringIO())
    monkeypatch.setenv("TERM", kind)
    with bar(is_wanted=is_wanted) as watch:
        assert watch is None


def test_a_terminal_is_shown_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setenv("TERM", "xterm")
    with bar(is_wanted=True) as watch:
        assert watch is not None
