"""E-mail by SMTP: handed over once, tried again where the server says later, and not where nobody knows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.services.mail_server import MailServer, mail_server
from tidu.domain.messages.models import Outgoing
from tidu.domain.messages.outbox import send_email
from tidu.domain.messages.outbox_sending import send_due

pytestmark = pytest.mark.django_db
State = Outgoing.State


@pytest.fixture
def smtp(settings: Settings) -> Iterator[MailServer]:
    """A mail server that e-mails leave by."""
    with mail_server() as found:
        settings.EMAIL_GATEWAY = found.settings()
        yield found


def sent(to: str = "li@example.com") -> Outgoing:
    """Write an e-mail and let the worker send it; how it stands now."""
    message = send_email(to, "登录验证码", "您的验证码是 271828。\n第二行。", key="e1")
    send_due("email")
    message.refresh_from_db()
    return message


def note_of(message: Outgoing) -> str:
    return message.history.latest("id").note


def test_a_letter_arrives_with_its_words_and_a_name_that_stays_the_same_at_every_try(smtp: MailServer) -> None:
    message = sent()

    (letter,) = smtp.letters
    assert message.state == State.SENT
    assert letter["Subject"] == "登录验证码"
    assert letter["To"] == "li@example.com"
    assert letter["From"] == "no-reply@tidu.example"
    assert letter["Message-ID"] == f"<{message.token}@tidu.example>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content().splitlines() == ["您的验证码是 271828。", "第二行。"]


@pytest.mark.parametrize(
    ("to_recipient", "to_letter", "state", "note"),
    [
        ("450 4.2.0 greylisted", "250 OK", State.WAITING, "邮件服务器不收这个收件人（450）"),
        ("550 5.1.1 no such user li@example.com", "250 OK", State.FAILED, "邮件服务器不收这个收件人（550）"),
        ("250 OK", "451 4.3.0 later", State.WAITING, "邮件服务器不收（451）"),
        ("250 OK", "554 5.6.0 your 271828 is spam", State.FAILED, "邮件服务器不收（554）"),
    ],
)
def test_what_the_server_says_decides_and_its_words_are_not_repeated(
    smtp: MailServer, to_recipient: str, to_letter: str, state: str, note: str
) -> None:
    smtp.to_recipient, smtp.to_letter = to_recipient, to_letter

    message = sent()

    assert (message.state, note_of(message)) == (state, note)
    assert smtp.letters == []


def test_a_server_that_hangs_up_over_the_letter_leaves_its_fate_unknown(smtp: MailServer) -> None:
    smtp.hangs_up = True

    message = sent()

    assert (message.state, note_of(message)) == (State.UNKNOWN, "与邮件服务器的连接断了")
    assert send_due("email") == 0


def test_no_server_there_is_surely_not_sent(settings: Settings) -> None:
    with mail_server() as gone:
        settings.EMAIL_GATEWAY = gone.settings()

    message = sent()

    assert (message.state, note_of(message)) == (State.WAITING, "连不上网关")


def test_a_server_that_does_not_know_us_is_tried_again_when_somebody_has_mended_it(
    smtp: MailServer, settings: Settings
) -> None:
    settings.EMAIL_GATEWAY = smtp.settings(username="tidu", password="wrong-password-of-tests")

    message = sent()

    assert message.state == State.WAITING
    assert "wrong" not in note_of(message)


@pytest.mark.parametrize("to", ["nobody", "a@b@c", "a b@example.com", "li@example.com\nBcc: x@example.com"])
def test_what_is_no_address_is_given_up_and_nothing_slips_into_the_head(smtp: MailServer, to: str) -> None:
    message = sent(to)

    assert message.state in {State.FAILED, State.SENT}
    assert all(letter["Bcc"] is None and "x@example.com" not in str(letter["To"]) for letter in smtp.letters)
