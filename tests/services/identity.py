"""A real identity service for tests: an OpenID Connect provider in a process, and browsers that go there and back."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

import httpx

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

CLIENT_ID = "tidu"
#: In a process of its own: what its packages warn of is not ours to answer for. It ends when nobody listens any more.
_RUN = """
import sys
from datetime import timedelta
from oidc_provider_mock import run_server_in_thread
with run_server_in_thread(access_token_max_age=timedelta(seconds=int(sys.argv[1]))) as server:
    print(server.server_port, flush=True)
    sys.stdin.read()
"""


@dataclass
class Provider:
    """The service as the platform is told of it, and the people it knows."""

    issuer: str
    settings: dict[str, Any] = field(default_factory=dict)

    def knows(self, subject: str, **claims: object) -> None:
        """Let somebody be able to sign in there."""
        httpx.put(f"{self.issuer}/users/{subject}", json=claims).raise_for_status()

    def sign_in(self, asked: str, subject: str, **changed: str) -> str:
        """Sign in there, having come with ``asked``, which somebody may have changed; where it leads back."""
        parts = urlsplit(asked)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()} | changed
        answer = httpx.post(urlunsplit(parts._replace(query=urlencode(query))), data={"sub": subject})
        assert answer.status_code == 302, answer.text
        return path_of(answer.headers["Location"])


def path_of(address: str) -> str:
    """An address as a test client asks it."""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


@contextmanager
def provider(token_lasts: timedelta = timedelta(hours=1)) -> Iterator[Provider]:
    """Run a provider."""
    command = [sys.executable, "-W", "ignore", "-c", _RUN, str(int(token_lasts.total_seconds()))]
    with subprocess.Popen(  # noqa: S603 - our own words
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        issuer = f"http://localhost:{running.stdout.readline().strip()}"
        try:
            yield Provider(issuer, told_of(issuer))
        finally:
            running.stdin.close()


def told_of(issuer: str) -> dict[str, Any]:
    """What the environment would say of a service."""
    return {
        "issuer": issuer,
        "client_id": CLIENT_ID,
        "client_secret": "only-for-tests",
        "name": "江苏政务服务网",
        "scope": "openid profile",
        "credit_code": "credit_code",
        "legal_name": "legal_name",
        "user_type": "user_type",
        "legal_types": ("legal",),
    }


def there_and_back(client: Client, at: Provider, subject: str, *, to: str = "", **changed: str) -> HttpResponse:
    """Press the button, sign in there, come back."""
    left = client.get("/sign-in/identity/", {"next": to} if to else {})
    assert left.status_code == 302, left.content.decode()
    return client.get(at.sign_in(left["Location"], subject, **changed))  # type: ignore[return-value]
