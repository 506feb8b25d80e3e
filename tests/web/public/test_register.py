"""Registering a legal person's account."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.services.codes import code_sent
from tests.services.filling import PDF
from tests.services.world import World, credit_code
from tidu.domain.accounts.models import User
from tidu.domain.enterprises.models import Enterprise
from tidu.domain.messages.models import Outgoing
from tidu.domain.verification.models import Licence, ManualCheck, Verification

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


def proven(client: Client, **changes: str) -> dict[str, str]:
    """What is typed, with the codes that came for its phone and e-mail."""
    typed = filled(**changes)
    for button, field in (("send_code", "phone_code"), ("send_email_code", "email_code")):
        assert client.post("/register/", typed | {button: "1"}).status_code == 200
        typed[field] = code_sent()
    return typed


def test_registering_signs_in_and_leads_to_the_record(world: World, client: Client) -> None:
    answer = client.post("/register/", proven(client, credit_code=f" {credit_code('320583', 77).lower()} "))

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
        ({"username": "13800000077"}, "用户名不能是号码或邮箱。", "username"),
        ({"username": "a@example.com"}, "用户名不能是号码或邮箱。", "username"),
        ({"phone_code": "12345"}, "这不是 6 位数字。", "phone_code"),
        ({}, "还没有填验证码。", "email_code"),
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

    page = client.post("/register/", proven(client, username="owner1")).content.decode()

    assert "用户名“owner1”已有人用。" in page
    assert "owner12" in page
    assert Enterprise.objects.count() == 1


def test_an_enterprise_registered_before_is_told_since_when_and_how_to_go_on(world: World, client: Client) -> None:
    world.enterprise()

    typed = proven(client) | {"credit_code": credit_code("320583", 1)}
    page = client.post("/register/", typed).content.decode()

    assert "这家企业 2026 年已注册，绑定手机 138****0001。" in page
    for way in ("用这家企业的账户登录", "找回用户名和密码", "不是我们注册的，提出异议"):
        assert way in page
    assert Enterprise.objects.count() == 1


def test_a_weak_password_is_told_and_the_codes_are_not_asked_for_again(world: World, client: Client) -> None:
    typed = proven(client)

    page = client.post("/register/", typed | {"password": "1234567890", "again": "1234567890"}).content.decode()
    answer = client.post("/register/", typed | {"phone_code": "", "email_code": ""})

    assert "密码太弱。" in page
    assert "这个手机号已验证" in page
    assert answer["Location"] == "/my/enterprise/"


def test_a_code_proves_the_phone_it_was_sent_to_and_no_other(world: World, client: Client) -> None:
    typed = proven(client)

    page = client.post("/register/", typed | {"phone": "13800000078"}).content.decode()

    assert "还没有获取验证码。" in page
    assert Enterprise.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"credit_code": credit_code("320583", 77)[:-1]}, "验证码没有发出：信用代码少 1 位"),
        ({"phone": "1380000007"}, "验证码没有发出：手机号少 1 位"),
        ({"phone": ""}, "验证码没有发出：还没有填联系人手机。"),
    ],
)
def test_why_no_code_was_sent_stands_beside_its_button(
    world: World, client: Client, changes: dict[str, str], sentence: str
) -> None:
    typed = filled(**changes) | {"send_code": "1"}

    page = client.post("/register/", typed)
    answer = client.post("/register/", typed, headers={"X-Requested-With": "fetch"})

    assert sentence in page.content.decode()
    assert 'value="chengchuan"' in page.content.decode()
    assert (answer.status_code, answer.json()["what"][:7]) == (422, "验证码没有发出")
    assert Outgoing.objects.count() == 0


def test_no_code_is_sent_for_an_enterprise_that_has_an_account(world: World, client: Client) -> None:
    world.enterprise()
    typed = filled(credit_code=credit_code("320583", 1)) | {"send_code": "1"}

    answer = client.post("/register/", typed, headers={"X-Requested-With": "fetch"})

    assert answer.json()["what"].startswith("这家企业 2026 年已注册")
    assert Outgoing.objects.count() == 0


# -- the licence ---------------------------------------------------------------------------------------------------


def licence_file(name: str = "营业执照.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_licence_stays_while_the_rest_is_mended_and_is_what_one_is_verified_by(world: World, client: Client) -> None:
    page = client.post("/register/", filled(email="") | {"licence": licence_file()}).content.decode()
    answer = client.post("/register/", proven(client))

    assert "营业执照.pdf" in page
    assert answer.status_code == 302
    licence, enterprise = Licence.objects.get(), Enterprise.objects.get()
    assert licence.enterprise == enterprise
    assert Verification.objects.get(pk=enterprise.pk).state == "pending"
    assert ManualCheck.objects.get().evidence.get() == licence.file
    assert "核验中" in client.get("/my/").content.decode()


def test_without_a_licence_one_registers_and_is_not_verified(world: World, client: Client) -> None:
    client.post("/register/", proven(client))

    assert Verification.objects.count() == ManualCheck.objects.count() == 0
    assert "未核验" in client.get("/my/").content.decode()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("执照.zip", b"PK\x05\x06" + b"\0" * 18, "能收的是 JPG、PNG 和 PDF。"),
        ("执照.jpg", b"<html><script>", "打不开“执照.jpg”"),
        ("执照.pdf", b"%PDF-1.4", "找不到 PDF 的结尾"),
        ("执照.pdf", b"%PDF-1.4" + b"0" * (10 * 1024 * 1024), "单个文件不超过 10 MB。"),
    ],
)
def test_what_is_no_licence_is_refused_beside_it_and_nothing_typed_is_lost(
    world: World, client: Client, name: str, content: bytes, sentence: str
) -> None:
    answer = client.post("/register/", filled() | {"licence": licence_file(name, content)})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert 'value="chengchuan"' in page
    assert Licence.objects.count() == 0


def test_the_licence_of_a_session_is_nobody_else_s(world: World, client: Client) -> None:
    client.post("/register/licence/", {"licence": licence_file()}, headers={"HX-Request": "true"})

    assert client.get("/register/licence/file/").getvalue() == PDF
    assert Client().get("/register/licence/file/").status_code == 404


def test_what_was_read_is_offered_and_taken_over_by_a_button_alone(world: World, client: Client) -> None:
    client.post("/register/licence/", {"licence": licence_file()}, headers={"HX-Request": "true"})
    Licence.objects.update(state="read", found={"name": "昆山澄川精密有限公司", "legal_representative": "顾言"})

    shown = client.post("/register/", filled(again="x")).content.decode()
    taken = client.post("/register/", filled(take="name")).content.decode()

    assert 'value="昆山澄川精密传动科技（江苏）有限公司"' in shown
    assert "与填的不同" in shown
    assert shown.count("与填的一致") == 1
    assert 'value="昆山澄川精密有限公司"' in taken
    assert Enterprise.objects.count() == 0


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
