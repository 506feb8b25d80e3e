"""操作记录 and 谁看过我的材料: what is written when an officer opens a file, and who reads it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.services.sessions import client_of
from tests.services.world import NOW, World
from tests.web.officer.conftest import SignIn, Submits, words_of
from tests.web.officer.test_budget import queries
from tidu.domain.accounts.access import Actor
from tidu.domain.accounts.models import Post
from tidu.domain.audit.models import Event
from tidu.domain.declarations.models import Declaration, Evidence
from tidu.domain.enterprises.queries import applicant_for
from tidu.kit import clock


@pytest.fixture
def filed(submits: Submits) -> Declaration:
    return submits()[0]


@pytest.fixture
def owner(filed: Declaration) -> Actor:
    found = applicant_for(filed.enterprise.members.get().user_id)
    assert found is not None
    return found


def read(browser: Client, address: str) -> None:
    """Read a file to its end, which closes it."""
    response: Any = browser.get(address)
    assert b"".join(response.streaming_content)


def views() -> list[tuple[str, int]]:
    """The events of files that were seen: by whom, and which submission."""
    rows = Event.objects.filter(act="declaration.viewed").order_by("id")
    return [(each.actor_name, each.data["submission"]) for each in rows]


def test_a_file_that_is_read_is_logged_once_an_hour(sign_in: SignIn, filed: Declaration) -> None:
    county = sign_in("320583")
    for _ in range(3):
        county.get(f"/desk/{filed.number}/")
    assert views() == [("320583经办", 1)]

    with clock.stopped_at(NOW + timedelta(hours=1)):
        county.get(f"/desk/{filed.number}/")
    assert len(views()) == 2


def test_another_person_another_submission_and_a_forgetful_cache_are_logged_anew(
    sign_in: SignIn, filed: Declaration
) -> None:
    county = sign_in("320583")
    county.get(f"/desk/{filed.number}/")
    sign_in("320500").get(f"/desk/{filed.number}/")
    assert [name for name, _ in views()] == ["320583经办", "320500经办"]

    Declaration.objects.filter(pk=filed.pk).update(submissions_made=2)
    county.get(f"/desk/{filed.number}/")
    assert views()[-1] == ("320583经办", 2)

    cache.clear()
    county.get(f"/desk/{filed.number}/")
    assert len(views()) == 4


def test_a_file_outside_the_region_is_neither_shown_nor_logged(sign_in: SignIn, filed: Declaration) -> None:
    assert sign_in("320582").get(f"/desk/{filed.number}/").status_code == 404
    assert views() == []


def test_seeing_it_again_asks_less(sign_in: SignIn, filed: Declaration) -> None:
    county = sign_in("320583")
    assert queries(lambda: county.get(f"/desk/{filed.number}/")) == 8
    with CaptureQueriesContext(connection) as asked:
        county.get(f"/desk/{filed.number}/")
    assert not [each for each in asked.captured_queries if each["sql"].startswith("INSERT")]


def test_the_enterprise_sees_office_role_and_masked_name(sign_in: SignIn, filed: Declaration, owner: Actor) -> None:
    county = sign_in("320583")
    county.get(f"/desk/{filed.number}/")
    file = Evidence.objects.filter(declaration=filed).select_related("file").earliest("pk")
    read(county, f"/desk/{filed.number}/files/{file.file_id}/")

    own = client_of(owner)
    everywhere, here = own.get("/my/openings/"), own.get(f"/my/declarations/{filed.number}/")

    for page in (everywhere, here):
        said = words_of(page)
        assert "昆山市工信部门" in said
        assert "审核" in said
        assert "打开佐证材料" in said
        assert "320583经办" not in said
    assert file.file.name in words_of(everywhere)
    assert "第 1 次提交" in words_of(everywhere)
    assert "谁看过我的材料" in words_of(own.get("/my/"))


def test_another_enterprise_sees_nothing_of_it(world: World, sign_in: SignIn, filed: Declaration, owner: Actor) -> None:
    sign_in("320583").get(f"/desk/{filed.number}/")
    other = client_of(world.enterprise())

    for address in ("/my/openings/", f"/my/openings/?declaration={filed.number}"):
        page = other.get(address)
        assert page.status_code == 200
        assert "还没有人看过" in words_of(page)
    assert "还没有人看过" not in words_of(client_of(owner).get(f"/my/openings/?declaration={filed.number}"))


def test_what_the_enterprise_does_itself_is_no_opening(filed: Declaration, owner: Actor) -> None:
    own = client_of(owner)
    file = Evidence.objects.filter(declaration=filed).earliest("pk")
    read(own, f"/my/declarations/{filed.number}/files/{file.file_id}/")

    assert Event.objects.filter(act="evidence.viewed").count() == 1
    assert "还没有人看过" in words_of(own.get("/my/openings/"))


@pytest.mark.parametrize(
    ("region", "role", "sees"),
    [
        ("320583", Post.Role.LEAD, True),
        ("320500", Post.Role.LEAD, True),
        ("320000", Post.Role.LEAD, True),
        ("000000", Post.Role.LEAD, True),
        ("320583", Post.Role.REVIEWER, True),  # the one who looked
        ("320583", Post.Role.OBSERVER, False),
        ("320500", Post.Role.REVIEWER, False),
        ("320582", Post.Role.LEAD, False),
        ("320100", Post.Role.LEAD, False),
        ("330000", Post.Role.LEAD, False),
    ],
)
def test_those_above_see_what_an_officer_opened_and_nobody_else_does(
    sign_in: SignIn, filed: Declaration, region: str, role: Post.Role, sees: bool
) -> None:
    sign_in("320583").get(f"/desk/{filed.number}/")

    page = sign_in(region, role).get("/desk/accesses/")

    assert page.status_code == 200
    assert (filed.number in words_of(page)) is sees


def test_the_lists_are_narrowed_by_person_act_and_days(sign_in: SignIn, filed: Declaration) -> None:
    county = sign_in("320583")
    county.get(f"/desk/{filed.number}/")
    lead = sign_in("320583", Post.Role.LEAD)

    def found(query: str) -> bool:
        return filed.number in words_of(lead.get(f"/desk/accesses/?{query}"))

    assert found("who=320583")
    assert not found("who=别人")
    assert found("act=declaration.viewed")
    assert not found("act=review.pass")
    assert found("since=2026-04-16&until=2026-04-16")
    assert found("since=2026-04-20&until=2026-04-10")
    assert not found("since=2026-04-17")
    assert not found("until=2026-04-15")
    assert found("since=nothing&until=31")


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_cost_the_same_for_one_and_for_three(
    sign_in: SignIn, submits: Submits, world: World, count: int
) -> None:
    county = sign_in("320583")
    many = submits(count)
    for each in many:
        county.get(f"/desk/{each.number}/")
    owner = applicant_for(many[0].enterprise.members.get().user_id)
    assert owner is not None
    own = client_of(owner)
    file = Evidence.objects.filter(declaration=many[0]).earliest("pk")
    for _ in range(count):
        read(county, f"/desk/{many[0].number}/files/{file.file_id}/")

    lead = sign_in("320000", Post.Role.LEAD)
    assert queries(lambda: lead.get("/desk/accesses/")) == 4
    assert queries(lambda: own.get("/my/openings/")) == 6
    assert queries(lambda: own.get(f"/my/declarations/{many[0].number}/")) == 8


def test_pages_are_turned_by_key(sign_in: SignIn, filed: Declaration, client: Client) -> None:
    county = sign_in("320583")
    file = Evidence.objects.filter(declaration=filed).earliest("pk")
    for _ in range(60):
        read(county, f"/desk/{filed.number}/files/{file.file_id}/")

    first = county.get("/desk/accesses/")
    second = county.get(f"/desk/accesses/?cursor={first.context['page'].next_cursor}")

    assert (len(first.context["lines"]), len(second.context["lines"])) == (50, 10)
