"""Scores that an office brings stand beside what rests on them: value, day and office, or that nobody brought them."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.services.filling import submit_filled
from tests.services.world import World
from tests.web.officer.conftest import SignIn, fresh, words_of
from tidu.domain.accounts.access import Actor
from tidu.domain.declarations.actions import begin
from tidu.domain.declarations.models import Declaration
from tidu.domain.enterprises.actions import note_digital_result, note_office_figure
from tidu.domain.enterprises.models import Enterprise, OfficeFigure

OTHER_POINTS, SCORE = OfficeFigure.Fact.LOCAL_OTHER_POINTS, OfficeFigure.Fact.DEVELOPMENT_SCORE
OF_2022, OF_2026 = "specialised@2022-08-01+32", "specialised@2026-04-01+32"
NAME = "江苏特色化指标 2 企业和产品所属产业领域竞争优势得分"


@pytest.fixture
def owner(world: World) -> Actor:
    """An enterprise that may declare 专精特新, and of which no score is known."""
    actor = world.enterprise()
    world.hold(actor, "innovative@2022-08-01+32", "320500")
    OfficeFigure.objects.all().delete()
    return actor


def bring(world: World, owner: Actor, fact: OfficeFigure.Fact, value: int, *, year: int = 2026) -> None:
    enterprise = Enterprise.objects.get(pk=owner.enterprise_id)
    note_office_figure(enterprise, fact, year, value, as_of=date(2026, 3, 20), office=world.office("320000"))


def submitted(world: World, owner: Actor, edition: str) -> Declaration:
    declaration = begin(owner, world.window(edition).code)
    submit_filled(owner, declaration)
    return fresh(declaration)


def test_points_that_rest_on_a_brought_score_show_it_with_day_and_office(
    world: World, owner: Actor, sign_in: SignIn
) -> None:
    bring(world, owner, OTHER_POINTS, 5)
    declaration = submitted(world, owner, OF_2022)

    page = words_of(sign_in("320583").get(f"/desk/{declaration.number}/"))

    assert f"2026 年{NAME} 5 分，2026-03-20，由江苏省工信部门录入</small>" in page
    assert '<span class="tp-tag tp-tag--warn tp-tag--sm basis">暂定</span>' in page
    assert "由主管部门录入" not in page
    assert declaration.points is not None


def test_points_that_wait_for_a_score_are_unknown_and_say_whose_it_is(
    world: World, owner: Actor, sign_in: SignIn
) -> None:
    declaration = submitted(world, owner, OF_2022)

    response = sign_in("320583").get(f"/desk/{declaration.number}/")

    indicator = next(each for each in response.context["assessment"]["indicators"] if each["code"] == "ZJ-09")
    assert indicator["points"] is None
    assert declaration.points is None
    assert f"{NAME}：未知，由主管部门录入，还没有录入</small>" in words_of(response)


def test_a_score_that_came_or_changed_after_the_submission_is_told_as_not_counted(
    world: World, owner: Actor, sign_in: SignIn
) -> None:
    unknown, known = submitted(world, owner, OF_2022), None
    bring(world, owner, OTHER_POINTS, 5)
    late = words_of(sign_in("320583").get(f"/desk/{unknown.number}/"))
    known = submitted(world, owner, OF_2022)
    bring(world, owner, OTHER_POINTS, 7)
    changed = words_of(sign_in("320583").get(f"/desk/{known.number}/"))

    assert "5 分，2026-03-20，由江苏省工信部门录入；提交后才录入，没有计入自评" in late
    assert "7 分，2026-03-20，由江苏省工信部门录入；提交时是 5 分，自评按当时计算" in changed


def test_a_condition_shows_the_score_of_this_year_and_of_the_one_before_where_there_is_one(
    world: World, owner: Actor, sign_in: SignIn
) -> None:
    bring(world, owner, SCORE, 6250)
    without = submitted(world, owner, OF_2026)
    bring(world, owner, SCORE, 4875, year=2025)
    beside = submitted(world, owner, OF_2026)

    one, two = (words_of(sign_in("320583").get(f"/desk/{each.number}/")) for each in (without, beside))

    assert "2026 年中小企业专精特新发展评价得分 62.5 分，2026-03-20" in one
    assert "2025 年中小企业专精特新发展评价得分 48.75 分，2026-03-20" in two
    assert "还没有录入" not in two


@pytest.mark.parametrize("count", [0, 3])
def test_what_offices_brought_costs_one_query_whatever_they_brought(
    world: World, owner: Actor, sign_in: SignIn, count: int
) -> None:
    declaration = submitted(world, owner, OF_2022)
    enterprise = Enterprise.objects.get(pk=owner.enterprise_id)
    for each in range(count):
        bring(world, owner, OTHER_POINTS, 5, year=2024 + each)
        note_digital_result(enterprise, 3, date(2026, 2, 1 + each), world.office("320500"))
    client = sign_in("320583")
    cache.clear()

    with CaptureQueriesContext(connection) as asked:
        page = words_of(client.get(f"/desk/{declaration.number}/"))

    assert len(asked.captured_queries) == 8
    level = "3 级，2026-02-03 评测，由苏州市工信部门导入" if count else "2 级，2026-01-15 评测，由江苏省工信部门导入"
    assert level in page
