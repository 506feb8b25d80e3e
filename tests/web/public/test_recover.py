"""找回: an account is found again by who it belongs to, and nobody learns from it whose it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.services.codes import code_sent
from tests.services.filling import PDF
from tests.services.sessions import client_of
from tests.services.world import NOW, PASSWORD, World
from tidu.domain.accounts.access import Actor
from tidu.domain.accounts.actions import create_user
from tidu.domain.accounts.models import Code, Post, User
from tidu.domain.accounts.people import by_sign_in_name
from tidu.domain.audit.models import Event
from tidu.domain.enterprises.models import Enterprise, Member
from tidu.domain.messages.models import Outgoing
from tidu.domain.messages.outbox import text
from tidu.domain.messages.queries import inbox
from tidu.domain.verification.actions.contested import answer, contest, decide_contested
from tidu.domain.verification.actions.phones import ask_to_change_phone, decide_phone_change
from tidu.domain.verification.errors import VerificationRefusal
from tidu.domain.verification.models import ManualCheck
from tidu.kit import clock

NEW_PASSWORD, NEW_PHONE = "Zhangjiagang-2026-summer", "13911110002"
ID_NUMBER = "110101199003070038"


@pytest.fixture
def owner(world: World) -> Actor:
    return world.enterprise()


def code_of(owner: Actor) -> str:
    return Enterprise.objects.get(pk=owner.enterprise_id).credit_code


def shown(client: Client, url: str, **typed: object) -> str:
    response = client.post(url, typed)
    return " ".join(response.content.decode().split())


def licence(name: str = "营业执照.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF)


def said_to(phone: str) -> list[str]:
    return [text(each) for each in Outgoing.objects.order_by("pk") if each.to == phone]


# -- the user name and the password ---------------------------------------------------------------------------------


def test_an_enterprise_learns_its_user_name_and_sets_a_password_with_the_bound_phone(
    client: Client, owner: Actor
) -> None:
    signed_in = client_of(owner)
    code = code_of(owner)
    page = shown(client, "/recover/", credit_code=code, send_code="1")
    assert "已发往 138****0001，5 分钟内有效。" in page

    response = client.post("/recover/", {"credit_code": code, "code": code_sent()})
    assert response.headers["Location"] == "/recover/password/"
    assert "您的用户名是 owner1" in client.get("/recover/password/").content.decode()
    response = client.post("/recover/password/", {"password": NEW_PASSWORD, "again": NEW_PASSWORD}, follow=True)

    assert "密码已重设" in response.content.decode()
    assert User.objects.get(pk=owner.user_id).check_password(NEW_PASSWORD)
    assert signed_in.get("/my/").status_code == 302
    assert inbox(owner).rows[0].title == "密码已重设"
    assert Event.objects.filter(act="account.password_reset", actor_id=owner.user_id).exists()


def test_what_was_shown_opens_the_password_page_once_and_for_a_quarter_of_an_hour(client: Client, owner: Actor) -> None:
    code = code_of(owner)
    client.post("/recover/", {"credit_code": code, "send_code": "1"})
    client.post("/recover/", {"credit_code": code, "code": code_sent()})

    with clock.stopped_at(NOW + timedelta(minutes=16)):
        late = client.post("/recover/password/", {"password": NEW_PASSWORD, "again": NEW_PASSWORD})
    client.post("/recover/password/", {"password": NEW_PASSWORD, "again": NEW_PASSWORD})
    again = client.post("/recover/password/", {"password": PASSWORD, "again": PASSWORD})

    assert late.headers["Location"] == again.headers["Location"] == "/recover/"
    assert User.objects.get(pk=owner.user_id).check_password(NEW_PASSWORD)


def test_without_the_code_nobody_gets_further(client: Client, owner: Actor) -> None:
    code = code_of(owner)
    client.post("/recover/", {"credit_code": code, "send_code": "1"})
    wrong = "000000" if code_sent() != "000000" else "111111"

    page = shown(client, "/recover/", credit_code=code, code=wrong)

    assert "验证码不对，还可以试 4 次。" in page
    assert "owner1" not in page
    assert client.get("/recover/password/").headers["Location"] == "/recover/"


def test_a_credit_code_without_an_account_says_so_beside_the_button_and_sends_nothing(
    client: Client, world: World
) -> None:
    page = shown(client, "/recover/", credit_code="91320583MA1TESTA0X", send_code="1")
    assert "验证码没有发出" in page

    assert Outgoing.objects.count() == 0


def test_a_natural_person_is_found_by_id_number_and_phone_and_a_stranger_reads_the_same(
    client: Client, world: World
) -> None:
    person = create_user(username="wuyou", password=PASSWORD, name="吴忧", phone=NEW_PHONE, id_number=ID_NUMBER)

    def asked(phone: str) -> str:
        page = shown(client, "/recover/person/", id_number=ID_NUMBER, phone=phone, send_code="1")
        return page[page.index('class="tick"') :][:60].replace(phone[-4:], "")

    assert asked("13911110003") == asked(NEW_PHONE)
    assert Code.objects.count() == 2
    assert [each.to for each in Outgoing.objects.all()] == [NEW_PHONE]

    client.post("/recover/person/", {"id_number": ID_NUMBER, "phone": NEW_PHONE, "code": code_sent()})
    client.post("/recover/password/", {"password": NEW_PASSWORD, "again": NEW_PASSWORD})

    person.refresh_from_db()
    assert person.check_password(NEW_PASSWORD)


def test_who_asks_for_everybody_is_stopped(client: Client, world: World) -> None:
    statuses = [client.post("/recover/", {"credit_code": "x", "code": "000000"}).status_code for _ in range(41)]

    page = shown(client, "/recover/", credit_code="x", code="000000")

    assert set(statuses) == {422}
    assert "操作太频繁" in page


# -- the phone ------------------------------------------------------------------------------------------------------


def test_the_phone_is_changed_by_the_bound_email_and_everybody_is_told(client: Client, owner: Actor) -> None:
    code = code_of(owner)
    assert "已发往 ow***@example.com" in shown(client, "/recover/phone/", credit_code=code, send_code="1")
    client.post("/recover/phone/", {"credit_code": code, "code": code_sent()})
    client.post("/recover/phone/new/", {"phone": NEW_PHONE, "send_code": "1"})

    response = client.post("/recover/phone/new/", {"phone": NEW_PHONE, "code": code_sent()}, follow=True)

    assert "绑定手机已改为 139****0002" in response.content.decode()
    user = by_sign_in_name(NEW_PHONE)
    assert user is not None
    assert (user.pk, user.phone, by_sign_in_name("13800000001")) == (owner.user_id, NEW_PHONE, None)
    assert "用户名是 owner1" in said_to(NEW_PHONE)[-1]
    assert "绑定手机已更换" in said_to("13800000001")[-1]
    assert "绑定手机已更换" in said_to("owner1@example.com")[-1]


def ask_by_hand(client: Client, owner: Actor, **more: object) -> ManualCheck:
    typed: dict[str, object] = {"credit_code": code_of(owner), "phone": NEW_PHONE}
    client.post("/recover/phone/by-hand/", {**typed, "send_code": "1"})
    typed |= {"code": code_sent(), "licence": licence(), "reason": "经办人离职，手机停用。", **more}
    response = client.post("/recover/phone/by-hand/", typed, follow=True)
    assert "申请已收到" in response.content.decode()
    return ManualCheck.objects.get()


def test_an_operator_changes_the_phone_over_the_licence_and_the_old_phone_knew(
    client: Client, owner: Actor, world: World
) -> None:
    check = ask_by_hand(client, owner)
    assert check.number in said_to(NEW_PHONE)[-1]
    assert check.number in said_to("13800000001")[-1]
    assert check.number in said_to("owner1@example.com")[-1]
    desk = client_of(world.officer("320000", Post.Role.OPERATOR))
    page = desk.get(f"/operate/checks/{check.number}/").content.decode()
    assert "138****0001" in page
    assert "139****0002" in page

    desk.post(f"/operate/checks/{check.number}/", {"outcome": "grant", "reason": "执照与登记一致。"})

    assert User.objects.get(pk=owner.user_id).phone == NEW_PHONE
    assert "用户名是 owner1" in said_to(NEW_PHONE)[-1]


def test_a_file_that_is_no_licence_costs_no_second_code(client: Client, owner: Actor) -> None:
    typed: dict[str, object] = {"credit_code": code_of(owner), "phone": NEW_PHONE, "reason": "经办人离职。"}
    client.post("/recover/phone/by-hand/", {**typed, "send_code": "1"})
    broken = SimpleUploadedFile("营业执照.pdf", b"no pdf")

    page = shown(client, "/recover/phone/by-hand/", **typed, code=code_sent(), licence=broken)
    assert "手机号已验证" in page
    response = client.post("/recover/phone/by-hand/", {**typed, "licence": licence()})

    assert response.status_code == 302
    assert ManualCheck.objects.get().phone == NEW_PHONE


def test_the_asker_looks_the_state_up_with_number_and_phone_and_nobody_else_can(
    client: Client, owner: Actor, world: World
) -> None:
    check = ask_by_hand(client, owner)
    desk = client_of(world.officer("320000", Post.Role.OPERATOR))
    desk.post(f"/operate/checks/{check.number}/", {"outcome": "refuse", "reason": "照片看不清公章。"})
    before = Outgoing.objects.count()

    shown(client, "/recover/progress/", number=check.number, phone="13911110009", send_code="1")
    assert Outgoing.objects.count() == before
    with clock.stopped_at(NOW + timedelta(minutes=2)):
        shown(client, "/recover/progress/", number=check.number, phone=NEW_PHONE, send_code="1")
        page = shown(client, "/recover/progress/", number=check.number, phone=NEW_PHONE, code=code_sent())

    assert "换绑定手机：未通过" in page
    assert "照片看不清公章。" in page


# -- an account that somebody else holds ----------------------------------------------------------------------------


def claim(client: Client, owner: Actor) -> ManualCheck:
    typed: dict[str, object] = {"credit_code": code_of(owner), "phone": NEW_PHONE, "asker": "林真"}
    client.post("/recover/contested/", {**typed, "send_code": "1"})
    typed |= {"code": code_sent(), "reason": "不是我单位的人注册的。"}
    client.post("/recover/contested/", {**typed, "licence": licence(), "letter": licence("授权书.pdf")})
    return ManualCheck.objects.get()


def test_a_contested_account_is_decided_after_its_holder_was_heard_and_goes_to_the_claimant(
    client: Client, owner: Actor, world: World
) -> None:
    check = claim(client, owner)
    holder, desk = client_of(owner), client_of(world.officer("320000", Post.Role.OPERATOR))
    here = f"/operate/checks/{check.number}/"
    granted = {"outcome": "grant", "reason": "授权书与执照公章一致。"}
    assert check.number in said_to("13800000001")[-1]
    assert "有单位对您的账户提出异议" in inbox(owner).rows[0].title
    assert "现在还不能决定" in shown(desk, here, **granted)

    holder.post(f"/my/contested/{check.number}/", {"answer": "我是代理记账，已解约。"})
    desk.post(here, granted)

    check.refresh_from_db()
    member = Member.objects.get(enterprise_id=owner.enterprise_id)
    assert (check.state, check.answer) == ("granted", "我是代理记账，已解约。")
    assert (member.role, member.user.name, member.user.phone) == ("owner", "林真", NEW_PHONE)
    assert by_sign_in_name(code_of(owner)) == member.user
    assert holder.get("/my/").status_code != 200
    assert member.user.username in said_to(NEW_PHONE)[-1]
    assert "移交" in said_to("13800000001")[-1]
    event = Event.objects.get(act="enterprise.handed_over")
    assert (event.data["former"], event.data["owner"]) == ([owner.user_id], member.user_id)


def test_an_operator_may_decide_without_an_answer_once_the_days_are_over(
    client: Client, owner: Actor, world: World
) -> None:
    check = claim(client, owner)

    with clock.stopped_at(NOW + timedelta(days=7, minutes=1)):
        desk = client_of(world.officer("320000", Post.Role.OPERATOR))
        desk.post(f"/operate/checks/{check.number}/", {"outcome": "refuse", "reason": "授权书没有盖章。"})

    check.refresh_from_db()
    assert check.state == "refused"
    assert Member.objects.get(enterprise_id=owner.enterprise_id).user_id == owner.user_id
    assert inbox(owner).rows[0].title == "账户异议没有成立"


def test_a_phone_change_asked_before_the_account_went_over_changes_nothing(owner: Actor, world: World) -> None:
    operator = world.officer("320000", Post.Role.OPERATOR)
    asked = ask_to_change_phone(owner.user_id, phone="13911110008", reason="手机丢了，换一个。", licence=licence())
    said = {"asker": "林真", "phone": NEW_PHONE, "reason": "不是我们注册的。"}
    check = contest(owner.user_id, licence=licence(), letter=licence("授权书.pdf"), **said)
    answer(owner, check.number, "同意移交。")
    decide_contested(operator, check.number, is_granted=True, reason="持有人同意。")

    with pytest.raises(VerificationRefusal, match="这个账户没有企业"):
        decide_phone_change(operator, asked.number, is_granted=True)

    assert Member.objects.get(enterprise_id=owner.enterprise_id).user.phone == NEW_PHONE
