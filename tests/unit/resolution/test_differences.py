from __future__ import annotations

from collections.abc import Sequence

from packaging.version import Version

from driftcheck.model.differences import Change, SignatureChange
from driftcheck.model.symbols import Parameter, Symbol
from driftcheck.resolution.differences import World, find_differences
from driftcheck.resolution.environment import Environment
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


def differ(old: Sequence[Symbol], new: Sequence[Symbol]) -> tuple[list[Change], int]:
    provider = surface_provider({"paint": {"1.0": old, "2.0": new}, "python": {"3.12": standard_library()}})
    worlds = [
        World(release, Environment(provider, pins(paint=str(release.version)), python=Version("3.12")))
        for release in provider.releases("paint")
    ]
    changes, unknown = find_differences(provider, worlds[0], worlds[1])
    return list(changes), unknown


def told(old: Sequence[Symbol], new: Sequence[Symbol], *, everything: bool = False) -> list[tuple[str, str]]:
    changes, _ = differ([module("paint"), *old], [module("paint"), *new])
    return [(str(change.kind), change.path) for change in changes if everything or not change.is_incidental]


def test_a_name_comes_and_goes() -> None:
    assert told([function("paint.tint")], [function("paint.shade")]) == [
        ("left", "paint.tint"),
        ("came", "paint.shade"),
    ]


def test_what_is_still_reached_has_not_left() -> None:
    brush = klass("paint.Brush", "paint.Tool")
    tool = klass("paint.Tool")
    old = [tool, brush, function("paint.Brush.dip")]
    new = [tool, brush, function("paint.Tool.dip")]
    assert told(old, new) == [("came", "paint.Tool.dip")]


def test_a_definition_that_moves_behind_its_public_name_is_incidental() -> None:
    old = [alias("paint.tint", "paint.core.tint"), function("paint.core.tint")]
    new = [alias("paint.tint", "paint.base.tint"), function("paint.base.tint"), module("paint.core")]
    assert told(old, new) == [("came", "paint.base")]
    assert ("left", "paint.core.tint") in told(old, new, everything=True)


def test_what_goes_with_a_name_above_it_is_counted_there() -> None:
    old = [klass("paint.Brush"), function("paint.Brush.dip"), attribute("paint.Brush.size")]
    changes, _ = differ([module("paint"), *old], [module("paint")])
    assert [(change.path, change.what, change.beneath) for change in changes] == [("paint.Brush", "class", 2)]


def test_members_are_told_under_the_public_path_of_their_class() -> None:
    both = [alias("paint.Brush", "paint.core.Brush"), klass("paint.core.Brush")]
    assert told([*both, function("paint.core.Brush.dip")], both) == [("left", "paint.Brush.dip")]


def test_private_special_and_imported_names_are_incidental() -> None:
    brush = klass("paint.Brush")
    old = [
        brush,
        function("paint._mix"),
        function("paint.Brush.__radd__"),
        alias("paint.join", "os.path.join", is_public=False),
    ]
    assert told(old, [brush]) == []
    assert len(told(old, [brush], everything=True)) == 3


def test_what_was_deprecated_is_not_incidental() -> None:
    mark = deprecation("use shade")
    assert told([alias("paint.tint", "paint.shade", is_public=False, deprecation=mark), function("paint.shade")], [
        function("paint.shade")
    ]) == [("left", "paint.tint")]  # fmt: skip


def test_an_import_that_repeats_a_shorter_public_name_is_incidental() -> None:
    old = [
        klass("paint.core.Brush"),
        alias("paint.Brush", "paint.core.Brush"),
        alias("paint.extra.Brush", "paint.Brush"),
    ]
    new = [*old[:2], module("paint.extra")]
    assert told(old, new) == []


def test_a_name_that_only_raises_has_left() -> None:
    assert told([function("paint.tint")], [function("paint.tint", raises=True)]) == [("left", "paint.tint")]


def test_open_namespaces_are_counted_and_not_judged() -> None:
    opened = module("paint", open_reason="dynamic")
    assert differ([opened], [opened, function("paint.tint")]) == ([], 1)


def test_a_new_mark_is_a_change_and_an_old_one_is_not() -> None:
    mark = deprecation("use shade")
    assert told([function("paint.tint")], [function("paint.tint", deprecation=mark)]) == [("deprecated", "paint.tint")]
    assert told(
        [function("paint.tint", deprecation=mark)], [function("paint.tint", deprecation=deprecation("use hue"))]
    ) == []  # fmt: skip


def test_parameters_leave_are_deprecated_and_come() -> None:
    marked = Parameter("gloss", deprecation=deprecation("no more gloss"))
    old = [function("paint.tint", signature("colour", "hue=", "gloss="))]
    new = [function("paint.tint", signature("colour", marked, "tone="))]
    assert told(old, new) == [
        ("left", "paint.tint(hue)"),
        ("deprecated", "paint.tint(gloss)"),
        ("signature", "paint.tint"),
    ]


def test_a_constructor_is_told_as_its_class() -> None:
    brush = klass("paint.Brush", "builtins.object")
    old = [brush, function("paint.Brush.__init__", signature("size"))]
    new = [brush, function("paint.Brush.__init__", signature("size", "hair"))]
    changes, _ = differ(old, new)
    assert [(change.path, change.signature) for change in changes] == [("paint.Brush", SignatureChange(came=("hair",)))]


def test_a_member_of_an_inner_base_class_is_told_with_the_classes_that_users_know() -> None:
    both = [
        klass("paint.core.Tool", "builtins.object"),
        klass("paint.core.Brush", "paint.core.Tool"),
        alias("paint.Brush", "paint.core.Brush"),
        klass("paint.Pot", "builtins.object"),
        klass("paint.Roller", "paint.core.Tool"),
        function("paint.Roller.dip"),
        function("paint.Roller.wet", signature("a", "b=")),
    ]
    old = [*both, function("paint.core.Tool.dip"), function("paint.core.Tool.wet", signature("a", "b="))]
    changes, _ = differ(old, [*both, function("paint.core.Tool.wet", signature("a"))])
    assert [(change.path, change.through) for change in changes] == [
        ("paint.core.Tool.dip", ("paint.Brush.dip",)),
        ("paint.core.Tool.wet(b)", ("paint.Brush.wet(b)",)),
    ]


def test_a_class_under_the_name_of_the_module_that_defines_it_has_a_public_path() -> None:
    both = [module("paint.Brush"), klass("paint.Brush.Brush"), alias("paint.Brush", "paint.Brush.Brush")]
    assert told([*both, function("paint.Brush.Brush.dip")], both) == [("left", "paint.Brush.dip")]
