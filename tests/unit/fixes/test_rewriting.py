from __future__ import annotations

import pytest

from driftcheck.fixes.patterns import parse_pattern
from driftcheck.fixes.planning import Workbench
from driftcheck.model.edits import Refusal
from driftcheck.model.replacements import Fit
from tests.unit.fixes.findings import fixed, located, offer

JOIN = offer(
    "paint.join",
    fit=Fit.ADAPTED,
    rewrites=(("{a}.add({row:dict}, ...)", "paint.join([{a}, paint.Row({row})], ...)"),
              ("{a}.add({rows:list}, ...)", ""),
              ("{a}.add({other}, ...)", "paint.join([{a}, {other}], ...)")),
)  # fmt: skip


def rewritten(code: str, symbol: str, *rules: tuple[str, str], target: str = "paint.join") -> str:
    return fixed(code, symbol, offer(target, fit=Fit.ADAPTED, rewrites=rules), unsafe=True)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import paint as p\nx = x.@add(y)\n", "import paint as p\nx = p.join([x, y])\n"),
        ("import paint\nf().g.@add(y, deep=True)\n", "import paint\npaint.join([f().g, y], deep=True)\n"),
        ("import paint\nx.@add(other=y + z, **more)\n", "import paint\npaint.join([x, y + z], **more)\n"),
        ("import paint\nx.@add({'a': 1})\n", "import paint\npaint.join([x, paint.Row({'a': 1})])\n"),
        ("import paint\nr = {}\nx.@add(r)\n", "import paint\nr = {}\npaint.join([x, paint.Row(r)])\n"),
        ("import paint\nr = {}\nr = y\nx.@add(r)\n", "import paint\nr = {}\nr = y\npaint.join([x, r])\n"),
        ("import paint\nr = []\nx.@add(r)\n", "no: for people to change"),
        ("from paint import mix\nx.@add(y)\n", "from paint import mix, join\njoin([x, y])\n"),
        ("import paint\nx.@add(y).add(z)\n", "import paint\npaint.join([x, y]).add(z)\n"),
        ("import paint\nx.@add(\n    y,\n    deep=1,\n)\n", "import paint\npaint.join([x, y], deep=1)\n"),
        ("import paint\nx.@add([y])\n", "no: for people to change"),
        ("import paint\nx.@add(y, True)\n", "no: written in a way that no rule is for"),
        ("import paint\nx.@add(*y)\n", "no: written in a way that no rule is for"),
        ("import paint\nx.@add\n", "no: written in a way that no rule is for"),
        ("import paint\nx.@add()\n", "no: written in a way that no rule is for"),
        ("import paint\nx.@add(\n    y,  # the other\n)\n", "no: a comment would be lost"),
        ("import other\nx.@add(y)\n", "no: imported where an import cannot be added"),
    ],
)
def test_a_call_is_written_anew(before: str, after: str) -> None:
    assert fixed(before, "paint.Box.add", JOIN, unsafe=True) == after


def test_an_expression_changes_on_request_only() -> None:
    assert fixed("import paint\nx.@add(y)\n", "paint.Box.add", JOIN) == "no: for people"


@pytest.mark.parametrize(
    ("code", "after"),
    [
        ("x.@spread()\n", "(x - x.mean()).abs()\n"),
        ("a.b.@spread()\n", "(a.b - a.b.mean()).abs()\n"),
        ("f().@spread()\n", "no: an expression would be evaluated twice"),
    ],
)
def test_nothing_is_evaluated_twice(code: str, after: str) -> None:
    assert rewritten(code, "paint.Box.spread", ("{x}.spread()", "({x} - {x}.mean()).abs()")) == after


@pytest.mark.parametrize(
    ("code", "after"),
    [
        ("import p\ny = p.@LOW\n", "import p\ny = -p.low\n"),
        ("import p\nf(p.@LOW, a=p.LOW)\n", "import p\nf(-p.low, a=p.LOW)\n"),
        ("import p\n2 ** p.@LOW\n", "import p\n2 ** (-p.low)\n"),
        ("import p\np.@LOW.x\n", "import p\n(-p.low).x\n"),
        ("import p\n(p.@LOW).x\n", "import p\n(-p.low).x\n"),
    ],
)
def test_what_is_written_stands_in_parentheses_where_it_must(code: str, after: str) -> None:
    assert rewritten(code, "p.LOW", ("p.LOW", "-p.low"), target="p.low") == after


