"""No life of posts given, changed and ended, of stand-ins, switches, moved files and passing days shows a foreign file.

A machine of Hypothesis lives such lives through the product's own actions; after every step a model in other words than
the product's says what must be seen, by query, by what an office holds, and over HTTP.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.test import Client
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from tests.services.sessions import client_of
from tests.services.world import NOW, World, credit_code
from tidu.domain.accounts.access import Act, Actor, actor_from, can, contains, held, offices, posts_of
from tidu.domain.accounts.actions import create_user
from tidu.domain.accounts.errors import AccountRefusal
from tidu.domain.accounts.models import Post, User
from tidu.domain.accounts.posts import end, give, set_last_day
from tidu.domain.accounts.stand_ins import end_stand_in, name_stand_in
from tidu.domain.declarations.models import Declaration
from tidu.domain.declarations.queries import declarations
from tidu.domain.enterprises.actions import place_columns, register
from tidu.domain.enterprises.models import Enterprise
from tidu.domain.regions.models import Office, Region
from tidu.kit import clock
from tidu.rules.workflow import Status

OFFICES = ["000000", "320000", "320500", "320583", "320582", "320102", "330000", "330106"]
PLACES = ["320583", "320582", "320102", "330106"]
#: Where the four begin, so that a short life already has colleagues, a lead, and somebody elsewhere.
BEGUN = [
    ("320500", Post.Role.LEAD),
    ("320583", Post.Role.REVIEWER),
    ("320583", Post.Role.OBSERVER),
    ("330000", Post.Role.LEAD),
]
REFUSED = (AccountRefusal, PermissionDenied, Http404)
PEOPLE = 4
_person = st.integers(0, PEOPLE - 1)
_giver = st.sampled_from([None, None, None, 0, 0, 1, 2, 3])  # None is the operator, who may do most
_some_post = st.integers(0, 7)
_days = st.integers(0, 5)


@dataclass
class Known:
    """A post as the model knows it: dates, whether it was taken away, and for whose post it stands in."""

    user: int
    region: str
    role: str
    since: date
    until: date | None
    ended: bool = False
    absent: int | None = None


class Lives(RuleBasedStateMachine):
    """Four people at the offices of two provinces, and one file at each of four places."""

    def __init__(self) -> None:
        super().__init__()
        self.today = NOW.date()
        self.known: dict[int, Known] = {}
        self.atom = transaction.atomic()
        self.atom.__enter__()
        with self.now():
            self.world = World()
            self.people = [create_user(username=f"p{n}", password=None, name=f"某{n}").pk for n in range(PEOPLE)]
            self.boss = self.world.officer("000000", Post.Role.OPERATOR)
            self.files = [self._file(place, number) for number, place in enumerate(PLACES, start=1)]
            for who, (region, role) in enumerate(BEGUN):
                office = self.world.office(region)
                post = give(
                    self.boss, User.objects.get(pk=self.people[who]), office, role, since=self.today, until=None
                )
                self.known[post.pk] = Known(self.people[who], region, role, self.today, None)
        self.sessions: dict[int, int] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atom.__exit__(None, None, None)

    def now(self) -> Any:
        return clock.stopped_at(NOW + (self.today - NOW.date()))

    def _file(self, place: str, number: int) -> int:
        owner = register(
            credit_code=credit_code(place, number),
            name=f"示例{number}号有限公司",
            region=Region.objects.get(code=place),
            legal_representative="顾言",
            contact="陈会计",
            phone=f"1380000000{number}",
            email=f"e{number}@example.com",
            username=f"owner{number}",
            password=None,
        )
        window = self.world.window(code=f"W{number}", batch=str(number))
        file = Declaration.objects.create(
            number=f"W{number}-{number}",
            enterprise=Enterprise.objects.get(members__user=owner),
            window=window,
            programme=window.programme,
            edition_id=window.edition_id,
            status=Status.UNDER_REVIEW,
            step="county_review",
            held_by=self.world.office(place),
            began_at=NOW,
            moved_at=NOW,
            **place_columns(Region.objects.get(code=place)),
        )
        return file.pk

    # -- what may happen ----------------------------------------------------------------------------------------------

    def giver(self, index: int | None) -> Actor | None:
        """The operator, or one of the people in the post their session says."""
        if index is None:
            return self.boss
        posts = posts_of(self.people[index])
        chosen = [post for post in posts if post.pk == self.sessions.get(index)] or posts
        return actor_from(chosen[0]) if chosen else None

    def _pick(self, number: int) -> int | None:
        return sorted(self.known)[number % len(self.known)] if self.known else None

    @rule(
        by=_giver,
        to=_person,
        region=st.sampled_from(OFFICES),
        role=st.sampled_from(list(Post.Role)),
        begins=_days,
        lasts=st.none() | _days,
    )
    def gives(self, by: int | None, to: int, region: str, role: str, begins: int, lasts: int | None) -> None:
        with self.now(), suppress(*REFUSED):
            actor = self.giver(by)
            if actor is None:
                return
            since = self.today + timedelta(days=begins)
            until = None if lasts is None else since + timedelta(days=lasts)
            office = Office.objects.get(region_id=region)
            post = give(actor, User.objects.get(pk=self.people[to]), office, role, since=since, until=until)
            if by is not None:
                assert to != by
                assert role != Post.Role.OPERATOR or actor.role == Post.Role.OPERATOR
            self.known[post.pk] = Known(self.people[to], region, role, since, until)

    @precondition(lambda self: self.known)
    @rule(by=_giver, which=_some_post, lasts=st.none() | _days)
    def changes(self, by: int | None, which: int, lasts: int | None) -> None:
        with self.now(), suppress(*REFUSED):
            actor, pk = self.giver(by), self._pick(which)
            if actor is None or pk is None:
                return
            until = None if lasts is None else self.today + timedelta(days=lasts)
            set_last_day(actor, pk, until, is_sure=True)
            assert self.known[pk].user != actor.user_id
            self.known[pk].until = until

    @precondition(lambda self: self.known)
    @rule(by=_giver, which=_some_post)
    def ends(self, by: int | None, which: int) -> None:
        with self.now(), suppress(*REFUSED):
            actor, pk = self.giver(by), self._pick(which)
            if actor is None or pk is None:
                return
            if self.known[pk].absent is None:
                end(actor, pk, is_sure=True)
            else:
                end_stand_in(actor, pk)
            assert self.known[pk].user != actor.user_id
            self.known[pk].ended = True

    @precondition(lambda self: self.known)
    @rule(
        by=_giver,
        which=st.integers(0, 3),
        to=_person,
        role=st.sampled_from(["reviewer", "observer", "observer", "lead"]),
        lasts=_days,
    )
    def asks_somebody_to_stand_in(self, by: int | None, which: int, to: int, role: str, lasts: int) -> None:
        with self.now(), suppress(*REFUSED):
            actor, pk = self.giver(by), self._pick(which)
            if actor is None or pk is None:
                return
            until = self.today + timedelta(days=lasts)
            post = name_stand_in(actor, pk, self.people[to], role, since=self.today, until=until)
            absent = self.known[pk]
            assert absent.absent is None
            assert absent.user != self.people[to]
            self.known[post.pk] = Known(self.people[to], absent.region, role, self.today, until, absent=pk)

    @precondition(lambda self: any(post.absent for post in self.known.values()))
    @rule(which=_some_post)
    def the_absent_lose_their_post(self, which: int) -> None:
        absent = [post.absent for post in self.known.values() if post.absent]
        with self.now(), suppress(*REFUSED):
            pk = absent[which % len(absent)]
            end(self.boss, pk, is_sure=True)
            self.known[pk].ended = True

    @precondition(lambda self: self.known)
    @rule(who=_person, which=_some_post)
    def switches(self, who: int, which: int) -> None:
        pk = self._pick(which)
        if pk is not None:
            self.sessions[who] = pk  # any post there is, theirs or not

    @rule(days=_days)
    def days_go_by(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule(file=st.integers(0, len(PLACES) - 1), place=st.sampled_from(PLACES))
    def an_enterprise_moves(self, file: int, place: str) -> None:
        columns = place_columns(Region.objects.get(code=place))
        Declaration.objects.filter(pk=self.files[file]).update(held_by=self.world.office(place), **columns)

    # -- what must hold -----------------------------------------------------------------------------------------------

    def works(self, post: Known) -> bool:
        """Whether a post works today, by the model."""
        if post.ended or not post.since <= self.today <= (post.until or date.max):
            return False
        return post.absent is None or self.works(self.known[post.absent])

    @invariant()
    def nobody_sees_a_foreign_file(self) -> None:
        with self.now():
            everything = list(Declaration.objects.select_related("held_by"))
            for person in self.people:
                mine = {pk: post for pk, post in self.known.items() if post.user == person and self.works(post)}
                found = posts_of(person)
                assert {post.pk for post in found} == set(mine)
                for post in found:
                    self._assert_sees_its_own(actor_from(post), mine[post.pk], everything)

    def _assert_sees_its_own(self, actor: Actor, post: Known, everything: list[Declaration]) -> None:
        reached = {row for row in everything if _reaches(post, row)}
        assert set(declarations(actor)) == reached
        own = {row for row in reached if row.held_by and row.held_by.region_id == post.region}
        assert set(held(Declaration.objects.all(), actor)) == own
        if post.role != Post.Role.OPERATOR:
            assert {row for row in everything if contains(actor, row)} == reached
        if post.absent is not None:
            absent = self.known[post.absent]
            assert f"代 某{self.people.index(absent.user)}" in actor.name
            assert post.region == absent.region
        if can(actor, Act.APPOINT) and post.role != Post.Role.OPERATOR:
            assert {_head(code) for code in offices(actor).values_list("region_id", flat=True)} == {
                _head(code) for code in Office.objects.values_list("region_id", flat=True) if _under(post.region, code)
            }

    @rule(who=_person)
    def opens_every_file(self, who: int) -> None:
        with self.now():
            actor = self.giver(who)
            if actor is None or actor.role == Post.Role.OPERATOR:
                return
            client: Client = client_of(actor)
            post = self.known[actor.post_id]
            rows = list(Declaration.objects.select_related("enterprise"))
            page = client.get("/desk/?view=all").content.decode()
            assert {row for row in rows if row.enterprise.name in page} == {row for row in rows if _reaches(post, row)}
            for row in rows:
                if not _reaches(post, row):
                    assert client.get(f"/desk/{row.number}/").status_code == 404
                    assert client.post(f"/desk/{row.number}/decide/", {}).status_code in {403, 404}


def _head(code: str) -> str:
    while code.endswith("00"):
        code = code.removesuffix("00")
    return code


def _under(region: str, code: str) -> bool:
    return code.startswith(_head(region)) if _head(region) else True


def _reaches(post: Known, row: Declaration) -> bool:
    """Whether a post lets one see a file: by the beginning of the place's code."""
    return post.role != Post.Role.OPERATOR and _under(post.region, row.county_code or row.city_code)


@pytest.mark.django_db
def test_no_life_of_officers_shows_a_foreign_file() -> None:
    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=15,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
