"""One visitor: a connection that is kept, a session, and nothing that costs more than the request itself."""

from __future__ import annotations

import http.client
import json
import re
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from tools.port import HOST

_TOKEN = "x" * 32
_PATIENCE = 60


class Unexpected(Exception):
    """The platform answered otherwise than it should."""


@dataclass(frozen=True)
class Answer:
    """A page as it came."""

    status: int
    location: str
    text: str


class Client:
    """Asks pages one after the other; ``address`` is where on the loopback it comes from."""

    def __init__(self, port: int, *, session: str = "", address: str = HOST) -> None:
        self.connection = http.client.HTTPConnection(HOST, port, timeout=_PATIENCE, source_address=(address, 0))
        self.headers: dict[str, str] = {}
        self.be(session)

    def be(self, session: str) -> None:
        """Go on as somebody who is signed in, or as nobody."""
        cookies = {"csrftoken": _TOKEN} | ({"sessionid": session} if session else {})
        self.headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}

    def get(self, path: str, *, fetched: bool = False) -> Answer:
        """Ask for a page, or for a part of one as its script does."""
        return self._ask("GET", path, None, {"X-Requested-With": "fetch"} if fetched else {}, {200})

    def post(self, path: str, form: dict[str, str], *, expected: set[int]) -> Answer:
        """Send a form."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode(form).encode(), kind, expected)

    def post_json(self, path: str, data: dict[str, Any]) -> Any:
        """Send what a script sends; the answer as data."""
        body = json.dumps(data).encode()
        return json.loads(self._ask("POST", path, body, {"Content-Type": "application/json"}, {200}).text)

    def post_file(self, path: str, name: str, content: bytes) -> None:
        """Upload a file into a slot."""
        edge = secrets.token_hex(16)
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = head.encode() + content + f"\r\n--{edge}--\r\n".encode()
        kind = {"Content-Type": f"multipart/form-data; boundary={edge}", "X-Requested-With": "fetch"}
        self._ask("POST", path, body, kind, {200})

    def close(self) -> None:
        self.connection.close()

    def _ask(self, method: str, path: str, body: bytes | None, more: dict[str, str], expected: set[int]) -> Answer:
        headers = {**self.headers, **more} | ({"X-CSRFToken": _TOKEN} if method == "POST" else {})
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        text = response.read().decode()
        if response.status not in expected:
            raise Unexpected(f"{method} {path} was answered with {response.status}: {' '.join(_words(text))[:300]}")
        return Answer(response.status, response.headers.get("Location", ""), text)


def _words(html: str) -> list[str]:
    return re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<(head|script|style|svg).*?</\1>", " ", html)).split()


def hidden(page: Answer) -> dict[str, str]:
    """The hidden inputs of a page, as a browser would send them back."""
    inputs = re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", page.text)
    found = [(re.search(r'name="([^"]*)"', each), re.search(r'value="([^"]*)"', each)) for each in inputs]
    return {name[1]: value[1] if value else "" for name, value in found if name}
