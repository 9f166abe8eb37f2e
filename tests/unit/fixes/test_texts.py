from __future__ import annotations

import pytest

from driftcheck.fixes.texts import apply_edits, decode, overlaps
from driftcheck.model.edits import Edit


@pytest.mark.parametrize(
    "data",
    [
        b"x = 1\r\ny = 2\rz\n",
        "\ufeffx = 'é'\n".encode(),
        "# coding: latin-1\nx = 'é'\n".encode("latin-1"),
        "x = '漢'".encode(),
        b"",
    ],
)
def test_what_is_not_edited_comes_back_byte_for_byte(data: bytes) -> None:
    decoded = decode(data)
    assert not decoded.text.startswith("\ufeff")
    assert decoded.encode(decoded.text) == data


@pytest.mark.parametrize("data", [b"# coding: runes\n", b"x = '\xe9'\n"])
def test_what_cannot_be_decoded_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        decode(data)


def test_an_encoding_that_cannot_say_it_is_refused() -> None:
    with pytest.raises(ValueError, match=r"encode"):
        decode(b"# coding: latin-1\n").encode("漢")


def test_edits_are_made_where_they_stand() -> None:
    edits = [Edit(4, 5, "two"), Edit(0, 1, ""), Edit(5, 5, "!")]
    assert not overlaps(edits)
    assert apply_edits("a bXc d", [Edit(3, 4, "-"), Edit(0, 1, "")]) == " b-c d"
    assert overlaps([Edit(0, 3, ""), Edit(2, 4, "")])
