from __future__ import annotations

import pytest

from tests.surfaces import surface

WRAPS = "import functools\n"


def call_of_decorated(decorator: str, *, use: str = "@decorate") -> str | None:
    """What is known of the signature of `tint(colour, level)` under a decorator of the library's own."""
    return surface(f"{WRAPS}{decorator}\n{use}\ndef tint(colour, level): ...\n").call("paint.tint")


@pytest.mark.parametrize(
    "decorator",
    [
        "def decorate(f):\n    return f",
        "def decorate(cls):\n    return cls",
        "def decorate(f):\n    f.is_tool = True\n    return f",
        (
            "def decorate(f):\n    @functools.wraps(f)\n    def wrapper(*args, **kwargs):\n"
            "        return f(*args, **kwargs)\n    return wrapper"
        ),
        (
            "def decorate(f):\n    @functools.wraps(f)\n    def wrapper(self, *args, **kwargs):\n"
            "        log(kwargs.get('level'))\n        return f(self, *args, **kwargs)\n    return wrapper"
        ),
        (
            "def decorate(f):\n    def wrapper(*args, **kwargs):\n        return f(*args, **kwargs)\n"
            "    return functools.update_wrapper(wrapper, f)"
        ),
        "def decorate(f=None, *, k=1):\n    if not f:\n        return functools.partial(decorate, k=k)\n    return f",
        "def decorate(f=None, *, k=1):\n    if f is None:\n        return lambda g: decorate(g, k=k)\n    return f",
        "def decorate(f):\n    original = f\n    f = f.inner\n    return original",
        (
            "def decorate(f=None):\n    def inner(g):\n        return typing.cast('F', g)\n"
            "    return inner if f is None else inner(f)"
        ),
    ],
)
def test_a_decorator_that_hands_everything_over_keeps_the_signature(decorator: str) -> None:
    assert call_of_decorated(decorator) == "colour, level"


def test_a_factory_of_decorators_is_looked_into() -> None:
    decorator = "def decorate(name):\n    def inner(f):\n        REGISTRY[name] = f\n        return f\n    return inner"
    assert call_of_decorated(decorator, use="@decorate('x')") == "colour, level"


@pytest.mark.parametrize(
    "decorator",
    [
        "def decorate(f):\n    def wrapper(*args):\n        return f(*args)\n    return wrapper",
        "def decorate(f):\n    return Tool(f)",
        (
            "def decorate(f):\n    @functools.wraps(f)\n    def wrapper(*args, level=3):\n"
            "        return f(*args, level=level)\n    return wrapper"
        ),
        "from elsewhere import decorate",
    ],
)
def test_a_decorator_that_may_change_the_call_leaves_it_unknown(decorator: str) -> None:
    assert call_of_decorated(decorator) is None


@pytest.mark.parametrize(
    "decorator",
    [
        (
            "def decorate(f):\n    @functools.wraps(f)\n    def wrapper(*args, **kwargs):\n"
            "        kwargs.pop('color', None)\n        return f(*args, **kwargs)\n    return wrapper"
        ),
        (
            "def decorate(f):\n    @functools.wraps(f)\n    def wrapper(*args, **kwargs):\n"
            "        if 'color' in kwargs:\n            del kwargs['color']\n        return f(*args, **kwargs)\n"
            "    return wrapper"
        ),
        (
            "def decorate(f):\n    @functools.wraps(f)\n    def wrapper(*args, **kwargs):\n"
            "        return f(context(), *args, **kwargs)\n    return wrapper"
        ),
        (
            "def decorate(f):\n    @functools.wraps(f)\n    def wrapper(*args, data=None, **kwargs):\n"
            "        return f(*args, **kwargs)\n    return wrapper"
        ),
        (
            "def decorate(f):\n    @functools.wraps(f)\n    def wrapper(*args, **kwargs):\n"
            "        return f(*args, level=3, **kwargs)\n    return wrapper"
        ),
    ],
)
def test_a_wrapper_that_may_take_more_takes_what_it_wraps(decorator: str) -> None:
    assert call_of_decorated(decorator) == "colour, level, **added"


@pytest.mark.parametrize(
    ("decorator", "is_closed"),
    [
        ("def decorate(cls):\n    return cls", True),
        ("def decorate(cls):\n    REGISTRY.append(cls)\n    return cls", True),
        ("def decorate(name):\n    def inner(cls):\n        return cls\n    return inner", True),
        ("def decorate(cls):\n    for n in NAMES:\n        setattr(cls, n, 1)\n    return cls", False),
        ("def decorate(cls):\n    cls.extra = 1\n    return cls", True),
        ("def decorate(cls):\n    add_methods(cls)\n    return cls", False),
        ("def decorate(cls):\n    return Wrapped(cls)", False),
    ],
)
def test_a_class_is_closed_only_where_its_decorator_leaves_it_alone(decorator: str, *, is_closed: bool) -> None:
    use = "@decorate('x')" if "inner" in decorator else "@decorate"
    paint = surface(f"REGISTRY = []\n{decorator}\n{use}\nclass Brush: ...\n")
    assert (paint.open_reason("paint.Brush") is None) is is_closed


def test_a_decorator_is_followed_to_where_it_is_defined() -> None:
    paint = surface({
        "paint/__init__.py": "from paint._tools import decorate as tool\n@tool\ndef tint(colour): ...\n",
        "paint/_tools.py": "from paint._core import decorate\n",
        "paint/_core.py": "def decorate(f):\n    return f\n",
    })  # fmt: skip
    assert paint.call("paint.tint") == "colour"


def test_a_method_used_as_decorator_keeps_what_it_gives_back() -> None:
    paint = surface(
        "class Tools:\n    def decorate(self, f):\n        return f\n    def chain(self):\n        return self\n"
    )
    assert paint.returns("paint.Tools.chain") == "typing.Self"


def test_a_decorator_that_adds_keywords_leaves_them_open() -> None:
    paint = surface(
        "from paint._axis import _axis_nan_policy_factory\n@_axis_nan_policy_factory(1)\ndef mean(a): ...\n"
    )
    assert paint.call("paint.mean") == "a, **added"
