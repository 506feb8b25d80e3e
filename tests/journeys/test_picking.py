"""Picking an industry and a division: by the keyboard alone, by the mouse, with a screen reader's tree, on a phone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.applicant import Applicant
from tests.journeys.looking import at_both_widths

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.journeys.people import Firm
    from tests.services.server import Server

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def firm(server: Server) -> Firm:
    """An enterprise whose record nobody else looks at."""
    return server.spare()


@pytest.fixture
def industry(applicant: Applicant, firm: Firm) -> Locator:
    """The box of the industry on the enterprise's record."""
    applicant.sign_in(firm.username)
    applicant.go("/my/enterprise/")
    return applicant.page.get_by_role("combobox", name=re.compile("具体细分领域"))


def test_an_industry_is_picked_by_the_keyboard_and_saved(applicant: Applicant, industry: Locator) -> None:
    page, options = applicant.page, applicant.page.get_by_role("option")
    expect(industry).to_have_attribute("aria-expanded", "false")

    industry.press("Control+a")
    industry.press_sequentially("jstygy")
    expect(options).to_have_count(0)
    expect(page.locator("#tp-live")).to_have_text("没有找到。")
    expect(industry).to_have_attribute("aria-expanded", "false")
    industry.press("Control+a")
    industry.press_sequentially("齿轮")
    expect(options).to_have_count(1)
    expect(industry).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#tp-live")).to_have_text("1 个可以选，用上下键。")
    industry.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_contain_text("3453")
    assert industry.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    found = at_both_widths(page)
    industry.press("Enter")

    expect(industry).to_have_value("3453 齿轮及齿轮减、变速箱制造")
    expect(industry).to_be_focused()
    expect(options).to_have_count(0)
    assert found == []
    applicant.press("保存企业信息")
    applicant.sees("已保存。")
    expect(industry).to_have_value("3453 齿轮及齿轮减、变速箱制造")


def test_the_arrows_go_round_and_escape_keeps_what_was_typed(applicant: Applicant, industry: Locator) -> None:
    options = applicant.page.get_by_role("option")
    chosen = applicant.page.get_by_role("option", selected=True)
    industry.press("Control+a")
    industry.press_sequentially("软件开发")
    expect(options).to_have_count(4)

    industry.press("ArrowUp")
    expect(chosen).to_have_text(re.compile(re.escape(options.last.inner_text().split()[0])))
    industry.press("ArrowDown")  # back in the box
    expect(chosen).to_have_count(0)
    industry.press("Escape")

    expect(options).to_have_count(0)
    expect(industry).to_have_value("软件开发")
    industry.press("ArrowDown")  # opens again
    expect(options).to_have_count(4)
    industry.press("Tab")
    expect(options).to_have_count(0)
    expect(industry).to_have_value("软件开发")


def test_an_industry_is_picked_by_the_mouse(applicant: Applicant, industry: Locator) -> None:
    industry.fill("软件")
    applicant.page.get_by_role("option", name=re.compile("6513")).click()

    expect(industry).to_have_value("6513 应用软件开发")
    expect(industry).to_be_focused()


def test_the_place_of_registration_is_found_by_its_name(applicant: Applicant) -> None:
    page = applicant.page
    applicant.go("/register/")
    search = page.get_by_role("combobox", name="按名称、拼音首字母或代码找")

    search.press_sequentially("苏州 kss")
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(1)
    found = at_both_widths(page)
    search.press("ArrowDown")
    search.press("Enter")

    expect(page.locator("#id_province")).to_have_value("320000")
    expect(page.locator("#id_city")).to_have_value("320500")
    expect(page.locator("#id_county")).to_have_value("320583")
    expect(search).to_have_value("江苏省苏州市昆山市")
    assert page.url.endswith("/register/")  # Enter in the box sent nothing
    assert found == []

    page.locator("#id_city").select_option(label="南京市")
    expect(page.locator("#id_county")).to_have_value("")


def test_in_a_municipality_there_is_one_level_less(applicant: Applicant) -> None:
    page = applicant.page
    applicant.go("/register/")
    page.get_by_role("combobox", name="按名称、拼音首字母或代码找").fill("北京 东城")
    page.get_by_role("listbox").get_by_role("option").click()

    expect(page.locator("#id_province")).to_have_value("110000")
    expect(page.locator("#id_city")).to_have_value("110101")
    expect(page.locator("#id_county")).to_be_hidden()
