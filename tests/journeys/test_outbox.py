"""A code on its way: a stranger asks for one, the operator reads it where nothing leaves, and it opens."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.desk import Desk
from tests.journeys.officer import Officer
from tests.journeys.people import OPERATOR, PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.journey

Seat = Callable[[type[Desk]], Desk]
PHONE = "13900004242"


def code_in(page: Page) -> str:
    """The code that stands on the operator's page."""
    found = re.search(r"验证码 (\d{6})", page.locator("main tbody").inner_text())
    assert found
    return found[1]


def test_a_stranger_gets_a_code_and_it_opens(seat: Seat, officer: Callable[[str], Officer]) -> None:
    stranger = seat(Desk)
    stranger.go("/register/person/")
    ask = stranger.page.get_by_role("button", name="获取验证码")
    ask.click()
    stranger.sees("验证码没有发出：")
    stranger.page.locator("#id_phone").fill(PHONE)
    ask.click()
    stranger.sees("演示环境不会真的发往 139****4242")
    expect(stranger.page.get_by_role("button", name=re.compile(r"\d+ 秒后再获取"))).to_have_attribute(
        "aria-disabled", "true"
    )

    operator = officer(OPERATOR)
    operator.go("/operate/outbox/")
    operator.page.get_by_label("收件的手机号或邮箱，要填完整").fill(PHONE)
    operator.click("查找")
    operator.sees("139****4242", "用于注册")
    code = code_in(operator.page)

    stranger.page.locator("#id_name").fill("顾言")
    stranger.page.locator("#id_phone_code").fill(code)
    stranger.page.locator("#id_password").fill(PASSWORD)
    stranger.page.locator("#id_password").press("Enter")  # sends the form, not another code
    stranger.page.wait_for_url(lambda url: "/register/" not in url)


def test_the_operator_decides_what_the_gateway_left_open(officer: Callable[[str], Officer]) -> None:
    operator = officer(OPERATOR)
    operator.go("/operate/outbox/?state=unknown")
    operator.click("138****0001")
    operator.page.get_by_label("没有发出，再发一次").check()
    operator.page.get_by_label("理由").fill("试")
    operator.press("定下来")
    operator.sees("没有写理由。")
    operator.page.get_by_label("理由").fill("打电话问过，没有收到")

    operator.press("定下来")

    operator.sees("已定，记入经过和操作日志。", "决定再发", "打电话问过，没有收到")
