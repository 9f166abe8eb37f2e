from __future__ import annotations

import inspect
import re
import textwrap
import tomllib
from importlib.resources import files

import pytest

from driftcheck.extraction.deprecations import decorator_meaning, from_message
from driftcheck.extraction.directives import from_docstring
from driftcheck.model.symbols import Deprecation
from tests.surfaces import surface

IMPORTS = """
import warnings
from warnings import warn, deprecated
import typing_extensions
from paint._warn import deprecate, warn_deprecated, PaintDeprecationWarning, Paint4Warning, RemovedInPaint50Warning
from paint._warn import MatplotlibThing, warn_external, lib
VERSION_NOTE = "tint is deprecated, use shade"
"""


def said_of(definition: str, path: str = "paint.tint") -> Deprecation | None:
    """What is read of a symbol that is defined after the usual imports."""
    return surface(IMPORTS + textwrap.dedent(definition))[path].deprecation


@pytest.mark.parametrize(
    ("decorator", "expected"),
    [
        ('@deprecated("Use shade() instead")', Deprecation("pep702", message="Use shade() instead")),
        (
            '@typing_extensions.deprecated("Use shade", category=None)',
            Deprecation("pep702", message="Use shade"),
        ),
        ("@deprecate", Deprecation("decorator")),
        (
            '@deprecated_func("3.0.0", "6.0.0", text="Use shade instead.")',
            Deprecation("decorator", since="3.0.0", removal="6.0.0", message="Use shade instead."),
        ),
        (
            '@deprecate_with_version("tint is deprecated. Use shade", since="2.1", until="4.0")',
            Deprecation("decorator", since="2.1", removal="4.0", message="tint is deprecated. Use shade"),
        ),
        ('@deprecate("1.2")', Deprecation("decorator", since="1.2")),
        (
            '@deprecate(since="1.2", removal="2.0", alternative="paint.shade")',
            Deprecation("decorator", since="1.2", removal="2.0", alternative="paint.shade"),
        ),
        (
            '@deprecate("1.2", alternative="shade", pending=True)',
            Deprecation("decorator", since="1.2", alternative="shade", pending=True),
        ),
        (
            '@deprecate("tint is deprecated since version 1.4 and will be removed in 2.0. Use shade.")',
            Deprecation(
                "decorator",
                since="1.4",
                removal="2.0",
                message="tint is deprecated since version 1.4 and will be removed in 2.0. Use shade.",
            ),
        ),
        (
            "@deprecate(VERSION_NOTE)",
            Deprecation("decorator", message="tint is deprecated, use shade"),
        ),
        ('@deprecate("shade", "1.2")', Deprecation("decorator", since="1.2", alternative="shade")),
    ],
)
def test_decorators(decorator: str, expected: Deprecation) -> None:
    assert said_of(f"{decorator}\ndef tint(): ...\n") == expected


def test_a_deprecating_decorator_leaves_the_signature_known() -> None:
    assert surface(IMPORTS + '@deprecate("1.2")\ndef tint(colour): ...\n').call("paint.tint") == "colour"


@pytest.mark.parametrize("decorator", ["@deprecate('1.2')", "@deprecated('Use Pen')"])
def test_classes_and_their_methods_may_be_decorated(decorator: str) -> None:
    definition = f"""
        {decorator}
        class Brush: ...
        class Pen:
            {decorator}
            def tint(self): ...
            @property
            {decorator}
            def width(self): ...
    """
    for path in ("paint.Brush", "paint.Pen.tint", "paint.Pen.width"):
        assert said_of(definition, path) is not None


@pytest.mark.parametrize(
    "name",
    [
        "_copy_docstring_and_deprecators",
        "wraps",
        "lru_cache",
        "deprecate_nonkeyword_arguments",
        "final",
        "array_function_dispatch",
        "array_function_from_dispatcher",
    ],
)
def test_decorators_that_say_nothing_of_what_they_decorate(name: str) -> None:
    assert decorator_meaning(f"paint.{name}") == "keeps"
    assert said_of(f"from paint._tools import {name}\n@{name}\ndef tint(): ...\n") is None


