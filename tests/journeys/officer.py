"""What officers do at their screens."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.desk import Desk


class Officer(Desk):
    """Reviews, returns, shows for public notice, announces, records."""

    def arrive(self, username: str) -> None:
        """Sign in as a member of staff."""
        self.sign_in(username, as_staff=True)

    def open(self, enterprise: str, *, view: str = "waiting") -> None:
        """Find the enterprise in the queue and open its file."""
        self.go(f"/desk/?view={view}")
        self.page.get_by_role("link", name=enterprise, exact=True).click()
        expect(self.page.get_by_role("heading", name=enterprise, level=1)).to_be_visible()

    def is_listed(self, enterprise: str, *, view: str = "waiting") -> bool:
        """Whether the enterprise stands on the first page of a view."""
        self.go(f"/desk/?view={view}")
        return self.page.get_by_role("link", name=enterprise, exact=True).count() > 0

    def pass_on(self, words: str) -> None:
        """Press the button that passes, which says what happens then."""
        assert self.press(words).status == 302

    def return_it(self, *, reason: str, pinned: dict[str, list[str]]) -> None:
        """Send it back with a reason; only the named contents (by section) may be changed."""
        self.page.get_by_role("link", name=re.compile("退回修改")).click()
        self.page.get_by_label("退回理由").fill(reason)
        for section, names in pinned.items():
            self.page.locator("details summary", has_text=section).click()
            for name in names:
                self.page.get_by_label(name, exact=True).check()
        assert self.press("退回并通知企业").status == 302
