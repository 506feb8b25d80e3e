"""Messages by a signed request. Until the connection stands nothing went out; after that only an answer tells."""

from __future__ import annotations

import http.client
import json
import secrets
import ssl
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tidu.domain.messages.gateways.outcomes import NotSent, Sent, Unknown, in_words
from tidu.domain.messages.gateways.signatures import Direction, signature

if TYPE_CHECKING:
    from tidu.domain.messages.gateways.configured import HttpGateway
    from tidu.domain.messages.gateways.outcomes import Letter, Outcome

_LONGEST_ANSWER = 64 * 1024
_LONGEST_ID = 120
#: Answers by which a gateway says that it did not take the message, and would take it later: busy, or misconfigured
#: (401, 403, 404), which a person mends while the messages wait.
_LATER = {401, 403, 404, 408, 425, 429, 503}
#: Answers by which it says that it never will.
_NEVER = {400, 402, 405, 406, 410, 411, 413, 414, 415, 422}


class SignedHttp:
    """Sends through one HTTP gateway."""

    name = "http"

    def __init__(self, gateway: HttpGateway) -> None:
        self.gateway = gateway

    def send(self, letter: Letter) -> Outcome:
        connection = self._connection()
        try:
            connection.connect()
        except OSError as problem:
            return NotSent(in_words(problem))
        try:
            return self._asked(letter, connection)
        except (OSError, http.client.HTTPException) as problem:  # the request went out, or some of it
            return Unknown(in_words(problem))
        finally:
            connection.close()

    def _asked(self, letter: Letter, connection: http.client.HTTPConnection) -> Outcome:
        body = json.dumps(_content(letter), ensure_ascii=False).encode()
        path = urlsplit(self.gateway.url).path or "/"
        until = time.monotonic() + self.gateway.seconds
        connection.request("POST", path, body, self._headers(letter, body))
        response = connection.getresponse()
        status = response.status
        if status in _LATER:
            return NotSent(f"网关回答 HTTP {status}")
        if status in _NEVER:
            return NotSent(f"网关回答 HTTP {status}", is_final=True)
        if status not in {200, 201, 202}:  # a redirection is not followed, and a fault may have come after the sending
            return Unknown(f"网关回答 HTTP {status}")
        return _taken(_read(response, until))

    def _headers(self, letter: Letter, body: bytes) -> dict[str, str]:
        gateway = self.gateway
        # real time: the gateway does not live on the demo world's clock
        timestamp, nonce = str(int(time.time())), secrets.token_hex(16)
        signed = signature(gateway.key, gateway.algorithm, Direction.SEND, timestamp=timestamp, nonce=nonce, body=body)
        return {
            "Content-Type": "application/json",
            "Idempotency-Key": letter.token,
            "X-Tidu-Key": gateway.key_id,
            "X-Tidu-Algorithm": gateway.algorithm,
            "X-Tidu-Timestamp": timestamp,
            "X-Tidu-Nonce": nonce,
            "X-Tidu-Signature": signed,
        }

    def _connection(self) -> http.client.HTTPConnection:
        parts = urlsplit(self.gateway.url)
        assert parts.hostname
        if parts.scheme == "https":
            return http.client.HTTPSConnection(
                parts.hostname, parts.port, timeout=self.gateway.seconds, context=ssl.create_default_context()
            )
        return http.client.HTTPConnection(parts.hostname, parts.port, timeout=self.gateway.seconds)


def _content(letter: Letter) -> dict[str, Any]:
    # the token stands in the body, too: it is signed with it
    content = {"token": letter.token, "kind": letter.kind, "to": letter.to, "text": letter.text}
    if letter.template:
        return content | {"template": letter.template, "params": letter.params}
    return content | {"subject": letter.subject}


def _read(response: http.client.HTTPResponse, until: float) -> bytes:
    """What it answered; a gateway that gives it away byte by byte is not waited for."""
    read = b""
    while chunk := response.read1(8192):
        read += chunk
        if len(read) > _LONGEST_ANSWER or time.monotonic() > until:
            raise TimeoutError
    return read


def _taken(answer: bytes) -> Outcome:
    """It said yes; a yes that does not name the message is one that nobody can rely on."""
    try:
        told = json.loads(answer)
        gateway_id = told["id"]
    except (ValueError, KeyError, TypeError):
        return Unknown("网关的回答看不懂")
    if not isinstance(gateway_id, str) or not 0 < len(gateway_id) <= _LONGEST_ID or not gateway_id.isprintable():
        return Unknown("网关的回答看不懂")
    return Sent(gateway_id)
