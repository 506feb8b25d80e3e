"""A registry for tests: a real HTTP server that answers, lags, lies and dies as it is told."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tidu.domain.verification.registry import sign

SECRET = "a secret that both sides have"
Said = dict[str, Any]


class Registry:
    """What it has of each credit code, and what it does instead of answering."""

    def __init__(self) -> None:
        self.entries: dict[str, dict[str, str]] = {}
        self.asked: list[Said] = []
        self.headers: list[dict[str, str]] = []
        self.lag = 0.0
        self.status = 200
        self.secret = SECRET
        self.twist: Callable[[Said], Any] = lambda said: said
        self.dies = False
        self.url = ""

    def answer(self, asked: Said) -> Said:
        entry = self.entries.get(asked["credit_code"])
        said: Said = {"credit_code": asked["credit_code"], "nonce": asked["nonce"]}
        if entry is None:
            return said | {"result": "unknown"}
        differs = [key for key, value in entry.items() if asked[key] != value]
        return said | ({"result": "differs", "differs": differs} if differs else {"result": "matches"})


@contextmanager
def running() -> Iterator[Registry]:
    """A registry that listens on a port of its own."""
    registry = Registry()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            registry.asked.append(json.loads(body))
            registry.headers.append(dict(self.headers))
            if registry.dies:
                self.connection.close()
                return
            said = registry.twist(registry.answer(registry.asked[-1]))
            content = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(registry.status)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("X-Signature", sign(registry.secret, registry.asked[-1]["nonce"].encode(), content))
            self.end_headers()
            for at in range(0, len(content), 40):  # drop by drop: the whole must come in time, not each drop
                time.sleep(registry.lag)
                try:
                    self.wfile.write(content[at : at + 40])
                    self.wfile.flush()
                except OSError:
                    return

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            pass

    server = Server(("127.0.0.1", 0), Handler)
    registry.url = f"http://127.0.0.1:{server.server_address[1]}/verify?v=1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield registry
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
