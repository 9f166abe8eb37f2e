from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import libcst as cst
import pytest
from packaging.version import Version

from driftcheck.equivalents.catalogue import FOLDER, find_entries, read_entries
from driftcheck.equivalents.replacement import find_replacement
from driftcheck.fixes.patterns import hole_name, is_rest, parse_pattern
from driftcheck.model.names import is_path, parse_parameter
from driftcheck.model.replacements import Replacement, ReplacementKind, Trust
from driftcheck.model.symbols import Symbol
from driftcheck.resolution.environment import Environment
from driftcheck.resolution.lookup import look_up
from tests.builders import (
    alias,
    attribute,
    deprecation,
    function,
    klass,
    module,
    pin,
    signature,
    standard_library,
    surface_provider,
)

WRITTEN = sorted(path.stem for path in FOLDER.glob("*.toml"))


@pytest.mark.parametrize("distribution", WRITTEN)
def test_every_entry_says_what_it_is_about_what_to_do_and_where_that_is_said(distribution: str) -> None:
    for entry in read_entries(distribution):
        assert entry.symbols
        for symbol in entry.symbols:
            parameter = parse_parameter(symbol)
            assert is_path((parameter.callable if parameter else symbol).removesuffix(".*")), symbol
            assert (parameter is not None) or entry.parameter is None, symbol
        assert entry.targets or entry.expression or entry.parameter or entry.advice
        assert all(is_path(target.replace("{tail}", "tail")) for target in entry.targets)
        assert entry.link.startswith("https://")
        assert str(entry.releases), "an entry without releases would speak of those that still have the name"


@pytest.mark.parametrize("distribution", WRITTEN)
def test_no_symbol_is_written_twice_for_the_same_release(distribution: str) -> None:
    seen: set[tuple[str, str]] = set()
    for entry in read_entries(distribution):
        for symbol in entry.symbols:
            assert (symbol, str(entry.releases)) not in seen, symbol
            seen.add((symbol, str(entry.releases)))


@pytest.mark.parametrize("distribution", WRITTEN)
def test_every_rewrite_can_be_read_and_fills_only_what_it_matched(distribution: str) -> None:
    for entry in read_entries(distribution):
        for rewrite in entry.rewrites:
            matched, written = (set(_holes(text)) for text in (rewrite.match, rewrite.write or "None"))
            assert written <= matched, rewrite
            assert entry.fit is None, "a rewrite is never safe"


def _holes(text: str) -> Iterator[str]:
    """Yield the holes of a pattern, and `...` where it has one."""
    pending: list[cst.CSTNode] = [parse_pattern(text)]
    while pending:
        node = pending.pop()
        pending.extend(node.children)
        name = hole_name(node)
        if name is not None:
            yield name
        elif isinstance(node, cst.Arg) and is_rest(node):
            yield f"{node.star}..."


def test_exact_entries_go_before_those_for_everything_beneath(tmp_path: Path) -> None:
    text = """
        [[entry]]
        symbol = "paint.old.*"
        releases = ">=2"
        target = "paint.new.{tail}"
        [[entry]]
        symbol = ["paint.old.tint", "paint.tint"]
        releases = ">=2,<3"
        target = "paint.shade"
    """
    (tmp_path / "paint.toml").write_text(text)
    entries = read_entries("paint", tmp_path)
    assert [entry.holds_for("paint.old.tint", Version("2.1")) for entry in entries] == [True, True]
    assert [entry.holds_for("paint.old.tint", Version("3.0")) for entry in entries] == [True, False]
    assert [entry.holds_for("paint.older", Version("2.1")) for entry in entries] == [False, False]
    assert entries[0].targets_for("paint.old.hue") == ("paint.new.hue",)
    assert read_entries("nothing-written", tmp_path) == ()


def test_an_exact_entry_is_found_first() -> None:
    symbols = ("langchain.chat_models.ChatOpenAI",)
    assert find_entries("langchain", symbols, "1.0")[0].targets == ("langchain_openai.ChatOpenAI",)


def test_the_name_that_was_asked_for_goes_before_the_one_it_was_inherited_from() -> None:
    vectorizers = "sklearn.feature_extraction.text"
    names = (f"{vectorizers}.TfidfVectorizer.get_feature_names", f"{vectorizers}.CountVectorizer.get_feature_names")
    for asked in (names, names[::-1]):
        first = find_entries("scikit-learn", asked, "1.5")[0]
        assert first.symbols == (asked[0],)


def seek(old: Sequence[Symbol], new: Sequence[Symbol], path: str) -> Replacement | None:
    root = path.partition(".")[0]
    provider = surface_provider(
        {
            "python": {"3.12": standard_library()},
            root: {"0.5": [module(root), *old], "3.0": [module(root), *new]},
            "markupsafe": {"3.0": [klass("markupsafe.Markup")]},
        }
    )
    environment = Environment(provider, {root: pin(root, "3.0")}, python=Version("3.12"))
    subject = look_up(environment, path).subject
    assert subject is not None
    return find_replacement(subject, environment)


