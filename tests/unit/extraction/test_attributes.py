from __future__ import annotations

from driftcheck.model.symbols import Binding, Kind
from tests.surfaces import surface


def test_what_any_method_sets_on_its_receiver_is_a_member_of_instances() -> None:
    paint = surface("""
        class Brush:
            def __init__(self, width, colour: str = "red"):
                self.width = width
                self.colour = colour
                self.count: int = 0
            def load(self):
                self.paint, self.water = mix()
                if self.paint:
                    self.is_wet = self.paint in (1, 2)
                other.size = 1
    """)
    members = {s.path.rpartition(".")[2]: s for s in paint if s.binding is Binding.INSTANCE}
    assert sorted(members) == ["colour", "count", "is_wet", "paint", "water", "width"]
    assert members["colour"].type == "builtins.str"
    assert members["count"].type == "builtins.int"
    assert members["is_wet"].type == "builtins.bool"
    assert members["width"].type is None


def test_what_a_setter_sets_is_a_member_of_instances() -> None:
    paint = surface("""
        class Brush:
            def __init__(self, width: int):
                self.width = width
            @property
            def width(self) -> int:
                return self._width
            @width.setter
            def width(self, value: int) -> None:
                self._width = value
    """)
    assert (paint["paint.Brush._width"].type, paint["paint.Brush._width"].binding) == ("builtins.int", Binding.INSTANCE)
    assert paint["paint.Brush.width"].binding is Binding.PROPERTY


def test_an_instance_attribute_does_not_hide_what_the_class_binds() -> None:
    paint = surface("class Brush:\n    width = 3\n    def set(self, width):\n        self.width = width\n")
    assert paint["paint.Brush.width"].binding is Binding.PLAIN
    assert paint["paint.Brush.width"].type == "builtins.int"


def test_what_a_class_method_sets_is_a_member_of_the_class() -> None:
    paint = surface("""
        class Brush:
            @classmethod
            def prepare(cls):
                cls.registry = {}
            def __init_subclass__(cls):
                cls.kind = cls.__name__
            def __new__(cls):
                self = object.__new__(cls)
                return self
    """)
    assert paint["paint.Brush.registry"].binding is Binding.PLAIN
    assert paint["paint.Brush.registry"].type == "builtins.dict"
    assert "paint.Brush.kind" in paint


def test_a_function_that_a_class_method_hangs_on_the_class_is_a_method_of_unknown_signature() -> None:
    paint = surface("""
        class Brush:
            @classmethod
            def _add(cls):
                def sweep(self, *args):
                    return 1
                cls.sweep = sweep
    """)
    assert (paint["paint.Brush.sweep"].kind, paint["paint.Brush.sweep"].signatures) == (Kind.FUNCTION, ())


def test_an_instance_is_known_by_the_class_that_is_called() -> None:
    paint = surface("""
        class Colour: ...
        class Brush:
            def __init__(self):
                self.colour = Colour()
                self.nothing = None
    """)
    assert paint["paint.Brush.colour"].type == "paint.Colour"
    assert paint["paint.Brush.nothing"].type is None


def test_static_methods_have_no_receiver() -> None:
    paint = surface("class Brush:\n    @staticmethod\n    def of(other):\n        other.width = 1\n")
    assert "paint.Brush.width" not in paint


def test_attributes_of_what_a_constructor_makes_are_those_of_instances() -> None:
    paint = surface("""
        class Brush:
            def __new__(cls, width):
                made = super().__new__(cls)
                made.width = width
                other = load()
                other.level = 1
                return made
            @classmethod
            def fine(cls):
                brush = cls(1)
                brush.is_fine = True
                return brush
    """)
    assert {"width", "is_fine"} <= set(paint.names("paint.Brush"))
    assert "level" not in paint.names("paint.Brush")


def test_classes_and_their_instances_have_what_their_metaclass_sets() -> None:
    paint = surface({
        "paint/__init__.py": "from paint.meta import Meta\nclass Brush(metaclass=Meta):\n    own = 1\n",
        "paint/meta.py": """
            class Meta(type):
                def __new__(mcs, name, bases, attrs):
                    new_class = super().__new__(mcs, name, bases, attrs)
                    if "media" not in attrs:
                        new_class.media = make_media(new_class)
                    return new_class
                def __init__(cls, name, bases, attrs):
                    cls.registry = {}
                def method(cls): ...
        """,
    })  # fmt: skip
    assert {"media", "own", "registry"} <= set(paint.names("paint.Brush"))
    assert "method" not in paint.names("paint.Brush")


def test_what_a_metaclass_puts_into_classes_is_a_member_of_those_that_it_makes() -> None:
    paint = surface("""
        class Options: ...
        class Meta(type):
            def __new__(mcs, name, bases, attrs):
                attrs["_meta"] = find(bases)()
                attrs["__slots__"] = ()
                return super().__new__(mcs, name, bases, attrs)
        class Base:
            _meta = Options()
        class Brush(Base, metaclass=Meta): ...
    """)
    assert paint["paint.Base._meta"].type == "paint.Options"
    assert (paint["paint.Brush._meta"].type, paint["paint.Brush._meta"].binding) == (None, Binding.PLAIN)
    assert paint.names("paint.Brush") == ["_meta"]


def test_what_other_modules_set_on_an_object_is_a_member_of_its_class() -> None:
    paint = surface(
        {
            "paint/__init__.py": """
                from paint.base import Board
                class Canvas(Board):
                    def __init__(self):
                        self.size = 1
            """,
            "paint/base.py": """
                class Board:
                    name = "x"
            """,
            "paint/tools.py": """
                from __future__ import annotations
                from paint import Canvas
                class Tool:
                    def __init__(self, canvas: Canvas | None = None):
                        self.canvas = canvas
                        self.other = load()
                class Comb(Tool):
                    def run(self):
                        self.canvas.traces = []
                        self.canvas.size = 3
                        self.other.nothing = 1
                def prepare(canvas: "Canvas", other, text: str):
                    canvas.prepared = True
                    canvas.name = "y"
                    other.unprepared = True
                    text.long = 1
            """,
        }
    )
    assert paint.names("paint.Canvas") == ["__init__", "prepared", "size", "traces"]
    assert paint.names("paint.tools.Comb") == ["run"]
