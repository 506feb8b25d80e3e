"""The operator's pages of what is kept how long, and of erasing a person who asks for it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.services.sessions import client_of
from tests.services.world import NOW, PASSWORD, World
from tidu.domain.accounts.actions import create_user
from tidu.domain.accounts.models import Post, User
from tidu.domain.retention.sweeping import daily
from tidu.rules.retention import retention_rules

#: The session, who is there, the entries of the shell; the last run, and one for each rule.
QUERIES = 9
WHY = "本人携带身份证到窗口提出"


@pytest.fixture
def operator(world: World) -> Client:
    return client_of(world.officer("320000", Post.Role.OPERATOR))


@pytest.fixture
def person(world: World) -> User:
    return create_user(username="lihong", password=PASSWORD, name="李红", phone="13911110001")


def test_the_page_names_every_rule_its_source_and_what_the_last_run_took(operator: Client) -> None:
    before = operator.get("/operate/retention/").content.decode()
    daily()
    after = operator.get("/operate/retention/").content.decode()

    assert [rule.what for rule in retention_rules().values() if rule.what not in before] == []
    assert "还没有清理过" in before
    assert "最近一次是 2026-04-16" in after
    assert "暂定" in after


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_costs_the_same_however_much_is_due(
    world: World, operator: Client, people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(people):
        create_user(username=f"unused{number}", password=None, name="某人")
    User.objects.filter(username__startswith="unused").update(created_at=NOW - timedelta(days=2000))
    operator.get("/operate/retention/")  # what is kept for all, such as the contacts, is kept now

    with django_assert_num_queries(QUERIES):
        page = operator.get("/operate/retention/").content.decode()

    assert f'data-name="现在到期">{people}<' in page


def test_a_person_is_erased_after_a_reason_and_a_yes(operator: Client, person: User) -> None:
    address = f"/operate/accounts/{person.pk}/erase/"
    assert "注销账户 lihong" in operator.get(address).content.decode()

    answer = operator.post(address, {"reason": WHY, "confirm": "yes"}, follow=True)

    assert "已注销，个人信息已经删除。" in answer.content.decode()
    assert not User.objects.get(pk=person.pk).is_active


@pytest.mark.parametrize(
    ("typed", "said"), [({"reason": WHY}, "还没有确认"), ({"confirm": "yes", "reason": "好"}, "还没有写理由")]
)
def test_without_a_yes_or_a_reason_nothing_happens(
    operator: Client, person: User, typed: dict[str, str], said: str
) -> None:
    answer = operator.post(f"/operate/accounts/{person.pk}/erase/", typed)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert typed["reason"] in answer.content.decode()
    assert User.objects.get(pk=person.pk).is_active


def test_what_must_be_kept_is_said_on_the_page(world: World, operator: Client) -> None:
    owner = world.enterprise()

    page = operator.get(f"/operate/accounts/{owner.user_id}/erase/").content.decode()

    assert "不能注销：这个账户代表“昆山示例精密1号有限公司”。" in page
    assert "注销并删除个人信息" not in page
