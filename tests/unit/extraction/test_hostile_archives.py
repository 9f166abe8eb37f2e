"""Archives as an attacker would build them: each yields a refusal by name, and none is written anywhere."""

from __future__ import annotations

import gzip
import io
import pickle
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftcheck.errors import DownloadError
from driftcheck.extraction.archives import open_sdist, open_wheel
from driftcheck.extraction.arriving import ArrivingFile
from driftcheck.extraction.published import PublishedFile
from driftcheck.extraction.release_files import ArchiveRefusedError, Limits, Refusal
from driftcheck.extraction.tar_archives import TarMembers
from driftcheck.extraction.zip_archives import BytesInMemory, ZipMembers
from tests.package_index import tar_gz, wheel

WHEEL = "paint-1.0-py3-none-any.whl"
SDIST = "paint-1.0.tar.gz"


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        archive.writestr("paint-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: paint\nVersion: 1.0\n")
        for name, content in members:
            archive.writestr(name, content)
    return stream.getvalue()


def named(name: str) -> bytes:
    return zipped((name, b""))


def with_mode(mode: int) -> bytes:
    info = zipfile.ZipInfo("paint/link.py")
    info.external_attr = mode << 16
    return zipped((info, b"/etc/passwd"))


def with_flags(flags: int) -> bytes:
    content = zipped(("paint.py", b"x = 1\n"))
    place = content.rindex(b"PK\x01\x02") + 8
    return content[:place] + struct.pack("<H", flags) + content[place + 2 :]


def directory_field(content: bytes, offset: int, value: int) -> bytes:
    """Change a field of the last member's directory entry, and leave its local header as it is."""
    place = content.rindex(b"PK\x01\x02") + offset
    return content[:place] + struct.pack("<L", value) + content[place + 4 :]


def stored() -> bytes:
    return zipped(("paint.py", b"x = 1\n"), compression=zipfile.ZIP_STORED)


WHEELS: dict[str, tuple[Refusal, Callable[[], bytes]]] = {
    "parent folder": (Refusal.UNSAFE_PATH, lambda: named("../evil.py")),
    "parent folder within": (Refusal.UNSAFE_PATH, lambda: named("paint/../../evil.py")),
    "absolute": (Refusal.UNSAFE_PATH, lambda: named("/tmp/evil.py")),
    "drive": (Refusal.UNSAFE_PATH, lambda: named("C:/evil.py")),
    "backslash": (Refusal.UNSAFE_PATH, lambda: named("paint\\evil.py")),
    "empty part": (Refusal.UNSAFE_PATH, lambda: named("paint//evil.py")),
    "escape sequence": (Refusal.UNSAFE_PATH, lambda: named("paint/\x1b]0;evil.py")),
    "NUL": (Refusal.UNSAFE_PATH, lambda: named("paint/a?evil.py").replace(b"a?evil", b"a\0evil")),
    "duplicate": (
        Refusal.DUPLICATE,
        lambda: zipped(("paint/a.py", b"1"), ("paint/b.py", b"2")).replace(b"paint/b.py", b"paint/a.py"),
    ),
    "symbolic link": (Refusal.LINK, lambda: with_mode(0o120777)),
    "device": (Refusal.LINK, lambda: with_mode(0o060644)),
    "pipe": (Refusal.LINK, lambda: with_mode(0o010644)),
    "encrypted": (Refusal.ENCRYPTED, lambda: with_flags(0x1)),
    "not an archive": (Refusal.DAMAGED, lambda: b"MZ" + bytes(1000)),
    "empty": (Refusal.DAMAGED, lambda: b""),
    "cut off": (Refusal.DAMAGED, lambda: zipped(("paint.py", b"x"))[:-30]),
    "directory beyond the end": (Refusal.DAMAGED, lambda: stored()[-120:]),
    "bzip2": (Refusal.COMPRESSION, lambda: zipped(("paint.py", b"x = 1\n"), compression=zipfile.ZIP_BZIP2)),
    "lzma": (Refusal.COMPRESSION, lambda: zipped(("paint.py", b"x = 1\n"), compression=zipfile.ZIP_LZMA)),
    "bomb": (Refusal.RATIO, lambda: zipped(("paint.py", bytes(8 * 1024 * 1024)))),
    "wrong checksum": (Refusal.DAMAGED, lambda: stored().replace(b"x = 1\n", b"x = 2\n")),
    "smaller than it inflates": (
        Refusal.DAMAGED,
        lambda: directory_field(zipped(("paint.py", bytes(5_000_000))), 24, 1000),
    ),
    "larger than it inflates": (Refusal.DAMAGED, lambda: directory_field(zipped(("paint.py", b"x = 1\n")), 24, 900)),
    "another name inside": (Refusal.DAMAGED, lambda: stored().replace(b"paint.py", b"other.py", 1)),
    "members that overlap": (Refusal.DAMAGED, lambda: directory_field(stored(), 42, 0)),
    "member outside": (Refusal.DAMAGED, lambda: directory_field(stored(), 42, 1 << 30)),
    "not deflated as it says": (Refusal.DAMAGED, lambda: directory_field(stored(), 8, 8 << 16)),
    "no metadata": (Refusal.NO_METADATA, lambda: stored().replace(b"METADATA", b"METADATE")),
}


@pytest.mark.parametrize("case", WHEELS)
def test_a_hostile_wheel_is_refused_by_name(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reason, build = WHEELS[case]
    content = build()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ArchiveRefusedError) as raised:
        open_wheel(WHEEL, BytesInMemory(content)).read(["paint.py"])
    assert raised.value.reason is reason, raised.value
    assert str(raised.value).startswith(f"{WHEEL}: refused ({reason}): ")
    assert isinstance(raised.value, DownloadError)
    assert list(tmp_path.iterdir()) == []


