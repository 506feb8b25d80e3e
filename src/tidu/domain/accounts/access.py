"""The one place that knows who may see and do what.

Outside one's region a thing does not exist (404); below one's role it is refused (403). Rows that have a place carry
`province_code`, `city_code` and `county_code`, so what a higher office oversees is an equality on one indexed column.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from tidu.domain.accounts.models import Post
from tidu.domain.regions.models import Office
from tidu.kit import clock
from tidu.rules.schema import Level

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.db.models import Model, QuerySet

M = TypeVar("M", bound="Model")


class Act(StrEnum):
    """What one may do with a thing."""

    FILL = "fill"
    SUBMIT = "submit"
    MANAGE_COLLEAGUES = "manage_colleagues"
    VIEW = "view"
    DECIDE = "decide"
    ANNOUNCE = "announce"
    RECORD = "record"
    MANAGE_WINDOWS = "manage_windows"
    PUBLISH = "publish"
    IMPORT = "import"
    OPERATE = "operate"
    APPOINT = "appoint"


class Audience(StrEnum):
    """Which side of the counter somebody is on."""

    APPLICANT = "applicant"
    OFFICER = "officer"
    OPERATOR = "operator"
    PERSON = "person"  # somebody who acts for nobody but themselves


_REVIEWS = frozenset({Act.VIEW, Act.DECIDE, Act.ANNOUNCE, Act.RECORD})
ALLOWED: dict[str, frozenset[Act]] = {
    "person": frozenset(),
    "owner": frozenset({Act.VIEW, Act.FILL, Act.SUBMIT, Act.MANAGE_COLLEAGUES}),
    "editor": frozenset({Act.VIEW, Act.FILL, Act.SUBMIT}),  # unless the owner reserves submitting
    "viewer": frozenset({Act.VIEW}),
    Post.Role.REVIEWER: _REVIEWS,
    Post.Role.LEAD: _REVIEWS | {Act.MANAGE_WINDOWS, Act.PUBLISH, Act.IMPORT, Act.APPOINT},
    Post.Role.OBSERVER: frozenset({Act.VIEW}),
    Post.Role.OPERATOR: frozenset({Act.OPERATE, Act.APPOINT}),
}

_COLUMN = {Level.PROVINCE: "province_code", Level.CITY: "city_code", Level.COUNTY: "county_code"}


@dataclass(frozen=True)
class Actor:
    """Somebody signed in, in the capacity in which they act now: for an enterprise, or from a post.

    An id of 0 is nothing's, so that a row is never found by an id that the actor does not have.
    """

    user_id: int
    name: str
    audience: Audience
    role: str
    enterprise_id: int = 0
    enterprise_name: str = ""
    post_id: int = 0
    office_id: int = 0
    office_name: str = ""
    level: Level | None = None
    region_code: str = ""
    region_name: str = ""
    role_name: str = ""
    other_posts: tuple[tuple[int, str], ...] = ()  # from which they might act instead, by id and name

    @property
    def post_name(self) -> str:
        """How the log names the capacity."""
        return self.office_name or self.enterprise_name


class Located(Protocol):
    """A thing with a place."""

    province_code: str
    city_code: str
    county_code: str


def visible(rows: QuerySet[M], actor: Actor, *, owner: str = "enterprise_id") -> QuerySet[M]:
    """Narrow ``rows`` to what exists for the actor: their enterprise's, or those in their office's region."""
    if actor.audience is Audience.APPLICANT:
        return rows.filter(**{owner: actor.enterprise_id}) if actor.enterprise_id else rows.none()
    if actor.audience is Audience.OFFICER and Act.VIEW in ALLOWED[actor.role]:
        if actor.level is Level.MINISTRY:
            return rows
        if actor.level is not None:
            return rows.filter(**{_COLUMN[actor.level]: actor.region_code})
    return rows.none()


def held(rows: QuerySet[M], actor: Actor) -> QuerySet[M]:
    """Narrow ``rows`` to those that the actor's office has now, wherever they are from.

    What an office has lies in its region. To ask for the region besides would tell the database nothing new, and
    PostgreSQL, which multiplies the two shares, would think it rare and sort all of it instead of reading in order.
    """
    if actor.audience is Audience.OFFICER and Act.VIEW in ALLOWED[actor.role] and actor.office_id:
        return rows.filter(held_by_id=actor.office_id)
    return rows.none()


def contains(actor: Actor, thing: Located) -> bool:
    """Whether the thing lies in the actor's region."""
    if actor.level is Level.MINISTRY:
        return True
    return actor.level is not None and getattr(thing, _COLUMN[actor.level]) == actor.region_code


