"""Whatever the code: comments are added to silence all that is found, and none of them is idle."""

from __future__ import annotations

import ast

from hypothesis import given, settings

from tests.property.test_fixes import texts
from tests.unit.test_silencing import silence


@settings(max_examples=50, deadline=None)
@given(texts)
def test_what_is_silenced_is_silent_and_nothing_else_changed(text: str) -> None:
    made = silence(text)
    assert not made.report.findings
    for file in made.files:
        after = file.after.decode()
        assert ast.dump(ast.parse(after)) == ast.dump(ast.parse(text))
        assert not file.refused
        assert silence(after).files == ()
        written = [line.partition("  # driftcheck: ignore[")[0] for line in after.splitlines()]
        assert [line.rstrip() for line in text.splitlines()] == [line.rstrip() for line in written]
