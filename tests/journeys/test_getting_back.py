"""Getting back in, each way to its end: by the bound phone, by e-mail, over the licence; and joining colleagues."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.desk import Desk
from tests.journeys.looking import at_both_widths
from tests.journeys.officer import Officer
from tests.journeys.people import OPERATOR, PASSWORD, Firm
from tests.services.filling import PDF

if TYPE_CHECKING:
    from playwright.sync_api import FilePayload

    from tests.services.server import Server

pytestmark = pytest.mark.journey

Seat = Callable[[type[Desk]], Desk]
Arrive = Callable[[str], Officer]
NEW_PASSWORD = "Zhangjiagang-2026-summer"
LICENCE: FilePayload = {"name": "营业执照.pdf", "mimeType": "application/pdf", "buffer": PDF}
LETTER: FilePayload = {"name": "授权书.pdf", "mimeType": "application/pdf", "buffer": PDF}


@pytest.fixture
def firm(server: Server) -> Firm:
    return server.spare()


@pytest.fixture
def stranger(seat: Seat) -> Desk:
    return seat(Desk)


def phone_of(firm: Firm) -> str:
    """The phone that the small world bound to the account."""
    found = re.search(r"示例(\d+)号", firm.name)
    assert found
    return f"1380000{int(found[1]):04d}"


class Outbox:
    """The operator's page of what goes out, where nothing leaves the house."""

    def __init__(self, arrive: Arrive) -> None:
        self.desk = arrive(OPERATOR)

    def said(self, to: str, pattern: str) -> str:
        """What the newest message to somebody says in that place, once the worker has had it."""
        self.desk.go("/operate/outbox/")
        self.desk.page.get_by_label("收件的手机号或邮箱，要填完整").fill(to)
        self.desk.click("查找")
        newest = self.desk.page.locator("main tbody tr").first
        for _ in range(40):
            found = re.search(pattern, newest.inner_text())
            if found:
                return found[1]
            self.desk.page.wait_for_timeout(250)
            self.desk.page.reload()
        raise AssertionError(f"{pattern} is not in {newest.inner_text()}")

    def code(self, to: str) -> str:
        return self.said(to, r"验证码 ?(?:是 )?(\d{6})")

    def decides(self, number: str, words: str, reason: str) -> list[str]:
        """Open a check, look at it, decide it."""
        self.desk.go(f"/operate/checks/{number}/")
        found = at_both_widths(self.desk.page)
        self.desk.page.get_by_label("理由").fill(reason)
        self.desk.press(words)
        self.desk.sees("已办结")
        return found


@pytest.fixture
def outbox(officer: Arrive) -> Outbox:
    return Outbox(officer)


def get_code(desk: Desk, outbox: Outbox, to: str) -> None:
    """Have a code sent, and type what arrives."""
    desk.page.get_by_role("button", name="获取验证码").click()
    expect(desk.page.locator("[data-code-said] .tick")).to_be_visible()
    desk.page.locator("#id_code").fill(outbox.code(to))


def sign_in(desk: Desk, name: str, password: str) -> None:
    desk.go("/sign-in/")
    desk.page.locator("#id_username").fill(name)
    desk.page.locator("#id_password").fill(password)
    desk.page.get_by_role("button", name="登录", exact=True).click()
    desk.page.wait_for_url(lambda url: "/sign-in/" not in url)


def test_a_forgotten_user_name_and_password_are_found_by_the_bound_phone(
    stranger: Desk, firm: Firm, outbox: Outbox
) -> None:
    stranger.go("/sign-in/")
    stranger.click("用绑定的手机找回")
    stranger.page.locator("#id_credit_code").fill(firm.credit_code)
    get_code(stranger, outbox, phone_of(firm))
    stranger.click("下一步")
    expect(stranger.page.get_by_role("heading", level=1)).to_have_text(f"您的用户名是 {firm.username}")
    found = at_both_widths(stranger.page)
    stranger.page.locator("#id_password").fill(NEW_PASSWORD)
    stranger.page.locator("#id_again").fill(NEW_PASSWORD)
    stranger.click("设为新密码")
    stranger.sees("密码已重设")
    found += at_both_widths(stranger.page)

    sign_in(stranger, firm.credit_code, NEW_PASSWORD)

    stranger.sees(firm.name)
    assert found == []


def test_the_phone_is_changed_by_email_at_once(stranger: Desk, firm: Firm, outbox: Outbox) -> None:
    email = f"firm{int(phone_of(firm)[-4:])}@example.com"
    stranger.go("/recover/phone/")
    stranger.page.locator("#id_credit_code").fill(firm.credit_code)
    get_code(stranger, outbox, email)
    stranger.click("下一步")
    stranger.page.locator("#id_phone").fill("139 0000 5501")
    found = at_both_widths(stranger.page)
    get_code(stranger, outbox, "13900005501")
    stranger.click("换成这个手机")

    stranger.sees("绑定手机已改为 139****5501")

    assert outbox.said("13900005501", r"用户名是 (\S+?)。") == firm.username
    assert found == []


