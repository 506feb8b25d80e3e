"""A mail server that really speaks SMTP: it takes letters, refuses them, or hangs up, as it is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tidu.domain.messages.gateways.configured import SmtpServer
from tools.serving import free_port


@dataclass
class MailServer:
    """What it took, and what it says from now on to a recipient and to a letter; ``hangs_up`` says nothing more."""

    port: int
    to_recipient: str = "250 OK"
    to_letter: str = "250 OK"
    hangs_up: bool = False
    letters: list[EmailMessage] = field(default_factory=list)

    def settings(self, **columns: Any) -> SmtpServer:
        return SmtpServer("127.0.0.1", self.port, sender="no-reply@tidu.example", **columns)

    async def handle_RCPT(  # noqa: N802  as aiosmtpd calls it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        if self.hangs_up:
            assert server.transport is not None
            server.transport.close()
        if self.to_letter.startswith("250"):
            self.letters.append(letter)
        return self.to_letter


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Let it stand on a free port."""
    found = MailServer(free_port())
    controller = Controller(found, hostname="127.0.0.1", port=found.port)
    controller.start()
    try:
        yield found
    finally:
        controller.stop()
