"""A session that ends while someone types: they sign in over the page, and nothing is lost or goes to somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.applicant import Applicant, is_save
from tests.journeys.looking import faults
from tests.journeys.people import PASSWORD
from tests.journeys.test_never_in_silence import at_the_figures

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.services.server import Server

pytestmark = pytest.mark.journey


def leave(desk: Applicant) -> Page:
    """Sign out in a second window of the same browser, and stay there."""
    window = desk.page.context.new_page()
    window.goto(desk.server.at("/my/"))
    window.locator("summary.tp-who").click()
    window.get_by_role("button", name="退出登录").click()
    window.wait_for_url(desk.server.at("/"))
    desk.server.signed_in.pop(desk.username, None)
    return window


def enter(window: Page, server: Server, username: str) -> None:
    window.goto(server.at("/sign-in/"))
    window.locator("#id_username").fill(username)
    window.locator("#id_password").fill(PASSWORD)
    window.get_by_role("button", name="登录", exact=True).click()
    window.wait_for_url("**/my/")


def test_who_is_signed_out_while_typing_signs_in_over_the_page_and_it_is_saved(
    applicant: Applicant, server: Server
) -> None:
    firm = server.spare()
    desk = at_the_figures(applicant, firm)
    leave(desk).close()
    desk.answers_may_be = 403

    desk.box("负债总额").fill("3,500")
    desk.box("负债总额").press("Tab")
    over = desk.page.get_by_role("dialog", name="登录已过期")
    expect(over).to_be_visible()
    assert faults(desk.page) == []
    over.locator("#id_username").fill(firm.username)
    over.locator("#id_password").fill("wrong")
    over.get_by_role("button", name="登录并接着保存").click()
    expect(over).to_contain_text("用户名或密码不对，还可以试 4 次。")
    over.locator("#id_password").fill(PASSWORD)
    with desk.page.expect_response(is_save) as saved:
        over.get_by_role("button", name="登录并接着保存").click()

    assert saved.value.status == 200
    expect(over).to_be_hidden()
    expect(desk.page.locator("#save")).to_have_attribute("data-s", "ok")  # all its words stand there, one is seen
    desk.type_in(desk.box("资产总额"), "7,000")  # and the page goes on as before
    desk.page.reload()
    expect(desk.box("负债总额")).to_have_value("3,500.00")
    expect(desk.box("资产总额")).to_have_value("7,000.00")


def test_what_was_typed_is_not_sent_for_another_account(applicant: Applicant, server: Server) -> None:
    firm, other = server.spare(), server.spare()
    desk = at_the_figures(applicant, firm)
    window = leave(desk)
    enter(window, server, other.username)
    desk.answers_may_be = 403
    sent: list[int] = []
    desk.page.on("response", lambda answer: sent.append(answer.status) if is_save(answer) else None)

    desk.box("负债总额").fill("3,500")
    desk.box("负债总额").press("Tab")
    told = desk.page.get_by_role("dialog", name="现在登录的是另一个账户")
    expect(told).to_contain_text(f"没有为“{other.name}”上传")
    assert faults(desk.page) == []
    assert set(sent) <= {401, 403}

    window.locator("summary.tp-who").click()
    window.get_by_role("button", name="退出登录").click()
    window.wait_for_url(server.at("/"))
    enter(window, server, firm.username)
    with desk.page.expect_response(is_save) as saved:
        desk.page.reload()
    assert saved.value.status == 200
    desk.page.reload()
    expect(desk.box("负债总额")).to_have_value("3,500.00")
