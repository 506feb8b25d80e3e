"""What is kept long enough goes, every day, by rules that are data; whoever asks is erased where nothing forbids it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from tests.services.whole_database import everything_in_the_database
from tests.services.world import NOW, PASSWORD, World
from tidu.domain.accounts.access import Actor
from tidu.domain.accounts.actions import create_user
from tidu.domain.accounts.attempts import who_signs_in
from tidu.domain.accounts.errors import AccountRefusal, NotSignedIn
from tidu.domain.accounts.models import Invitation, Post, User
from tidu.domain.accounts.people import by_sign_in_name
from tidu.domain.audit.models import Event
from tidu.domain.audit.queries import Narrowed, events_of, narrowed, newest
from tidu.domain.messages.actions import tell
from tidu.domain.messages.models import Message, Outgoing
from tidu.domain.messages.outbox import send_sms
from tidu.domain.retention.erasing import MustBeKept, erase
from tidu.domain.retention.models import Run
from tidu.domain.retention.sweeping import DUE, daily, would_go
from tidu.domain.verification.models import ManualCheck, NaturalPerson
from tidu.kit import clock
from tidu.rules.retention import retention_rules

WHY = "本人携带身份证到窗口提出"
NAMES = ("lihong", "13911110001", "lihong@example.com", "320502199001011234")


@pytest.fixture
def operator(world: World) -> Actor:
    return world.officer("320000", Post.Role.OPERATOR)


@pytest.fixture
def person(world: World) -> User:
    """A natural person who acts for nobody, with every kind of sign-in name."""
    username, phone, email, id_number = NAMES
    user = create_user(username=username, password=PASSWORD, name="李红", phone=phone, email=email, id_number=id_number)
    NaturalPerson.objects.create(user=user, id_number=id_number)
    return user


def days(key: str) -> timedelta:
    return timedelta(days=retention_rules()[key].days or 0)


def test_every_rule_that_ends_is_carried_out_and_no_other() -> None:
    assert set(DUE) == {key for key, rule in retention_rules().items() if rule.days}


def test_every_rule_says_where_it_stands_and_none_that_is_a_guess_is_called_confirmed() -> None:
    for rule in retention_rules().values():
        assert rule.source.document
        assert rule.source.basis != "confirmed" or rule.source.clause


def test_what_is_over_goes_on_its_day_and_not_before(person: User) -> None:
    tell([person.pk], Message.Kind.ACCOUNT, "欢迎")
    ManualCheck.objects.create(
        kind="phone_change", number="H1", user=person, phone=NAMES[1], asked_at=NOW, state="granted", decided_at=NOW
    )
    Invitation.objects.create(user=person, digest="d", until=NOW)
    send_sms(NAMES[1], "username", {"username": "lihong"}, key="one")
    Outgoing.objects.update(state=Outgoing.State.SENT)

    for key, rows in (  # the shortest first, since each run takes everything that is due
        ("invitations", Invitation.objects.all),
        ("outgoing", Outgoing.objects.all),
        ("check_phones", lambda: ManualCheck.objects.exclude(phone="")),
        ("messages", Message.objects.all),
    ):
        with clock.stopped_at(NOW + days(key)):
            assert would_go()[key] == 0
        with clock.stopped_at(NOW + days(key) + timedelta(days=1)):
            assert would_go()[key] == 1
            assert rows().count() == 1  # counting took nothing
            Run.objects.all().delete()
            daily()
            assert rows().count() == 0
            assert Run.objects.get().went[key] == 1


def test_a_run_that_was_done_today_is_not_done_again_and_one_broken_off_is(person: User) -> None:
    Run.objects.create(day=NOW.date(), ended_at=NOW)
    tell([person.pk], Message.Kind.ACCOUNT, "欢迎")
    Message.objects.update(sent_at=NOW - days("messages") - timedelta(days=1))
    daily()
    assert Message.objects.exists()

    Run.objects.update(ended_at=None)
    daily()
    assert not Message.objects.exists()
    assert Event.objects.get(act="retention.swept").data["messages"] == 1


def test_an_account_that_nobody_uses_is_erased_and_one_with_a_duty_is_not(world: World, person: User) -> None:
    owner = world.enterprise()
    officer = world.officer("320583")

    with clock.stopped_at(NOW + days("unused_accounts") + timedelta(days=1)):
        assert would_go()["unused_accounts"] == 1
        daily()

    assert by_sign_in_name("lihong") is None
    assert User.objects.filter(pk__in=[owner.user_id, officer.user_id], is_active=True).count() == 2


def test_who_is_erased_leaves_a_tombstone_and_nothing_that_tells_who_it_was(operator: Actor, person: User) -> None:
    who_signs_in(NAMES[1], PASSWORD)
    tell([person.pk], Message.Kind.ACCOUNT, "欢迎，李红")
    send_sms(NAMES[1], "username", {"username": "lihong"}, key="one")

    erase(operator, person.pk, reason=WHY)

    left = User.objects.get(pk=person.pk)
    assert (left.username, left.name, left.phone, left.email) == (f"erased-{person.pk}", "已注销的账户", "", "")
    assert not Message.objects.filter(user=person).exists()
    assert not NaturalPerson.objects.exists()
    assert not Outgoing.objects.exists()
    assert [by_sign_in_name(name) for name in NAMES] == [None] * 4
    for name in NAMES:
        with pytest.raises(NotSignedIn):
            who_signs_in(name, PASSWORD)
    assert [name for name in NAMES[1:] if name in everything_in_the_database()] == []


def test_what_they_did_stays_in_the_log_without_their_name(operator: Actor, person: User) -> None:
    Event.objects.create(
        at=NOW, actor_id=person.pk, actor_name="李红", act="account.signed_in", thing="user", thing_id=str(person.pk)
    )
    asked = Narrowed(since=date(2026, 1, 1), until=date(2026, 12, 31))

    erase(operator, person.pk, reason=WHY)

    told = [(each.act, each.actor_name) for each in events_of("user", person.pk)]
    assert ("account.signed_in", "已注销的账户") in told
    assert ("account.erased", operator.name) in told
    assert "李红" not in {each.actor_name for each in newest(narrowed(asked), "").rows}
    by_name = Narrowed(since=asked.since, until=asked.until, who="李红")
    assert not newest(narrowed(by_name), "").rows
    assert Event.objects.get(act="account.erased").data == {"reason": WHY}


def test_the_name_is_free_again_for_somebody_else(operator: Actor, person: User) -> None:
    erase(operator, person.pk, reason=WHY)

    assert create_user(username="lihong", password=PASSWORD, name="李宏").pk != person.pk


@pytest.mark.parametrize(
    ("who", "said"), [("owner", "这个账户代表“昆山示例精密1号有限公司”"), ("officer", "有岗位或有过岗位")]
)
def test_what_the_rules_keep_is_not_erased_and_the_reason_is_said(
    world: World, operator: Actor, who: str, said: str
) -> None:
    actors: dict[str, Any] = {"owner": world.enterprise(), "officer": world.officer("320583")}
    before = everything_in_the_database()

    with pytest.raises(MustBeKept) as refused:
        erase(operator, actors[who].user_id, reason=WHY)

    assert said in refused.value.what
    assert refused.value.why
    assert refused.value.mend
    assert everything_in_the_database() == before


def test_something_still_to_be_decided_holds_it_up(operator: Actor, person: User) -> None:
    ManualCheck.objects.create(kind="phone_change", number="H1", user=person, phone=NAMES[1], asked_at=NOW)

    with pytest.raises(MustBeKept, match="还有一件人工核验没有办结"):
        erase(operator, person.pk, reason=WHY)


def test_only_an_operator_with_a_reason_erases_and_only_once(world: World, operator: Actor, person: User) -> None:
    with pytest.raises(PermissionDenied):
        erase(world.officer("320000"), person.pk, reason=WHY)
    with pytest.raises(AccountRefusal, match="还没有写理由"):
        erase(operator, person.pk, reason=" ")
    with pytest.raises(Http404):
        erase(operator, 987654, reason=WHY)
    erase(operator, person.pk, reason=WHY)
    with pytest.raises(MustBeKept, match="已经注销"):
        erase(operator, person.pk, reason=WHY)
