from __future__ import annotations

from driftcheck.extraction.outreach import BY_CALL
from tests.surfaces import surface


def test_who_calls_a_function_that_binds_names_in_its_callers_module_is_open() -> None:
    paint = surface(
        {
            "paint/__init__.py": "from paint._lazy import add_aliases\nadd_aliases({'tint': 'paint.colour.tint'})\n",
            "paint/_lazy.py": """
            import sys
            def add_aliases(aliases):
                space = sys._getframe(1).f_globals
                sys.modules[space["__name__"]].__dict__["__getattr__"] = aliases.get
        """,
            "paint/colour.py": "from paint._lazy import add_aliases\ndef tint(): ...\n",
        }
    )
    assert paint.open_reason("paint") == BY_CALL
    assert paint.open_reason("paint.colour") is None, "it does not call it"
    assert paint.open_reason("paint._lazy") is None


def test_a_class_is_open_whose_subclass_hook_hands_it_to_what_fills_it() -> None:
    paint = surface(
        {
            "paint/__init__.py": """
            from paint._inject import inject, note
            class Reduces:
                def __init_subclass__(cls, **kwargs):
                    inject(cls)
            class Noted:
                def __init_subclass__(cls, **kwargs):
                    note(cls)
        """,
            "paint/_inject.py": """
            def inject(cls):
                for name in ("min", "max"):
                    setattr(cls, name, load(name))
            def note(cls):
                cls.noted = True
        """,
        }
    )
    assert paint.open_reason("paint.Reduces") == "members set by name"
    assert paint.open_reason("paint.Noted") is None


def test_classes_are_open_whose_metaclass_sets_members_by_name_when_it_makes_them() -> None:
    paint = surface("""
        class Managed(type):
            def __init__(cls, *args):
                for name in facts(cls):
                    setattr(cls, name, 1)
        class Plain(type):
            def __init__(cls, *args):
                setattr(cls, "kind", 1)
        class Basic(metaclass=Managed): ...
        class Other(metaclass=Plain): ...
        class Holder:
            def __init__(self, **values):
                for name, value in values.items():
                    setattr(self, name, value)
        class Estimator:
            def set_params(self, **values):
                for name, value in values.items():
                    setattr(self, name, value)
    """)
    assert paint.open_reason("paint.Basic") == "members set by name"
    assert paint.open_reason("paint.Other") is None
    assert paint.open_reason("paint.Holder") == "members set by name"
    assert paint.open_reason("paint.Estimator") is None, "what it has is set anew, as a rule"


def test_a_metaclass_that_adds_to_what_the_body_of_a_class_binds_leaves_its_classes_open() -> None:
    paint = surface("""
        class Eventful(type):
            def __new__(mcs, name, bases, attrs):
                for event in attrs.get("EVENTS", []):
                    attrs[event] = listen(event)
                return super().__new__(mcs, name, bases, attrs)
        class Noting(type):
            def __new__(mcs, name, bases, attrs):
                attrs["_noted"] = True
                kept = {}
                kept[name] = attrs
                return super().__new__(mcs, name, bases, attrs)
        class Button(metaclass=Eventful): ...
        class Note(metaclass=Noting): ...
    """)
    assert paint.open_reason("paint.Button") == "members set by name"
    assert paint.open_reason("paint.Note") is None


def test_a_hook_that_cannot_be_read_leaves_its_module_open() -> None:
    paint = surface(
        {
            "paint/__init__.py": "from paint._lazy import lazy\nlazy(globals())\n",
            "paint/_lazy.py": "from brush import hook\ndef lazy(space):\n    space['__getattr__'] = hook(space)\n",
        }
    )
    assert paint.open_reason("paint") is not None


_HOOK = """
def lazy(space, aliases):
    def __getattr__(name):
        if name in aliases:
            return load(aliases[name])
        raise AttributeError(name)
    space["__getattr__"] = __getattr__
"""


def test_a_hook_that_a_function_puts_into_a_module_is_asked() -> None:
    paint = surface(
        {
            "paint/__init__.py": "from paint._lazy import lazy\nlazy(globals(), {'tint': '.a', 'shade': '.a'})\n",
            "paint/_lazy.py": _HOOK,
        }
    )
    assert "paint.tint" in paint
    assert "paint.shade" in paint
    assert paint.open_reason("paint") is None


def test_what_fills_a_module_when_nobody_looks_leaves_it_open_whatever_else_was_followed() -> None:
    paint = surface("""
        def declare(**names):
            globals().update(names)
        declare(tint=1)
        @load
        def initialize(space=globals()):
            space.update(names_of(space))
    """)
    assert paint.open_reason("paint") is not None
