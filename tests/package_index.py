"""A package index on the loopback interface, with the faults that real ones have; and archives to publish on it."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import tarfile
import threading
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

CONTENT_TYPE = "application/vnd.pypi.simple.v1+json"


class Request(NamedTuple):
    path: str
    headers: Mapping[str, str]

    @property
    def is_range(self) -> bool:
        return "Range" in self.headers


class Index:
    """What the server serves; change it between requests.

    `faults` holds for a path what happens to its next requests, first to last: a status, or `truncate`, `html`, `loop`,
    `shift` (other bytes than asked for). `ranges_left` is the number of answers after which ranges are forgotten.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.projects: dict[str, list[dict[str, object]]] = {}
        self.files: dict[str, bytes] = {}
        self.faults: dict[str, list[int | str]] = {}
        self.headers: dict[str, str] = {}
        self.credentials: tuple[str, str] | None = None
        """User and password that every request must bring."""
        self.knows_ranges = True
        self.ranges_left: int | None = None
        self.requests: list[Request] = []

    def takes_range(self) -> bool:
        """Whether the next answer is the stretch that was asked for."""
        if self.ranges_left is None:
            return self.knows_ranges
        self.ranges_left -= 1
        return self.ranges_left >= 0

    @property
    def index_url(self) -> str:
        return f"{self.url}/simple"

    def publish(self, distribution: str, filename: str, content: bytes, **fields: object) -> None:
        self.files[f"/files/{filename}"] = content
        self.projects.setdefault(distribution, []).append(
            {
                "filename": filename,
                "url": f"../../files/{filename}",
                "hashes": {"sha256": hashlib.sha256(content).hexdigest()},
                "size": len(content),
                "upload-time": "2024-01-02T03:04:05Z",
                **fields,
            }
        )


@contextmanager
def serving() -> Iterator[Index]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    index = Index(f"http://127.0.0.1:{server.server_address[1]}")
    server.index = index  # type: ignore[attr-defined]  # the handler's only way to it
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield index
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        index: Index = self.server.index  # type: ignore[attr-defined]  # set by `serving`
        index.requests.append(Request(self.path, dict(self.headers.items())))
        pending = index.faults.get(self.path)
        fault = pending.pop(0) if pending else None
        content, kind = self._content(index)
        if index.credentials and self.headers.get("Authorization") != basic(*index.credentials):
            self._answer(401, b"who are you?", {"WWW-Authenticate": "Basic"})
        elif isinstance(fault, int):
            self._answer(fault, b"trouble", {"Retry-After": "0"})
        elif fault == "loop":
            # The next stop must be in place before the client can ask for it.
            index.faults.setdefault(f"{self.path}x", []).append("loop")
            self._answer(302, b"", {"Location": f"{self.path}x" if len(self.path) < 60 else self.path})
        elif content is None:
            self._answer(404, b"nothing here", {})
        elif fault == "html":
            self._answer(200, b"<!doctype html>", {"Content-Type": "text/html"})
        elif fault == "truncate":
            self._answer(200, content[: len(content) // 2], {"Content-Type": kind, "Content-Length": str(len(content))})
        elif "Range" in self.headers and index.takes_range():
            self._range(content, shift=1 if fault == "shift" else 0)
        else:
            self._answer(200, content, {"Content-Type": kind, **index.headers})

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""

    def _content(self, index: Index) -> tuple[bytes | None, str]:
        if self.path.startswith("/simple/"):
            files = index.projects.get(self.path.split("/")[2])
            if files is None:
                return None, ""
            return json.dumps({"meta": {"api-version": "1.1"}, "name": "", "files": files}).encode(), CONTENT_TYPE
        return index.files.get(self.path), "application/octet-stream"

    def _range(self, content: bytes, *, shift: int) -> None:
        first, _, last = self.headers["Range"].removeprefix("bytes=").partition("-")
        start = int(first) if first else max(0, len(content) - int(last))
        stop = min(len(content), int(last) + 1) if first and last else len(content)
        start += shift
        self._answer(206, content[start:stop], {"Content-Range": f"bytes {start}-{stop - 1}/{len(content)}"})

    def _answer(self, status: int, content: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)


def basic(user: str, password: str) -> str:
    """The header that says who asks."""
    return f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}"


def wheel(
    files: Mapping[str, bytes | str],
    *,
    name: str = "paint",
    version: str = "1.0",
    metadata: str = "",
    record: bool = True,
) -> bytes:
    """A wheel with metadata and, unless told otherwise, a true RECORD."""
    contents = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}
    info = f"{name}-{version}.dist-info"
    contents[f"{info}/METADATA"] = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{metadata}\n".encode()
    if record:
        lines = [f"{path},sha256={_digest(content)},{len(content)}" for path, content in contents.items()]
        contents[f"{info}/RECORD"] = "\n".join([*lines, f"{info}/RECORD,,"]).encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in contents.items():
            archive.writestr(path, content)
    return stream.getvalue()


def sdist(files: Mapping[str, bytes | str], *, top: str = "paint-1.0") -> bytes:
    """A `.tar.gz` with all files beneath `top`."""
    members = []
    for path, text in files.items():
        content = text.encode() if isinstance(text, str) else text
        member = tarfile.TarInfo(f"{top}/{path}" if top else path)
        member.size = len(content)
        members.append((member, content))
    return tar_gz(*members)


def tar_gz(*members: tuple[tarfile.TarInfo, bytes]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for member, content in members:
            archive.addfile(member, io.BytesIO(content))
    return gzip.compress(stream.getvalue())


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