def link(kind: bytes, target: str) -> bytes:
    member = tarfile.TarInfo("paint-1.0/paint/link.py")
    member.type, member.linkname = kind, target
    return tar_gz((member, b""))


def special(kind: bytes) -> bytes:
    member = tarfile.TarInfo("paint-1.0/paint/device.py")
    member.type = kind
    return tar_gz((member, b""))


def plain(*files: tuple[str, bytes]) -> bytes:
    members = []
    for name, content in files:
        member = tarfile.TarInfo(name)
        member.size = len(content)
        members.append((member, content))
    return tar_gz(*members)


def members_of(content: bytes, *, limits: Limits | None = None) -> TarMembers:
    return TarMembers(ArrivingFile(PublishedFile(SDIST, ""), [content]), limits=limits)


TARS: dict[str, tuple[Refusal, Callable[[], bytes]]] = {
    "parent folder": (Refusal.UNSAFE_PATH, lambda: plain(("paint-1.0/../../evil.py", b""))),
    "absolute": (Refusal.UNSAFE_PATH, lambda: plain(("/tmp/evil.py", b""))),
    "backslash": (Refusal.UNSAFE_PATH, lambda: plain(("paint-1.0\\evil.py", b""))),
    "symbolic link out": (Refusal.LINK, lambda: link(tarfile.SYMTYPE, "../../../etc/passwd")),
    "symbolic link to the root": (Refusal.LINK, lambda: link(tarfile.SYMTYPE, "/etc/passwd")),
    "hard link out": (Refusal.LINK, lambda: link(tarfile.LNKTYPE, "../evil.py")),
    "pipe": (Refusal.LINK, lambda: special(tarfile.FIFOTYPE)),
    "device": (Refusal.LINK, lambda: special(tarfile.BLKTYPE)),
    "two of one name": (Refusal.DUPLICATE, lambda: plain(("p/a.py", b"1"), ("p/a.py", b"2"))),
    "bomb": (Refusal.RATIO, lambda: plain(("p/a.bin", bytes(64 * 1024 * 1024)))),
    "not compressed": (Refusal.DAMAGED, lambda: b"text" * 300),
    "not an archive": (Refusal.DAMAGED, lambda: gzip.compress(b"text" * 300)),
    "cut off": (Refusal.DAMAGED, lambda: plain(("p/a.py", bytes(range(256)) * 40))[:-60]),
    "empty": (Refusal.DAMAGED, lambda: b""),
}


@pytest.mark.parametrize("case", TARS)
def test_a_hostile_source_distribution_is_refused_by_name(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reason, build = TARS[case]
    content = build()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ArchiveRefusedError) as raised:
        open_sdist(PublishedFile(SDIST, ""), content)
    assert raised.value.reason is reason, raised.value
    assert list(tmp_path.iterdir()) == []


def test_links_within_a_source_distribution_are_passed_over() -> None:
    member = tarfile.TarInfo("paint-1.0/paint/link.py")
    member.type, member.linkname = tarfile.SYMTYPE, "../README.rst"
    real = tarfile.TarInfo("paint-1.0/paint/a.py")
    assert members_of(tar_gz((member, b""), (real, b""))).sizes() == {"paint-1.0/paint/a.py": 0}


def test_a_file_that_is_listed_twice_alike_is_read() -> None:
    members = members_of(plain(("./p/a.py", b"1"), ("p/a.py", b"1")))
    assert dict(members.read(["p/a.py"])) == {"p/a.py": b"1"}


def test_a_member_above_the_limit_is_left_out_of_a_source_distribution() -> None:
    members = members_of(plain(("p/a.py", b"12345"), ("p/b.py", b"1")), limits=Limits(member=4))
    assert dict(members.read(["p/a.py", "p/b.py"])) == {"p/b.py": b"1"}


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(members=2), Refusal.TOO_MANY),
        (Limits(total=5), Refusal.TOO_LARGE),
    ],
)
def test_limits_hold_for_the_whole_archive(limits: Limits, reason: Refusal) -> None:
    files = {"a.py": b"1234", "b.py": b"5678", "c.py": b"90"}
    with pytest.raises(ArchiveRefusedError) as raised:
        list(ZipMembers(WHEEL, BytesInMemory(wheel(files)), limits=limits).read(files))
    assert raised.value.reason is reason
    with pytest.raises(ArchiveRefusedError) as raised:
        members_of(plain(*files.items()), limits=limits)
    assert raised.value.reason is reason


def test_what_is_held_of_a_source_distribution_is_bounded() -> None:
    with pytest.raises(ArchiveRefusedError) as raised:
        members_of(plain(("a.py", b"1234"), ("b.py", b"5678")), limits=Limits(kept=6))
    assert raised.value.reason is Refusal.TOO_LARGE


@given(st.data())
def test_random_damage_is_refused_or_harmless(data: st.DataObject) -> None:
    content = bytearray(wheel({"paint/__init__.py": "x = 1\n" * 20, "paint-1.0.data/purelib/tint.py": "y = 2\n"}))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        files = open_wheel(WHEEL, BytesInMemory(bytes(content)))
        read = files.read([entry.path for entry in files.entries])
    except ArchiveRefusedError:
        return
    assert read.get("paint/__init__.py", b"x = 1\n" * 20) == b"x = 1\n" * 20


def test_a_refusal_survives_the_way_between_processes() -> None:
    error = ArchiveRefusedError(WHEEL, Refusal.LINK, "paint/link.py")
    copy = pickle.loads(pickle.dumps(error))
    assert (str(copy), copy.reason) == (str(error), Refusal.LINK)
