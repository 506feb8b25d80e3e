"""专精特新中小企业认定 under both generations of the rules, from beginning to the first review."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.journeys.answering import answer_what_is_asked
from tests.journeys.applicant import Applicant
from tests.journeys.officer import Officer
from tests.journeys.people import COUNTY, PROVINCE, Firm, lead, reviewer
from tests.services.filling import typed_for
from tidu.rules import catalogue

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.services.server import Server
    from tidu.rules.schema import Edition

pytestmark = pytest.mark.journey

PROGRAMME = "专精特新中小企业认定"
Arrive = Callable[[str], Officer]


def test_under_the_measures_of_2026_by_conditions(applicant: Applicant, officer: Arrive, server: Server) -> None:
    edition = catalogue.edition("specialised@2026-04-01+32")
    firm = server.cast.firms["titled-1"]
    applicant.sign_in(firm.username)
    applicant.begin(PROGRAMME, "第一批")
    fill_by_the_keyboard_alone(applicant, edition, "refinement")

    answer_what_is_asked(applicant, edition)

    expect(applicant.page.locator("#score")).to_contain_text("已满足")
    expect(applicant.page.locator("#score")).to_contain_text("已获得科技和创新型中小企业称号")
    assert applicant.submit() == f"{applicant.number}-1"
    county = officer(reviewer(COUNTY))
    county.open(firm.name)
    county.sees("认定条件", "数字化水平")
    county.pass_on("通过并推荐到市级")
    assert "已通过县级审核" in applicant.inbox()[0]


def test_under_the_rules_of_2022_by_points(
    applicant: Applicant, officer: Arrive, server: Server, tmp_path: Path
) -> None:
    edition = catalogue.edition("specialised@2022-08-01+32")
    firm = server.cast.firms["titled-2"]
    applicant.sign_in(firm.username)
    applicant.begin(PROGRAMME, "第二批（按2022年标准）")

    answer_what_is_asked(applicant, edition)

    # unknown, as the office has not brought its part yet
    expect(applicant.page.locator("#score .score__n")).to_contain_text("还算不出")
    applicant.sees("待录入")
    bring_the_local_score(officer(lead(PROVINCE)), firm, "5", tmp_path)
    applicant.check()
    expect(score_of(applicant)).to_be_visible()
    points = score_of(applicant).inner_text()
    assert 60 <= int(points) <= 100
    assert applicant.submit() == f"{applicant.number}-1"
    county = officer(reviewer(COUNTY))
    county.open(firm.name)
    county.sees("自评得分", f"{points} / 100 分")
    county.pass_on("通过并推荐到市级")


def score_of(desk: Applicant) -> Locator:
    """The total of the self-score."""
    return desk.page.locator("#score .score__n b")


def bring_the_local_score(desk: Officer, firm: Firm, points: str, folder: Path) -> None:
    """Import the score that the province gives itself, after it was shown."""
    table = folder / "得分.csv"
    head = "统一社会信用代码,项目,申报年度,得分,截止日期"
    table.write_text(f"{head}\n{firm.credit_code},江苏特色化指标2得分,2026,{points},2026-03-01\n", encoding="utf-8-sig")
    desk.go("/desk/digital/?of=office_figures")
    desk.page.locator("#file").set_input_files(str(table))
    desk.press("核对这个文件")
    desk.sees(firm.name)
    desk.press("确认导入 1 条")
    desk.sees("已导入 1 条。")


def fill_by_the_keyboard_alone(desk: Applicant, edition: Edition, section: str) -> None:
    """Go through a section with Tab, Space, Enter and letters; leave it by its own link to the next one."""
    desk.go(f"/my/declarations/{desk.number}/{section}/")
    done: set[str] = set()
    for _ in range(200):
        desk.page.keyboard.press("Tab")
        here: dict[str, Any] = desk.page.evaluate(WHERE)
        if here["text"].startswith("下一节"):
            break
        if here["id"] not in done and here["cell"]:
            done.add(here["id"])
            act(desk, edition, here)
    expect(desk.page.locator("#save")).to_have_attribute("data-s", "ok")  # all its words stand there, one is seen
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_url(lambda url: f"/{section}/" not in url)
    name = next(each.name for each in edition.form.sections if each.key == section)
    chapter = desk.page.locator("#chapters a", has_text=name)
    expect(chapter).to_contain_text("已完成")


def act(desk: Applicant, edition: Edition, here: dict[str, Any]) -> None:
    """Do at the place of the cursor what a person without a mouse would do."""
    keyboard = desk.page.keyboard
    field = edition.fields[here["cell"].partition("[")[0]]
    match here["type"]:
        case "radio":
            keyboard.press("Space")
        case "checkbox":
            if here["first"]:
                keyboard.press("Space")
        case "add":
            keyboard.press("Enter")  # the cursor goes into the first box of the new row
            for column in field.columns:
                value = typed_for(field, field.key, {})[0][column.key]
                keyboard.press("ArrowDown") if column.options else keyboard.type(str(value))
                keyboard.press("Tab")
        case "text":
            keyboard.type(str(typed_for(field, here["cell"], {})))
        case _:
            pass


WHERE = """() => {
  const here = document.activeElement;
  const control = here.closest("[data-cell]");
  const adds = here.dataset.add !== undefined;
  const boxes = control ? [...control.querySelectorAll("input")] : [];
  return {
    text: here.innerText ?? "",
    id: here.type === "radio" ? here.name : adds ? `add-${control?.id}` : here.id || here.value,
    cell: control?.dataset.cell ?? "",
    type: adds ? "add" : here.dataset.column ? "column" : here.type ?? "",
    first: boxes[0] === here,
  };
}"""
