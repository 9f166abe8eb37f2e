from __future__ import annotations

from random import Random

from scripts.verification.questions import Origin, Pool, draw_sample, parameters_of
from tests.builders import function, klass, signature

POOL = Pool(
    frozenset({"paint", "paint.oil"}),
    ("paint", "paint.oil", "paint.oil.Oil"),
    ("paint", "paint.oil", "paint.oil.Oil", "paint.oil.Oil.mix", "paint.tint"),
    ("paint.shade",),
    ("paint.tint(colour)",),
)


def test_a_sample_depends_on_its_seed_alone_and_tells_where_each_path_comes_from() -> None:
    def draw(seed: int) -> dict[str, Origin]:
        return draw_sample(POOL, ["paint.oil.Oil.thin"], 20, Random(seed))

    sample = draw(1)
    assert sample == draw(1)
    assert sample != draw(2)
    assert sample["paint.shade"] is Origin.ELSEWHERE
    assert sample["paint.oil.Oil.thin"] is Origin.LISTED
    assert sample["paint.tint(colour)"] is Origin.PARAMETER
    invented = {path for path, origin in sample.items() if origin is Origin.INVENTED}
    assert invented
    assert not invented & {*POOL.recorded, *POOL.elsewhere}


def test_a_path_lies_in_the_innermost_module() -> None:
    assert POOL.module_of("paint.tint(colour)") == "paint"
    assert POOL.module_of("paint.oil.Oil.mix") == "paint.oil"
    assert POOL.module_of("wax.melt") == "wax"


def test_parameters_are_those_that_can_be_named_and_a_constructor_lends_them_to_its_class() -> None:
    constructor = function("paint.Brush.__init__", signature("colour", "/", "width", "*rest", "**more"))
    assert list(parameters_of(constructor)) == ["paint.Brush(width)"]
    assert list(parameters_of(klass("paint.Brush"))) == []
