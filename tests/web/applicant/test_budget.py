from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tidu.domain.declarations.actions import begin
from tidu.domain.messages.actions import tell
from tidu.domain.messages.models import Message

if TYPE_CHECKING:
    from tests.services.world import World
    from tests.web.applicant.conftest import Browser
    from tidu.domain.declarations.models import Declaration


def queries(captured: CaptureQueriesContext) -> int:
    """The statements that ask or write; those of transactions are not counted."""
    words = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK")
    return sum(1 for each in captured.captured_queries if not each["sql"].startswith(words))


def cost(browser: Browser, page: str) -> int:
    browser.client.get(page)  # what is kept for all, such as the contacts, is kept now
    with CaptureQueriesContext(connection) as captured:
        response = browser.client.get(page)
    assert response.status_code == 200
    return queries(captured)


def add_two(world: World, browser: Browser) -> None:
    for _ in range(2):
        begin(browser.actor, world.window().code)
    tell([browser.actor.user_id] * 3, Message.Kind.DECLARATION, "示例消息")


@pytest.mark.parametrize(("page", "budget"), [("/my/", 8), ("/my/declarations/", 6), ("/my/messages/", 4)])
def test_a_list_costs_the_same_for_one_and_for_three(
    world: World, browser: Browser, draft: Declaration, page: str, budget: int
) -> None:
    one = cost(browser, page)
    add_two(world, browser)

    assert (one, cost(browser, page)) == (budget, budget)


@pytest.mark.parametrize(
    ("page", "budget"),
    [("", 6), ("base/", 6), ("score/", 6), ("attachments/", 7), ("check/", 7), ("read/", 7), ("score/panel/", 5)],
)
def test_a_page_of_a_draft_costs_what_it_may(
    world: World, browser: Browser, draft: Declaration, page: str, budget: int
) -> None:
    address = f"/my/declarations/{draft.number}/{page}"
    one = cost(browser, address)
    add_two(world, browser)

    assert (one, cost(browser, address)) == (budget, budget)


def test_the_record_costs_what_it_may(browser: Browser) -> None:
    assert cost(browser, "/my/enterprise/") == 5


def test_saving_a_field_costs_five(browser: Browser, draft: Declaration) -> None:
    browser.save(draft, "revenue", "1")
    with CaptureQueriesContext(connection) as captured:
        response = browser.save(draft, "revenue", "2", based_on=1)

    assert response.status_code == 200
    in_the_test_itself = 1
    assert queries(captured) - in_the_test_itself == 5
