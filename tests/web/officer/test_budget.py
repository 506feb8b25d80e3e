"""What each page costs, in queries, literally, with one row and with three; transaction statements are not counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.services.world import World
from tests.web.officer.conftest import SignIn, Submits, move_on
from tidu.domain.accounts.models import Post
from tidu.domain.declarations.models import Declaration
from tidu.domain.windows.models import Window

_TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")

Ask = Callable[[], Any]


def queries(ask: Ask, status: int = 200) -> int:
    """How many queries an answer took, with nothing kept from before."""
    cache.clear()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert ask().status_code == status
    return sum(not each["sql"].startswith(_TRANSACTION) for each in asked.captured_queries)


@pytest.fixture
def county(sign_in: SignIn) -> Client:
    return sign_in("320583")


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue(county: Client, submits: Submits, count: int) -> None:
    submits(count)

    assert queries(lambda: county.get("/desk/")) == 5
    assert queries(lambda: county.get("/desk/?search=示例")) == 5
    assert queries(lambda: county.get("/desk/", headers={"HX-Request": "true"})) == 4


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_of_a_city_that_offers_its_counties(
    world: World, sign_in: SignIn, submits: Submits, count: int
) -> None:
    for each in submits(count):
        move_on(world, each, to="city_review")
    city = sign_in("320500")

    assert queries(lambda: city.get("/desk/")) == 6


@pytest.mark.parametrize("count", [1, 3])
def test_a_review(county: Client, submits: Submits, count: int) -> None:
    first = submits(count)[0]

    assert queries(lambda: county.get(f"/desk/{first.number}/")) == 8


@pytest.mark.parametrize("count", [1, 3])
def test_a_decision(county: Client, submits: Submits, count: int) -> None:
    first = submits(count)[0]
    posted = {"at_step": first.step, "at_submission": 1, "outcome": "pass", "next": ""}

    assert queries(lambda: county.post(f"/desk/{first.number}/decide/", posted), 302) == 11


@pytest.mark.parametrize("count", [1, 3])
def test_a_return(county: Client, submits: Submits, count: int) -> None:
    first = submits(count)[0]
    posted = {"at_step": first.step, "at_submission": 1, "outcome": "return", "reason": "请按审计报告改。"}

    assert queries(lambda: county.post(f"/desk/{first.number}/decide/", posted), 302) == 9


@pytest.mark.parametrize("count", [1, 3])
def test_notices_and_one_of_them(world: World, sign_in: SignIn, submits: Submits, count: int) -> None:
    files = [move_on(world, each, to="public_notice") for each in submits(count)]
    city = sign_in("320500")

    assert queries(lambda: city.get("/desk/notices/")) == 5

    published = city.post("/desk/notices/publish/", _notice(files))
    assert queries(lambda: city.get(published["Location"])) == 5


def _notice(files: list[Declaration]) -> dict[str, Any]:
    return {
        "edition_id": files[0].edition_id,
        "numbers": [each.number for each in files],
        "title": "公示",
        "objections_to": "0512-55550001",
    }


@pytest.mark.parametrize("count", [1, 3])
def test_what_waits_to_be_recorded(world: World, sign_in: SignIn, count: int) -> None:
    for _ in range(count):
        world.hold(world.enterprise(), "innovative@2022-08-01+32", "320500")
    province = sign_in("320000")

    assert queries(lambda: province.get("/desk/records/")) == 4


@pytest.mark.parametrize("count", [1, 3])
def test_windows_and_one_of_them(world: World, sign_in: SignIn, count: int) -> None:
    for _ in range(count):
        world.window()
    lead = sign_in("320000", Post.Role.LEAD)
    code = Window.objects.order_by("id").first()
    assert code is not None

    assert queries(lambda: lead.get("/desk/windows/")) == 5
    assert queries(lambda: lead.get(f"/desk/windows/{code.code}/")) == 5


@pytest.mark.parametrize("count", [1, 3])
def test_results_of_assessments(world: World, sign_in: SignIn, count: int) -> None:
    for _ in range(count):
        world.enterprise()
    lead = sign_in("320500", Post.Role.LEAD)

    assert queries(lambda: lead.get("/desk/digital/")) == 4
    assert queries(lambda: lead.get("/desk/digital/?of=office_figures")) == 4


def test_pages_of_rules_and_announcements(sign_in: SignIn) -> None:
    county = sign_in("320583")

    assert queries(lambda: county.get("/desk/rules/")) == 3
    assert queries(lambda: county.get("/desk/rules/innovative@2022-08-01/")) == 3
    assert queries(lambda: county.get("/desk/announcements/")) == 4
