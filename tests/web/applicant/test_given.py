"""Scores that an office brings, beside the form: what, from when and by whom, or that the enterprise need not care."""

from __future__ import annotations

from datetime import date

import pytest

from tests.services.filling import fill
from tests.services.world import World
from tests.web.applicant.conftest import Browser, sign_in
from tests.web.applicant.test_budget import cost
from tidu.domain.declarations.actions import begin
from tidu.domain.declarations.models import Declaration
from tidu.domain.enterprises.actions import note_office_figure
from tidu.domain.enterprises.models import Enterprise, OfficeFigure

NAME = "江苏特色化指标 2 企业和产品所属产业领域竞争优势得分"


@pytest.fixture
def candidate(world: World) -> Browser:
    """The browser of an enterprise that may declare 专精特新, and of which no score is known."""
    browser = sign_in(world.enterprise())
    world.hold(browser.actor, "innovative@2022-08-01+32", "320500")
    OfficeFigure.objects.all().delete()
    return browser


def filled(world: World, browser: Browser, edition: str) -> Declaration:
    declaration = begin(browser.actor, world.window(edition).code)
    fill(browser.actor, declaration)
    return declaration


def bring(world: World, browser: Browser, fact: OfficeFigure.Fact, value: int, year: int = 2026) -> None:
    enterprise = Enterprise.objects.get(pk=browser.actor.enterprise_id)
    note_office_figure(enterprise, fact, year, value, as_of=date(2026, 3, 20), office=world.office("320000"))


def panel(browser: Browser, draft: Declaration) -> str:
    section = draft.sections.earliest("id").section
    page = browser.client.get(f"/my/declarations/{draft.number}/{section}/").content.decode()
    return " ".join(page[page.index('id="score"') :].split())


def test_points_that_only_an_office_can_give_are_awaited_and_never_zero(world: World, candidate: Browser) -> None:
    draft = filled(world, candidate, "specialised@2022-08-01+32")

    shown = panel(candidate, draft)

    assert f"{NAME}：未知，由主管部门录入，还没有录入</small>" in shown
    assert "还有 1 项缺数据（1 项由主管部门录入），补齐才有总分。" in shown
    assert "由主管部门录入，还没有录入，您不用填" in shown
    assert "还没有江苏特色化指标" not in shown
    assert "待录入" in shown
    assert "暂定" in shown


def test_a_score_that_was_brought_is_shown_with_day_and_office_and_makes_the_total_known(
    world: World, candidate: Browser
) -> None:
    draft = filled(world, candidate, "specialised@2022-08-01+32")
    bring(world, candidate, OfficeFigure.Fact.LOCAL_OTHER_POINTS, 5)

    shown = panel(candidate, draft)

    assert f"2026 年{NAME} 5 分，2026-03-20，由江苏省工信部门录入</small>" in shown
    assert "还有" not in shown
    assert "由主管部门录入" not in shown


def test_a_condition_on_the_development_score_says_where_it_comes_from(world: World, candidate: Browser) -> None:
    draft = filled(world, candidate, "specialised@2026-04-01+32")
    before = panel(candidate, draft)
    bring(world, candidate, OfficeFigure.Fact.DEVELOPMENT_SCORE, 6250)
    after = panel(candidate, draft)

    assert "中小企业专精特新发展评价得分：未知，由主管部门录入，还没有录入" in before
    assert "2026 年中小企业专精特新发展评价得分 62.5 分，2026-03-20，由江苏省工信部门录入" in after


def test_the_development_score_stands_in_the_form_under_the_year_of_declaring(world: World, candidate: Browser) -> None:
    draft = filled(world, candidate, "specialised@2026-04-01+32")
    bring(world, candidate, OfficeFigure.Fact.DEVELOPMENT_SCORE, 6250, 2026)
    bring(world, candidate, OfficeFigure.Fact.DEVELOPMENT_SCORE, 4800, 2025)

    read = " ".join(candidate.client.get(f"/my/declarations/{draft.number}/read/").content.decode().split())

    assert "<dt>本年度中小企业专精特新发展评价得分</dt> <dd>62.5</dd>" in read
    assert "<dt>上年度中小企业专精特新发展评价得分</dt> <dd>48</dd>" in read


def test_what_offices_brought_costs_the_form_nothing_more(world: World, candidate: Browser) -> None:
    draft = filled(world, candidate, "specialised@2022-08-01+32")
    section = draft.sections.earliest("id").section
    without = cost(candidate, f"/my/declarations/{draft.number}/{section}/")
    for fact, value in ((OfficeFigure.Fact.LOCAL_OTHER_POINTS, 5), (OfficeFigure.Fact.DEVELOPMENT_SCORE, 6250)):
        bring(world, candidate, fact, value)

    assert (without, cost(candidate, f"/my/declarations/{draft.number}/{section}/")) == (6, 6)