@pytest.mark.parametrize(
    ("decorator", "old", "expected"),
    [
        (
            'rename_parameter("1.2", old="color", new="colour")',
            "color",
            Deprecation("decorator", since="1.2", alternative="colour"),
        ),
        (
            'deprecate_kwarg(old_arg_name="color", new_arg_name="colour")',
            "color",
            Deprecation("decorator", alternative="colour"),
        ),
        ('delete_parameter("1.2", "level")', "level", Deprecation("decorator", since="1.2")),
        (
            'deprecated_arg("level", since="1.2", message="No longer used.")',
            "level",
            Deprecation("decorator", since="1.2", message="No longer used."),
        ),
    ],
)
def test_decorators_that_speak_of_a_parameter(decorator: str, old: str, expected: Deprecation) -> None:
    name = decorator.partition("(")[0]
    paint = surface(f"from paint._warn import {name}\n@{decorator}\ndef tint(colour, level=1): ...\n")
    assert paint["paint.tint"].deprecation is None
    assert paint.parameter("paint.tint", old).deprecation == expected


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ('warnings.warn("tint is deprecated", DeprecationWarning)', "tint is deprecated"),
        ('warn("tint is deprecated", category=DeprecationWarning, stacklevel=2)', "tint is deprecated"),
        ('warnings.warn("tint is going", PendingDeprecationWarning)', "tint is going"),
        ('warnings.warn("tint will be removed", FutureWarning)', "tint will be removed"),
        ('warnings.warn("use shade instead", PaintDeprecationWarning)', "use shade instead"),
        ('warnings.warn("tint goes", Paint4Warning)', "tint goes"),
        ('warnings.warn("tint goes", RemovedInPaint50Warning)', "tint goes"),
        ('warnings.warn(\n        "tint is deprecated, "\n        "use shade", DeprecationWarning)',
         "tint is deprecated, use shade"),
        ('warnings.warn(f"{name} is deprecated, use {VERSION_NOTE}", DeprecationWarning)',
         "… is deprecated, use tint is deprecated, use shade"),
        ('warnings.warn("%s is deprecated" % name, DeprecationWarning)', "%s is deprecated"),
        ('warnings.warn("tint is " + word, DeprecationWarning)', "tint is …"),
        ("warnings.warn(VERSION_NOTE, DeprecationWarning)", "tint is deprecated, use shade"),
        ('warn_deprecated("tint is deprecated, use shade")', "tint is deprecated, use shade"),
        ('deprecate("tint is going away", "2.0")', "tint is going away"),
        ('warn_external("this is deprecated now")', "this is deprecated now"),
    ],
)  # fmt: skip
def test_a_function_that_warns_whenever_it_is_called_is_deprecated(call: str, message: str) -> None:
    said = said_of(f"def tint(name, word):\n    {call}\n    return 1\n")
    assert said is not None
    assert (said.evidence, said.message) == ("warning", message)


@pytest.mark.parametrize(
    ("annotation", "message"),
    [
        ('Annotated[str, deprecated("Use shade.")]', "Use shade."),
        ('typing.Annotated[str, doc("The tint."), typing_extensions.deprecated("Use shade.")]', "Use shade."),
        ('Annotated[str, doc("deprecated")]', None),
        ('list[str, deprecated("Use shade.")]', None),
    ],
)
def test_an_annotation_may_say_that_its_parameter_is_deprecated(annotation: str, message: str | None) -> None:
    said = (
        surface(IMPORTS + f"def tint(a, *, old: {annotation} = None): ...").parameter("paint.tint", "old").deprecation
    )
    assert (said and said.message) == message


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ('msg = "tint is deprecated"', "tint is deprecated"),
        ('msg = ("tint is deprecated in favour of "\n           "shade")', "tint is deprecated in favour of shade"),
        ('msg = f"tint is deprecated, {VERSION_NOTE}"', "tint is deprecated, tint is deprecated, use shade"),
        ('msg = "tint is deprecated"\n    if name:\n        msg = "use shade"', None),
        ("msg = describe(name)", None),
    ],
)
def test_a_message_may_be_bound_to_a_local_name(words: str, message: str | None) -> None:
    said = said_of(f"def tint(name):\n    {words}\n    warnings.warn(msg, DeprecationWarning)\n    return 1\n")
    assert (said and said.message) == message


