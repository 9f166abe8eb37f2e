from __future__ import annotations

import pytest

from driftcheck.source.fences import find_fences
from driftcheck.source.places import Fragment


def lines_of_fences(text: str) -> list[tuple[str, ...]]:
    return [fragment.lines for fragment in find_fences(text)]


def test_code_keeps_its_lines() -> None:
    text = "Hi\n\n```python\na\nb\n```\n\n~~~ py title=x.py\nc\n~~~\n"
    assert list(find_fences(text)) == [Fragment(("a", "b"), 4), Fragment(("c",), 9)]


@pytest.mark.parametrize(
    "info",
    [
        *("python", "Python3", "py", "pycon", "ipython", "{python}", "{.python .numberLines}", " python title='a.py'"),
        *("{code-cell} ipython3", "{code-block} python", "python, ignore", "py:main.py"),
    ],
)
def test_languages_that_are_python(info: str) -> None:
    assert lines_of_fences(f"```{info}\na\n```") == [("a",)]


@pytest.mark.parametrize(
    "info", ["", "pytb", "text", "{note}", "bash", "cython", "py`x", "{code-block} c", "python-repl"]
)
def test_languages_that_are_not(info: str) -> None:
    assert lines_of_fences(f"```{info}\na\n```") == []


def test_a_fence_ends_with_one_of_its_kind_and_length() -> None:
    assert lines_of_fences("````python\n```\n~~~~~\n````` x\n`````\nno") == [("```", "~~~~~", "````` x")]


def test_a_fence_that_is_not_closed_ends_with_the_text() -> None:
    assert lines_of_fences("```python\na\n") == [("a", "")]


def test_what_stands_in_another_fence_is_shown_only() -> None:
    assert lines_of_fences("````markdown\n```python\na\n```\n````\n") == []


def test_code_may_be_indented_with_its_list() -> None:
    text = "1. One\n   ```python\n   if a:\n       b\n\n  c\n   ```\n- ```py\n  d\n  ```"
    first, second = find_fences(text)
    assert first.lines == ("if a:", "    b", "", "c")
    assert first.shifts == {0: 3, 1: 3, 3: 2}
    assert (second.lines, second.line, second.shifts) == (("d",), 9, {0: 2})
