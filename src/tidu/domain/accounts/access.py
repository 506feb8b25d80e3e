"""The one place that knows who may see and do what.

Outside one's region a thing does not exist (404); below one's role it is refused (403). Rows that have a place carry
`province_code`, `city_code` and `county_code`, so what a higher office oversees is an equality on one indexed column.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeVar

from django.core.exceptions import PermissionDenied

from tidu.domain.accounts.models import Post
from tidu.kit import clock
from tidu.rules.schema import Level

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

M = TypeVar("M", bound="Model")


class Act(StrEnum):
    """What one may do with a thing."""

    FILL = "fill"
    VIEW = "view"
    DECIDE = "decide"
    ANNOUNCE = "announce"
    RECORD = "record"
    MANAGE_WINDOWS = "manage_windows"
    PUBLISH = "publish"
    IMPORT = "import"
    OPERATE = "operate"


class Audience(StrEnum):
    """Which side of the counter somebody is on."""

    APPLICANT = "applicant"
    OFFICER = "officer"
    OPERATOR = "operator"


_REVIEWS = frozenset({Act.VIEW, Act.DECIDE, Act.ANNOUNCE, Act.RECORD})
ALLOWED: dict[str, frozenset[Act]] = {
    "owner": frozenset({Act.VIEW, Act.FILL}),
    Post.Role.REVIEWER: _REVIEWS,
    Post.Role.LEAD: _REVIEWS | {Act.MANAGE_WINDOWS, Act.PUBLISH, Act.IMPORT},
    Post.Role.OBSERVER: frozenset({Act.VIEW}),
    Post.Role.OPERATOR: frozenset({Act.OPERATE}),
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


def posts_of(user_id: int) -> list[Post]:
    """The posts a person holds today, with office and region. One query."""
    today = clock.today()
    held = Post.objects.filter(user_id=user_id, user__is_active=True, since__lte=today)
    return list(
        (held.filter(until__isnull=True) | held.filter(until__gte=today))
        .select_related("office__region", "user")
        .order_by("id")
    )


def actor_from(post: Post) -> Actor:
    """The actor who acts from ``post``."""
    operates = post.role == Post.Role.OPERATOR
    return Actor(
        user_id=post.user_id,
        name=post.user.name,
        audience=Audience.OPERATOR if operates else Audience.OFFICER,
        role=post.role,
        post_id=post.pk,
        office_id=post.office_id,
        office_name=post.office.name,
        level=Level(post.office.level),
        region_code=post.office.region_id,
        region_name=post.office.region.name,
    )
