from __future__ import annotations

import pytest
from packaging.version import Version

from driftcheck.extraction.published import PublishedFile, PublishedRelease, preferred_file


def preferred(*names: str, yanked: tuple[str, ...] = ()) -> str | None:
    files = tuple(PublishedFile(name, "", yanked=name in yanked) for name in names)
    file = preferred_file(PublishedRelease(Version("1.0"), files=files))
    return None if file is None else file.filename


SDIST = "paint-1.0.tar.gz"
PURE = "paint-1.0-py3-none-any.whl"
LINUX = "paint-1.0-cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64.whl"


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (PURE, LINUX),
        ("paint-1.0-py2.py3-none-any.whl", LINUX),
        (PURE, "paint-1.0-py2-none-any.whl"),
        (LINUX, SDIST),
        ("paint-1.0-cp39-cp39-manylinux_2_17_x86_64.whl", LINUX),
        (LINUX, "paint-1.0-cp312-cp312-manylinux_2_17_aarch64.whl"),
        (LINUX, "paint-1.0-cp313-cp313-musllinux_1_2_x86_64.whl"),
        (LINUX, "paint-1.0-cp313-cp313t-manylinux_2_17_x86_64.whl"),
        (LINUX, "paint-1.0-pp310-pypy310_pp73-manylinux_2_17_x86_64.whl"),
        (LINUX, "paint-1.0-cp312-cp312-macosx_11_0_arm64.whl"),
        ("paint-1.0-cp39-abi3-manylinux_2_17_x86_64.whl", "paint-1.0-cp39-abi3-win_amd64.whl"),
        ("paint-1.0-cp312-cp312-win_amd64.whl", SDIST),
        (SDIST, "paint-1.0-cp27-cp27mu-manylinux1_x86_64.whl"),
        (SDIST, "not a wheel.whl"),
    ],
)
def test_what_tells_more_for_less_is_preferred(better: str, worse: str) -> None:
    assert preferred(better, worse) == preferred(worse, better) == better


def test_a_yanked_file_is_the_last_resort() -> None:
    assert preferred(PURE, SDIST, yanked=(PURE,)) == SDIST
    assert preferred(PURE, yanked=(PURE,)) == PURE


def test_a_release_without_files_has_none() -> None:
    assert preferred() is None