@pytest.mark.parametrize("maker", ["__init__(self)", "__new__(cls)"])
def test_a_class_is_deprecated_where_making_an_instance_always_warns(maker: str) -> None:
    said = said_of(f'class tint:\n    def {maker}:\n        warnings.warn("tint goes", DeprecationWarning)\n')
    assert said is not None
    assert said.message == "tint goes"


@pytest.mark.parametrize(
    "body",
    [
        'warnings.warn("this is slow")',
        'warnings.warn("no display", RuntimeWarning)',
        'warnings.warn("the default will change", FutureWarning)',
        'warnings.warn("odd colour", UserWarning)',
        'warn_external("odd colour given")',
        'if x:\n        warnings.warn("tint of x is deprecated", DeprecationWarning)',
        'for y in x:\n        warnings.warn("deprecated", DeprecationWarning)',
        'try:\n        go()\n    except KeyError:\n        warnings.warn("tint is deprecated", DeprecationWarning)',
        'def inner():\n        warnings.warn("tint is deprecated", DeprecationWarning)\n    return inner',
        'warnings.filterwarnings("ignore", category=DeprecationWarning)',
        'raise DeprecationWarning("gone")',
    ],
)
def test_what_is_not_a_deprecation_of_the_function(body: str) -> None:
    assert said_of(f"def tint(a, x=None):\n    {body}\n") is None


@pytest.mark.parametrize(
    "test",
    ["level is not None", "level != 'auto'", "level is not lib.no_default", "level", "not (level is None)"],
)
def test_a_warning_where_a_parameter_is_given_deprecates_the_parameter(test: str) -> None:
    body = f'    if {test}:\n        warnings.warn("level is deprecated, use depth", FutureWarning)\n'
    paint = surface(IMPORTS + f"def tint(colour, level=None):\n{body}")
    assert paint["paint.tint"].deprecation is None
    said = paint.parameter("paint.tint", "level").deprecation
    assert said is not None
    assert said.message == "level is deprecated, use depth"
    assert paint.parameter("paint.tint", "colour").deprecation is None


def test_a_warning_where_a_parameter_is_given_may_stand_within_another_test() -> None:
    warning = 'warn("level is deprecated", FutureWarning)'
    body = f"    if colour is None:\n        if level is not None:\n            {warning}\n"
    assert surface(IMPORTS + f"def tint(colour, level=None):\n{body}").parameter("paint.tint", "level").deprecation


@pytest.mark.parametrize(
    "body",
    [
        'if level < 3 and level is not None:\n        warnings.warn("level below 3 is deprecated", FutureWarning)',
        'if level is not None and level < 3:\n        warnings.warn("level below 3 is deprecated", FutureWarning)',
        'if level == "rough":\n        warnings.warn("level=rough is deprecated", FutureWarning)',
        'if level is None:\n        warnings.warn("leaving out level is deprecated", FutureWarning)',
        'if level:\n        warnings.warn("colour names are deprecated", FutureWarning)',
        'if level < 3:\n        warnings.warn("a small level is deprecated", FutureWarning)',
        'if not level:\n        warnings.warn("level will be needed, deprecated", FutureWarning)',
    ],
)
def test_a_warning_about_a_value_leaves_the_parameter_alone(body: str) -> None:
    paint = surface(IMPORTS + f"def tint(colour, level=None):\n    {body}\n")
    assert paint.parameter("paint.tint", "level").deprecation is None


