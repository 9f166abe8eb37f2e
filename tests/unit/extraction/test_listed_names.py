from __future__ import annotations

import pytest
from packaging.version import Version

from driftcheck.extraction.conditions import LISTED_BY_STUB
from driftcheck.extraction.facts import ModuleFacts
from driftcheck.extraction.listed_names import UNDESCRIBED, complete, listings, parse_listings
from driftcheck.model.symbols import Symbol
from tests.builders import function, klass, module, signature

LISTINGS = parse_listings("""\
# a remark
[paint] 3.9-3.12
3.9-3.12 oil/ os
3.9-3.10 shade
3.12-3.12 shade
[paint.Brush] 3.8-3.12
3.10-3.12 _bristles
[wax]
3.12-3.12 wick
""")


def completed(python: str, *, open_reason: str = LISTED_BY_STUB) -> dict[str, Symbol]:
    symbols = (module("paint", open_reason=open_reason), klass("paint.Brush"))
    modules = {"paint": ModuleFacts("paint", is_package=True, symbols=symbols)}
    facts = complete(modules, Version(python), LISTINGS).values()
    return {symbol.path: symbol for module_facts in facts for symbol in module_facts.symbols}


@pytest.mark.parametrize(
    ("python", "added"),
    [
        ("3.8", set[str]()),
        ("3.9", {"paint.oil", "paint.os", "paint.shade"}),
        ("3.11", {"paint.oil", "paint.os", "paint.Brush._bristles"}),
        ("3.12", {"paint.oil", "paint.os", "paint.shade", "paint.Brush._bristles"}),
        ("3.13", {"paint.oil", "paint.os", "paint.shade", "paint.Brush._bristles"}),
    ],
)
def test_names_are_added_where_they_are_and_what_is_too_new_keeps_them(python: str, added: set[str]) -> None:
    assert completed(python).keys() == {"paint", "paint.Brush"} | added


def test_a_module_is_closed_where_its_list_is_whole() -> None:
    reasons = {python: completed(python)["paint"].open_reason for python in ("3.8", "3.9", "3.12", "3.13")}
    assert reasons == {"3.8": LISTED_BY_STUB, "3.9": None, "3.12": None, "3.13": LISTED_BY_STUB}


def test_what_is_open_for_another_reason_stays_open() -> None:
    assert completed("3.12", open_reason="module __getattr__")["paint"].open_reason == "module __getattr__"


def test_a_module_that_no_stub_describes_is_there_and_open() -> None:
    assert completed("3.12")["paint.oil"].open_reason == UNDESCRIBED


def test_names_of_a_module_whose_list_is_never_whole_are_there_all_the_same() -> None:
    facts = ModuleFacts("wax", is_package=False, symbols=(module("wax", open_reason=LISTED_BY_STUB),))
    own, wick = complete({"wax": facts}, Version("3.12"), LISTINGS)["wax"].symbols
    assert own.open_reason == LISTED_BY_STUB
    assert wick.path == "wax.wick"
    assert not wick.is_public


def test_a_function_that_takes_more_than_its_stub_writes_out_says_so() -> None:
    facts = ModuleFacts("wax", is_package=False, symbols=(module("wax"), function("wax.melt", signature("heat"))))
    listed = parse_listings("[wax]\n3.12-3.12 melt(**)\n")
    _, melt = complete({"wax": facts}, Version("3.12"), listed)["wax"].symbols
    assert [parameter.name for parameter in melt.signatures[0].parameters] == ["heat", "keywords"]
    assert melt.signatures[0].takes_any_keyword
    assert complete({"wax": facts}, Version("3.11"), listed)["wax"] == facts


def test_what_the_stub_tells_is_told_by_the_stub() -> None:
    facts = ModuleFacts("wax", is_package=False, symbols=(module("wax"), klass("wax.Candle")))
    listed = parse_listings("[wax] 3.9-3.12\n3.9-3.12 Candle\n")
    assert complete({"wax": facts}, Version("3.12"), listed)["wax"] == facts


def test_the_table_that_ships_can_be_read() -> None:
    owners = {listing.owner for listing in listings()}
    assert {"json", "os", "subprocess"} <= owners
