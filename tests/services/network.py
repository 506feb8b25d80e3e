"""No test speaks to the outside: a connection that leaves this machine is an error of the test that made it."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest


class LeftTheMachine(AssertionError):
    """A test tried to reach the network."""


def require_near(address: Any) -> None:
    """Raise LeftTheMachine unless the address is a local socket or of this machine itself."""
    host = address[0] if isinstance(address, tuple) else ""
    if host in {"", "localhost"}:
        return
    try:
        is_near = ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_near = False
    if not is_near:
        raise LeftTheMachine(f"A test tried to reach {host!r}. Tests use this machine only.")


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Let connections go to this machine only, for the whole run."""
    connect = socket.socket.connect

    def connect_near(self: socket.socket, address: Any) -> None:
        require_near(address)
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_near)
        yield
