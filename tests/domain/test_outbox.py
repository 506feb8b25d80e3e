"""发件箱: written with what it speaks of, sent once, and never twice where nobody knows."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from tests.services.gateway import FakeProvider, answers, dies, dies_in_the_middle, drips, lags, provider
from tests.services.world import NOW, World
from tidu.domain.accounts.access import Actor
from tidu.domain.accounts.models import Post
from tidu.domain.audit.models import Event
from tidu.domain.messages.errors import OutboxRefusal
from tidu.domain.messages.models import Outgoing
from tidu.domain.messages.outbox import send_email, send_sms, settle, text, text_for_others, wipe_secrets
from tidu.domain.messages.outbox_sending import LONGEST_SENDING, PAUSES, send_due, send_one
from tidu.domain.messages.texts import UnknownText
from tidu.kit import clock

pytestmark = pytest.mark.django_db

CODE = {"code": "271828", "purpose": "登录", "minutes": "5"}
TO = "13800000001"
State = Outgoing.State


@pytest.fixture
def operator(world: World) -> Actor:
    """Somebody who looks after the platform."""
    return world.officer("320000", Post.Role.OPERATOR)


@pytest.fixture
def http(settings: Settings) -> Iterator[FakeProvider]:
    """A gateway that text messages leave by."""
    with provider() as found:
        settings.SMS_GATEWAY = found.settings()
        yield found


def written(key: str = "k1", *, until: datetime | None = None) -> Outgoing:
    return send_sms(TO, "code", CODE, key=key, useful_until=until)


def stands(message: Outgoing) -> str:
    return Outgoing.objects.get(pk=message.pk).state


def told(message: Outgoing) -> list[str]:
    return [event.what for event in message.history.order_by("id")]


def test_a_key_writes_one_message_whatever_is_asked_a_second_time() -> None:
    first = written()
    second = send_sms("13900000002", "code", CODE, key="k1")

    assert second.pk == first.pk
    assert Outgoing.objects.get().to == TO
    assert told(first) == ["written"]


def test_a_message_of_a_transaction_that_fails_was_never_written() -> None:
    def fails() -> None:
        with transaction.atomic():
            written()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()

    assert not Outgoing.objects.exists()


def test_a_template_that_is_not_filled_is_a_mistake_that_is_found_when_it_is_written() -> None:
    for template, params in (("code", {"code": "1"}), ("code", {**CODE, "more": "1"}), ("none", {})):
        with pytest.raises(UnknownText):
            send_sms(TO, template, params, key="k1")

    assert not Outgoing.objects.exists()


def test_the_database_shows_neither_number_nor_code() -> None:
    message = written()

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM messages_outgoing")
        row = str(cursor.fetchall())

    assert TO not in row
    assert CODE["code"] not in row
    assert (
        text(message)
        == "【梯度培育平台】验证码 271828，用于登录，5 分钟内有效。不是您本人操作，请不要理会，也不要告诉别人。"
    )


def test_where_nothing_leaves_the_operator_reads_the_code() -> None:
    message = written(until=NOW + timedelta(minutes=5))

    assert send_due("sms") == 1
    assert send_due("sms") == 0

    message.refresh_from_db()
    assert message.state == State.SENT
    assert "271828" in text_for_others(message)


def test_a_gateway_gets_it_once_signed_and_by_its_token(http: FakeProvider) -> None:
    message = written(until=NOW + timedelta(minutes=5))

    send_due("sms")
    send_due("sms")

    (request,) = http.received
    assert request.headers["Idempotency-Key"] == str(message.token)
    assert request.content == {
        "token": str(message.token),
        "kind": "sms",
        "to": TO,
        "text": text(message),
        "template": "code",
        "params": CODE,
    }
    message.refresh_from_db()
    assert (message.state, message.gateway_id, message.tries) == (State.SENT, "gw-1", 1)
    assert told(message) == ["written", "sent"]


def test_a_secret_is_wiped_when_it_is_out_and_other_words_stay(http: FakeProvider) -> None:
    secret = written(until=NOW + timedelta(minutes=5))
    plain = send_sms(TO, "username", {"username": "chenlan"}, key="k2")

    send_due("sms")

    secret.refresh_from_db()
    plain.refresh_from_db()
    assert (secret.content, text(secret)) == ("", "")
    assert text_for_others(plain) == "【梯度培育平台】您在优质中小企业梯度培育平台的用户名是 chenlan。"


def test_before_it_is_out_the_operator_sees_the_message_and_not_the_code(http: FakeProvider) -> None:
    http.behaves = answers(status=503)
    message = written(until=NOW + timedelta(minutes=5))

    send_due("sms")

    message.refresh_from_db()
    assert text_for_others(message).startswith("【梯度培育平台】验证码 ••••••，用于登录")


def test_what_surely_was_not_sent_is_tried_again_with_growing_pauses_and_then_given_up(http: FakeProvider) -> None:
    http.behaves = answers(status=503)
    message = written()
    at = NOW

    for tries, pause in enumerate(PAUSES, start=1):
        with clock.stopped_at(at):
            send_due("sms")
            assert send_due("sms") == 0
        assert (stands(message), len(http.received)) == (State.WAITING, tries)
        with clock.stopped_at(at + timedelta(seconds=pause - 1)):
            assert send_due("sms") == 0
        at += timedelta(seconds=pause)
    with clock.stopped_at(at):
        send_due("sms")

    assert stands(message) == State.FAILED
    assert len(http.received) == len(PAUSES) + 1
    assert {request.headers["Idempotency-Key"] for request in http.received} == {str(message.token)}
    assert len({request.headers["X-Tidu-Nonce"] for request in http.received}) == len(http.received)


def test_a_gateway_that_comes_back_gets_the_message_at_its_next_time(http: FakeProvider) -> None:
    http.behaves = answers(status=429)
    message = written()
    send_due("sms")

    http.behaves = answers()
    with clock.stopped_at(NOW + timedelta(seconds=PAUSES[0])):
        send_due("sms")

    assert told(message) == ["written", "not_sent", "sent"]


def test_a_gateway_that_never_will_is_not_asked_again(http: FakeProvider) -> None:
    http.behaves = answers(status=422)
    message = written()

    send_due("sms")

    assert stands(message) == State.FAILED
    with clock.stopped_at(NOW + timedelta(days=1)):
        assert send_due("sms") == 0


def test_nobody_there_is_surely_not_sent(settings: Settings) -> None:
    with provider() as gone:
        settings.SMS_GATEWAY = gone.settings()
    message = written()

    send_due("sms")

    assert stands(message) == State.WAITING
    assert [event.note for event in message.history.order_by("id")] == ["", "连不上网关"]


@pytest.mark.parametrize(
    "behaves",
    [
        answers(status=500),
        answers(status=504),
        answers(status=302, Location="http://127.0.0.1:1/elsewhere"),
        answers(b"OK"),
        answers(b"[]"),
        answers(b'{"id": 12}'),
        answers(b'{"id": ""}'),
        answers(b'{"id": "a\\nb"}'),
        answers(b'{"id": "' + b"9" * 70_000 + b'"}'),
        lags(0.6),
        drips,
        dies,
        dies_in_the_middle,
    ],
    ids=lambda each: getattr(each, "__name__", "")[:20],
)
def test_what_nobody_knows_goes_to_the_operator_and_never_to_a_second_message(
    http: FakeProvider, settings: Settings, behaves: object
) -> None:
    settings.SMS_GATEWAY = http.settings(seconds=0.3)
    http.behaves = behaves  # type: ignore[assignment]
    message = written()

    send_due("sms")

    assert stands(message) == State.UNKNOWN
    for days in range(3):
        with clock.stopped_at(NOW + timedelta(days=days)):
            send_due("sms")
    assert len(http.received) == 1


def test_a_worker_that_ended_in_the_middle_leaves_a_message_whose_fate_is_not_known(http: FakeProvider) -> None:
    message = written()
    Outgoing.objects.filter(pk=message.pk).update(state=State.SENDING, claimed_at=NOW)

    with clock.stopped_at(NOW + LONGEST_SENDING):
        send_due("sms")
    assert stands(message) == State.SENDING
    with clock.stopped_at(NOW + LONGEST_SENDING + timedelta(seconds=1)):
        send_due("sms")

    assert stands(message) == State.UNKNOWN
    assert http.received == []


def test_a_code_that_is_too_old_is_not_sent(http: FakeProvider) -> None:
    message = written(until=NOW + timedelta(minutes=5))

    with clock.stopped_at(NOW + timedelta(minutes=5)):
        send_due("sms")

    message.refresh_from_db()
    assert (message.state, message.content) == (State.FAILED, "")
    assert http.received == []


def test_a_slow_text_message_does_not_hold_up_an_email(http: FakeProvider) -> None:
    written()
    letter = send_email("a@example.com", "主题\r\nBcc: b@example.com", "正文", key="e1")

    assert send_due("email") == 1

    letter.refresh_from_db()
    assert (letter.state, letter.subject) == (State.SENT, "主题 Bcc: b@example.com")
    assert http.received == []


def unknown(key: str = "k1", *, until: datetime | None = None) -> Outgoing:
    message = written(key, until=until)
    Outgoing.objects.filter(pk=message.pk).update(state=State.UNKNOWN, gateway="http", tries=1)
    return message


def test_the_operator_may_take_it_as_sent_with_a_reason(http: FakeProvider, operator: Actor) -> None:
    message = unknown()

    settle(operator, message.pk, was_sent=True, reason="向网关核实，已下发")

    assert stands(message) == State.SENT
    send_due("sms")
    assert http.received == []
    event = Event.objects.get(act="outbox.settled")
    assert (event.thing_id, event.data) == (str(message.pk), {"was_sent": True, "reason": "向网关核实，已下发"})
    last = message.history.last()
    assert last is not None
    assert (last.what, last.by, last.note) == ("taken_as_sent", operator.name, "向网关核实，已下发")


def test_the_operator_may_have_it_sent_again_with_a_reason(http: FakeProvider, operator: Actor) -> None:
    message = unknown()

    settle(operator, message.pk, was_sent=False, reason="本人没有收到")
    send_due("sms")

    assert stands(message) == State.SENT
    assert len(http.received) == 1


def test_without_a_reason_twice_or_too_late_nothing_is_decided(operator: Actor) -> None:
    message = unknown(until=NOW + timedelta(minutes=5))

    with pytest.raises(OutboxRefusal, match="没有写理由"):
        settle(operator, message.pk, was_sent=True, reason="  ok ")
    with clock.stopped_at(NOW + timedelta(minutes=6)), pytest.raises(OutboxRefusal, match="不能再发"):
        settle(operator, message.pk, was_sent=False, reason="本人没有收到")
    assert stands(message) == State.UNKNOWN
    settle(operator, message.pk, was_sent=True, reason="向网关核实")
    with pytest.raises(OutboxRefusal, match="不用再定"):
        settle(operator, message.pk, was_sent=False, reason="本人没有收到")
    assert Event.objects.filter(act="outbox.settled").count() == 1


def test_secrets_are_wiped_after_a_day_and_nothing_else_is() -> None:
    code, plain = written(until=NOW + timedelta(minutes=5)), send_email("a@example.com", "s", "正文", key="e1")
    waiting = written("k3")
    Outgoing.objects.exclude(pk=waiting.pk).update(state=State.SENT, gateway="outbox")

    with clock.stopped_at(NOW + timedelta(days=2)):
        assert wipe_secrets(after=timedelta(days=1)) == 1

    left = {each.pk: each.content for each in Outgoing.objects.all()}
    assert (left[code.pk], left[plain.pk]) == ("", "正文")
    assert left[waiting.pk]


def test_a_fault_of_ours_in_sending_is_not_known_either_and_the_log_holds_no_code(
    http: FakeProvider, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    message = written()
    monkeypatch.setattr("tidu.domain.messages.gateways.signed_http.signature", None)

    send_due("sms")

    assert stands(message) == State.UNKNOWN
    assert "271828" not in caplog.text
    assert TO not in caplog.text
    assert "TypeError" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_of_four_workers_one_sends_it(http: FakeProvider) -> None:
    message = written()
    gate = Barrier(4)

    def work() -> bool:
        try:
            gate.wait()
            with clock.stopped_at(NOW):
                return send_one(message.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(lambda _: work(), range(4))) == 1
    assert len(http.received) == 1
    assert stands(message) == State.SENT
