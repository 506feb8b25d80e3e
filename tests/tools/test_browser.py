from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.services.browser import DESK, PHONE, person

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.journey

DRAWN = """character => {
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  pen.font = "48px sans-serif";
  pen.fillText(character, 4, 60);
  return canvas.toDataURL();
}"""


def test_a_desk_and_a_phone_have_the_widths_that_pages_are_judged_at(page: Page, phone: Page) -> None:
    assert page.evaluate("innerWidth") == DESK[0] == 1366
    assert phone.evaluate("innerWidth") == PHONE[0] == 390


def test_chinese_characters_are_drawn_and_are_not_all_the_same_box(page: Page) -> None:
    assert page.evaluate(DRAWN, "梯") != page.evaluate(DRAWN, "度")


def test_each_person_is_fresh(browser: Browser) -> None:
    one = person(browser, DESK)
    one.add_cookies([{"name": "session", "value": "of one", "url": "http://127.0.0.1"}])
    other = person(browser, DESK)

    assert [cookie.get("value") for cookie in one.cookies()] == ["of one"]
    assert other.cookies() == []

    one.close()
    other.close()
