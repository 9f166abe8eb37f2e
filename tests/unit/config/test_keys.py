from __future__ import annotations

import dataclasses

from driftcheck.config.configuration import Configuration
from driftcheck.config.keys import KEYS


def test_every_key_has_a_field_and_every_value_a_key() -> None:
    about_the_rest = {"origins", "file"}
    assert {key.field for key in KEYS} == {f.name for f in dataclasses.fields(Configuration)} - about_the_rest
    assert all(key.about.endswith(".") for key in KEYS)
