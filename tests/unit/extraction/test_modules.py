from __future__ import annotations

import pytest

from driftcheck.extraction.modules import read_module
from driftcheck.model.symbols import Binding, Kind
from tests.surfaces import surface


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("RED, (GREEN, *REST) = load()", ["GREEN", "RED", "REST"]),
        ("[LIGHT, DARK] = load()", ["DARK", "LIGHT"]),
        ("A = B = 1", ["A", "B"]),
        ("for shade in range(3):\n    level = shade", ["level", "shade"]),
        ("for name, value in pairs():\n    pass", ["name", "value"]),
        ("with open_palette() as palette:\n    first = palette[0]", ["first", "palette"]),
        ("while probing():\n    depth = 1", ["depth"]),
        ("try:\n    import colour\nexcept ImportError:\n    colour = None", ["colour"]),
        ("try:\n    pass\nfinally:\n    done = True", ["done"]),
        ("if available():\n    x = 1\nelse:\n    y = 2", ["x", "y"]),
        ("match probe():\n    case 1:\n        one = 1\n    case _:\n        other = 2", ["one", "other"]),
        ("counter: int = 0", ["counter"]),
        ("total = 0\ntotal += 1", ["total"]),
        ("import colour.space", ["colour"]),
        ("import colour.space as cs", ["cs"]),
        ("async def fetch(): ...", ["fetch"]),
        ("def start():\n    global running\n    running = True", ["running", "start"]),
    ],
)  # fmt: skip
def test_every_statement_that_binds_binds(text: str, names: list[str]) -> None:
    assert surface(text).names("paint") == names


def test_an_annotation_alone_binds_nothing_in_a_module_and_an_instance_attribute_in_a_class() -> None:
    paint = surface("colour: str\nclass Brush:\n    width: int\n")
    assert "paint.colour" not in paint
    assert paint["paint.Brush.width"].binding is Binding.INSTANCE
    assert paint["paint.Brush.width"].type == "builtins.int"


def test_a_deleted_name_is_gone_with_its_members() -> None:
    paint = surface("""
        class _Builder:
            def build(self): ...
        palette = _Builder().build()
        import sys
        del _Builder, sys
    """)
    assert paint.names("paint") == ["palette"]
    assert "paint._Builder.build" not in paint


def test_what_is_deleted_under_a_condition_may_be_there() -> None:
    assert "paint.tint" in surface("import sys\ndef tint(): ...\nif sys.version_info >= (3, 12):\n    del tint\n")


def test_what_only_type_checkers_import_is_not_bound_but_annotations_know_it() -> None:
    paint = surface({
        "paint/__init__.py": """
            from typing import TYPE_CHECKING
            if TYPE_CHECKING:
                from paint.brush import Brush
            else:
                fallback = 1
            def pick() -> Brush: ...
        """,
        "paint/brush.py": "class Brush: ...",
    })  # fmt: skip
    assert "paint.Brush" not in paint
    assert "paint.fallback" in paint
    assert paint.returns("paint.pick") == "paint.brush.Brush"


def test_a_definition_in_a_handler_stays_behind_the_one_that_was_tried() -> None:
    paint = surface("""
        try:
            from fastpaint import tint, speed
        except ImportError:
            def tint(colour): ...
            def slow(): ...
    """)
    assert paint.target("paint.tint") == "fastpaint.tint"
    assert paint["paint.slow"].kind is Kind.FUNCTION


def test_the_first_branch_of_an_undecidable_test_wins_for_a_name_that_both_bind() -> None:
    paint = surface("if fast():\n    def tint(colour, level): ...\nelse:\n    tint = None\n")
    assert paint.call("paint.tint") == "colour, level"


def test_conditions_on_the_version_of_python_are_kept() -> None:
    paint = surface("""
        import sys
        if sys.version_info >= (3, 11):
            def tint(colour, *, level): ...
        else:
            def tint(colour): ...
        if sys.version_info < (3, 9):
            def shade(): ...
    """)
    assert {s.condition for s in paint.all("paint.tint")} == {"python>=3.11", "python<3.11"}
    assert paint["paint.shade"].condition == "python<3.9"


def test_a_later_definition_replaces_an_earlier_one_with_all_its_members() -> None:
    paint = surface("""
        class Brush:
            def old(self): ...
        class Brush:
            def new(self): ...
    """)
    assert paint.names("paint.Brush") == ["new"]


def test_assignment_from_a_dotted_name_is_an_alias() -> None:
    paint = surface("""
        import colour.space
        from . import _core
        hue = colour.space.hue
        tint = _core.tint
        def shade(): ...
        darken = shade
    """)
    assert paint.target("paint.hue") == "colour.space.hue"
    assert paint.target("paint.tint") == "paint._core.tint"
    assert paint.target("paint.darken") == "paint.shade"


