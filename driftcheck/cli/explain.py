"""`driftcheck explain`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from driftcheck.cli import options
from driftcheck.cli.formats import documentation
from driftcheck.cli.output import painter_for, write_lines
from driftcheck.config.settings import read_python_version
from driftcheck.errors import ConfigError
from driftcheck.inquiry import give_account, settle_without_project
from driftcheck.model.stories import Account
from driftcheck.reporting.accounts import account_lines, account_record
from driftcheck.reporting.json_format import json_line
from driftcheck.reporting.painting import Painter, Style
from driftcheck.rules import RULES, Rule
from driftcheck.snapshot.store import SnapshotStore


@click.command("explain")
@click.argument("subjects", nargs=-1, required=True, metavar="CODE|SYMBOL...")
@options.pin
@options.python_version
@options.answer_format
@options.color
@click.pass_obj
def command(
    snapshots: tuple[Path, ...],
    *,
    subjects: tuple[str, ...],
    pins: tuple[str, ...],
    python_version: str | None,
    format_name: str,
    color: str,
) -> None:
    """Explain a rule, or tell the whole story of a symbol.

    A rule is named by its code or its name. Of a symbol is told where it lives, in which releases, what changed when,
    what the library says against it, and what to write instead. A parameter is asked as `pandas.read_csv(squeeze)`.

    \b
    Examples:
      driftcheck explain DC101
      driftcheck explain pandas.DataFrame.append --pin pandas==2.2.3
    """  # noqa: D301  \b is click's mark for lines that stay as they are
    version = read_python_version(python_version) if python_version else None
    rules = {key: rule for rule in RULES for key in (rule.code, rule.name)}
    named = [rules.get(subject.upper(), rules.get(subject)) for subject in subjects]
    _refuse_unknown_codes(subjects, named)
    is_data = format_name == "jsonl"
    painter = painter_for(color)
    symbols = [subject for subject, rule in zip(subjects, named, strict=True) if rule is None]
    accounts: Iterator[Account] = iter(())
    if symbols:
        environment = settle_without_project(SnapshotStore.open(snapshots), pins, version)
        accounts = (give_account(symbol, environment) for symbol in symbols)
    for place, rule in enumerate(named):
        if place and not is_data:
            write_lines([""])
        if rule is not None:
            write_lines([json_line(_rule_record(rule))] if is_data else _rule_lines(rule, painter))
        else:
            account = next(accounts)
            write_lines([json_line(account_record(account))] if is_data else account_lines(account, painter))


def _refuse_unknown_codes(subjects: Iterable[str], named: Iterable[Rule | None]) -> None:
    """Say which rules there are where a code is none."""
    for subject, rule in zip(subjects, named, strict=True):
        digits = subject.upper().removeprefix("DC")
        if rule is None and digits.isdigit() and digits != subject:
            known = ", ".join(rule.code for rule in RULES)
            raise ConfigError(f"{subject}: no such rule; there are {known}")


def _rule_lines(rule: Rule, painter: Painter) -> Iterator[str]:
    yield painter(f"{rule.code} {rule.name}", Style.BOLD) + painter(f" ({rule.severity})")
    yield ""
    yield from (painter(line) for line in documentation(rule).splitlines())


def _rule_record(rule: Rule) -> dict[str, str]:
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": str(rule.severity),
        "documentation": documentation(rule),
    }
