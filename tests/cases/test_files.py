"""Where bytes lie: a folder or an object store, behind one door."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

import pytest

from cases.errors import Busy
from cases.messages.files import Files, NoSuchPlace

DIGEST = "ab" * 32


class Shelf(BaseHTTPRequestHandler):
    """An object store of this machine, as much of S3 as a door needs."""

    kept: ClassVar[dict[str, bytes]] = {}

    def do_PUT(self) -> None:
        self.kept[self.path] = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(200, b"")

    def do_GET(self) -> None:
        found = self.kept.get(self.path)
        self._answer(404 if found is None else 200, found or b"")

    do_HEAD = do_GET  # noqa: N815  # the name is the base's

    def do_DELETE(self) -> None:
        self.kept.pop(self.path, None)
        self._answer(204, b"")

    def do_POST(self) -> None:
        asked = self.rfile.read(int(self.headers["Content-Length"])).decode()
        named = re.findall("<Key>.*?</Key>", asked)
        for key in named:
            self.kept.pop(f"{self.path.partition('?')[0]}/{key[5:-6]}", None)
        gone = "".join(f"<Deleted>{key}</Deleted>" for key in named)
        self._answer(200, f"<DeleteResult>{gone}</DeleteResult>".encode())

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", '"x"')
        self.send_header("Last-Modified", "Thu, 02 Apr 2026 13:00:00 GMT")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the base's
        """Say nothing."""


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a bucket on an object store of this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Shelf) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        near = f"http://127.0.0.1:{server.server_port}"
        for name, value in {
            "ACCESS_KEY_ID": "a",
            "SECRET_ACCESS_KEY": "b",
            "ENDPOINT": near,
            "ALLOW_HTTP": "1",
        }.items():
            monkeypatch.setenv(f"AWS_{name}", value)
        yield f"s3://bucket-{server.server_port}/cases"
        server.shutdown()


@pytest.fixture(params=["folder", "address", "bucket"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Files:
    """Each kind of place."""
    place = f"{tmp_path}/deep/files"
    if request.param == "bucket":
        place = request.getfixturevalue("bucket")
    return Files(f"file://{place}" if request.param == "address" else place)


def test_it_gives_back_what_it_was_given(files: Files) -> None:
    assert not files.exists(DIGEST)
    files.put(DIGEST, b"bytes")
    assert (files.get(DIGEST), files.exists(DIGEST)) == (b"bytes", True)


def test_it_keeps_the_same_bytes_once(tmp_path: Path) -> None:
    files, path = Files(str(tmp_path)), tmp_path / "ab" / DIGEST
    files.put(DIGEST, b"bytes")
    before = path.stat()
    files.put(DIGEST, b"bytes")
    assert path.read_bytes() == b"bytes"
    assert path.stat().st_ino == before.st_ino


def test_it_destroys_for_good_and_twice_if_asked(files: Files) -> None:
    files.put(DIGEST, b"bytes")
    for _ in range(2):
        files.delete(DIGEST)
        assert (files.get(DIGEST), files.exists(DIGEST)) == (None, False)


@pytest.mark.parametrize("place", ["s3://bucket", "s3://bucket/some/prefix", "gs://bucket", "var/files", "/srv/files"])
def test_it_takes_a_folder_or_an_object_store(place: str) -> None:
    Files(place).check()


@pytest.mark.parametrize("place", ["ftp://host/files", "http://host/files", "s3://", "memory:///", "az://no-account"])
def test_it_takes_no_other_address(place: str) -> None:
    with pytest.raises(NoSuchPlace) as refused:
        Files(place).check()
    assert "\n" not in str(refused.value)


def test_it_is_busy_where_the_store_does_not_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"ACCESS_KEY_ID": "a", "SECRET_ACCESS_KEY": "b", "ENDPOINT": "http://127.0.0.1:9"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    with pytest.raises(Busy):
        Files("s3://nobody-answers").get(DIGEST)
    (tmp_path / "taken").write_bytes(b"")
    with pytest.raises((Busy, NoSuchPlace)):
        Files(f"{tmp_path}/taken/files").put(DIGEST, b"bytes")


def test_it_loads_no_object_store_before_a_file_is_asked_for() -> None:
    says = "import sys, cases.settings, cases.verbs.upload_attachment; sys.exit('obstore' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", says], check=False).returncode == 0
