"""Registering, with the licence read on the way, to the verification that an operator grants."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.desk import Desk
from tests.journeys.looking import at_both_widths
from tests.journeys.officer import Officer
from tests.journeys.people import COUNTY
from tests.journeys.test_getting_back import Outbox
from tests.services.licences import NAME, PERSON, as_jpeg, drawn
from tests.services.world import credit_code

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.journey

Seat = Callable[[type[Desk]], Desk]
CODE = credit_code(COUNTY, 90001)
PHONE, EMAIL = "13900009001", "chengchuan@example.com"
PASSWORD = "Chengchuan-2026-plan"
READ_WITHIN_MS = 180_000


@pytest.fixture
def outbox(officer: Callable[[str], Officer]) -> Outbox:
    return Outbox(officer)


def typed_code(page: Page, field: str, outbox: Outbox, to: str) -> None:
    """Have a code sent by the button beside the field, and type what arrives."""
    box = page.locator("[data-code-field]", has=page.locator(f"#id_{field}"))
    box.get_by_role("button", name="获取验证码").click()
    expect(box.locator(".tick")).to_be_visible()
    page.locator(f"#id_{field}").fill(outbox.code(to))


def test_an_enterprise_registers_with_its_licence_and_is_verified(seat: Seat, outbox: Outbox) -> None:
    desk = seat(Desk)
    page = desk.page
    desk.go("/register/")
    photograph = as_jpeg(drawn(CODE, turned=5))
    page.set_input_files("#licence-upload", {"name": "执照.jpg", "mimeType": "image/jpeg", "buffer": photograph})
    page.locator("#id_legal_representative").fill("顾炎")
    page.locator("#id_contact").fill("陈会计")
    expect(page.locator("#licence")).to_contain_text("已识别，请核对", timeout=READ_WITHIN_MS)

    # what was read overwrites nothing by itself
    expect(page.locator("#id_legal_representative")).to_have_value("顾炎")
    for key, value in (("credit_code", CODE), ("name", NAME), ("legal_representative", PERSON)):
        page.locator(f"[data-read={key}]").get_by_role("button", name="采用").click()
        expect(page.locator(f"#id_{key}")).to_have_value(value)
    found = at_both_widths(page)

    box = page.locator("[data-code-field]", has=page.locator("#id_phone_code"))
    box.get_by_role("button", name="获取验证码").click()
    expect(box).to_contain_text("验证码没有发出：还没有填联系人手机。")
    page.locator("#id_phone").fill(PHONE)
    page.locator("#id_email").fill(EMAIL)
    typed_code(page, "phone_code", outbox, PHONE)
    typed_code(page, "email_code", outbox, EMAIL)
    page.locator("#place-search").fill("320583")
    page.get_by_role("option", name=re.compile("昆山市")).click()
    page.locator("#id_username").fill("chengchuan")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_again").fill(PASSWORD)
    desk.press("注册，进入企业信息")
    page.wait_for_url("**/my/enterprise/")

    desk.go("/my/verification/")
    desk.sees("核验中", "正在核验，不用再做什么。")
    found += at_both_widths(page)

    operator = outbox.desk
    operator.go("/operate/checks/")
    found += at_both_widths(operator.page)
    operator.click("HY2026")
    operator.sees(NAME, "一致")
    number = operator.page.url.split("/")[-2]
    found += outbox.decides(number, "通过", "与执照一致。")
    operator.go("/operate/accounts/?search=chengchuan")
    found += at_both_widths(operator.page)
    operator.click("chengchuan")
    found += at_both_widths(operator.page)

    desk.go("/my/verification/")
    desk.sees("已核验", "公示和公告不再等它。")
    assert found == []


def test_a_natural_person_sees_at_once_that_they_cannot_declare(seat: Seat, outbox: Outbox) -> None:
    desk = seat(Desk)
    page = desk.page
    desk.go("/register/person/")
    found = at_both_widths(page)
    page.locator("#id_name").fill("王建")
    page.locator("#id_phone").fill("13900009002")
    page.locator("#id_password").fill(PASSWORD)
    typed_code(page, "phone_code", outbox, "13900009002")
    desk.press("注册个人账户")
    page.wait_for_url("**/me/")

    desk.sees("个人账户不能申报。", "怎样用上法人账户")
    found += at_both_widths(page)
    assert found == []
