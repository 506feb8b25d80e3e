"""How many queries a page may ask, with one row and with three."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.services.sessions import client_of
from tests.services.world import NOW, PASSWORD, World
from tests.web.public.conftest import attribute, proof_for, token_of
from tidu.domain.accounts.access import actor_from, posts_of
from tidu.domain.accounts.actions import create_user, give_post
from tidu.domain.accounts.models import Post
from tidu.domain.notices.models import Announcement, Contact
from tidu.domain.recognitions.models import Recognition
from tidu.domain.reviews.models import PublicNotice


@pytest.fixture(params=[1, 3])
def rows(request: pytest.FixtureRequest, world: World) -> int:
    """Fill everything that the public sees with so many rows."""
    for n in range(request.param):
        firm = world.enterprise(name=f"昆山澄川{n}号有限公司")
        world.hold(firm, "innovative@2022-08-01+32", "320500")
        world.hold(firm, "specialised@2022-08-01", "320000")
        world.window(opens_at=NOW - timedelta(days=30 + n))
        Announcement.objects.create(issuer="province", region_id="320000", title=f"{n}", body="文", published_at=NOW)
        Contact.objects.create(region_id=("320000", "330000", "000000")[n], kind="support", name="组", phone="010-1")
        PublicNotice.objects.create(
            office=world.office("320500"),
            programme="innovative",
            edition_id="innovative@2022-08-01+32",
            title=f"名单{n}",
            opens_on=date(2026, 4, 14),
            closes_on=date(2026, 4, 20),
            objections_to="市局",
            digest="ab" * 32,
            published_at=NOW,
        )
    assert isinstance(request.param, int)
    return request.param


#: Everything but the front page has whom to ask (kept a minute) besides what it shows.
PAGES = {
    "/announcements/": 3,
    "/notices/": 2,
    "/apply/": 3,
    "/programmes/innovative@2022-08-01+32/": 2,
    "/digital/": 1,
    "/contest/": 2,
    "/guide/": 1,
    "/contacts/": 2,
    "/sign-in/": 1,
    "/register/": 3,
    "/lookup/": 1,
}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_as_much_for_three_rows_as_for_one(
    rows: int, path: str, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(PAGES[path]):
        client.get(path)


def test_the_front_page_asks_eight_times_a_minute_and_then_not_at_all(
    rows: int, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(8):
        client.get("/")
    with django_assert_num_queries(0):
        client.get("/")


def test_details_ask_little(rows: int, client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    announcement, notice = Announcement.objects.all()[0], PublicNotice.objects.all()[0]
    number = Recognition.objects.all()[0].number
    client.get("/guide/")  # whom to ask is kept from here on

    for path, queries in ((f"/announcements/{announcement.pk}/", 1), (f"/notices/{notice.pk}/", 2)):
        with django_assert_num_queries(queries):
            assert client.get(path).status_code == 200
    with django_assert_num_queries(2):  # one of them counts who asks
        assert client.get(f"/certificates/{number}/").status_code == 200


def test_the_look_up_asks_twice_and_counts_twice(
    rows: int, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    shown = client.get("/lookup/").content.decode()
    typed = {"q": "澄川", "token": token_of(shown), "proof": proof_for(attribute(shown, "data-nonce"))}

    with django_assert_num_queries(4):  # besides, the address is counted and the challenge used up
        answer = client.post("/lookup/", typed)

    assert f"找到 {rows} 家" in answer.content.decode()


def test_choosing_a_post_asks_four_times(world: World, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    user = create_user(username="chenlan", password=PASSWORD, name="陈岚")
    for region in ("320500", "320583", "320582"):
        give_post(user, world.office(region), Post.Role.REVIEWER, since=date(2026, 1, 1))
    client = client_of(actor_from(posts_of(user.pk)[0]))
    cache.clear()

    with django_assert_num_queries(4):  # the session, the actor, the posts, whom to ask
        client.get("/posts/")