@pytest.mark.parametrize(
    ("name", "statement", "target"),
    [
        ("tint", "from .core import tint", "paint.tools.core.tint"),
        ("tint", "from ..core import tint", "paint.core.tint"),
        ("tint", "from .. import tint", "paint.tint"),
        ("core", "from .. import core", "paint.core"),
        ("shade", "from .core import tint as shade", "paint.tools.core.tint"),
    ],
)
def test_relative_imports_are_made_absolute(name: str, statement: str, target: str) -> None:
    paint = surface({
        "paint/__init__.py": "",
        "paint/core.py": "def tint(): ...",
        "paint/tools/__init__.py": statement,
        "paint/tools/core.py": "def tint(): ...",
    })  # fmt: skip
    assert [s.target for s in paint.all(f"paint.tools.{name}") if s.kind is Kind.ALIAS] == [target]


def test_an_import_of_the_own_submodule_leaves_the_submodule_alone() -> None:
    paint = surface({"paint/__init__.py": "from . import core", "paint/core.py": ""})
    assert paint["paint.core"].kind is Kind.MODULE


def test_a_member_and_a_submodule_of_the_same_name_are_two_facts() -> None:
    paint = surface({
        "paint/__init__.py": "from paint.mapper import mapper\n",
        "paint/mapper.py": "def mapper(cls): ...",
    })  # fmt: skip
    assert [s.kind for s in paint.all("paint.mapper")] == [Kind.MODULE, Kind.ALIAS]


def test_a_module_that_warns_on_import_is_deprecated() -> None:
    paint = surface({
        "paint/__init__.py": "",
        "paint/old.py": """
            import warnings
            warnings.warn("paint.old is deprecated, use paint.new instead", DeprecationWarning, stacklevel=2)
        """,
        "paint/quiet.py": """
            import warnings
            warnings.warn("no display found", RuntimeWarning)
        """,
    })  # fmt: skip
    assert paint.deprecation("paint.old").message == "paint.old is deprecated, use paint.new instead"
    assert paint["paint.quiet"].deprecation is None


def test_a_module_docstring_may_deprecate_the_module() -> None:
    paint = surface('"""Old colours.\n\n.. deprecated:: 2.1\n   Use new colours.\n"""\n')
    assert (paint.deprecation("paint").since, paint.deprecation("paint").evidence) == ("2.1", "docstring")


@pytest.mark.parametrize("text", ["def broken(:", "x = 1\x00", "(" * 5000 + ")" * 5000])
def test_a_module_that_cannot_be_parsed_is_there_and_open(text: str) -> None:
    paint = surface({"paint/__init__.py": "", "paint/broken.py": text})
    assert paint.open_reason("paint.broken") == "could not be parsed"
    assert paint.open_reason("paint") is None


def test_a_module_that_nests_too_deep_is_open_and_costs_no_other() -> None:
    branches = "".join(f"    {'if' if not i else 'elif'} name == {i}: return {i}\n" for i in range(950))
    paint = surface({"paint/__init__.py": "x = 1", "paint/deep.py": f"def __getattr__(name):\n{branches}"})
    assert paint.open_reason("paint.deep") is not None
    assert "paint.x" in paint


def test_a_class_monkeypatched_at_module_level_has_the_member() -> None:
    paint = surface("""
        class Brush: ...
        def _paint(self): ...
        Brush.paint = _paint
        Brush.width = 3
    """)
    assert paint.target("paint.Brush.paint") == "paint._paint"
    assert "paint.Brush.width" in paint


def test_type_variables_are_no_aliases_and_bind() -> None:
    paint = surface("from typing import TypeVar\nT = TypeVar('T')\nU = T\n")
    assert paint.names("paint") == ["T", "TypeVar", "U"]
    assert paint["paint.U"].kind is Kind.ATTRIBUTE


def test_a_star_import_of_nothing_known_opens_the_module() -> None:
    assert surface("from ...outside import *").open_reason("paint") == "star import of an unknown module"


def test_what_a_stub_imports_is_no_evidence_of_a_name() -> None:
    facts = read_module("paint.core", "from os import path\nfrom .x import y as y\n", is_package=False, is_stub=True)
    assert [(s.path, s.condition) for s in facts.symbols[1:]] == [("paint.core.y", None)]


def test_nested_classes_are_members_as_deep_as_they_go() -> None:
    paint = surface("class Brush:\n    class Meta:\n        class Inner:\n            size = 3\n")
    assert paint["paint.Brush.Meta.Inner.size"].type == "builtins.int"


