"""How officers get in and who lets them: invitation, second step, security key, standing in for somebody."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pyotp
import pytest
from playwright.sync_api import expect

from tests.journeys.desk import Desk
from tests.journeys.looking import faults, out_of_reach
from tests.journeys.officer import Officer
from tests.journeys.people import COUNTY, PASSWORD, lead, reviewer
from tests.services.browser import DESK, PHONE

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.services.server import Server

pytestmark = pytest.mark.journey

Seat = Callable[[type[Desk]], Desk]


def looked_at(page: Page) -> list[str]:
    """What is wrong with a page that cannot be opened again, at both widths and for the keyboard."""
    found = out_of_reach(page)
    for width, height in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": height})
        found += faults(page)
    return found


def test_a_new_officer_comes_in_by_a_link_and_signs_in_in_two_steps(
    officer: Callable[[str], Officer], seat: Seat, tmp_path: Path
) -> None:
    giver = officer(lead(COUNTY))
    giver.go("/desk/people/")
    giver.click("添加人员")
    giver.page.get_by_label("姓名").fill("陈立")
    giver.page.get_by_label("用户名").fill("chenli")
    giver.press("安排岗位")
    link = giver.page.locator("#invitation").inner_text()

    new = seat(Desk)
    page = new.page
    page.goto(link)
    found = looked_at(page)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_again").fill(PASSWORD)
    new.press("设好密码，下一步")
    new.sees("绑定手机验证器")
    found += looked_at(page)
    app = pyotp.TOTP("".join(page.locator("#factor-secret").inner_text().split()))
    page.get_by_label("动态码").fill("000000")
    new.press("绑定并继续")
    new.sees("动态码不对，还可以试 4 次。")
    page.get_by_label("动态码").fill(app.now())
    new.press("绑定并继续")
    codes = page.locator(".codes li").all_inner_texts()
    assert len(codes) == 10
    found += looked_at(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="下载为文本文件").click()
    saved.value.save_as(tmp_path / "codes.txt")
    assert set(codes) <= set((tmp_path / "codes.txt").read_text(encoding="utf-8").splitlines())
    new.click("已收好，继续")
    expect(page).to_have_url(re.compile("/desk/$"))
    new.sign_out()

    new.go("/sign-in/")
    page.get_by_text("工作人员", exact=True).first.click()
    page.locator("#id_username").fill("chenli")
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    new.sees("登录第二步")
    found += looked_at(page)
    new.go("/desk/")
    new.sees("登录第二步")  # nothing is open before it
    page.get_by_label("动态码或恢复码").fill(codes[3].lower())
    new.press("登录")
    expect(page).to_have_url(re.compile("/desk/$"))
    assert found == []


def test_a_security_key_takes_the_place_of_the_code(seat: Seat, server: Server) -> None:
    desk = seat(Officer)
    page = desk.page
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "usb", "automaticPresenceSimulation": True}
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    by_name = desk.server.at("/").replace("127.0.0.1", "localhost")  # an address of figures has no keys

    def sign_in() -> None:
        page.goto(f"{by_name}sign-in/")
        page.get_by_text("工作人员", exact=True).first.click()
        page.locator("#id_username").fill(reviewer(COUNTY))
        page.locator("#id_password").fill(PASSWORD)
        page.get_by_role("button", name="登录", exact=True).click()
        desk.sees("登录第二步")

    sign_in()
    desk.press("登录")
    page.goto(f"{by_name}desk/security/")
    page.get_by_label("安全密钥的名称").fill("办公桌上的")
    desk.press("绑定安全密钥")
    desk.sees("安全密钥已绑定。", "办公桌上的")
    assert looked_at(page) == []
    desk.sign_out()

    sign_in()
    desk.press("用安全密钥确认")
    expect(page).to_have_url(re.compile("/desk/$"))
    page.goto(f"{by_name}desk/security/")
    server.pass_days(12 / 1440)
    desk.press("解除")
    desk.sees("再确认一次身份")  # shown 12 minutes ago; what was pressed is not lost
    assert looked_at(page) == []
    desk.press("用安全密钥确认")
    desk.sees("已解除。")


def test_an_officer_asks_a_colleague_to_stand_in_who_switches_with_one_click(
    officer: Callable[[str], Officer],
) -> None:
    absent, colleague = officer(reviewer(COUNTY)), officer(lead(COUNTY))
    absent.go("/desk/stand-ins/")
    absent.page.get_by_label("代办的人").select_option(index=1)
    absent.page.get_by_label("最后一天").fill("2026-12-31")
    absent.press("安排代办")
    absent.sees("代办最长 184 天。")
    absent.page.get_by_label("最后一天").fill("2026-09-30")
    absent.press("安排代办")
    absent.sees("代办已安排")

    colleague.go("/desk/")
    colleague.page.locator("summary.tp-who").click()
    colleague.press("换到昆山市工信部门，审核（代 ")
    expect(colleague.page.locator("summary.tp-who")).to_contain_text("（代 昆山市经办）")

    absent.go("/desk/stand-ins/")
    absent.press("结束")
    absent.sees("代办已结束", "没有代办")
    colleague.go("/desk/")
    colleague.sees("从哪个岗位办理")
    colleague.press("昆山市工信部门")
    expect(colleague.page).to_have_url(re.compile("/desk/$"))
