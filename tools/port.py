"""The address that `make run` serves on."""

from __future__ import annotations

import errno
import http.client
import os
import socket

from tools.steps import Stop

HOST = "127.0.0.1"
DEFAULT = 8000


def wanted() -> int:
    """Read PORT; raise Stop when it is no port."""
    text = os.environ.get("PORT", str(DEFAULT))
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise Stop(f"PORT is {text!r}, which is no port. Give a number from 1 to 65535: PORT=8001 make run")
    return int(text)


def require_free(port: int) -> None:
    """Raise Stop when another program has the port already, or when this user may not have it."""
    with socket.socket() as probe:
        # as the server does: a port that was closed a moment ago counts as free
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as refusal:
            if refusal.errno == errno.EADDRINUSE:
                raise Stop(
                    f"Port {port} of {HOST} is taken by another program. "
                    f"End that one, or choose another port: PORT={port + 1 if port < 65535 else DEFAULT} make run"
                ) from None
            raise Stop(f"Port {port} of {HOST} cannot be opened: {refusal.strerror}. Choose one above 1023.") from None


def answers(port: int) -> bool:
    """Tell whether the web server answers, with whatever page."""
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True
