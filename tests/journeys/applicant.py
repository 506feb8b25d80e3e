"""What the people of an enterprise do at their screens."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from tests.journeys.desk import Desk, spoken

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Response


def is_save(response: Response) -> bool:
    """Whether an answer is one to the saving of a field."""
    return response.request.method == "POST" and response.url.endswith("/save/")


class Applicant(Desk):
    """Fills, submits, mends, reads."""

    number = ""

    # -- filling ------------------------------------------------------------------------------------------------------

    def box(self, name: str) -> Locator:
        """The box that is labelled so; the year of its column and its unit may be left out."""
        named = re.compile(rf"^(\d{{4}}年)?{re.escape(name)}\s*(（[^）]*）|，.*)?$")
        return self.page.get_by_role("textbox", name=named).or_(self.page.get_by_role("combobox", name=named))

    def type_in(self, box: Locator, text: str) -> Any:
        """Type, leave the box, and give what the server answered."""
        with self.page.expect_response(is_save) as saved:
            box.fill(text)
            box.press("Tab")
        return saved.value.json()

    def choose(self, question: str, answer: str) -> Any:
        """Tick an answer of a question that has several."""
        group = self.page.get_by_role("group", name=re.compile(re.escape(question)))
        with self.page.expect_response(is_save) as saved:
            group.get_by_label(answer, exact=True).check()
        return saved.value.json()

    def slot(self, name: str) -> Locator:
        """The place for the files of that name."""
        return self.page.locator("[data-slot]", has=self.page.get_by_label(f"上传{name}", exact=True))

    def upload(self, name: str, *files: Path) -> None:
        """Put files into the slot of that name, one after the other as the page does it."""
        self.slot(name).locator("input[type=file]").set_input_files([str(file) for file in files])
        for file in files:
            expect(self.slot(name).get_by_role("link", name=file.name)).to_be_visible()

    def next_section(self) -> None:
        """Go on as the foot of the form offers."""
        self.click("下一节")

    # -- the way of a declaration -------------------------------------------------------------------------------------

    def begin(self, programme: str, batch: str) -> None:
        """Begin in a window from the list of what is open."""
        self.go("/my/declarations/")
        self.page.get_by_role("button", name=spoken("开始申报", f"{programme}，{batch}")).click()
        self.page.wait_for_url("**/my/declarations/*/*/")
        self.number = self.page.url.split("/")[-3]

    def check(self) -> None:
        """Open the check before submitting."""
        self.go(f"/my/declarations/{self.number}/check/")
        expect(self.page.get_by_role("heading", name="提交前检查")).to_be_visible()

    def submit(self) -> str:
        """Submit from the check, and give the receipt's number."""
        self.check()
        self.page.get_by_role("button", name="提交申报书").click()
        self.page.wait_for_url("**/receipt/*/")
        return self.page.locator("#receipt-number").inner_text()

    def inbox(self) -> list[str]:
        """The titles of all messages, the newest first."""
        self.go("/my/messages/")
        return [title.removeprefix("未读：") for title in self.page.locator("ul.msg a").all_inner_texts()]
