from __future__ import annotations

from tests.casebook import Expected, read_cases

TEXT = """# Names

```python release=paint-1.0 file=paint/__init__.py
def tint(): ...
```

## First

```python release=paint-2.0 file=paint/__init__.py
def shade(): ...
## not a heading
```

```python
from paint import tint  # finding: DC101 "removed in paint 2.0" -> paint.shade
tint(hue=1, x=2)  # finding: DC301; DC304 "no recorded"
```

## Second

```python file=app/main.py pin=paint-1.0 python=3.11
import paint
```

```findings
requirements.txt:2 DC402 "not covered"
```
"""


def test_cases_share_what_stands_above_them() -> None:
    first, second = read_cases(TEXT)
    assert set(first.releases["paint"]) == {"1.0", "2.0"}
    assert set(second.releases["paint"]) == {"1.0"}
    assert (first.pins, second.pins) == ({"paint": "2.0"}, {"paint": "1.0"})
    assert str(second.python) == "3.11"


def test_expectations_stand_at_their_lines() -> None:
    first, second = read_cases(TEXT)
    assert first.expected == (
        Expected("main.py", 1, "DC101", "removed in paint 2.0", "paint.shade"),
        Expected("main.py", 2, "DC301", "", ""),
        Expected("main.py", 2, "DC304", "no recorded", ""),
    )
    assert second.expected == (Expected("requirements.txt", 2, "DC402", "not covered", ""),)
    assert list(second.modules) == ["app/main.py"]
