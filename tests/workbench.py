"""A small library in two releases, and code checked against the second, for tests of inference.

Comments in the code say what is expected of their line: `# gone: paint.Brush.dip`, `# old: paint.wash`,
`# argument: tone`; several are joined by commas. Every reference must meet a comment and every comment a
reference; guarded references are left out.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from pathlib import Path

from packaging.version import Version

from driftcheck.inference.project import analyse
from driftcheck.model.findings import SkippedFile
from driftcheck.model.references import FileReferences, ResolvedArgument, ResolvedReference
from driftcheck.model.resolutions import Missing
from driftcheck.model.symbols import Binding, Symbol
from driftcheck.resolution.environment import Environment
from driftcheck.source.files import SourceFile
from tests.builders import (
    alias,
    attribute,
    deprecation,
    function,
    klass,
    module,
    pins,
    signature,
    standard_library,
    surface_provider,
)

_EXPECTATION = re.compile(r"#\s*((?:gone|old|argument): .*)$")


def _paint(*, is_new: bool) -> list[Symbol]:
    symbols = [
        module("paint"),
        attribute("paint.__version__", "builtins.str"),
        alias("paint.Brush", "paint.tools.Brush"),
        klass("paint.tools.Brush", "builtins.object"),
        function("paint.tools.Brush.__init__", signature("size=", "hair="), binding=Binding.PLAIN),
        function("paint.tools.Brush.stroke", signature("length=", returns="typing.Self")),
        function("paint.tools.Brush.clean", signature(returns="paint.tools.Brush | builtins.None")),
        function("paint.tools.Brush.make", signature(returns="typing.Self"), binding=Binding.CLASS),
        attribute("paint.tools.Brush.owner", "paint.Canvas", binding=Binding.PROPERTY),
        function("paint.tools.Brush.__add__", signature("other", returns="paint.tools.Brush")),
        klass("paint.Canvas", "builtins.object"),
        function("paint.Canvas.__init__", signature()),
        function("paint.Canvas.__enter__", signature(returns="typing.Self")),
        function("paint.Canvas.__exit__", signature("*args")),
        function("paint.Canvas.__aenter__", signature(returns="collections.abc.Coroutine[?, ?, paint.Canvas]")),
        function("paint.Canvas.__aexit__", signature("*args")),
        function("paint.Canvas.__iter__", signature(returns="collections.abc.Iterator[paint.tools.Brush]")),
        function("paint.Canvas.__getitem__", signature("key", returns="paint.tools.Brush")),
        function("paint.Canvas.brushes", signature(returns="builtins.list[paint.tools.Brush]")),
        function("paint.Canvas.pairs", signature(returns="collections.abc.Iterator[builtins.tuple[?, paint.Brush]]")),
        function("paint.Canvas.by_name", signature(returns="builtins.dict[builtins.str, paint.tools.Brush]")),
        function("paint.Canvas.load", signature(returns="collections.abc.Coroutine[?, ?, paint.tools.Brush]")),
        function("paint.Canvas.open", signature(returns="contextlib.AbstractContextManager[paint.tools.Brush]")),
        function("paint.Canvas.kind", signature(returns="builtins.type[paint.tools.Brush]")),
        function(
            "paint.mix",
            signature("colour", "deep:typing.Literal[True]", returns="paint.tools.Brush"),
            signature("colour", "deep=:typing.Literal[False]", returns="paint.Canvas"),
        ),
        function("paint.wash", signature(returns="paint.tools.Brush"), deprecation=deprecation("use rinse")),
        function("paint.on_start", signature("function", returns="?")),
        klass("paint.Field", "builtins.object"),
        function("paint.Field.__get__", signature("instance", "owner")),
        klass("paint.Model", "builtins.object", metaclass="paint.ModelMeta"),
        klass("paint.ModelMeta", "builtins.type"),
        klass("paint.Pot", "builtins.object"),
        function("paint.Pot.__init__", signature()),
        function("paint.Pot.dip", signature()),
        klass("paint.Open", "builtins.object", open_reason="dynamic"),
        module("paint.extra"),
        klass("paint.extra.Sponge", "paint.tools.Brush"),
        attribute("paint.Canvas.field", "paint.Field", binding=Binding.INSTANCE),
        attribute("paint.Canvas.frame", "paint.Stroke", binding=Binding.INSTANCE),
        attribute("paint.Canvas.hook", "paint.tools.Brush", binding=Binding.INSTANCE),
        klass("paint.Marked", "builtins.object"),
        function("paint.Marked.__class_getitem__", signature("item"), binding=Binding.CLASS),
        klass("paint.Layered", "paint.Marked", "typing.Generic"),
        klass("paint.Stroke", "builtins.object"),
        function("paint.Stroke.draw", signature()),
        klass("paint.extra.Dash", "paint.Stroke"),
        attribute("paint.extra.Dash.gap", "builtins.int"),
        function("paint.extra.Dash.erase", signature()),
        function("paint.Canvas.last", signature(returns="paint.Stroke")),
        klass("paint.Shade", "builtins.object"),
        function("paint.Shade.__new__", signature("*args", "**kwargs"), binding=Binding.CLASS),
        function("paint.Shade.__init__", signature("key=")),
        klass("paint.Glaze", "builtins.object"),
        function("paint.Glaze.__new__", signature("colour=", returns="varnish.Coat"), binding=Binding.CLASS),
        klass("paint.extra.Gloss", "paint.Glaze"),
        klass("paint.Rag", "builtins.object"),
        function("paint.Rag.__new__", signature(returns="paint.tools.Brush"), binding=Binding.CLASS),
        klass("paint.Sheet", "builtins.object"),
        function("paint.Sheet.__new__", signature(returns="paint.Sheet"), binding=Binding.CLASS),
        klass("paint.Leaf", "builtins.object"),
        function("paint.Leaf.__new__", signature(returns="typing.Self"), binding=Binding.CLASS),
        klass("paint.extra.Foil", "paint.Sheet"),
        klass("paint.extra.Dark", "paint.Shade"),
        function("paint.extra.Dark.__init__", signature("how=", "**kwargs")),
        attribute("paint.extra.Dark.depth", "builtins.int", binding=Binding.INSTANCE),
        klass("paint.Plan", "builtins.object", metaclass="abc.ABCMeta"),
        function("paint.Canvas.plan", signature(returns="paint.Plan")),
    ]
    if not is_new:
        symbols += [
            function("paint.tools.Brush.dip", signature("colour=", returns="typing.Self")),
            function("paint.tools.Brush.rinse", signature(returns="paint.Canvas")),
            function("paint.Canvas.fill", signature(returns="builtins.None")),
            function("paint.tint", signature("tone=", returns="paint.tools.Brush")),
            function("paint.before", signature("function")),
            function("paint.Stroke.erase", signature()),
            klass("paint.Roller", "builtins.object"),
            function("paint.Roller.__init__", signature()),
            function("paint.Roller.roll", signature(), deprecation=deprecation("use stroke")),
            function("paint.Roller.stop", signature()),
            module("paint.legacy"),
            klass("paint.legacy.Chalk", "builtins.object"),
            function("paint.legacy.Chalk.draw", signature()),
            function("paint.Model.parse", signature(returns="typing.Self"), binding=Binding.CLASS),
            function("paint.blend", signature("colour", "tone=", returns="builtins.str")),
        ]
    else:
        symbols += [
            function("paint.blend", signature("colour", returns="builtins.str")),
            function("paint.fresh", signature()),
        ]
    return symbols


def environment(*, pinned: str = "2.0", python: str = "3.12") -> Environment:
    """The library pinned, over a tiny standard library."""
    provider = surface_provider(
        {
            "paint": {"1.0": _paint(is_new=False), "2.0": _paint(is_new=True)},
            "python": {"3.11": _language(), "3.12": _language()},
        }
    )
    return Environment(provider, pins(paint=pinned), python=Version(python))


def _language() -> list[Symbol]:
    names = [
        "contextlib.contextmanager", "contextlib.asynccontextmanager", "contextlib.suppress", "functools.lru_cache",
        "functools.wraps", "dataclasses.dataclass", "importlib.import_module", "warnings.catch_warnings",
        "typing.cast", "copy.deepcopy", "asyncio.gather", "asyncio.run", "dataclasses.field", "abc.abstractmethod",
    ]  # fmt: skip
    builtin = [
        "hasattr", "getattr", "setattr", "enumerate", "zip", "sorted", "next", "isinstance", "print", "len",
        "map", "filter", "reversed", "iter",
    ]  # fmt: skip
    classes = [
        "list", "tuple", "set", "float", "bytes", "super", "property", "classmethod", "staticmethod", "Exception",
        "slice", "ImportError",
    ]  # fmt: skip
    return [
        *standard_library(),
        module("sys"),
        attribute("sys.version_info", "builtins.tuple"),
        *(function(name, signature("*args", "**kwargs")) for name in names),
        *(function(f"builtins.{name}", signature("*args")) for name in builtin),
        *(klass(f"builtins.{name}", "builtins.object") for name in classes),
        klass("functools.partial", "builtins.object"),
        klass("functools.cached_property", "builtins.object"),
        attribute("typing.Optional", "typing._SpecialForm"),
        attribute("typing.Union", "typing._SpecialForm"),
        attribute("typing.Annotated", "typing._SpecialForm"),
        attribute("typing.Self", "typing._SpecialForm"),
        attribute("typing.TYPE_CHECKING", "builtins.bool"),
        klass("typing.NamedTuple", "builtins.tuple"),
        klass("typing.Iterator", "builtins.object"),
        klass("typing.Coroutine", "builtins.object"),
        alias("collections.abc.Iterator", "typing.Iterator"),
        alias("collections.abc.Coroutine", "typing.Coroutine"),
        alias("typing.List", "builtins.list"),
        klass("contextlib.AbstractContextManager", "builtins.object"),
        module("threading"),
        klass("threading.local", "builtins.object"),
        function("threading.local.__setattr__", signature("name", "value")),
        klass("threading._Sketch", "builtins.object"),
        klass("typing.Any", "builtins.object"),
        attribute("sys.hexversion", "builtins.int"),
        klass("abc.ABCMeta", "builtins.type"),
        klass("abc.ABC", "builtins.object", metaclass="abc.ABCMeta"),
        function("builtins.object.__new__", signature(returns="typing.Self"), binding=Binding.CLASS),
    ]


def run(files: Mapping[str, str], folder: Path, *, pinned: str = "2.0", python: str = "3.12") -> list[FileReferences]:
    """Analyse files that are written beneath a folder."""
    sources = []
    for name, text in files.items():
        location = folder / name
        location.parent.mkdir(parents=True, exist_ok=True)
        location.write_text(textwrap.dedent(text), encoding="utf-8")
        sources.append(SourceFile(name, location))
    results = list(analyse(sources, environment(pinned=pinned, python=python)))
    for result in results:
        assert not isinstance(result, SkippedFile), result
    return [result for result in results if isinstance(result, FileReferences)]


def told(results: list[FileReferences]) -> list[tuple[str, int, str]]:
    """What is said of which line, guarded references left out."""
    found: list[tuple[str, int, str]] = []
    for result in results:
        for reference in result.references:
            if reference.guard is not None:
                continue
            if isinstance(reference, ResolvedArgument):
                text = f"argument: {reference.outcome.keyword}"
            else:
                assert isinstance(reference, ResolvedReference)
                text = f"{'gone' if isinstance(reference.resolution, Missing) else 'old'}: {reference.path}"
            found.append((result.path, reference.location.line, text))
    return sorted(found)


def expected(files: Mapping[str, str]) -> list[tuple[str, int, str]]:
    """What the comments say."""
    found: list[tuple[str, int, str]] = []
    for name, text in files.items():
        for number, line in enumerate(textwrap.dedent(text).splitlines(), start=1):
            match = _EXPECTATION.search(line)
            if match is not None:
                found.extend((name, number, part.strip()) for part in match[1].split(","))
    return sorted(found)


def verify(code: str, folder: Path, others: Mapping[str, str] | None = None, *, python: str = "3.12") -> None:
    """Every reference meets a comment and every comment a reference."""
    files = {"main.py": code, **(others or {})}
    found, wanted = told(run(files, folder, python=python)), expected(files)
    missed = [one for one in wanted if one not in found]
    unexpected = [one for one in found if one not in wanted]
    assert not missed + unexpected, f"missed {missed}, unexpected {unexpected}"
    assert found == wanted
