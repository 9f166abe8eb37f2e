from __future__ import annotations

import pytest

from driftcheck.source.patterns import fault_of, specification


@pytest.mark.parametrize(
    ("pattern", "matching", "others"),
    [
        ("[[:alpha:]]x.py", ["zx.py"], ["0x.py", ":x.py"]),
        ("v[[:digit:]_]", ["v1", "v_", "a/v1"], ["va"]),
        ("[![:digit:]]", ["a"], ["1"]),
        ("[^[:upper:]a]", ["b"], ["B", "a"]),
        ("[:alpha:]", ["a", ":"], ["z"]),
        ("[[:fruit:]]", [], ["a"]),
        ("\\[a]", ["[a]"], ["a"]),
        ("[[]", ["["], ["a"]),
    ],
)
def test_brackets_mean_what_they_mean_to_git(pattern: str, matching: list[str], others: list[str]) -> None:
    spec = specification([pattern])
    assert [name for name in (*matching, *others) if spec.match_file(name)] == matching
    assert fault_of(pattern) is None


@pytest.mark.parametrize("pattern", ["[", "a[", "a[b/", "x[!]", "[]", "\\[a[", "\\", "!", "a\\"])
def test_what_can_match_nothing_is_told(pattern: str) -> None:
    fault = fault_of(pattern)
    assert fault is not None
    assert fault.isascii()
    assert fault.startswith(f"{pattern!a} ")
