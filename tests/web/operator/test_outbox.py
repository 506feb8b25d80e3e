"""发件箱: the operator finds a message, reads what may be read, and decides what nobody knows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from tests.services.gateway import KEY, KEY_ID
from tests.services.sessions import client_of
from tests.services.world import NOW, World
from tidu.domain.accounts.codes import Purpose, send_code
from tidu.domain.accounts.models import Post
from tidu.domain.audit.models import Event
from tidu.domain.messages.gateways.configured import HttpGateway
from tidu.domain.messages.models import Outgoing
from tidu.domain.messages.outbox import send_email, send_sms
from tidu.domain.messages.outbox_sending import send_due


@pytest.fixture
def operator(world: World) -> Client:
    """The browser of somebody who looks after the platform."""
    return client_of(world.officer("320000", Post.Role.OPERATOR))


def page(client: Client, **query: str) -> str:
    return " ".join(client.get("/operate/outbox/", query).content.decode().split())


def unknown(key: str = "k1", *, gateway: str = "http") -> Outgoing:
    message = send_sms("13800000001", "username", {"username": "chenlan"}, key=key)
    Outgoing.objects.filter(pk=message.pk).update(state="unknown", gateway=gateway, tries=1)
    return message


def test_without_a_gateway_the_code_stands_on_the_page_and_the_page_says_why(operator: Client) -> None:
    send_code(Purpose.REGISTER, "13800000001", kind="sms", address="192.0.2.1")
    send_due("sms")

    shown = page(operator)

    assert "短信和邮件没有接网关，不会真的发出。" in shown
    assert "验证码 " in shown
    assert "138****0001" in shown
    assert "13800000001" not in shown


def test_with_a_gateway_the_code_is_for_its_reader_alone(operator: Client, settings: Settings) -> None:
    settings.SMS_GATEWAY = HttpGateway("http://127.0.0.1:1/", KEY_ID, KEY.encode())
    send_code(Purpose.REGISTER, "13800000001", kind="sms", address="192.0.2.1")
    send_due("sms")

    shown = page(operator)

    assert "邮件没有接网关" in shown
    assert "验证码 ••••••，用于注册" in shown


def test_messages_are_found_by_state_by_kind_and_by_the_whole_number(operator: Client) -> None:
    unknown()
    send_email("li@example.com", "通知", "正文", key="e1")

    assert "l***@example.com" not in page(operator, state="unknown")
    assert "138****0001" not in page(operator, kind="email")
    assert "l***@example.com" in page(operator, to="LI@example.com ")
    assert "没有这样的消息" in page(operator, to="1380000")
    assert "不知是否发出" in page(operator)
    assert "要您定夺的 1 条" in page(operator)


def test_page_after_page_shows_every_message_once(operator: Client) -> None:
    for n in range(45):
        send_sms(f"139000{n:05}", "username", {"username": "a"}, key=f"k{n}")

    seen, cursor = [], ""
    for _ in range(3):
        answer = operator.get("/operate/outbox/", {"cursor": cursor})
        seen += [message.row.pk for message in answer.context["messages"]]
        cursor = answer.context["page"].next_cursor

    assert cursor == ""
    assert seen == sorted(Outgoing.objects.values_list("pk", flat=True), reverse=True)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_much_for_three_rows_as_for_one(
    operator: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(rows):
        unknown(f"k{n}")
    page(operator)

    with django_assert_num_queries(4):  # the session, the actor, the messages, how many are open
        page(operator)


def test_a_message_shows_its_history(operator: Client) -> None:
    message = unknown()

    shown = operator.get(f"/operate/outbox/{message.pk}/").content.decode()

    assert "写入发件箱" in shown
    assert "用户名是 chenlan" in shown
    assert "不知是否发出，请定" in shown
    assert operator.get("/operate/outbox/999999/").status_code == 404


def test_the_operator_decides_once_with_a_reason(operator: Client) -> None:
    message = unknown()
    address = f"/operate/outbox/{message.pk}/"

    refused = operator.post(address, {"verdict": "again", "reason": "试"})
    assert refused.status_code == 422
    assert "没有写理由。" in refused.content.decode()
    assert operator.post(address, {"verdict": "maybe", "reason": "向网关核实"}).status_code == 422
    decided = operator.post(address, {"verdict": "again", "reason": "本人没有收到"})

    assert decided.status_code == 302
    assert Outgoing.objects.get().state == "waiting"
    assert Event.objects.get(act="outbox.settled").actor_name
    twice = operator.post(address, {"verdict": "again", "reason": "本人没有收到"})
    assert twice.status_code == 422
    assert "不用再定" in twice.content.decode()


def test_a_code_that_is_over_is_not_sent_again(operator: Client) -> None:
    send_code(Purpose.REGISTER, "13800000001", kind="sms", address="192.0.2.1")
    message = Outgoing.objects.get()
    Outgoing.objects.update(state="unknown", gateway="http", useful_until=NOW - timedelta(minutes=1))

    answer = operator.post(f"/operate/outbox/{message.pk}/", {"verdict": "again", "reason": "本人没有收到"})

    assert answer.status_code == 422
    assert "这条不能再发。" in answer.content.decode()
