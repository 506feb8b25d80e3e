"""人员与岗位: who gives whom which post where, what happens at once, and what is refused with which sentence."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client

from tests.services.sessions import client_of
from tests.services.world import NOW, PASSWORD, World
from tests.web.officer.conftest import SignIn, Submits, words_of
from tidu.domain.accounts.access import actor_from, offices, posts_of
from tidu.domain.accounts.actions import create_user, give_post
from tidu.domain.accounts.errors import AccountRefusal
from tidu.domain.accounts.models import Post, User
from tidu.domain.accounts.posts import end, give, set_last_day
from tidu.domain.accounts.staff import people
from tidu.domain.accounts.stand_ins import end_stand_in, name_stand_in
from tidu.domain.audit.queries import events_of
from tidu.domain.messages.models import Message
from tidu.domain.reviews.actions import decide
from tidu.domain.reviews.models import Decision
from tidu.kit import clock
from tidu.rules.workflow import Outcome

LEAD, REVIEWER, OBSERVER, OPERATOR = Post.Role.LEAD, Post.Role.REVIEWER, Post.Role.OBSERVER, Post.Role.OPERATOR
TODAY = NOW.date()
SOON, LATER = TODAY + timedelta(days=3), TODAY + timedelta(days=10)


@pytest.fixture
def lan(world: World) -> User:
    """Somebody with an account and no post."""
    return create_user(username="zhoulan", password=PASSWORD, name="周岚")


@pytest.mark.parametrize(
    ("region", "role", "reached"),
    [
        ("320583", LEAD, {"320583"}),
        ("320500", LEAD, {"320500", "320583", "320582"}),
        ("320000", LEAD, {"320000", "320500", "320583", "320582", "320100", "320102"}),
        ("330000", LEAD, {"330000", "330100", "330106"}),
        ("320500", REVIEWER, set()),
        ("320500", OBSERVER, set()),
    ],
)
def test_posts_are_given_at_ones_office_and_below_it(
    world: World, region: str, role: Post.Role, reached: set[str]
) -> None:
    assert set(offices(world.officer(region, role)).values_list("region_id", flat=True)) == reached


def test_the_ministry_and_an_operator_reach_every_office(world: World) -> None:
    assert offices(world.officer("000000", LEAD)).count() == 10
    assert offices(world.officer("320000", OPERATOR)).count() == 10


def test_a_lead_gives_a_post_that_works_at_once_and_is_told(world: World, lan: User) -> None:
    city = world.officer("320500", LEAD)

    post = give(city, lan, world.office("320583"), "reviewer", since=TODAY, until=LATER)

    assert posts_of(lan.pk) == [post]
    with clock.stopped_at(NOW + timedelta(days=10)):
        assert posts_of(lan.pk) == [post]  # the last day counts
    with clock.stopped_at(NOW + timedelta(days=11)):
        assert posts_of(lan.pk) == []
    assert Message.objects.get(user=lan).title == "您有了新岗位：昆山市工信部门，审核"
    event = events_of("user", lan.pk)[0]
    assert (event.act, event.actor_id, event.data["until"]) == ("post.given", city.user_id, LATER.isoformat())


@pytest.mark.parametrize("region", ["320500", "320582", "320000", "330106"])
def test_never_above_and_never_elsewhere(world: World, lan: User, region: str) -> None:
    county = world.officer("320583", LEAD)

    with pytest.raises(Http404):
        give(county, lan, world.office(region), "reviewer", since=TODAY, until=None)
    assert not Post.objects.filter(user=lan).exists()


def test_an_office_makes_no_operators_and_does_not_touch_them(world: World, lan: User) -> None:
    ministry, operator = world.officer("000000", LEAD), world.officer("320000", OPERATOR)

    with pytest.raises(PermissionDenied):
        give(ministry, lan, world.office("320000"), "operator", since=TODAY, until=None)
    with pytest.raises(PermissionDenied):
        end(ministry, operator.post_id)
    give(operator, lan, world.office("320000"), "operator", since=TODAY, until=None)
    assert [post.role for post in posts_of(lan.pk)] == ["operator"]


def test_reviewers_give_nothing(world: World, lan: User) -> None:
    with pytest.raises(PermissionDenied):
        give(world.officer("320500"), lan, world.office("320583"), "reviewer", since=TODAY, until=None)


def test_nobody_changes_their_own_posts(world: World) -> None:
    lead = world.officer("320583", LEAD)
    operator = world.officer("320000", OPERATOR)

    for actor in (lead, operator):
        me = User.objects.get(pk=actor.user_id)
        with pytest.raises(AccountRefusal, match="不能改自己的岗位"):
            give(actor, me, world.office("320583"), "observer", since=TODAY, until=None)
        with pytest.raises(AccountRefusal, match="不能改自己的岗位"):
            end(actor, actor.post_id)
        with pytest.raises(AccountRefusal, match="不能改自己的岗位"):
            set_last_day(actor, actor.post_id, LATER)


@pytest.mark.parametrize(
    ("since", "until", "field"), [(TODAY - timedelta(days=1), None, "since"), (LATER, SOON, "until")]
)
def test_days_that_cannot_be_are_refused_beside_their_field(
    world: World, lan: User, since: date, until: date | None, field: str
) -> None:
    with pytest.raises(AccountRefusal) as refused:
        give(world.officer("320583", LEAD), lan, world.office("320583"), "reviewer", since=since, until=until)
    assert refused.value.field == field


def test_the_same_post_does_not_overlap_itself(world: World, lan: User) -> None:
    lead, office = world.officer("320583", LEAD), world.office("320583")
    give(lead, lan, office, "reviewer", since=TODAY, until=SOON)

    with pytest.raises(AccountRefusal, match="已有这个岗位"):
        give(lead, lan, office, "reviewer", since=SOON, until=None)
    give(lead, lan, office, "reviewer", since=SOON + timedelta(days=1), until=None)


def test_a_post_that_is_taken_away_is_gone_at_the_next_click(world: World, lan: User) -> None:
    lead = world.officer("320583", LEAD)
    post = give(lead, lan, world.office("320583"), "reviewer", since=TODAY, until=None)
    client = client_of(actor_from(posts_of(lan.pk)[0]))
    assert client.get("/desk/").status_code == 200

    end(lead, post.pk)

    assert client.get("/desk/")["Location"].startswith("/sign-in/")
    with pytest.raises(AccountRefusal, match="已经结束"):
        end(lead, post.pk)


def test_somebody_whose_post_is_over_does_not_act_from_another_unasked(world: World, lan: User) -> None:
    lead = world.officer("320500", LEAD)
    other = give(lead, lan, world.office("320582"), "reviewer", since=TODAY, until=None)
    here = give(lead, lan, world.office("320583"), "reviewer", since=TODAY, until=None)
    client = client_of(next(actor_from(post) for post in posts_of(lan.pk) if post.pk == here.pk))

    end(lead, here.pk)
    asked = client.get("/desk/?view=all")
    client.post("/posts/", {"post": other.pk})

    assert asked["Location"] == "/posts/?next=%2Fdesk%2F%3Fview%3Dall"
    assert "张家港市" in client.get("/desk/").content.decode()


def test_the_last_lead_is_not_removed_in_silence(world: World) -> None:
    county, city = world.officer("320583", LEAD), world.officer("320500", LEAD)

    with pytest.raises(AccountRefusal, match="这是昆山市工信部门最后一位负责人"):
        end(city, county.post_id)
    with pytest.raises(AccountRefusal, match="这是昆山市工信部门最后一位负责人") as refused:
        set_last_day(city, county.post_id, SOON)
    assert "苏州市工信部门的负责人和平台运维" in refused.value.why
    assert refused.value.field == "is_sure"
    end(world.officer("320000", LEAD), county.post_id, is_sure=True)

    assert "昆山市工信部门从现在起没有负责人" in Message.objects.filter(user_id=city.user_id).latest("pk").title
    assert posts_of(county.user_id) == []


def test_with_another_lead_nobody_has_to_be_sure(world: World, lan: User) -> None:
    county, city = world.officer("320583", LEAD), world.officer("320500", LEAD)
    give(city, lan, world.office("320583"), "lead", since=TODAY, until=LATER)

    with pytest.raises(AccountRefusal, match="最后一位"):
        set_last_day(city, county.post_id, LATER)  # on the day after it both are over
    set_last_day(city, county.post_id, SOON)

    assert Post.objects.get(pk=county.post_id).until == SOON


# -- standing in ------------------------------------------------------------------------------------------------------


@pytest.fixture
def colleague(world: World, lan: User) -> User:
    """周岚 works in 昆山, as an observer."""
    give_post(lan, world.office("320583"), OBSERVER, since=date(2026, 1, 1))
    return lan


def test_a_stand_in_acts_in_the_name_of_the_absent_and_everything_says_so(world: World, colleague: User) -> None:
    absent = world.officer("320583")

    post = name_stand_in(absent, absent.post_id, colleague.pk, "reviewer", since=TODAY, until=SOON)

    actor = actor_from(next(each for each in posts_of(colleague.pk) if each.pk == post.pk))
    assert actor.name == "周岚（代 320583经办）"
    assert actor.role == REVIEWER
    assert "代 320583经办" in client_of(actor).get("/desk/").content.decode()
    told = set(Message.objects.filter(kind="account").values_list("user_id", flat=True))
    assert told == {colleague.pk, absent.user_id}
    with clock.stopped_at(NOW + timedelta(days=4)):
        assert [each.role for each in posts_of(colleague.pk)] == [OBSERVER]


def test_what_a_stand_in_decides_is_signed_for_the_absent(world: World, colleague: User, submits: Submits) -> None:
    (file,) = submits(1)
    absent = world.officer("320583")
    post = name_stand_in(absent, absent.post_id, colleague.pk, "reviewer", since=TODAY, until=SOON)
    acting = actor_from(next(each for each in posts_of(colleague.pk) if each.pk == post.pk))

    decide(acting, file.number, Outcome.PASS, at_step=file.step, at_submission=file.submissions_made)

    assert Decision.objects.get(declaration=file).officer_name == "周岚（代 320583经办）"
    assert events_of("declaration", file.number)[0].actor_name == "周岚（代 320583经办）"


def test_a_stand_in_ends_with_the_post_and_before_it_by_the_absent(world: World, colleague: User) -> None:
    absent, lead = world.officer("320583"), world.officer("320583", LEAD)
    first = name_stand_in(absent, absent.post_id, colleague.pk, "observer", since=TODAY, until=SOON)
    end_stand_in(absent, first.pk)
    assert len(posts_of(colleague.pk)) == 1

    name_stand_in(lead, absent.post_id, colleague.pk, "reviewer", since=TODAY, until=SOON)
    assert len(posts_of(colleague.pk)) == 2
    end(lead, absent.post_id)
    assert len(posts_of(colleague.pk)) == 1


def test_a_stand_in_has_no_greater_role_no_other_region_and_no_stand_in(world: World, colleague: User) -> None:
    absent, far = world.officer("320583"), world.officer("320102")

    with pytest.raises(AccountRefusal, match="不能高于本人"):
        name_stand_in(absent, absent.post_id, colleague.pk, "lead", since=TODAY, until=SOON)
    with pytest.raises(AccountRefusal, match="不能代办"):
        name_stand_in(absent, absent.post_id, far.user_id, "reviewer", since=TODAY, until=SOON)
    with pytest.raises(Http404):
        name_stand_in(far, absent.post_id, colleague.pk, "reviewer", since=TODAY, until=SOON)
    post = name_stand_in(absent, absent.post_id, colleague.pk, "reviewer", since=TODAY, until=SOON)
    acting = actor_from(next(each for each in posts_of(colleague.pk) if each.pk == post.pk))
    with pytest.raises(AccountRefusal, match="不能再找人代"):
        name_stand_in(acting, post.pk, absent.user_id, "reviewer", since=TODAY, until=SOON)
    with pytest.raises(AccountRefusal, match="不能改自己的岗位"):
        end_stand_in(world.officer("320583", LEAD).__class__(**vars(acting) | {"role": LEAD}), post.pk)


# -- the pages --------------------------------------------------------------------------------------------------------


def test_the_list_shows_the_region_and_is_found_by_name(world: World, lan: User, sign_in: SignIn) -> None:
    give_post(lan, world.office("320583"), REVIEWER, since=date(2026, 1, 1))
    far = create_user(username="faraway", password=None, name="远方")
    give_post(far, world.office("330106"), REVIEWER, since=date(2026, 1, 1))
    lead = sign_in("320500", LEAD)

    everybody, found = lead.get("/desk/people/"), lead.get("/desk/people/?search=周")

    assert "周岚" in words_of(everybody)
    assert "远方" not in words_of(everybody)
    assert "周岚" in words_of(found)
    assert lead.get(f"/desk/people/{far.pk}/").status_code == 404
    assert sign_in("320500").get("/desk/people/").status_code == 403


def test_the_list_goes_on_by_key(world: World) -> None:
    for n in range(25):
        user = create_user(username=f"officer{n:02d}", password=None, name=f"经办{n:02d}")
        give_post(user, world.office("320583"), REVIEWER, since=date(2026, 1, 1))
    lead = world.officer("320500", LEAD)

    first = people(lead)
    second = people(lead, cursor=first.next_cursor)

    names = [user.name for user in [*first.rows, *second.rows]]
    assert len(names) == len(set(names)) == 26
    assert names == sorted(names)


def test_a_new_officer_sets_password_and_app_with_a_link_that_works_once(
    world: World, sign_in: SignIn, client: Client
) -> None:
    lead = sign_in("320583", LEAD)
    typed = {"name": "陈立", "username": "chenli", "office": world.office("320583").pk, "role": "reviewer"}

    page = lead.post("/desk/people/new/", typed | {"since": TODAY.isoformat(), "until": ""})
    (path,) = re.findall(r"http://testserver(/invited/[\w-]+/)", page.content.decode())
    assert "陈立，请设密码" in words_of(client.get(path))
    weak = client.post(path, {"password": "12345", "again": "12345"})
    answer = client.post(path, {"password": PASSWORD, "again": PASSWORD})

    assert weak.status_code == 422
    assert answer["Location"] == "/sign-in/second/set-up/"
    assert Client().get(path).status_code == 404
    assert Client().post(path, {"password": PASSWORD, "again": PASSWORD}).status_code == 404


def test_a_taken_user_name_is_given_a_post_only_by_its_owners_name(world: World, lan: User, sign_in: SignIn) -> None:
    lead = sign_in("320583", LEAD)
    typed = {"username": "zhoulan", "office": world.office("320583").pk, "role": "reviewer", "since": TODAY.isoformat()}

    wrong = lead.post("/desk/people/new/", typed | {"name": "别人"})
    right = lead.post("/desk/people/new/", typed | {"name": "周岚"})

    assert "已有人用" in words_of(wrong)
    assert right["Location"] == f"/desk/people/{lan.pk}/?done=given"


def test_the_page_of_a_person_changes_their_posts(world: World, lan: User, sign_in: SignIn) -> None:
    lead = sign_in("320500", LEAD)
    post = give_post(lan, world.office("320583"), REVIEWER, since=date(2026, 1, 1))
    path = f"/desk/people/{lan.pk}/"

    wrong = lead.post(path, {"what": "change", "post": post.pk, "until": "2026-01-02"})
    changed = lead.post(path, {"what": "change", "post": post.pk, "until": SOON.isoformat()})
    foreign = lead.post(path, {"what": "end", "post": world.officer("320582").post_id})
    ended = lead.post(path, {"what": "end", "post": post.pk})

    assert "最后一天不能早于今天。" in words_of(wrong)
    assert changed["Location"] == f"{path}?done=changed"
    assert foreign.status_code == 403
    assert ended["Location"] == f"{path}?done=ended"
    assert "停止岗位" in words_of(lead.get(path))


def test_an_operator_resets_a_factor_only_with_a_fresh_one_of_their_own(world: World, sign_in: SignIn) -> None:
    officer = world.officer("320583")
    operator = sign_in("320000", OPERATOR)
    path = f"/desk/people/{officer.user_id}/second-factor/reset/"

    assert sign_in("320500", LEAD).post(path, {"reason": "手机丢了，已核实"}).status_code == 403
    assert operator.post(path, {"reason": ""}).status_code == 422
    assert operator.post(path, {"reason": "手机丢了，已核实"}).status_code == 302
    with clock.stopped_at(NOW + timedelta(minutes=11)):
        asked = operator.post(path, {"reason": "再来一次，已核实"})
    assert "再确认一次身份" in words_of(asked)
    assert 'name="reason" value="再来一次，已核实"' in words_of(asked)