def test_without_phone_and_email_an_operator_decides_and_the_asker_looks_it_up(
    stranger: Desk, firm: Firm, outbox: Outbox
) -> None:
    stranger.go("/recover/phone/by-hand/")
    stranger.page.locator("#id_credit_code").fill(firm.credit_code)
    stranger.page.locator("#id_phone").fill("13900005502")
    get_code(stranger, outbox, "13900005502")
    stranger.page.locator("#id_licence").set_input_files(LICENCE)
    stranger.page.locator("#id_reason").fill("经办人离职，手机停用。")
    stranger.click("提交申请")
    stranger.sees("申请已收到")
    number = outbox.said("13900005502", r"编号 (HY\d+)")

    found = outbox.decides(number, "不通过", "执照照片看不清公章，请重拍。")
    stranger.click("查申请进度")
    stranger.page.locator("#id_number").fill(number)
    stranger.page.locator("#id_phone").fill("13900005502")
    stranger.server.pass_days(0.001)  # one code a minute
    get_code(stranger, outbox, "13900005502")
    stranger.click("查看")

    stranger.sees("换绑定手机：未通过", "执照照片看不清公章，请重拍。")
    assert found + at_both_widths(stranger.page) == []


def test_a_contested_account_is_answered_decided_and_handed_over(
    stranger: Desk, seat: Seat, firm: Firm, outbox: Outbox
) -> None:
    stranger.go("/recover/contested/")
    stranger.page.locator("#id_credit_code").fill(firm.credit_code)
    stranger.page.locator("#id_asker").fill("林真")
    stranger.page.locator("#id_phone").fill("13900005503")
    get_code(stranger, outbox, "13900005503")
    stranger.page.locator("#id_licence").set_input_files(LICENCE)
    stranger.page.locator("#id_letter").set_input_files(LETTER)
    stranger.page.locator("#id_reason").fill("不是我单位的人注册的。")
    stranger.click("提出异议")
    stranger.sees("申请已收到")
    number = outbox.said("13900005503", r"编号 (HY\d+)")

    holder = seat(Desk)
    holder.sign_in(firm.username)
    holder.go("/my/colleagues/")
    holder.click("看账户异议并答复")
    found = at_both_widths(holder.page)
    holder.page.get_by_label("账户是不是这家企业的").fill("我是代理记账，已解约，同意移交。")
    holder.press("提交答复")
    holder.sees("等运维人员决定")
    found += outbox.decides(number, "通过", "授权书与执照公章一致。")
    username = outbox.said("13900005503", r"用户名 (\S+?)。")

    stranger.go("/recover/")
    stranger.page.locator("#id_credit_code").fill(firm.credit_code)
    stranger.server.pass_days(0.001)
    get_code(stranger, outbox, "13900005503")
    stranger.click("下一步")
    stranger.sees(f"您的用户名是 {username}")
    holder.go("/my/")
    assert "/my/" not in holder.page.url
    assert found == []


def test_a_colleague_is_invited_registers_joins_and_may_only_look(
    stranger: Desk, seat: Seat, firm: Firm, outbox: Outbox
) -> None:
    owner = seat(Desk)
    owner.sign_in(firm.username)
    owner.go("/my/")
    owner.click("同事与权限")
    owner.page.get_by_label("手机号或邮箱").fill("13900005504")
    owner.page.get_by_label("查看：只能看").check()
    owner.press("发出邀请")
    owner.sees("邀请已发出。", "139****5504")
    found = at_both_widths(owner.page)

    stranger.go("/join/")
    stranger.page.locator("#id_code").fill(outbox.said("13900005504", r"邀请码 ([A-Z0-9]{10})"))
    stranger.click("下一步")
    stranger.sees(f"加入{firm.name}")
    found += at_both_widths(stranger.page)
    stranger.click("注册个人账户")
    stranger.page.locator("#id_name").fill("周安")
    stranger.page.locator("#id_phone").fill("13900005504")
    stranger.page.get_by_role("button", name="获取验证码").click()
    expect(stranger.page.locator("[data-code-said] .tick")).to_be_visible()
    stranger.page.locator("#id_phone_code").fill(outbox.code("13900005504"))
    stranger.page.locator("#id_password").fill(PASSWORD)
    stranger.page.locator("#id_password").press("Enter")
    stranger.click("用周安的账户加入")
    stranger.sees(firm.name)

    stranger.go("/my/enterprise/")
    expect(stranger.page.get_by_role("button", name="保存企业信息")).to_have_count(0)
    found += at_both_widths(stranger.page)
    owner.go("/my/colleagues/")
    owner.click("移交给周安")
    found += at_both_widths(owner.page)
    assert found == []
