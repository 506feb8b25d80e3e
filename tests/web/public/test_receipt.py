"""Receipts of a gateway: signed, fresh and told once, or they change nothing."""

from __future__ import annotations

import json
import secrets
import time
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from tests.services.gateway import KEY, KEY_ID
from tidu.domain.messages.gateways.configured import HttpGateway
from tidu.domain.messages.gateways.signatures import Algorithm, Direction, signature
from tidu.domain.messages.models import Outgoing
from tidu.domain.messages.outbox import send_sms

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(autouse=True, params=list(Algorithm))
def algorithm(request: pytest.FixtureRequest, settings: Settings) -> Algorithm:
    """Let the gateway sign with either."""
    settings.SMS_GATEWAY = HttpGateway("https://sms.example.com/", KEY_ID, KEY.encode(), request.param)
    return Algorithm(request.param)


def message(state: str = "sent") -> Outgoing:
    found = send_sms("13800000001", "username", {"username": "chenlan"}, key=secrets.token_hex(4))
    Outgoing.objects.filter(pk=found.pk).update(state=state, gateway="http")
    return found


def signed(
    body: bytes, algorithm: Algorithm, *, key: str = KEY, direction: Direction = Direction.RECEIPT, late: int = 0
) -> dict[str, str]:
    timestamp, nonce = str(int(time.time()) - late), secrets.token_hex(16)
    mac = signature(key.encode(), algorithm, direction, timestamp=timestamp, nonce=nonce, body=body)
    return {"X-Tidu-Key": KEY_ID, "X-Tidu-Timestamp": timestamp, "X-Tidu-Nonce": nonce, "X-Tidu-Signature": mac}


def tell(body: bytes, headers: dict[str, str]) -> int:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/gateway/receipts/", body, content_type="application/json", headers=headers)
    return answer.status_code


def receipt_for(found: Outgoing, state: str = "delivered", **more: Any) -> bytes:
    return json.dumps({"token": str(found.token), "state": state, **more}).encode()


def stands(found: Outgoing) -> str:
    found.refresh_from_db()
    return found.state


@pytest.mark.parametrize("before", ["sent", "sending", "unknown", "waiting"])
@pytest.mark.parametrize(("state", "after"), [("delivered", "delivered"), ("failed", "failed")])
def test_a_receipt_tells_how_it_ended_whatever_we_thought(
    algorithm: Algorithm, before: str, state: str, after: str
) -> None:
    found = message(before)
    body = receipt_for(found, state, problem="号码\n停机")

    assert tell(body, signed(body, algorithm)) == 204

    assert stands(found) == after
    assert found.history.latest("id").note == "号码停机"


def test_a_receipt_that_comes_twice_changes_nothing(algorithm: Algorithm) -> None:
    found = message()
    body = receipt_for(found)
    headers = signed(body, algorithm)

    assert tell(body, headers) == 204
    assert tell(body, headers) == 403
    late = receipt_for(found, "failed")
    assert tell(late, signed(late, algorithm)) == 204

    assert stands(found) == "delivered"
    assert found.history.count() == 2


def test_what_is_not_signed_by_the_gateway_is_none(algorithm: Algorithm) -> None:
    found = message()
    body = receipt_for(found)
    good = signed(body, algorithm)

    for headers in (
        {},
        good | {"X-Tidu-Signature": ""},
        good | {"X-Tidu-Signature": "zz"},
        good | {"X-Tidu-Signature": "0" * 64},
        good | {"X-Tidu-Key": "others"},
        good | {"X-Tidu-Nonce": "short"},
        good | {"X-Tidu-Timestamp": "x"},
        good | {"X-Tidu-Timestamp": str(int(good["X-Tidu-Timestamp"]) + 1)},
        signed(body, algorithm, key="another-key-of-the-same-length-" + "x" * 10),
        signed(body, algorithm, direction=Direction.SEND),
        signed(body, algorithm, late=301),
        signed(body, algorithm, late=-301),
    ):
        assert tell(body, headers) == 403
    assert tell(body + b" ", good) == 403

    assert stands(found) == "sent"
    assert tell(body, good) == 204


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"token": 1, "state": "delivered"}',
        b'{"token": "x", "state": "delivered"}',
        json.dumps({"token": "00000000-0000-4000-8000-000000000001", "state": "delivered"}).encode(),
        json.dumps({"token": "00000000-0000-4000-8000-000000000002", "state": "eaten"}).encode(),
        b" " * 9000,
    ],
)
def test_a_signed_letter_that_is_no_receipt_of_ours_is_refused(algorithm: Algorithm, body: bytes) -> None:
    found = message()

    assert tell(body, signed(body, algorithm)) == 403
    assert stands(found) == "sent"


def test_a_form_is_no_receipt(algorithm: Algorithm, client: Client) -> None:
    assert client.post("/gateway/receipts/", {"state": "delivered"}).status_code == 403


def test_who_tries_again_and_again_is_limited_and_the_gateway_is_not(algorithm: Algorithm) -> None:
    for _ in range(60):
        assert tell(b"", {}) == 403
    assert tell(b"", {}) == 429

    found = message()
    body = receipt_for(found)
    assert tell(body, signed(body, algorithm)) == 204
    assert stands(found) == "delivered"


def test_without_a_gateway_there_are_no_receipts(algorithm: Algorithm, settings: Settings) -> None:
    settings.SMS_GATEWAY = None
    found = message()
    body = receipt_for(found)

    assert tell(body, signed(body, algorithm)) == 403
