"""The heads of the log at an address of others: a real server that answers, is away, and comes back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from urllib.error import URLError

import pytest
from pytest_django import Settings

from tests.services.world import NOW
from tidu.config import env
from tidu.domain.audit.heads import FILE_NAME, keep_head
from tidu.domain.audit.models import Chain
from tidu.kit import clock


@contextmanager
def keeper(status: int = 200, port: int = 0) -> Iterator[tuple[str, list[str]]]:
    """Somebody who takes heads; the address, and what was taken."""
    taken: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(status)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the standard library
            return

    server = HTTPServer(("127.0.0.1", port), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/heads", taken
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def kept(settings: Settings, tmp_path: Path, db: None) -> Path:
    """A chain of three links, and a data folder without heads."""
    settings.DATA_DIR = tmp_path
    Chain.objects.create(sequence=3, digest="a" * 64)
    return tmp_path / FILE_NAME


def test_a_head_is_sent_once_a_day(settings: Settings, kept: Path) -> None:
    with keeper() as (address, taken):
        settings.AUDIT_HEADS = address
        keep_head()
        keep_head()
        with clock.stopped_at(NOW + timedelta(days=1)):
            keep_head()

    assert taken == [f"2026-04-16 3 {'a' * 64}\n", f"2026-04-17 3 {'a' * 64}\n"]
    assert "".join(taken) == kept.read_text()


def test_what_could_not_be_sent_is_kept_here_and_sent_later(settings: Settings, kept: Path) -> None:
    with keeper(status=503) as (address, refused):
        settings.AUDIT_HEADS = address
        with pytest.raises(URLError):
            keep_head()
    with clock.stopped_at(NOW + timedelta(days=1)), pytest.raises(URLError):
        keep_head()  # nobody is there at all
    assert len(refused) == 1
    assert len(kept.read_text().splitlines()) == 2

    with (
        keeper(port=int(address.rpartition(":")[2].partition("/")[0])) as (_, taken),
        clock.stopped_at(NOW + timedelta(days=1)),
    ):
        keep_head()

    assert "".join(taken) == kept.read_text()


@pytest.mark.parametrize("place", ["http://heads.example.com/", "ftp://heads.example.com/", "file:///tmp"])
def test_a_place_where_others_could_change_it_on_the_way_is_refused(
    monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.setenv("TIDU_AUDIT_HEADS", place)
    with pytest.raises(env.Misconfigured, match="TIDU_AUDIT_HEADS"):
        env.read()


@pytest.mark.parametrize("place", ["", "/mnt/heads", "https://heads.example.com/take"])
def test_folders_and_safe_addresses_are_taken(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    monkeypatch.setenv("TIDU_AUDIT_HEADS", place)
    assert env.read().audit_heads == place