@pytest.mark.parametrize(
    ("docstring", "expected"),
    [
        (
            "Tint.\n\n.. deprecated:: 1.4\n   Use shade instead.",
            [(None, Deprecation("docstring", "1.4", None, "Use shade instead."))],
        ),
        (
            "Tint.\n\n.. deprecated:: 1.4.0 Use shade.\n   It will be removed in 2.0.\n\nMore.",
            [(None, Deprecation("docstring", "1.4.0", "2.0", "Use shade. It will be removed in 2.0."))],
        ),
        ("Tint.\n\n.. deprecated:: 1.4", [(None, Deprecation("docstring", "1.4"))]),
        ("Tint.\n\n.. deprecated:: 1.4\n   The arguments *old* and *older*. Use *fresh*.", []),
        ("Tint.\n\n.. deprecated:: 1.4\n   The ``gloss`` argument to the ``Tint`` constructor is deprecated.", []),
        (
            "Tint.\n\n.. deprecated:: 1.4\n   Use shade with the option deep.",
            [(None, Deprecation("docstring", "1.4", None, "Use shade with the option deep."))],
        ),
        ("Tint.\n\n.. deprecated:: Use shade.", [(None, Deprecation("docstring", message="Use shade."))]),
        (
            "Tint.\n\nParameters\n----------\nlevel : int\n    How much.\n\n    .. deprecated:: 1.4\n       Use depth.",
            [("level", Deprecation("docstring", "1.4", None, "Use depth."))],
        ),
        (
            "Tint.\n\n:param level: how much\n\n    .. deprecated:: 1.4",
            [("level", Deprecation("docstring", "1.4"))],
        ),
        (
            "Tint.\n\n.. deprecated:: 1.4\n   Calling this without a colour is not supported.",
            [],
        ),
        ("Tint.\n\nThis is deprecated in spirit only.", []),
    ],
)
def test_docstring_directives(docstring: str, expected: list[tuple[str | None, Deprecation]]) -> None:
    assert list(from_docstring(docstring, "tint")) == expected


def test_directives_of_classes_and_parameters_reach_them() -> None:
    paint = surface('''
        class Brush:
            """A brush.

            .. deprecated:: 2.0
               Use Pen.
            """
            def tint(self, colour, level=1):
                """Tint.

                Parameters
                ----------
                colour : str
                level : int
                    .. deprecated:: 2.1
                """
    ''')
    assert paint.deprecation("paint.Brush").since == "2.0"
    assert paint["paint.Brush.tint"].deprecation is None
    said = paint.parameter("paint.Brush.tint", "level").deprecation
    assert said is not None
    assert said.since == "2.1"


@pytest.mark.parametrize(
    ("default", "is_deprecated"),
    [
        ("'deprecated'", True),
        ("_deprecated", True),
        ("lib.DEPRECATED", True),
        ("lib.no_default", False),
        ("None", False),
        ("'auto'", False),
    ],
)
def test_sentinel_defaults(default: str, *, is_deprecated: bool) -> None:
    paint = surface(IMPORTS + f"def tint(colour, *, squeeze={default}): ...\n")
    assert (paint.parameter("paint.tint", "squeeze").deprecation is not None) is is_deprecated


@pytest.mark.parametrize(
    ("message", "since", "removal"),
    [
        ("tint is deprecated since 1.4", "1.4", None),
        ("deprecated in paint 1.4.2 and will be removed in version 2.0", "1.4.2", "2.0"),
        ("`tint` was deprecated as of v3.1.", "3.1", None),
        ("This will raise an error from paint 2.0 on", None, "2.0"),
        ("tint was removed in the paint 2.0 release", None, "2.0"),
        ("Use shade instead", None, None),
    ],
)
def test_versions_are_read_out_of_messages(message: str, since: str | None, removal: str | None) -> None:
    said = from_message("table", message)
    assert (said.since, said.removal, said.message) == (since, removal, message)


