from __future__ import annotations

import pytest

from driftcheck.rules.naming import CODES, UnknownRuleError, choose, code_of, codes_of, weigh


def test_codes_beginnings_names_and_all() -> None:
    assert codes_of("dc101") == codes_of("Removed-Symbol") == {"DC101"}
    assert codes_of("DC1") == {"DC101", "DC102", "DC103"}
    assert codes_of("DC") == codes_of("all") == CODES
    assert (code_of("removed-symbol"), code_of("DC1"), code_of("ALL")) == ("DC101", None, None)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("DC104", "there is no rule 'DC104'; did you mean DC"),
        ("removed-simbol", "there is no rule 'removed-simbol'; did you mean removed-symbol?"),
        ("F", "there is no rule 'F'; there are DC101, DC102"),
        ("", "there is no rule ''; there are"),
        ("D", "there is no rule 'D'"),
    ],
)
def test_what_no_rule_is_called(written: str, said: str) -> None:
    with pytest.raises(UnknownRuleError) as raised:
        codes_of(written)
    assert str(raised.value).startswith(said)


def chosen(select: str | None = None, extend: str = "", ignore: str = "", before: frozenset[str] = CODES) -> set[str]:
    wanted = None if select is None else select.split()
    return {*choose(before, select=wanted, extend=extend.split(), ignore=ignore.split())} - {"DC901"}


def test_what_is_said_more_exactly_goes_first() -> None:
    assert chosen("DC1") == {"DC101", "DC102", "DC103"}
    assert chosen("DC1", ignore="DC101") == {"DC102", "DC103"}
    assert chosen("DC101", ignore="DC1") == {"DC101"}
    assert chosen("DC1", ignore="removed-symbol") == {"DC102", "DC103"}
    assert chosen("DC101", ignore="DC101") == set()
    assert chosen("ALL", ignore="DC1 DC2 DC3 DC4 DC9", extend="unknown-symbol") == {"DC103"}
    assert chosen("", extend="DC201") == {"DC201"}
    assert chosen(ignore="ALL") == set()
    assert chosen(extend="DC201", before=frozenset({"DC101"})) == {"DC101", "DC201"}


def test_that_a_file_was_not_checked_is_only_left_out_where_that_is_said() -> None:
    assert choose(CODES, select=["DC101"]) == {"DC101", "DC901"}
    assert choose(CODES, select=["DC101"], ignore=["unchecked-file"]) == {"DC101"}


def test_weights_follow_the_same_order() -> None:
    found = weigh({"removed-symbol": "off", "ALL": "warning", "DC1": "error"})
    assert (found["DC101"], found["DC102"], found["DC201"]) == ("off", "error", "warning")
