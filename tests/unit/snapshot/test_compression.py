from __future__ import annotations

import pytest

from driftcheck.snapshot.compression import compress, decompress

DATA = b"paint.tint\n" * 1000


def test_what_is_compressed_comes_back() -> None:
    assert decompress(compress(DATA)) == DATA
    assert len(compress(DATA)) < len(DATA) // 10


def test_pieces_and_frames_are_put_together() -> None:
    large = bytes(range(256)) * 2000
    assert decompress(compress(large) + compress(DATA)) == large + DATA


def test_a_frame_cut_short_behind_another_is_refused() -> None:
    with pytest.raises(ValueError, match=r"."):
        decompress(compress(DATA) + compress(DATA)[:-5])


def test_the_same_data_give_the_same_bytes() -> None:
    assert compress(DATA) == compress(DATA)


@pytest.mark.parametrize("damaged", [b"", b"not zstd", compress(DATA)[:-5], compress(DATA)[:10] + b"\x00" * 30])
def test_damaged_data_are_refused(damaged: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        decompress(damaged)
