"""`make screenshots`: every page of the demo world, as each audience sees it, at 1366 and 390 px into screenshots/.

The world of `make run` is copied, or built where there is none; the copy is served on a port of its own, so that
looking changes nothing. Pages are found as people find them, by following links from each audience's home; of
pages that differ in a number only, one is taken. A file is named after its address and its width.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tools import house, steps
from tools.installation import ACCOUNTS_FILE, DATABASE_FILE
from tools.serving import Platform
from tools.system_packages import chromium

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

FOLDER = house.ROOT / "screenshots"
SIZES = ((1366, 900), (390, 844))
#: The parts of an address that tell pages of one kind apart; two sections of a form are two pages.
KINDS = {"section", "edition_id"}
STRANGER = "visitor"
WORD_LOOKED_UP = "精密"
LINKS = "() => [...document.querySelectorAll('a[href]')].map((link) => link.href)"


def main() -> int:
    """Take them all; the folder is made anew."""
    path = chromium()
    if path is None:
        raise steps.Stop("There is no Chromium on this machine: install the package chromium and run this again.")
    shutil.rmtree(FOLDER, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="tidu-pictures-") as folder:
        platform = Platform(Path(folder))
        _bring_the_world(platform)
        platform.prepare()
        platform.start()
        try:
            taken = _take_all(platform, path)
        finally:
            platform.stop()
    print(f"{taken} pictures in {FOLDER.relative_to(house.ROOT)}/", flush=True)
    return 0


def _bring_the_world(platform: Platform) -> None:
    """Copy the world that `make run` built, or build one."""
    home = house.data_dir()
    if (home / ACCOUNTS_FILE).exists() and (home / DATABASE_FILE).exists():
        with (
            closing(sqlite3.connect(home / DATABASE_FILE)) as source,
            closing(sqlite3.connect(platform.folder / DATABASE_FILE)) as target,
        ):
            source.backup(target)  # whole, even while it is being written to
        for part in ("files", "demo-clock.json"):
            if (home / part).is_dir():
                shutil.copytree(home / part, platform.folder / part)
            elif (home / part).exists():
                shutil.copy(home / part, platform.folder / part)
    for title, *command in (
        ("Database", "migrate", "--noinput"),
        ("Reference data", "load_reference"),
    ):
        steps.run(title, [house.in_venv("tidu"), "manage", *command], env=platform.env)
    if not (platform.folder / "files").exists():
        steps.run("Demo world", [house.in_venv("tidu"), "manage", "build_demo_world"], env=platform.env)


def _take_all(platform: Platform, path: str) -> int:
    # the tool sets Django up for the addresses alone, and only here: everything above runs without it
    os.environ.update(platform.env)
    import django  # noqa: PLC0415  see above
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  half a second that a refusal need not wait

    django.setup()
    from tidu.demo.building.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD  # noqa: PLC0415  needs Django set up

    # Playwright keeps an event loop on this thread, and Django would refuse to resolve beside it
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    taken = 0
    shared: set[str] = set()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"] if is_root else [])
        for username in (STRANGER, *(account.username for account in DEMO_ACCOUNTS)):
            context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce")
            context.set_default_timeout(60_000)
            page = context.new_page()
            if username != STRANGER:
                _sign_in(page, platform, username, DEMO_PASSWORD)
            album = Album(page, platform, username, shared)
            album.fill("/" if username == STRANGER else urlsplit(page.url).path)
            if username == STRANGER:
                album.look_up()
            print(f"{username}: {album.taken} pictures", flush=True)
            taken += album.taken
            context.close()
        browser.close()
    return taken


def _sign_in(page: Page, platform: Platform, username: str, password: str) -> None:
    page.goto(f"{platform.address}/sign-in/")
    if not username.startswith("enterprise-"):
        page.locator("input[name=audience][value=officer]").check()
    page.locator("#id_username").fill(username)
    page.locator("#id_password").fill(password)
    page.get_by_role("button", name="登录", exact=True).click()
    if not username.startswith("enterprise-"):
        page.locator("[data-demo-code]").wait_for()  # the code that stands there is filled in already
        page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)


class Album:
    """The pictures of one person, found by following links; every kind of page is taken once."""

    def __init__(self, page: Page, platform: Platform, username: str, shared: set[str]) -> None:
        self.page = page
        self.address = platform.address
        self.username = username
        self.shared = shared  # what an earlier person's album has and looks the same to everybody
        self.seen: set[str] = set()
        self.waiting: list[str] = []
        self.taken = 0

    def fill(self, begin: str) -> None:
        """Take ``begin`` and all that is linked from it and from there."""
        self._note(begin)
        self._take_waiting()

    def _take_waiting(self) -> None:
        while self.waiting:
            path = self.waiting.pop(0)
            if _is_page(self.page.context, self.address + path):
                self.page.goto(self.address + path)
                self._take(path)

    def look_up(self) -> None:
        """Take what the look-up finds, and a certificate from there: no link leads to these."""
        self.page.goto(f"{self.address}/lookup/?q={WORD_LOOKED_UP}")  # it begins by itself, with the work for robots
        self.page.locator("article.hit").first.wait_for()
        self._take("/lookup/found/")
        self._take_waiting()

    def _take(self, path: str) -> None:
        for width, height in SIZES:
            self.page.set_viewport_size({"width": width, "height": height})
            # a window as high as the page, so that what sticks to an edge is at the edge of the picture
            whole = max(height, int(self.page.evaluate("document.scrollingElement.scrollHeight")))
            self.page.set_viewport_size({"width": width, "height": whole})
            file = FOLDER / self.username / f"{_file_name(path)}-{width}.png"
            file.parent.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=file)
            self.taken += 1
        for link in self.page.evaluate(LINKS):
            if link.startswith(self.address):
                self._note(urlsplit(link).path)

    def _note(self, path: str) -> None:
        """Remember a page to take, if it is of a new kind and this person's to see."""
        kind = _kind(path)
        if not kind or kind in self.seen | self.shared or _is_public(kind) != (self.username == STRANGER):
            return
        (self.shared if kind.startswith("officer:rule ") else self.seen).add(kind)
        self.waiting.append(path)


def _kind(path: str) -> str:
    """The name of the address with what tells its pages apart; empty where nothing of ours answers."""
    from django.urls import Resolver404, resolve  # noqa: PLC0415  Django is set up by now

    try:
        match = resolve(path)
    except Resolver404:
        return ""
    parts = [str(value) for key, value in match.kwargs.items() if key in KINDS]
    return " ".join([match.view_name, *parts])


def _is_public(kind: str) -> bool:
    """Whether a visitor sees it; the choice among posts is public by address only."""
    return kind.startswith("public:") and kind != "public:posts"


def _is_page(context: BrowserContext, address: str) -> bool:
    """Whether the address answers with a page; files are left to those who look for them."""
    answer = context.request.get(address, max_redirects=0)
    return answer.ok and answer.headers.get("content-type", "").startswith("text/html")


def _file_name(path: str) -> str:
    return path.strip("/").replace("/", "-") or "home"


if __name__ == "__main__":
    sys.exit(steps.plainly(main))
