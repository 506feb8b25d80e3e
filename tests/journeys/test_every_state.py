"""Pages with something open, wrong or empty are pages too; and the keyboard alone suffices."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.desk import Desk
from tests.journeys.looking import at_both_widths, faults, out_of_reach
from tests.journeys.people import COUNTY, PROVINCE, lead, reviewer
from tests.services.browser import PHONE

if TYPE_CHECKING:
    from tests.services.server import Server

pytestmark = pytest.mark.journey

Seat = Callable[[type[Desk]], Desk]

PLANTED = """<!doctype html><html lang="en"><title>t</title><main><h1>a</h1><h1>b</h1><img src="data:,">
<button></button><p style="color:#bbb;background:#fff">faint</p><div style="width:2000px">wide</div>
<a href="#" style="outline:none">x</a><a href="#" tabindex="-1">y</a></main></html>"""


def test_the_judge_finds_what_is_planted(seat: Seat) -> None:
    page = seat(Desk).page
    page.set_content(PLANTED)

    found = "\n".join(faults(page))

    words = ("image-alt", "button-name", "color-contrast", "scrolls sideways", "2 headings", "language 'en'")
    assert [word for word in words if word not in found] == []
    assert "cannot be seen on <a" in "\n".join(out_of_reach(page))


def test_public_pages_in_other_states_have_no_fault(seat: Seat) -> None:
    desk = seat(Desk)
    page = desk.page
    found = []

    desk.go("/sign-in/")
    page.locator("#id_username").fill("nobody")
    page.locator("#id_password").fill("wrong")
    desk.press("登录")
    desk.sees("用户名或密码不对")
    found += at_both_widths(page)

    desk.go("/register/")
    desk.press("注册，进入企业信息")
    desk.sees("10 处要改")
    found += at_both_widths(page)

    desk.go("/")
    page.get_by_role("tab", name="部级公告").click()
    found += at_both_widths(page)
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.get_by_label("菜单").click()
    found += faults(page)
    page.set_viewport_size({"width": 1366, "height": 900})

    for asked, answer in {"示例": "找到 10 家", "没有这家企业": "没有查到认定"}.items():
        desk.go("/lookup/")
        page.get_by_label("企业名称或统一社会信用代码").fill(asked)
        page.get_by_role("button", name="查询").click()
        expect(page.locator("main")).to_contain_text(re.compile(answer.replace("10", r"\d+")))
        found += at_both_widths(page)

    desk.answers_may_be = 404
    for path in ("/certificates/INNO0000/", "/nothing/of/the/kind/"):
        desk.go(path)
        found += at_both_widths(page)
    assert found == []


def test_pages_of_an_enterprise_in_other_states_have_no_fault(seat: Seat, server: Server, tmp_path: Path) -> None:
    firm = server.cast.firms["half_filled"]
    desk = seat(Desk)
    page = desk.page
    found = []
    desk.sign_in(firm.username)

    desk.go("/my/enterprise/")
    page.get_by_role("textbox", name="邮编").fill("21")
    page.get_by_role("textbox", name="注册资本（万元）").fill("一千")
    desk.press("保存企业信息")
    desk.sees("没有保存：有 2 处要改")
    found += at_both_widths(page)

    desk.go(f"/my/declarations/{firm.declaration}/score/")
    page.locator("button[data-help]").first.click()
    expect(page.locator(".tp-pop:visible")).to_have_count(1)
    found += at_both_widths(page)
    page.keyboard.press("Escape")
    page.locator("summary.tp-who").click()
    found += faults(page)

    desk.go(f"/my/declarations/{firm.declaration}/direct/")
    page.get_by_role("button", name="加一行").click()
    found += at_both_widths(page)

    no_file = tmp_path / "假的.pdf"
    no_file.write_text("<html>")
    desk.go(f"/my/declarations/{firm.declaration}/attachments/")
    page.get_by_label("上传审计报告").set_input_files(str(no_file))
    expect(page.locator(".att--er")).to_be_visible()
    found += at_both_widths(page)

    desk.answers_may_be = 403
    desk.go("/desk/")
    found += at_both_widths(page)
    assert found == []


def test_pages_of_an_officer_in_other_states_have_no_fault(seat: Seat, server: Server) -> None:
    number = server.cast.firms["submitted"].declaration
    desk = seat(Desk)
    page = desk.page
    found = []
    desk.sign_in(reviewer(COUNTY), as_staff=True)

    for panel in ("return", "reject"):
        desk.go(f"/desk/{number}/")
        page.get_by_role("link", name=re.compile({"return": "退回修改", "reject": "不予"}[panel])).click()
        expect(page.locator("#reason")).to_be_visible()
        found += at_both_widths(page)
    desk.go(f"/desk/{number}/?show=all")
    page.get_by_role("link", name=re.compile("退回修改")).click()
    page.get_by_role("button", name="附件看不清").click()
    expect(page.locator("#reason")).to_have_value(re.compile("看不清"))
    found += at_both_widths(page)

    desk.go("/desk/?search=没有这家")
    found += at_both_widths(page)
    desk.go("/desk/")
    page.locator("input[name=pick]").first.check()
    expect(page.locator("[data-batch-bar]")).to_be_visible()
    found += at_both_widths(page)
    page.get_by_role("button", name="快捷键").click()
    expect(page.locator("dialog[open]")).to_be_visible()
    found += faults(page)
    assert found == []


SPOTS = [
    ("", "/"),
    ("", "/sign-in/"),
    ("", "/register/"),
    ("", "/lookup/"),
    ("", "/apply/"),
    ("half_filled", "/my/"),
    ("half_filled", "/my/enterprise/"),
    ("half_filled", "/my/declarations/{number}/score/"),
    ("half_filled", "/my/declarations/{number}/direct/"),
    ("half_filled", "/my/declarations/{number}/attachments/"),
    ("half_filled", "/my/declarations/{number}/check/"),
    (reviewer(COUNTY), "/desk/"),
    (reviewer(COUNTY), "/desk/{number}/"),
    (lead(PROVINCE), "/desk/windows/new/?edition=innovative@2022-08-01%2B32"),
]


@pytest.mark.parametrize("who", list(dict.fromkeys(who for who, _ in SPOTS)))
def test_tab_reaches_everything_and_one_sees_where_one_is(seat: Seat, server: Server, who: str) -> None:
    desk = seat(Desk)
    firm = server.cast.firms.get(who)
    if who:
        desk.sign_in(firm.username if firm else who, as_staff=firm is None)
    number = firm.declaration if firm else server.cast.firms["submitted"].declaration

    found = []
    for _, path in (spot for spot in SPOTS if spot[0] == who):
        desk.go(path.format(number=number))
        desk.page.wait_for_load_state("networkidle")
        found += [f"{path}: {wrong}" for wrong in out_of_reach(desk.page)]

    assert found == []
