"""E-mail by SMTP. Before the message itself is handed over nothing went out; after that only the server knows."""

from __future__ import annotations

import smtplib
from contextlib import suppress
from typing import TYPE_CHECKING

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from tidu.domain.messages.gateways.outcomes import NotSent, Sent, Unknown, in_words

if TYPE_CHECKING:
    from tidu.domain.messages.gateways.configured import SmtpServer
    from tidu.domain.messages.gateways.outcomes import Letter, Outcome

_SECONDS = 15
_PERMANENT = 500


class Smtp:
    """Sends through one mail server."""

    name = "smtp"

    def __init__(self, server: SmtpServer) -> None:
        self.server = server

    def send(self, letter: Letter) -> Outcome:
        connection = self._connection()
        try:
            try:
                connection.open()
            except (OSError, smtplib.SMTPException) as problem:
                return NotSent(_told(problem))
            return self._handed_over(letter, connection)
        finally:
            with suppress(OSError, smtplib.SMTPException):  # how it parted says nothing about the message
                connection.close()

    def _handed_over(self, letter: Letter, connection: EmailBackend) -> Outcome:
        domain = self.server.sender.rpartition("@")[2].rstrip(">")
        message = EmailMessage(
            subject=letter.subject,
            body=letter.text,
            from_email=self.server.sender,
            to=[letter.to],
            connection=connection,
            # the same at every try, so that a mailbox shows it once
            headers={"Message-ID": f"<{letter.token}@{domain}>", "Auto-Submitted": "auto-generated"},
        )
        try:
            message.send()
        except smtplib.SMTPRecipientsRefused as refused:
            code, _ = next(iter(refused.recipients.values()))
            return NotSent(f"邮件服务器不收这个收件人（{code}）", is_final=code >= _PERMANENT)
        except smtplib.SMTPResponseException as answered:  # the server's own no, also to the message itself
            return NotSent(_told(answered), is_final=answered.smtp_code >= _PERMANENT)
        except (ValueError, smtplib.SMTPNotSupportedError):
            return NotSent("这不是邮箱地址", is_final=True)
        except (OSError, smtplib.SMTPException) as problem:
            return Unknown(_told(problem))
        return Sent(letter.token)

    def _connection(self) -> EmailBackend:
        server = self.server
        return EmailBackend(
            host=server.host,
            port=server.port,
            username=server.username,
            password=server.password,
            use_ssl=server.is_tls_from_the_start,
            use_tls=not server.is_tls_from_the_start and not server.is_on_this_machine,
            timeout=_SECONDS,
            fail_silently=False,
        )


def _told(problem: Exception) -> str:
    if isinstance(problem, smtplib.SMTPAuthenticationError):
        return f"邮件服务器不认我们的用户名和密码（{problem.smtp_code}）"
    if isinstance(problem, smtplib.SMTPResponseException):
        return f"邮件服务器不收（{problem.smtp_code}）"
    return "与邮件服务器的连接断了" if isinstance(problem, smtplib.SMTPServerDisconnected) else in_words(problem)