def can(actor: Actor, act: Act, *, level: Level | None = None) -> bool:
    """Whether the actor's role, and their level where one is asked for, allow ``act``."""
    return act in ALLOWED[actor.role] and (level is None or actor.level is level)


def require(actor: Actor, act: Act, *, level: Level | None = None) -> None:
    """Raise PermissionDenied unless the actor's role and level allow ``act``."""
    if not can(actor, act, level=level):
        raise PermissionDenied(act)


_RANK = {Level.COUNTY: 0, Level.CITY: 1, Level.PROVINCE: 2, Level.MINISTRY: 3}


def offices(actor: Actor) -> QuerySet[Office]:
    """The offices whose posts the actor may give: their own and those below in their region; an operator's are all."""
    every = Office.objects.all()
    if Act.APPOINT not in ALLOWED[actor.role] or actor.level is None:
        return every.none()
    if actor.audience is Audience.OPERATOR:
        return every
    below = every.filter(level__in=[level for level, rank in _RANK.items() if rank < _RANK[actor.level]])
    match actor.level:
        case Level.PROVINCE:
            below = below.filter(region__province_code=actor.region_code)
        case Level.CITY:
            below = below.filter(region__city_code=actor.region_code)
        case Level.COUNTY:
            below = below.none()
        case _:
            pass
    return below | every.filter(pk=actor.office_id)


def in_force(posts: QuerySet[Post], on: date) -> QuerySet[Post]:
    """Narrow ``posts`` to those that work on a day: begun, not over, and of stand-ins those for a post that works."""
    return posts.filter(
        _works("", on),
        Q(stands_in_for=None) | _works("stands_in_for__", on) & Q(stands_in_for__user__is_active=True),
        user__is_active=True,
    )


def _works(of: str, on: date) -> Q:
    lasts = Q(**{f"{of}until": None}) | Q(**{f"{of}until__gte": on})
    return lasts & Q(**{f"{of}ended_at": None, f"{of}since__lte": on})


def posts_of(user_id: int) -> list[Post]:
    """The posts a person holds today, with office and region. One query."""
    held = in_force(Post.objects.filter(user_id=user_id), clock.today())
    return list(held.select_related("office__region", "user", "stands_in_for__user").order_by("id"))


def actor_from(post: Post) -> Actor:
    """The actor who acts from ``post``. A stand-in's name says for whom, in the log, in decisions and on screen."""
    operates = post.role == Post.Role.OPERATOR
    return Actor(
        user_id=post.user_id,
        name=stand_in_name(post),
        audience=Audience.OPERATOR if operates else Audience.OFFICER,
        role=post.role,
        post_id=post.pk,
        office_id=post.office_id,
        office_name=post.office.name,
        level=Level(post.office.level),
        region_code=post.office.region_id,
        region_name=post.office.region.name,
        role_name=post.get_role_display(),
    )


def actor_among(posts: Sequence[Post], post_id: int | None) -> Actor:
    """The actor who acts from one of the posts they hold, from the first where they do not hold it, with the others."""
    post = next((each for each in posts if each.pk == post_id), posts[0])
    others = tuple((each.pk, post_name(each)) for each in posts if each is not post)
    return replace(actor_from(post), other_posts=others)


def post_name(post: Post) -> str:
    """How a post is called among others: 昆山市工信部门，审核（代 陈立）."""
    absent = f"（代 {post.stands_in_for.user.name}）" if post.stands_in_for else ""
    return f"{post.office.name}，{post.get_role_display()}{absent}"


def stand_in_name(post: Post) -> str:
    """Whose name stands under what is done from ``post``: 周岚, or 周岚（代 陈立）."""
    if post.stands_in_for is None:
        return post.user.name
    return f"{post.user.name}（代 {post.stands_in_for.user.name}）"[:60]
