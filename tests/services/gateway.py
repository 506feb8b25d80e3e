"""A gateway for text messages as a real HTTP server: it answers, lags, lies and dies, as it is told."""

from __future__ import annotations

import json
import socket
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from tidu.domain.messages.gateways.configured import HttpGateway
from tidu.domain.messages.gateways.signatures import Algorithm

KEY_ID = "tests"
KEY = "only-for-tests-only-for-tests-only"

Behaviour = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Received:
    """One request as it came."""

    headers: dict[str, str]
    body: bytes

    @property
    def content(self) -> dict[str, Any]:
        told = json.loads(self.body)
        assert isinstance(told, dict)
        return told


@dataclass
class FakeProvider:
    """What the gateway got, and how it behaves from now on."""

    url: str
    behaves: Behaviour
    received: list[Received] = field(default_factory=list)

    def settings(self, *, seconds: float = 5.0, algorithm: Algorithm = Algorithm.SM3) -> HttpGateway:
        return HttpGateway(self.url, KEY_ID, KEY.encode(), algorithm, seconds)


def answers(body: bytes | None = None, *, status: int = 200, **headers: str) -> Behaviour:
    """It answers; without a body as it should, with an id."""

    def behave(handler: BaseHTTPRequestHandler) -> None:
        said = json.dumps({"id": "gw-1"}).encode() if body is None else body
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(said)))
        handler.end_headers()
        handler.wfile.write(said)

    return behave


def lags(seconds: float) -> Behaviour:
    """It takes its time, and then answers as it should."""

    def behave(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(seconds)
        answers()(handler)

    return behave


def drips(handler: BaseHTTPRequestHandler) -> None:
    """It gives its answer away byte by byte, each soon enough."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    for _ in range(40):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


def dies(handler: BaseHTTPRequestHandler) -> None:
    """It took the request and breaks the connection off without a word."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def dies_in_the_middle(handler: BaseHTTPRequestHandler) -> None:
    """It says yes, and breaks off before it said what."""
    handler.send_response(200)
    handler.send_header("Content-Length", "500")
    handler.end_headers()
    handler.wfile.write(b'{"id": "g')
    handler.wfile.flush()
    handler.connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def provider() -> Iterator[FakeProvider]:
    """Let it stand on a free port."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        server.daemon_threads = True
        server.block_on_close = False
        found = FakeProvider(f"http://127.0.0.1:{server.server_address[1]}/messages", answers())
        _Handler.of[server.server_address[1]] = found
        thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield found
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    of: dict[int, FakeProvider] = {}

    def do_POST(self) -> None:
        provider = self.of[self.server.server_address[1]]  # type: ignore[index]
        body = self.rfile.read(int(self.headers["Content-Length"]))
        provider.received.append(Received(dict(self.headers.items()), body))
        with suppress(BrokenPipeError, ConnectionResetError):  # whoever asked has gone
            provider.behaves(self)
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""

    def finish(self) -> None:
        with suppress(OSError, ValueError):  # it died before
            super().finish()
