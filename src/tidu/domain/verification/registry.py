"""Asking the registry whether a credit code, a name and a legal representative belong together.

The address is a deployment's own: a small service beside the registry that speaks the JSON of docs/registry.md.
What cannot be believed is no answer: it must be for what was asked, now, and by whoever has the secret.
"""

from __future__ import annotations

import http.client
import json
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, hmac
from django.conf import settings

from tidu.domain.verification.models import RegistryQuestion

if TYPE_CHECKING:
    from tidu.domain.enterprises.models import Enterprise

_SECONDS = 10.0  # for everything: connecting, asking, reading
_LONGEST_ANSWER = 64 * 1024
_OK = 200
#: What is compared, by the word for people.
COMPARED = {"name": "企业名称", "legal_representative": "法定代表人"}
_RESULTS = {each.value: each for each in RegistryQuestion.State if each is not RegistryQuestion.State.WAITING}


@dataclass(frozen=True)
class Registry:
    """Where the registry is asked, and what it and we know each other by: a secret that signs, or a token."""

    url: str
    secret: str = ""
    token: str = ""


@dataclass(frozen=True)
class Answer:
    """What the registry says; ``differs`` names what it has otherwise."""

    state: RegistryQuestion.State
    differs: tuple[str, ...] = ()


class NoAnswer(Exception):
    """The registry was not reached, took too long, or gave nothing that can be believed: ask again later."""


def is_configured() -> bool:
    """Whether this installation has a registry to ask."""
    return bool(settings.REGISTRY_URL)


def ask(enterprise: Enterprise) -> Answer:
    """Ask about an enterprise; raises NoAnswer. Never inside a transaction: it may take ten seconds."""
    registry = Registry(settings.REGISTRY_URL, settings.REGISTRY_SECRET, settings.REGISTRY_TOKEN)
    nonce = secrets.token_hex(16)
    asked = {
        "credit_code": enterprise.credit_code,
        "name": enterprise.name,
        "legal_representative": enterprise.legal_representative,
        "nonce": nonce,
    }
    body = json.dumps(asked, ensure_ascii=False).encode()
    content, signature = _post(registry, body, _headers(registry, body, nonce))
    if registry.secret:
        _require_signed(registry, nonce, content, signature)
    return _read(content, enterprise.credit_code, nonce)


def sign(secret: str, *parts: bytes) -> str:
    """HMAC-SM3 over the parts, a line each."""
    mark = hmac.HMAC(secret.encode(), hashes.SM3())
    mark.update(b"\n".join(parts))
    return mark.finalize().hex()


def _headers(registry: Registry, body: bytes, nonce: str) -> dict[str, str]:
    headers = {"Content-Type": "application/json", "Accept": "application/json", "Connection": "close"}
    if registry.token:
        headers["Authorization"] = f"Bearer {registry.token}"
    if registry.secret:
        at = str(int(time.time()))
        headers["X-Time"] = at
        headers["X-Nonce"] = nonce
        headers["X-Signature"] = sign(registry.secret, at.encode(), nonce.encode(), body)
    return headers


def _post(registry: Registry, body: bytes, headers: dict[str, str]) -> tuple[bytes, str]:
    """Send and read, no longer than the time there is and no more than an answer needs; follows no redirect."""
    parts = urlsplit(registry.url)
    connects = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    until = time.monotonic() + _SECONDS
    line = connects(parts.hostname or "", parts.port, timeout=_SECONDS)
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        line.request("POST", path, body, headers)
        response = line.getresponse()
        if response.status != _OK:
            raise NoAnswer(f"the registry answered with status {response.status}")
        return _content(response, line, until), response.headers.get("X-Signature", "")
    except (OSError, http.client.HTTPException) as error:
        raise NoAnswer(f"the registry was not reached: {type(error).__name__}") from error
    finally:
        line.close()


def _content(response: http.client.HTTPResponse, line: http.client.HTTPConnection, until: float) -> bytes:
    content = b""
    while chunk := response.read1(8192):
        content += chunk
        if len(content) > _LONGEST_ANSWER:
            raise NoAnswer("the registry's answer is too long")
        left = until - time.monotonic()
        if left <= 0:
            raise NoAnswer("the registry took too long")
        if line.sock is not None:
            line.sock.settimeout(left)
    return content


def _require_signed(registry: Registry, nonce: str, content: bytes, signature: str) -> None:
    mark = hmac.HMAC(registry.secret.encode(), hashes.SM3())
    mark.update(b"\n".join((nonce.encode(), content)))
    try:
        mark.verify(bytes.fromhex(signature))
    except (InvalidSignature, ValueError):
        raise NoAnswer("the registry's answer is not signed with our secret") from None


def _read(content: bytes, credit_code: str, nonce: str) -> Answer:
    try:
        said: Any = json.loads(content)
    except ValueError:
        raise NoAnswer("the registry's answer is no JSON") from None
    if not isinstance(said, dict) or said.get("credit_code") != credit_code or said.get("nonce") != nonce:
        raise NoAnswer("the registry's answer is not for what was asked")
    state = _RESULTS.get(str(said.get("result", "")))
    differs = said.get("differs", [])
    if state is None or not isinstance(differs, list) or not set(map(str, differs)) <= set(COMPARED):
        raise NoAnswer("the registry's answer says nothing that we understand")
    if (state is RegistryQuestion.State.DIFFERS) != bool(differs):
        raise NoAnswer("the registry's answer contradicts itself")
    return Answer(state, tuple(map(str, differs)))
