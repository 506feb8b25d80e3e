"""Registering a legal person's account."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.services.world import World, credit_code
from tidu.domain.accounts.models import User
from tidu.domain.enterprises.models import Enterprise

PASSWORD = "Chengchuan-2026-plan"


def filled(**changes: str) -> dict[str, str]:
    return {
        "credit_code": credit_code("320583", 77),
        "name": "昆山澄川精密传动科技（江苏）有限公司",
        "province": "320000",
        "city": "320500",
        "county": "320583",
        "legal_representative": "顾言",
        "contact": "陈会计",
        "phone": "138 0000 0077",
        "email": "chen@example.com",
        "username": "chengchuan",
        "password": PASSWORD,
        "again": PASSWORD,
    } | changes


def test_registering_signs_in_and_leads_to_the_record(world: World, client: Client) -> None:
    answer = client.post("/register/", filled(credit_code=f" {credit_code('320583', 77).lower()} "))

    assert answer["Location"] == "/my/enterprise/"
    enterprise = Enterprise.objects.get()
    assert enterprise.credit_code == credit_code("320583", 77)
    assert enterprise.name == "昆山澄川精密传动科技（江苏）有限公司"
    assert (enterprise.city_code, enterprise.county_code) == ("320500", "320583")
    assert enterprise.contact_mobile == "13800000077"
    assert client.session["_auth_user_id"] == str(User.objects.get().pk)


@pytest.mark.parametrize(
    ("changes", "sentence", "field"),
    [
        ({"credit_code": credit_code("320583", 77)[:-1]}, "信用代码少 1 位：现在 17 位，应为 18 位。", "credit_code"),
        ({"county": ""}, "注册地还没选到县（市、区）。", "county"),
        ({"county": "320102"}, "和上一级对不上，请重新选。", "county"),
        ({"phone": "1380000007"}, "手机号少 1 位", "phone"),
        ({"email": "chen.example.com"}, "邮箱没有 @。", "email"),
        ({"username": "abc"}, "用户名现在 3 个字。", "username"),
        ({"again": PASSWORD + "x"}, "两次密码不一样。", "again"),
        ({"password": "1234567890", "again": "1234567890"}, "密码太弱。", "password"),
        ({"name": ""}, "还没有填", "name"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    world: World, client: Client, changes: dict[str, str], sentence: str, field: str
) -> None:
    typed = filled(**changes)

    answer = client.post("/register/", typed)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert f'id="id_{field}-error"' in page
    for name in ("credit_code", "name", "legal_representative", "contact", "phone", "email", "username"):
        assert not typed[name] or f'value="{typed[name]}"' in page, name
    assert '<option value="320500" selected>苏州市</option>' in page
    assert PASSWORD not in page
    assert Enterprise.objects.count() == User.objects.count() == 0


def test_a_taken_user_name_is_answered_with_free_ones(world: World, client: Client) -> None:
    world.enterprise()

    page = client.post("/register/", filled(username="owner1")).content.decode()

    assert "用户名“owner1”已有人用。" in page
    assert "owner12" in page
    assert Enterprise.objects.count() == 1


def test_an_enterprise_registered_before_is_told_since_when_and_how_to_go_on(world: World, client: Client) -> None:
    world.enterprise()

    page = client.post("/register/", filled(credit_code=credit_code("320583", 1))).content.decode()

    assert "这家企业 2026 年已注册，绑定手机 138****0001。" in page
    assert "用这家企业的账户登录" in page
    assert Enterprise.objects.count() == 1


def test_without_script_the_finer_divisions_come_by_a_button_that_registers_nothing(
    world: World, client: Client
) -> None:
    answer = client.post("/register/", filled(county="", narrow="1"))

    assert answer.status_code == 200
    page = answer.content.decode()
    assert '<option value="320583">昆山市</option>' in page
    assert 'value="chengchuan"' in page
    assert PASSWORD not in page
    assert Enterprise.objects.count() == 0


def test_the_code_is_judged_as_it_is_typed(world: World, client: Client) -> None:
    wrong = client.get("/register/credit-code/", {"code": "91320594MA000025K"}).json()
    right = client.get("/register/credit-code/", {"code": credit_code("320583", 5)}).json()

    assert wrong["ok"] is False
    assert wrong["what"] == "信用代码少 1 位：现在 17 位，应为 18 位。"
    assert right == {"ok": True, "code": credit_code("320583", 5), "doubts": []}


def test_judging_codes_has_a_limit(world: World, client: Client) -> None:
    for _ in range(60):
        client.get("/register/credit-code/", {"code": "9132"})

    answer = client.get("/register/credit-code/", {"code": "9132"}, headers={"X-Requested-With": "fetch"})

    assert answer.status_code == 429
    assert answer.json()["what"] == "操作太频繁，先停一会儿。"


def test_the_divisions_below_one_are_given_and_nothing_below_the_unknown(world: World, client: Client) -> None:
    below = client.get("/regions/320500/below/").json()["places"]

    assert below == [{"code": "320582", "name": "张家港市"}, {"code": "320583", "name": "昆山市"}]
    assert client.get("/regions/999999/below/").json() == {"places": []}
    assert client.get("/regions/nonsense/below/").json() == {"places": []}
