"""Registering a natural person's account, which cannot declare and says so."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.services.codes import code_sent
from tests.services.world import World
from tidu.domain.accounts.models import User
from tidu.domain.accounts.people import by_sign_in_name
from tidu.domain.verification.models import NaturalPerson

PASSWORD = "Wangjian-2026-road"
TYPED = {"name": "王建", "phone": "138 0000 0088", "password": PASSWORD}
ID_NUMBER = "11010519491231002X"


def proven(client: Client, **changes: str) -> dict[str, str]:
    typed = TYPED | changes
    assert client.post("/register/person/", typed | {"send_code": "1"}).status_code == 200
    return typed | {"phone_code": code_sent()}


def test_who_registers_sees_at_once_that_they_cannot_declare_and_how_to_go_on(world: World, client: Client) -> None:
    answer = client.post("/register/person/", proven(client, id_number=ID_NUMBER.lower()))

    assert answer["Location"] == "/me/"
    page = client.get("/me/").content.decode()
    assert "个人账户不能申报。" in page
    assert "退出并注册法人账户" in page
    user = User.objects.get()
    assert by_sign_in_name("13800000088") == by_sign_in_name(ID_NUMBER) == user
    assert NaturalPerson.objects.get().id_number == ID_NUMBER


def test_nothing_of_an_enterprise_or_an_office_is_reached(world: World, client: Client) -> None:
    client.post("/register/person/", proven(client))

    assert [client.get(path).status_code for path in ("/my/", "/my/declarations/", "/desk/", "/operate/")] == [403] * 4


@pytest.mark.parametrize(
    ("changes", "sentence", "field"),
    [
        ({"phone": "1380000008"}, "手机号少 1 位", "phone"),
        ({"id_number": "110105194912310021"}, "身份证号有一位不对。", "id_number"),
        ({"name": ""}, "还没有填", "name"),
        ({}, "还没有填验证码。", "phone_code"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    world: World, client: Client, changes: dict[str, str], sentence: str, field: str
) -> None:
    answer = client.post("/register/person/", TYPED | changes)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert f'id="id_{field}-error"' in page
    assert User.objects.count() == 0


def test_a_phone_that_signs_somebody_in_is_told_to_its_owner_alone(world: World, client: Client) -> None:
    world.enterprise()
    typed = proven(client, phone="13800000001")

    before = client.post("/register/person/", typed | {"phone_code": "000000"}).content.decode()
    after = client.post("/register/person/", typed).content.decode()

    assert "已有账户" not in before
    assert "这个手机号已有账户。" in after
    assert User.objects.count() == 1


def test_an_id_number_has_one_account(world: World, client: Client) -> None:
    client.post("/register/person/", proven(client, id_number=ID_NUMBER))
    other = Client()

    page = other.post("/register/person/", proven(other, phone="13800000089", id_number=ID_NUMBER)).content.decode()

    assert "这个身份证号已有账户。" in page
    assert ID_NUMBER not in str(User.objects.values_list())


def test_why_no_code_was_sent_stands_beside_its_button(world: World, client: Client) -> None:
    page = client.post("/register/person/", TYPED | {"phone": "", "send_code": "1"}).content.decode()

    assert "验证码没有发出：还没有填手机号。" in page
    assert 'value="王建"' in page
