"""What exists for whom: no way of holding posts, memberships and sessions shows a file of elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.services.world import NOW, World, credit_code
from tidu.domain.accounts.access import Act, Actor, Audience, can
from tidu.domain.accounts.actions import create_user, give_post
from tidu.domain.accounts.models import Post, User
from tidu.domain.declarations.models import Declaration
from tidu.domain.declarations.queries import declarations
from tidu.domain.enterprises.actions import place_columns, register
from tidu.domain.enterprises.models import Enterprise, Member
from tidu.domain.enterprises.queries import signed_in_actor
from tidu.domain.regions.models import Office, Region
from tidu.kit import clock
from tidu.rules.schema import Level
from tidu.rules.workflow import Status

pytestmark = pytest.mark.django_db

OFFICES = ["000000", "320000", "320500", "320583", "320582", "320100", "320102", "330000", "330100", "330106", "321300"]
CITY_ALONE = "321300"  # here a city without counties: its enterprises register with the city itself
PLACES = ["320583", "320583", "320582", CITY_ALONE, "320102", "330106"]
FOR_OFFICES = {Status.UNDER_REVIEW, Status.RETURNED, Status.GRANTED, Status.REJECTED}
TODAY = NOW.date()


@dataclass(frozen=True)
class Given:
    """Somebody is given a post; 0 is the person who asks, 1 a colleague."""

    who: int
    region: str
    role: Post.Role
    since: int
    days: int | None


@dataclass(frozen=True)
class Joined:
    """Somebody becomes a member of an enterprise."""

    who: int
    enterprise: int


@dataclass(frozen=True)
class Chosen:
    """The session says from which post the person acts: any post there is, theirs or not, or none."""

    post: int | None


@dataclass(frozen=True)
class Passed:
    """Days go by: posts begin and end."""

    days: int


Step = Given | Joined | Chosen | Passed
_who = st.sampled_from([0, 0, 0, 1])
_given = st.builds(
    Given,
    _who,
    st.sampled_from(OFFICES),
    st.sampled_from(list(Post.Role)),
    st.integers(-4, 4),
    st.none() | st.integers(0, 6),
)
_joined = st.builds(Joined, _who, st.integers(0, len(PLACES) - 1))
_chosen = st.builds(Chosen, st.none() | st.integers(0, 5))
_passed = st.builds(Passed, st.integers(0, 4))
_lives: st.SearchStrategy[list[Step]] = st.lists(st.one_of(_given, _chosen, _joined, _passed), max_size=8)


@dataclass
class Life:
    """Two people, what became of them, and what the session of the first one says."""

    people: list[User]
    enterprises: list[int]
    today: date = TODAY
    session: int | None = None
    posts: list[Post] = field(default_factory=list)

    def take(self, step: Step) -> None:
        """Let one thing happen."""
        match step:
            case Given(who, region, role, since, days):
                begins = TODAY + timedelta(days=since)
                held = Post.objects.filter(user=self.people[who], office__region_id=region, role=role, since=begins)
                if not held.exists():
                    ends = None if days is None else begins + timedelta(days=days)
                    office = Office.objects.get(region_id=region)
                    self.posts.append(give_post(self.people[who], office, role, since=begins, until=ends))
            case Joined(who, enterprise):
                members = Member.objects.filter(enterprise_id=self.enterprises[enterprise])
                as_ = Member.Role.EDITOR if members.filter(role=Member.Role.OWNER).exists() else Member.Role.OWNER
                found = {"user": self.people[who], "enterprise_id": self.enterprises[enterprise]}
                Member.objects.get_or_create(**found, defaults={"role": as_})
            case Chosen(post):
                self.session = None if post is None or post >= len(self.posts) else self.posts[post].pk
            case Passed(days):
                self.today += timedelta(days=days)

    def actor(self) -> Actor | None:
        """Who the first person is for the platform."""
        found = signed_in_actor(self.people[0].pk, post_id=self.session)
        return None if found is None else found[0]

    def held(self) -> list[Post]:
        """The posts that the first person holds today."""
        mine = [post for post in self.posts if post.user_id == self.people[0].pk]
        return [post for post in mine if post.since <= self.today <= (post.until or date.max)]


def reaches(post: Post, row: Declaration) -> bool:
    """Whether a post lets one see a file, in other words than the product's: by the beginning of the place's code."""
    code = post.office.region_id
    while code.endswith("00"):
        code = code.removesuffix("00")  # 32 of 320000, 3205 of 320500, nothing of the nation
    is_near = (row.county_code or row.city_code).startswith(code)
    return is_near and row.status in FOR_OFFICES and post.role != Post.Role.OPERATOR


@pytest.fixture
def life(world: World) -> Life:
    """Two people without anything, and files of every status at places near and far."""
    city = Region.objects.create(
        code=CITY_ALONE, name="宿迁市", full_name="宿迁市", kind="city", parent_id="320000", province_code="320000"
    )
    Office.objects.create(region=city, level=Level.CITY, name="宿迁市工信部门")
    window, enterprises = world.window(), []
    for number, place in enumerate(PLACES, start=1):
        owner = register(
            credit_code=credit_code(place, number),
            name=f"示例{number}号有限公司",
            region=Region.objects.get(code=place),
            legal_representative="顾言",
            contact="陈会计",
            phone="13800000000",
            email="a@example.com",
            username=f"owner{number}",
            password=None,
        )
        enterprises.append(Enterprise.objects.get(members__user=owner).pk)
    for place, enterprise in zip(PLACES, enterprises, strict=True):
        for status in Status:
            batch = world.window(batch=f"{enterprise}-{status}", code=f"W{enterprise}{status[:3]}".upper())
            Declaration.objects.create(
                number=f"{batch.code}-{enterprise}",
                enterprise_id=enterprise,
                window=batch,
                programme=window.programme,
                edition_id=window.edition_id,
                status=status,
                step="" if status in {Status.DRAFT, Status.GRANTED, Status.WITHDRAWN} else "county_review",
                held_by=world.office("320583") if status == Status.UNDER_REVIEW else None,
                began_at=NOW,
                moved_at=NOW,
                **place_columns(Region.objects.get(code=place)),
            )
    people = [create_user(username=f"somebody{n}", password=None, name="某某") for n in (1, 2)]
    return Life(people, enterprises)


@given(steps=_lives)
@example(steps=[Given(1, "000000", Post.Role.LEAD, 0, None), Chosen(0)])  # a colleague's post in the session
@example(steps=[Given(0, "320583", Post.Role.LEAD, -4, 4), Chosen(0), Passed(2)])  # the last day is over
@example(steps=[Given(0, "320583", Post.Role.LEAD, 1, None), Chosen(0), Joined(0, 0)])  # not begun
@example(steps=[Joined(0, 0), Given(0, "320582", Post.Role.REVIEWER, 0, None), Chosen(0), Joined(0, 4)])
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_post_membership_or_session_shows_a_file_of_elsewhere(life: Life, steps: list[Step]) -> None:
    lived = Life(life.people, life.enterprises)
    with transaction.atomic():
        for step in steps:
            lived.take(step)
        with clock.stopped_at(NOW + (lived.today - TODAY)):
            _assert_sees_its_own_alone(lived)
        transaction.set_rollback(True)


def _assert_sees_its_own_alone(lived: Life) -> None:
    me, actor = lived.people[0], lived.actor()
    everything = list(Declaration.objects.all())
    mine = set(Member.objects.filter(user=me).values_list("enterprise_id", flat=True))
    if actor is None:
        assert not lived.held()
        assert not mine or lived.session is not None  # a session for a post that is over is nobody's: sign in again
        return
    shown = set(declarations(actor))
    if actor.audience is Audience.APPLICANT:
        assert actor.enterprise_id in mine
        assert shown == {row for row in everything if row.enterprise_id == actor.enterprise_id}
        return
    (post,) = [post for post in lived.held() if post.pk == actor.post_id]
    assert shown == {row for row in everything if reaches(post, row)}


def test_an_actor_of_nothing_sees_nothing(life: Life) -> None:
    for audience in Audience:
        for role in ("owner", *Post.Role):
            nobody = Actor(user_id=life.people[0].pk, name="某某", audience=audience, role=role)

            assert not declarations(nobody).exists()


def test_only_roles_that_decide_decide(world: World) -> None:
    allowed = {role: can(world.officer("320583", role), Act.DECIDE) for role in Post.Role}

    assert allowed == {
        Post.Role.REVIEWER: True,
        Post.Role.LEAD: True,
        Post.Role.OBSERVER: False,
        Post.Role.OPERATOR: False,
    }
