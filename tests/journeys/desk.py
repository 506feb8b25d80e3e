"""A person's browser: goes to pages, signs in, and remembers every complaint the browser made."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys.people import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Locator, Page, Response

    from tests.services.server import Server

PATIENCE_MS = 30_000
#: A refusal is an answer: the page shows it. Browsers note the status all the same.
_STATUS = re.compile(r"status of (\d+) ")
_REFUSALS = {401, 409, 422}


def spoken(shown: str, besides: str) -> re.Pattern[str]:
    """The name of a link or button that shows one thing and says more to those who hear it."""
    return re.compile(rf"{re.escape(shown)}\s*：?\s*{re.escape(besides)}$")


class Desk:
    """One person before one screen."""

    def __init__(self, page: Page, server: Server) -> None:
        self.page = page
        self.server = server
        self.complaints: list[str] = []
        self.server_is_away = False
        self.answers_may_be = 200
        self.username = ""
        page.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _heard(self, message: ConsoleMessage) -> None:
        if self.server_is_away and "net::ERR_" in message.text:
            return  # the browser notes that nobody answered, which is so
        status = _STATUS.search(message.text)
        if status and int(status[1]) in _REFUSALS | {self.answers_may_be}:
            return
        if message.type == "error":
            self.complaints.append(f"{message.text} ({self.page.url})")

    def go(self, path: str) -> None:
        """Open a page by its address."""
        self.page.goto(self.server.at(path))

    def click(self, name: str, *, within: Locator | None = None) -> None:
        """Press the one link or button whose name holds the words."""
        place = within or self.page.locator("body")
        named = re.compile(re.escape(name))
        place.get_by_role("link", name=named).or_(place.get_by_role("button", name=named)).first.click()

    def sees(self, *texts: str) -> None:
        """Wait until every text stands on the page."""
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)

    def sign_in(self, username: str, *, as_staff: bool = False) -> None:
        """Sign in on the page that is open, or on the page for it; a second time one is still signed in.

        The platform lets an address sign in so many times only, and a whole run comes from one address.
        """
        self.username = username
        if "/sign-in/" not in self.page.url:
            kept = self.server.signed_in.get(username)
            if kept is not None:
                self.page.context.add_cookies(kept)
                return
            self.go("/sign-in/")
        self.page.get_by_text("工作人员" if as_staff else "法人账户", exact=True).first.click()
        self.page.locator("#id_username").fill(username)
        self.page.locator("#id_password").fill(PASSWORD)
        if as_staff:
            self.page.get_by_role("button", name="登录", exact=True).click()
            expect(self.page.get_by_label("动态码或恢复码")).to_have_value(re.compile(r"\d{6}"))  # the demo fills it in
        with self.page.expect_navigation(url=lambda url: "/sign-in/" not in url):
            self.page.get_by_role("button", name="登录", exact=True).click()
        self.remember()

    def remember(self) -> None:
        """Keep the cookies for whoever signs in next under this name: a session gets a new key when it may do more."""
        cookies = self.page.context.cookies(self.server.at("/"))
        self.server.signed_in.pop(self.username, None)
        if self.username and any(each["name"] == "sessionid" for each in cookies):
            self.server.signed_in[self.username] = [
                {"name": each["name"], "value": each["value"], "url": self.server.at("/")} for each in cookies
            ]

    def sign_out(self) -> None:
        """Sign out by the menu."""
        self.page.locator("summary.tp-who").click()
        self.page.get_by_role("button", name="退出登录").click()
        expect(self.page.get_by_role("link", name=re.compile("登录"))).to_be_visible()

    def press(self, words: str) -> Response:
        """Press a button that sends a form, and give the answer that came back."""
        with self.page.expect_response(lambda response: response.request.method == "POST") as answer:
            self.page.get_by_role("button", name=re.compile(re.escape(words))).first.click()
        self.page.wait_for_load_state()
        return answer.value