def test_what_fills_a_hole_stands_in_parentheses_where_it_must() -> None:
    rule = ("p.item({a})", "{a}.item()")
    assert rewritten("import p\np.@item(x + y)\n", "p.item", rule) == "import p\n(x + y).item()\n"
    assert rewritten("import p\np.@item(x[0])\n", "p.item", rule) == "import p\nx[0].item()\n"
    assert rewritten("import p\np.@item(lambda: 0)\n", "p.item", rule) == "import p\n(lambda: 0).item()\n"


def test_a_rule_on_a_parameter_hands_the_other_arguments_on() -> None:
    rule = ("{call}(*..., squeeze=True)", '{call}(*...).squeeze("columns")')
    assert rewritten("read(x, *a, @squeeze=True, b=1)\n", "p.read(squeeze)", rule) == (
        'read(x, *a, b=1).squeeze("columns")\n'
    )
    assert rewritten("read(@squeeze=True)\n", "p.read(squeeze)", rule) == 'read().squeeze("columns")\n'
    assert rewritten("read(@squeeze=maybe)\n", "p.read(squeeze)", rule).startswith("no: ")


def test_a_literal_is_met_by_its_value() -> None:
    rule = ('{call}(*..., how="left")', '{call}(*..., side="left")')
    assert rewritten("f(1, @how='left')\n", "p.f(how)", rule) == 'f(1, side="left")\n'
    assert rewritten("f(1, @how='right')\n", "p.f(how)", rule).startswith("no: ")


def test_a_function_is_known_by_what_it_was_imported_as() -> None:
    rule = ("p.err(*..., squared=False)", "p.root(*...)")
    assert rewritten("from p import err as e\ne(1, @squared=False)\n", "p.err(squared)", rule, target="p.root") == (
        "from p import err as e, root\nroot(1)\n"
    )
    assert rewritten("from q import err\nerr(1, @squared=False)\n", "p.err(squared)", rule).startswith("no: ")


def test_a_subscript_can_be_called() -> None:
    rule = ("p.cast[{t}]({a})", "p.as_({a}, dtype={t})")
    assert rewritten("import p\np.@cast[int](x)\n", "p.cast", rule) == "import p\np.as_(x, dtype=int)\n"


def test_a_finding_within_what_a_hole_takes_is_another_matter() -> None:
    rule = ("{a}.add({b})", "{a} + {b}")
    assert rewritten("x.add(y.@old)\n", "p.old", rule) == "no: written in a way that no rule is for"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("from p import @LOW, x\ny = LOW + 1\n", "from p import x, low\ny = (-low) + 1\n"),
        ("from p import @LOW as L\nf(L)\nf(x.L, L=1)\n", "from p import low\nf(-low)\nf(x.L, L=1)\n"),
        ("from p import @LOW\n__all__ = ['LOW']\n", "no: bound, or named, in other ways as well"),
        ("from p import @LOW\nLOW = LOW\n", "no: bound, or named, in other ways as well"),
        ("import p\nfrom p import @LOW\nf(LOW)\n", "import p\nf(-p.low)\n"),
    ],
)
def test_an_imported_name_is_written_anew_wherever_it_is_used(before: str, after: str) -> None:
    assert rewritten(before, "p.LOW", ("p.LOW", "-p.low"), target="p.low") == after


def test_an_imported_name_stays_where_it_is_not_used_or_other_code_may_know_it() -> None:
    rule = ("p.item({a})", "{a}.item()")
    assert rewritten("from p import @item\n", "p.item", rule) == "no: not used here"
    replacement = offer("p.join", fit=Fit.ADAPTED, rewrites=(rule,))
    plain, finding = located("from p import @item\nitem(x)\n", "p.item", replacement)
    made = Workbench(plain, lambda name: name == "item").propose(finding, unsafe=True)
    assert isinstance(made, Refusal)
    assert made.reason == "other code may know the name"


def test_of_an_imported_name_every_use_is_written_anew_or_none() -> None:
    rule = ("p.item({a})", "{a}.item()")
    assert rewritten("from p import @item\nitem(x)\nf(item)\n", "p.item", rule) == (
        "no: written in a way that no rule is for"
    )


def test_what_is_no_expression_is_no_pattern() -> None:
    with pytest.raises(ValueError, match="not a pattern"):
        parse_pattern("{a}.add(")
