"""验证码: six digits, once, five minutes, five tries, and limits that are said with their end."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection
from pytest_django import Settings

from tests.services.world import NOW
from tidu.domain.accounts import codes
from tidu.domain.accounts.codes import LIMITS, By, Purpose, Sent, forget_old, redeem, send_code
from tidu.domain.accounts.errors import CodeNotSent, CodeWrong
from tidu.domain.accounts.models import Code
from tidu.domain.audit.models import Event
from tidu.domain.messages.gateways.configured import HttpGateway
from tidu.domain.messages.models import Outgoing
from tidu.domain.messages.outbox import text
from tidu.kit import clock

pytestmark = pytest.mark.django_db

PHONE = "13800000001"


def send(to: str = PHONE, *, address: str = "192.0.2.1", account: int = 0, is_real: bool = True) -> Sent:
    return send_code(Purpose.SIGN_IN, to, kind="sms", address=address, account=account, is_real=is_real)


def test_in_a_demo_one_is_told_where_to_read_it(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    settings.DEMO_STARTS_AT = NOW

    assert "用运维账户登录，在“发件箱”里看" in send().sentence
    settings.SMS_GATEWAY = HttpGateway("https://sms.example.com/", "k1", b"x" * 32)
    with clock.stopped_at(NOW + timedelta(minutes=1)):
        assert send().sentence.startswith("已发往 138****0001")


def the_code() -> str:
    """What was sent last, as its reader reads it."""
    found = re.search(r"验证码 ?(?:是 )?(\d{6})", text(Outgoing.objects.latest("pk")))
    assert found
    return found[1]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def test_a_code_opens_once() -> None:
    sent = send()

    assert (sent.wait, sent.to, sent.sentence) == (60, "138****0001", "已发往 138****0001，5 分钟内有效。")
    redeem(Purpose.SIGN_IN, PHONE, the_code())
    with pytest.raises(CodeWrong, match="用过了"):
        redeem(Purpose.SIGN_IN, PHONE, the_code())


@pytest.mark.parametrize("spell", [lambda c: f" {c[:3]} {c[3:]} ", lambda c: "".join(chr(ord(d) + 0xFEE0) for d in c)])
def test_spaces_and_full_width_digits_are_the_same_code(spell: Callable[[str], str]) -> None:
    send()

    redeem(Purpose.SIGN_IN, " 138 0000 0001", spell(the_code()))


def test_it_opens_nothing_else_and_for_nobody_else() -> None:
    send()

    for purpose, to in ((Purpose.RECOVER, PHONE), (Purpose.SIGN_IN, "13800000002")):
        with pytest.raises(CodeWrong, match="还没有获取验证码"):
            redeem(purpose, to, the_code())
    redeem(Purpose.SIGN_IN, PHONE, the_code())


def test_it_lives_five_minutes() -> None:
    send()

    with clock.stopped_at(NOW + timedelta(minutes=5)), pytest.raises(CodeWrong, match="过期"):
        redeem(Purpose.SIGN_IN, PHONE, the_code())
    with clock.stopped_at(NOW + timedelta(minutes=4, seconds=59)):
        redeem(Purpose.SIGN_IN, PHONE, the_code())


def test_after_five_wrong_tries_the_right_one_opens_nothing() -> None:
    send()
    code = the_code()

    for left in (4, 3, 2, 1):
        with pytest.raises(CodeWrong, match=f"还可以试 {left} 次"):
            redeem(Purpose.SIGN_IN, PHONE, wrong(code))
    with pytest.raises(CodeWrong, match="作废"):
        redeem(Purpose.SIGN_IN, PHONE, wrong(code))

    with pytest.raises(CodeWrong, match="作废"):
        redeem(Purpose.SIGN_IN, PHONE, code)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５x", "12 34"])
def test_what_is_no_code_costs_no_try(typed: str) -> None:
    send()

    with pytest.raises(CodeWrong, match="6 位数字"):
        redeem(Purpose.SIGN_IN, PHONE, typed)

    assert Code.objects.get().tries_left == codes.TRIES


def test_a_new_code_makes_the_old_one_void() -> None:
    send()
    first = the_code()
    with clock.stopped_at(NOW + timedelta(seconds=60)):
        send()
        second = the_code()
        assert first != second  # one in a million says otherwise

        with pytest.raises(CodeWrong, match="最近收到的一条"):
            redeem(Purpose.SIGN_IN, PHONE, first)
        redeem(Purpose.SIGN_IN, PHONE, second)


def test_the_table_shows_neither_code_nor_phone() -> None:
    send()

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_code")
        row = str(cursor.fetchall())

    assert the_code() not in row
    assert PHONE not in row


def test_codes_are_six_digits_with_leading_zeros(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("secrets.randbelow", lambda limit: 42 if limit == 10**6 else limit - 1)

    send()

    assert the_code() == "000042"


def test_by_email_it_says_the_same() -> None:
    sent = send_code(Purpose.CHANGE_EMAIL, "li@example.com", kind="email", address="192.0.2.1")

    letter = Outgoing.objects.get()
    assert (letter.kind, letter.subject, sent.to) == ("email", "更换邮箱验证码", "l***@example.com")
    assert letter.useful_until == NOW + timedelta(minutes=5)
    redeem(Purpose.CHANGE_EMAIL, "LI@example.com", the_code())


def test_the_next_one_waits_a_minute_and_the_refusal_says_how_long() -> None:
    send()

    with clock.stopped_at(NOW + timedelta(seconds=23)), pytest.raises(CodeNotSent) as refused:
        send()

    assert str(refused.value) == ("验证码没有发出：刚发过一次，先看看是否收到。1 分钟内最多 1 次。请 37 秒后再试。")
    assert refused.value.again_at == NOW + timedelta(seconds=60)
    assert Outgoing.objects.count() == 1


def whose(by: By, n: int) -> dict[str, object]:
    """Who asks for the n-th code, so that this limit is reached and no other."""
    return {
        "to": PHONE if by is By.TO else f"139{n:08}",
        "address": "192.0.2.1" if by is By.ADDRESS else f"198.51.{n // 250}.{n % 250}",
        "account": 7 if by is By.ACCOUNT else 0,
    }


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: f"{limit.by}-{limit.seconds}")
def test_every_limit_of_the_table_holds_and_ends(limit: codes.Limit) -> None:
    others = [each for each in LIMITS if each.by is limit.by and each.seconds < limit.seconds]
    step = max((-(-each.seconds // each.times) for each in others), default=0)
    for n in range(limit.times):
        with clock.stopped_at(NOW + timedelta(seconds=n * step)):
            send(**whose(limit.by, n))  # type: ignore[arg-type]
    last = NOW + timedelta(seconds=limit.times * step)

    with clock.stopped_at(last), pytest.raises(CodeNotSent, match=limit.what[:8]):
        send(**whose(limit.by, limit.times))  # type: ignore[arg-type]

    assert Outgoing.objects.count() == limit.times
    with clock.stopped_at(NOW + timedelta(seconds=limit.seconds)):
        send(**whose(limit.by, limit.times + 1))  # type: ignore[arg-type]


def test_of_somebody_who_does_not_exist_nothing_is_sent_and_all_the_rest_is_the_same() -> None:
    sent = send(is_real=False)

    assert sent == Sent(60, "138****0001")
    assert not Outgoing.objects.exists()
    with pytest.raises(CodeWrong, match="还可以试 4 次"):
        redeem(Purpose.SIGN_IN, PHONE, "123456")
    with pytest.raises(CodeNotSent, match="1 分钟内最多 1 次"):
        send(is_real=False)


def test_the_log_knows_of_codes_of_accounts_and_not_the_codes() -> None:
    send(account=7)
    send("13800000002")

    event = Event.objects.get(act="code.sent")
    assert (event.thing_id, event.data) == ("7", {"purpose": "sign_in", "kind": "sms"})


def test_codes_of_earlier_days_go() -> None:
    send()

    assert forget_old() == 0
    with clock.stopped_at(NOW + timedelta(days=2)):
        assert forget_old() == 1


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """Do them at the same moment, each on its own connection; a refusal is a result."""
    gate = Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> object:
        try:
            gate.wait()
            with clock.stopped_at(NOW):
                return deed()
        except (CodeWrong, CodeNotSent) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


@pytest.mark.django_db(transaction=True)
def test_tries_at_one_moment_count_each() -> None:
    send()
    code = the_code()

    at_once(*[lambda: redeem(Purpose.SIGN_IN, PHONE, wrong(code))] * 4)

    assert Code.objects.get().tries_left == 1


@pytest.mark.django_db(transaction=True)
def test_a_code_used_at_one_moment_by_four_opens_for_one() -> None:
    send()
    code = the_code()

    results = at_once(*[lambda: redeem(Purpose.SIGN_IN, PHONE, code)] * 4)

    assert results.count(None) == 1


@pytest.mark.django_db(transaction=True)
def test_of_four_asked_for_at_one_moment_one_is_sent() -> None:
    results = at_once(*[send] * 4)

    assert sum(isinstance(each, Sent) for each in results) == 1
    assert Outgoing.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_inside_a_transaction_that_could_undo_the_try_it_refuses_to_work() -> None:
    from django.db import transaction  # noqa: PLC0415  only this test opens one

    with pytest.raises(RuntimeError), transaction.atomic():
        redeem(Purpose.SIGN_IN, PHONE, "123456")
