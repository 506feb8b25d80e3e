"""Which gateway an installation has: one sentence where the environment is wrong, and never a secret in it."""

from __future__ import annotations

import pytest

from tidu.config import gateways
from tidu.config.env import Misconfigured
from tidu.domain.messages.gateways.configured import HttpGateway, SmtpServer
from tidu.domain.messages.gateways.signatures import Algorithm

SECRET = "s" * 32
NAMES = ("TIDU_SMS_GATEWAY", "TIDU_EMAIL_GATEWAY", "TIDU_GATEWAY_KEY", "TIDU_EMAIL_FROM")


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Begin with an environment that says nothing of gateways."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_on_one_machine_nothing_leaves_unless_it_is_said(said: pytest.MonkeyPatch) -> None:
    assert gateways.read(is_embedded=True) == gateways.Gateways(None, None)


@pytest.mark.parametrize("name", ["TIDU_SMS_GATEWAY", "TIDU_EMAIL_GATEWAY"])
def test_an_installation_of_more_than_one_machine_must_say_it(said: pytest.MonkeyPatch, name: str) -> None:
    for each in {"TIDU_SMS_GATEWAY", "TIDU_EMAIL_GATEWAY"} - {name}:
        said.setenv(each, "outbox")

    with pytest.raises(Misconfigured, match=f"{name} is not set"):
        gateways.read(is_embedded=False)
    said.setenv(name, "outbox")
    assert gateways.read(is_embedded=False) == gateways.Gateways(None, None)


def test_gateways_are_read_with_their_keys(said: pytest.MonkeyPatch) -> None:
    said.setenv("TIDU_SMS_GATEWAY", "https://sms.example.com/send?algorithm=HMAC-SHA256")
    said.setenv("TIDU_EMAIL_GATEWAY", "smtp://tidu:p%40ss@mail.example.com")
    said.setenv("TIDU_GATEWAY_KEY", f"k1:{SECRET}")
    said.setenv("TIDU_EMAIL_FROM", "no-reply@example.com")

    found = gateways.read(is_embedded=False)

    assert found.sms == HttpGateway("https://sms.example.com/send", "k1", SECRET.encode(), Algorithm.SHA256)
    assert found.email == SmtpServer(
        "mail.example.com", 587, "tidu", "p@ss", is_tls_from_the_start=False, sender="no-reply@example.com"
    )
    assert SECRET not in repr(found)
    assert "p@ss" not in repr(found)


@pytest.mark.parametrize(
    ("sms", "key", "sentence"),
    [
        ("sms.example.com", f"k1:{SECRET}", "neither outbox nor an address that begins with https://"),
        ("ftp://sms.example.com/", f"k1:{SECRET}", "neither outbox nor"),
        ("https://user:word@sms.example.com/", f"k1:{SECRET}", "neither outbox nor"),
        ("http://sms.example.com/", f"k1:{SECRET}", "by https:// only"),
        ("https://sms.example.com:x/", f"k1:{SECRET}", "its port is no number"),
        ("https://sms.example.com/?algorithm=MD5", f"k1:{SECRET}", "must be HMAC-SM3 or HMAC-SHA256"),
        ("https://sms.example.com/?speed=9", f"k1:{SECRET}", "and not speed"),
        ("https://sms.example.com/", "", "TIDU_GATEWAY_KEY must be id:secret"),
        ("https://sms.example.com/", SECRET, "TIDU_GATEWAY_KEY must be id:secret"),
        ("https://sms.example.com/", "k1:short", "at least 32 random characters"),
    ],
)
def test_what_is_no_gateway_is_told_in_one_sentence_without_the_key(
    said: pytest.MonkeyPatch, sms: str, key: str, sentence: str
) -> None:
    said.setenv("TIDU_SMS_GATEWAY", sms)
    said.setenv("TIDU_GATEWAY_KEY", key)

    with pytest.raises(Misconfigured) as refused:
        gateways.read(is_embedded=True)

    assert str(refused.value).startswith("TIDU_SMS_GATEWAY cannot be used: ")
    assert sentence in str(refused.value)
    assert SECRET not in str(refused.value)
    assert "word" not in str(refused.value)


@pytest.mark.parametrize("sender", ["", "nobody", "a@example.com\nBcc: b@example.com"])
def test_e_mail_comes_from_an_address(said: pytest.MonkeyPatch, sender: str) -> None:
    said.setenv("TIDU_EMAIL_GATEWAY", "smtps://mail.example.com")
    said.setenv("TIDU_EMAIL_FROM", sender)

    with pytest.raises(Misconfigured, match="TIDU_EMAIL_FROM must be the address"):
        gateways.read(is_embedded=True)


def test_smtps_has_its_own_port(said: pytest.MonkeyPatch) -> None:
    said.setenv("TIDU_EMAIL_GATEWAY", "smtps://mail.example.com")
    said.setenv("TIDU_EMAIL_FROM", "no-reply@example.com")

    found = gateways.read(is_embedded=True).email

    assert isinstance(found, SmtpServer)
    assert (found.port, found.is_tls_from_the_start) == (465, True)
