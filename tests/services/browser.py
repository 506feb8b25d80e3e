"""Chromium for the journeys: one browser a run, a fresh person (no cookies, no storage) a test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.services.needs import missing
from tools.system_packages import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

DESK = (1366, 900)
PHONE = (390, 844)
# nothing of the browser's own goes out while pages are tested
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run")
PATIENCE_MS = 10_000


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give the one Chromium of this run."""
    # here and not above: it takes half a second, which a run without journeys need not wait
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    path = chromium()
    if path is None:
        missing("Chromium", "chromium")
    # Playwright keeps an event loop on this thread, and Django would refuse the ORM beside it
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=path,
            args=[*QUIET, *(["--no-sandbox"] if is_root else [])],  # as root the sandbox refuses to start
        )
        yield opened
        opened.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def person(browser: Browser, size: tuple[int, int]) -> BrowserContext:
    """Give a fresh person before a screen of this size, with a clock and a language of the place."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE_MS)
    return context


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Give a page of a fresh person at a desk (1366 px)."""
    context = person(browser, DESK)
    yield context.new_page()
    context.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """Give a page of a fresh person with a phone (390 px)."""
    context = person(browser, PHONE)
    yield context.new_page()
    context.close()