def test_a_written_target_is_offered_when_it_exists() -> None:
    old = [attribute("numpy.float_")]
    found = seek(old, [attribute("numpy.float64")], "numpy.float_")
    assert found is not None
    assert (found.kind, found.trust, found.targets) == (ReplacementKind.RENAMED, Trust.CURATED, ("numpy.float64",))
    assert found.evidence is not None
    assert found.evidence.quote.startswith("https://")
    assert seek(old, [], "numpy.float_") is None


def test_a_written_module_is_offered_for_what_no_release_tells_of() -> None:
    found = seek([], [module("django.urls")], "django.core.urlresolvers")
    assert found is not None
    assert found.targets == ("django.urls",)


def test_a_written_member_is_offered_as_it_is_written_though_it_is_inherited() -> None:
    now = [
        klass("pandas.NDFrame"),
        function("pandas.NDFrame.items"),
        klass("pandas.DataFrame", "pandas.NDFrame"),
    ]
    found = seek([*now, function("pandas.NDFrame.iteritems")], now, "pandas.DataFrame.iteritems")
    assert found is not None
    assert found.targets == ("pandas.DataFrame.items",)


def test_a_written_target_that_is_on_its_way_out_is_followed_and_else_better_than_what_is_gone() -> None:
    old = [attribute("numpy.float_")]
    onward = [attribute("numpy.float64", deprecation=deprecation("Use `numpy.binary64` instead."))]
    found = seek(old, [*onward, attribute("numpy.binary64")], "numpy.float_")
    assert found is not None
    assert found.targets == ("numpy.binary64",)
    found = seek(old, onward, "numpy.float_")
    assert found is not None
    assert found.targets == ("numpy.float64",)
    going = [attribute("numpy.float_", deprecation=deprecation("It goes."))]
    found = seek(going, [*going, *onward], "numpy.float_")
    assert found is None or not found.targets


def test_a_written_path_means_no_other_than_itself() -> None:
    found = seek([klass("pydantic.Color")], [klass("pydantic.color.Color")], "pydantic.Color")
    assert found is not None
    assert (found.kind, found.targets) == (ReplacementKind.ADVICE, ())


def test_the_librarys_words_are_the_evidence_where_they_agree() -> None:
    old = [attribute("numpy.float_", deprecation=deprecation("Use `np.float64` instead."))]
    found = seek(old, [attribute("numpy.float64")], "numpy.float_")
    assert found is not None
    assert found.trust is Trust.CURATED
    assert found.evidence is not None
    assert found.evidence.release == "numpy 0.5"


def test_a_written_target_in_another_distribution_may_have_to_be_installed() -> None:
    found = seek([alias("flask.Markup", "elsewhere.Markup")], [], "flask.Markup")
    assert found is not None
    assert (found.targets, found.install) == (("markupsafe.Markup",), "markupsafe")


def test_a_written_expression_is_what_to_write() -> None:
    found = seek(
        [klass("pandas.DataFrame"), function("pandas.DataFrame.mad")],
        [klass("pandas.DataFrame")],
        "pandas.DataFrame.mad",
    )
    assert found is not None
    assert (found.kind, found.targets) == (ReplacementKind.EXPRESSION, ())


def test_a_written_parameter_is_offered_when_the_callable_takes_it() -> None:
    old = [function("pandas.date_range", signature("start", "closed="))]
    path = "pandas.date_range(closed)"
    found = seek(old, [function("pandas.date_range", signature("start", "inclusive="))], path)
    assert found is not None
    assert (found.kind, found.targets) == (ReplacementKind.PARAMETER, ("inclusive",))
    assert seek(old, [function("pandas.date_range", signature("start"))], path) is None


def test_written_advice_stands_alone() -> None:
    old = [klass("flask.Flask"), function("flask.Flask.before_first_request")]
    found = seek(old, [klass("flask.Flask")], "flask.Flask.before_first_request")
    assert found is not None
    assert found.kind is ReplacementKind.ADVICE


def test_what_is_written_of_a_name_older_than_all_records_is_offered() -> None:
    found = seek([], [attribute("numpy.float64")], "numpy.float_")
    assert found is not None
    assert found.targets == ("numpy.float64",)
    assert seek([], [attribute("numpy.float64")], "numpy.float_of_no_release") is None


def test_what_the_library_says_to_write_goes_before_written_advice() -> None:
    path = "flask.Flask.before_first_request"
    old = [klass("flask.Flask"), function(path, deprecation=deprecation("Use `flask.Flask.run_once` instead."))]
    found = seek(old, [klass("flask.Flask"), function("flask.Flask.run_once")], path)
    assert found is not None
    assert (found.trust, found.targets) == (Trust.LIBRARY, ("flask.Flask.run_once",))
    vague = [klass("flask.Flask"), function(path, deprecation=deprecation("Use something else instead."))]
    found = seek(vague, [klass("flask.Flask")], path)
    assert found is not None
    assert found.trust is Trust.CURATED
