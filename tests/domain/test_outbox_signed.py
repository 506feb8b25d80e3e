"""Signed requests to a gateway, and the paper that tells its builders what they are."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives import hashes, hmac
from pytest_django import Settings

from tests.services.gateway import KEY, KEY_ID, FakeProvider, provider
from tidu.domain.messages.gateways import signed_http
from tidu.domain.messages.gateways.signatures import Algorithm
from tidu.domain.messages.outbox import send_sms
from tidu.domain.messages.outbox_sending import PAUSES, send_due
from tools import house

pytestmark = pytest.mark.django_db


@pytest.fixture
def http() -> Iterator[FakeProvider]:
    """A gateway."""
    with provider() as found:
        yield found


@pytest.mark.parametrize("algorithm", list(Algorithm))
def test_whoever_has_the_key_can_tell_that_it_is_ours_and_new(
    http: FakeProvider, settings: Settings, algorithm: Algorithm
) -> None:
    settings.SMS_GATEWAY = http.settings(algorithm=algorithm)
    send_sms("13800000001", "username", {"username": "chenlan"}, key="k1")

    send_due("sms")

    (request,) = http.received
    timestamp, nonce = request.headers["X-Tidu-Timestamp"], request.headers["X-Tidu-Nonce"]
    assert (request.headers["X-Tidu-Key"], request.headers["X-Tidu-Algorithm"]) == (KEY_ID, algorithm)
    assert abs(time.time() - int(timestamp)) < 60
    hashing = hashes.SM3() if algorithm is Algorithm.SM3 else hashes.SHA256()
    expected = hmac.HMAC(KEY.encode(), hashing)
    expected.update(b"send\n" + timestamp.encode() + b"\n" + nonce.encode() + b"\n" + request.body)
    assert request.headers["X-Tidu-Signature"] == expected.finalize().hex()


def test_the_paper_for_gateways_says_what_the_code_does() -> None:
    paper = (house.ROOT / "docs" / "gateway.md").read_text(encoding="utf-8")

    later, never = (re.search(rf"^\| (.*) \| {words}", paper, re.MULTILINE) for words in ("not sent: ", "not sent, "))

    assert later is not None
    assert never is not None
    assert {int(each) for each in re.findall(r"\d{3}", later[1])} == signed_http._LATER  # noqa: SLF001
    assert {int(each) for each in re.findall(r"\d{3}", never[1])} == signed_http._NEVER  # noqa: SLF001
    assert PAUSES == (10, 30, 2 * 60, 10 * 60, 30 * 60, 2 * 3600)
    assert "after 10 s, 30 s, 2, 10, 30 minutes and 2 hours" in paper