def test_imports_are_taken_down_as_incidental_unless_they_are_the_package_own() -> None:
    paint = surface({
        "paint/__init__.py": "import os\nfrom json import dumps\nfrom paint.core import tint\n",
        "paint/core.py": "def tint(): ...",
    })  # fmt: skip
    assert {name: paint[f"paint.{name}"].is_public for name in ("os", "dumps", "tint")} == {
        "os": False,
        "dumps": False,
        "tint": True,
    }


def test_functions_that_write_globals_leave_the_module_open() -> None:
    assert surface("def install(name):\n    globals()[name] = 1\n").open_reason("paint") == "names bound by a function"


@pytest.mark.parametrize("other", ["Brush = Plain", "from paint.plain import Brush"])
def test_a_definition_stays_where_a_test_that_nobody_knows_may_replace_it(other: str) -> None:
    paint = surface(f"""
        class Plain: ...
        class Brush:
            def tint(self): ...
        if not fast():
            {other}
    """)
    assert paint["paint.Brush"].kind is Kind.CLASS
    assert paint["paint.Brush"].open_reason is None
    assert "paint.Brush.tint" in paint


def test_a_placeholder_gives_way_to_what_a_test_may_bind() -> None:
    paint = surface("brush = None\nif fast():\n    from paint.fast import brush\n")
    assert paint.target("paint.brush") == "paint.fast.brush"


def test_within_one_branch_the_later_binding_counts() -> None:
    paint = surface("if fast():\n    from paint.slow import brush\n    from paint.fast import brush\n")
    assert paint.target("paint.brush") == "paint.fast.brush"


@pytest.mark.parametrize(
    "text",
    [
        "if fast():\n    class Brush:\n        tint = 1\nelse:\n    class Brush:\n        def shade(self): ...",
        "class Brush:\n    def tint(self): ...\nif fast():\n    class Brush:\n        def shade(self): ...",
    ],
)
def test_a_class_that_is_defined_in_two_ways_is_open(text: str) -> None:
    assert surface(text).open_reason("paint.Brush") == "defined in several ways"


def test_a_function_that_is_defined_in_two_ways_takes_what_either_takes() -> None:
    paint = surface("if fast():\n    def tint(colour): ...\nelse:\n    def tint(colour, level): ...\n")
    assert [[p.name for p in s.parameters] for s in paint["paint.tint"].signatures] == [["colour"], ["colour", "level"]]


@pytest.mark.parametrize(
    "text",
    [
        "if (tint := load()) is not None:\n    pass",
        "while (tint := load()):\n    pass",
        "shade = (tint := load()) + 1",
        "print(tint := load())",
        "with (tint := load()):\n    pass",
        "found = [tint := colour for colour in load()]",
    ],
)
def test_a_named_expression_binds_where_its_statement_stands(text: str) -> None:
    assert "paint.tint" in surface(text)


def test_a_named_expression_of_a_function_or_lambda_stays_there() -> None:
    paint = surface("def find():\n    if (tint := load()):\n        return tint\nlater = lambda: (shade := 1)\n")
    assert paint.names("paint") == ["find", "later"]


def test_literal_code_shows_what_it_binds_to_whoever_executes_it() -> None:
    paint = surface("""
        exec_ = find("exec")
        exec_(\"\"\"
        def tint(value):
            return value
        \"\"\")
        exec("shade = 1")
    """)
    assert paint.names("paint") == ["exec_", "shade", "tint"]
    assert paint.open_reason("paint") is None
    assert not paint["paint.tint"].signatures, "nothing is claimed of how it is called"


def test_what_a_function_sets_on_another_module_is_there_for_whoever_calls_it() -> None:
    files = {
        "paint/__init__.py": "",
        "paint/mail.py": "def send(): ...\n",
        "paint/testing.py": """
from paint import mail
from paint.mail import send as other

class Own: ...

def set_up(request, other):
    mail.outbox = []
    request.seen = other.seen = True
    Own.made = 3
    local = request
    local.kept = 1

def set_up_too():
    import paint
    import paint.mail as post
    import paint.mail as mail
    paint.ready = True
    post.queue = []
    mail = local
    mail.lost = 1
""",
    }
    paint = surface(files)
    assert "paint.mail.outbox" in paint
    assert "paint.mail.seen" not in paint
    assert "paint.mail.send.seen" not in paint
    assert "paint.mail.kept" not in paint
    assert "paint.ready" in paint
    assert "paint.mail.queue" in paint
    assert "paint.mail.lost" not in paint