def test_the_most_formal_evidence_wins() -> None:
    said = said_of('''
        @deprecated("Use shade")
        def tint():
            """Tint.

            .. deprecated:: 1.0
            """
            warnings.warn("tint is deprecated", DeprecationWarning)
    ''')
    assert said is not None
    assert said.evidence == "pep702"


def test_a_message_without_end_is_cut() -> None:
    said = said_of(f'@deprecated("{"word " * 1000}")\ndef tint(): ...\n')
    assert said is not None
    assert len(said.message or "") <= 400


def test_every_row_of_the_table_says_one_of_five_things() -> None:
    text = files("driftcheck.extraction").joinpath("data/decorators.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text)["decorator"]
    assert {row["means"] for row in rows} == {"symbol", "parameter", "extends", "property", "keeps"}
    assert all(re.compile(row["name"]).fullmatch("tint") is None for row in rows)


@pytest.mark.parametrize(
    ("directive", "speaks_of"),
    [
        ("*hash* is deprecated in favor of *unsafe_hash*.", "hash"),
        ("*convert*", "convert"),
        ("*cmp* Removal on or after 2021-06-01.", "cmp"),
        ("*brush* (singular) in favor of *brushes* (plural). Removal is not planned.", "brush"),
        ("``__lt__``, ``__le__`` and ``__gt__`` now warn for subclasses.", "__lt__"),
        (":class:`~paint.Brush` is deprecated.", "paint.Brush"),
        ("The :class:`~paint.Brush` helper is deprecated and will be removed.", "paint.Brush"),
        ("``tint`` is deprecated, use ``shade``.", None),
        (":func:`shade` should be used instead.", None),
    ],
)
def test_a_directive_that_begins_by_naming_something_else_speaks_of_that(directive: str, speaks_of: str | None) -> None:
    said = list(from_docstring(f"Tint.\n\n.. deprecated:: 1.4\n   {directive}", "tint"))
    assert [name for name, _ in said] == [speaks_of]


def test_a_directive_on_a_way_of_use_says_nothing_of_the_name() -> None:
    text = "Tint.\n\n.. deprecated:: 1.4 It is now deprecated to pass the brush by keyword."
    assert list(from_docstring(text, "tint")) == []


@pytest.mark.parametrize(
    "directive",
    [
        "Returning a tuple from a callable is deprecated.",
        "Keyword arguments are currently accepted in any case. This will be changed to only accept lower case.",
        "Combining tint with what is no tint is deprecated. Convert both.",
        "Using ``tint`` to go from one colour to another is deprecated. Use ``shade``.",
        "using a text for the colour is deprecated and will be removed in 2.0.",
        "Directly making a ``tint`` is deprecated, as well as changing it.",
        "`tint` will not accept `Canvas` objects in version 3.5.",
        "A deprecation warning is shown if ``level`` is specified as a positional argument.",
        "``keep='auto'`` is redundant with `False` and has been deprecated.",
        "Currently this method will raise an exception if *fig* is another one. In future it will always.",
        "Renamed the ``principal`` argument to ``userid``.",
        "In the short form you may use the keyword argument ``message``. This has been deprecated.",
    ],
)
def test_a_remark_on_use_says_nothing_of_the_name(directive: str) -> None:
    assert list(from_docstring(f"Tint.\n\n.. deprecated:: 1.4\n   {directive}", "tint")) == []


@pytest.mark.parametrize(
    "directive",
    [
        "Using ``tint`` is deprecated. Use ``shade``.",
        "Importing tint from here is deprecated.",
        "tint is deprecated and will be removed in 2.0.",
        "Prefer checking :attr:`shade` instead.",
        "Will be removed in 2.0. Wait inside the function if waiting is needed.",
        "Nothing uses this any more.",
    ],
)
def test_words_that_stand_beside_a_remark_on_use_speak_of_the_name(directive: str) -> None:
    said = list(from_docstring(f"Tint.\n\n.. deprecated:: 1.4\n   {directive}", "tint"))
    assert [name for name, _ in said] == [None]


@pytest.mark.parametrize(
    ("directive", "is_told"),
    [
        ("Passing an axis where ``axis > a.ndim`` will be treated as another. This is deprecated.", False),
        ("Passing integer or float values together with ``axis`` is deprecated; cast them first.", False),
        ("Setting axis to True is deprecated. Only the value False will be allowed.", False),
        ("Passing 'None' to parameter ``axis`` is deprecated.", False),
        ("Starting in v1.3, `axis='rows'` will be used by default. `axis=True` is deprecated.", False),
        ("`axis=None` is deprecated in 1.4 and will be removed in 1.6.", False),
        ("For tables the default axis will change in a future version. Pass ``axis``.", False),
        ("Setting ``axis`` inside the ``Trainer`` is deprecated.", True),
        ("Following pandas, the ``axis`` parameter is deprecated in favor of ``along``.", True),
        ("`axis` is deprecated. Use `along=(1, 2)` instead.", True),
        ("Passing the `axis` is deprecated.", True),
    ],
)
def test_a_remark_on_values_says_nothing_of_the_parameter(directive: str, *, is_told: bool) -> None:
    docstring = f"Tint.\n\naxis : int\n    How.\n\n    .. deprecated:: 1.4\n        {directive}"
    assert [name for name, _ in from_docstring(docstring, "tint")] == (["axis"] if is_told else [])


def test_what_is_taken_back_is_not_said() -> None:
    text = "Tint.\n\n.. deprecated:: 19.2.0 *cmp* Removal on or after 2021.\n.. deprecated:: 20.1 *eq*\n"
    said = list(from_docstring(text + ".. versionchanged:: 21.1.0 *cmp* undeprecated\n", "tint"))
    assert [name for name, _ in said] == ["eq"]


def test_one_deprecated_value_is_no_reason_not_to_give_others() -> None:
    docstring = """Compare.

    exact : bool, default 'equiv'

        .. deprecated:: 3.1.0
            The default value of 'equiv' has been deprecated and will be changed to False.

    engine : str

        .. deprecated:: 3.1.0
            The ``'fast'`` and ``'auto'`` options are deprecated. Use ``'slow'``.

    lax : bool

        .. deprecated:: 3.1.0
            Use exact instead.
    """
    assert [name for name, _ in from_docstring(inspect.cleandoc(docstring), "compare")] == ["lax"]


def test_a_warning_that_is_made_in_the_place_of_its_message_is_read() -> None:
    paint = surface(
        IMPORTS
        + """
def tint(colour, level=None, depth=None):
    if not colour:
        if level is not None:
            warnings.warn(DeprecationWarning('"level" is deprecated. Use "depth" instead'))
"""
    )
    said = paint.parameter("paint.tint", "level").deprecation
    assert said == Deprecation("warning", message='"level" is deprecated. Use "depth" instead')
    assert said_of('def tint(): warnings.warn(ValueError("tint is deprecated"))') is None


@pytest.mark.parametrize(
    ("definition", "is_deprecated"),
    [
        ("def tint(): warnings.warn(lib.W089, DeprecationWarning)", True),
        ("def tint(lib): warnings.warn(lib.W089, DeprecationWarning)", False),
        ("def tint(message): warnings.warn(message, DeprecationWarning)", False),
        ("def tint(): warnings.warn(lib.W089, UserWarning)", False),
        ("def tint(deep):\n    if deep: warnings.warn(lib.W089, DeprecationWarning)", False),
    ],
)
def test_words_that_are_kept_elsewhere_are_words_all_the_same(definition: str, *, is_deprecated: bool) -> None:
    assert (said_of(definition) is not None) is is_deprecated


def test_what_silences_a_warning_gives_none() -> None:
    text = (
        IMPORTS
        + """
warnings.filterwarnings("ignore", message=".*tint is deprecated.*")
def tint():
    warnings.filterwarnings("ignore", "shade is deprecated", DeprecationWarning)
"""
    )
    paint = surface(text)
    assert paint["paint"].deprecation is None
    assert paint["paint.tint"].deprecation is None


@pytest.mark.parametrize(
    "warning",
    [
        'warnings.warn("tint is deprecated, use shade")',
        'warnings.warn("`tint` is a deprecated function and will be removed in 2.0.", UserWarning)',
        'said = textwrap.dedent("""\n\n    `paint.tint` is deprecated.\n    """)\n    warnings.warn(said, UserWarning)',
    ],
)
def test_a_plain_warning_counts_where_it_calls_its_function_deprecated(warning: str) -> None:
    assert said_of(f"import textwrap\ndef tint(colour):\n    {warning}\n") is not None


@pytest.mark.parametrize(
    "warning",
    [
        'warnings.warn("shade is deprecated")',
        'warnings.warn("the colour of tint is deprecated")',
        'warnings.warn("tint(colour) without a level is deprecated")',
        'warnings.warn("tint is slow", UserWarning)',
        'warnings.warn("tint is deprecated", ResourceWarning)',
        'if colour:\n        warnings.warn("tint is deprecated")',
    ],
)
def test_a_plain_warning_of_something_else_says_nothing_of_the_function(warning: str) -> None:
    assert said_of(f"def tint(colour):\n    {warning}\n") is None


def test_what_is_announced_for_later_is_pending() -> None:
    said = said_of(
        'def tint(name, word):\n    warnings.warn("tint is going", PendingDeprecationWarning)\n    return 1\n'
    )
    assert said is not None
    assert said.pending
    now = said_of('def tint(name, word):\n    warnings.warn("tint is going", DeprecationWarning)\n    return 1\n')
    assert now is not None
    assert not now.pending


def test_a_warning_on_one_value_says_nothing_of_the_function() -> None:
    warned = "warnings.warn(f\"`name='{name}'` is deprecated\", DeprecationWarning)"
    assert said_of(f"def tint(name, word):\n    {warned}\n    return 1\n") is None


@pytest.mark.parametrize(
    ("message", "is_told"),
    [
        ("Directly calling the base class Brush() is deprecated.", False),
        ("The __init__() method on Brush is deprecated.", False),
        ("The class does not implement __init__. This will be required.", False),
        ("Brush is deprecated, use Pen.", True),
    ],
)
def test_a_warning_on_the_constructor_says_nothing_of_the_class(message: str, *, is_told: bool) -> None:
    paint = surface(
        "import warnings\nclass Brush:\n    def __init__(self):\n"
        f"        warnings.warn({message!r}, DeprecationWarning)\n        self.size = 1\n"
    )
    assert (paint["paint.Brush"].deprecation is not None) is is_told
    assert paint["paint.Brush.__init__"].deprecation is not None


@pytest.mark.parametrize(
    ("docstring", "is_told"),
    [
        ("Paint.\n\n.. deprecated:: 1.2\n   Use ink.", True),
        ("=====\nPaint\n=====\n\n.. deprecated:: 1.2\n   Use ink.\n\nMore\n----\n", True),
        ("Paint\n=====\n\n.. deprecated:: 1.2\n   Use ink.", True),
        ("Paint\n=====\n\nWords.\n\nPrecision\n~~~~~~~~~\n\n.. deprecated:: 1.2\n   Use ink.", False),
    ],
)
def test_a_section_of_a_module_speaks_of_a_part_of_it(docstring: str, *, is_told: bool) -> None:
    module = surface(f'"""{docstring}"""')["paint"]
    assert (module.deprecation is not None) is is_told
