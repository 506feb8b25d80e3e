"""人员: the people with posts in an actor's region, and what has become of their posts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import Http404

from tidu.domain.accounts.access import Act, Actor, in_force, offices, require
from tidu.domain.accounts.models import Post, User
from tidu.domain.audit.queries import events_of
from tidu.kit import clock
from tidu.kit.paging import Page, page_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from tidu.domain.audit.models import Event


@dataclass(frozen=True)
class Person:
    """One of the staff, with their posts in the actor's region, newest first, and the history of their account."""

    user: User
    posts: list[Post]
    history: list[Event]


def _posts_seen(actor: Actor) -> QuerySet[Post]:
    return (
        Post.objects.filter(office__in=offices(actor))
        .select_related("office__region", "stands_in_for__user")
        .order_by("-since", "-id")
    )


def people(actor: Actor, *, search: str = "", with_former: bool = False, cursor: str = "") -> Page[User]:
    """Those with a post in the actor's region, by name; `shown_posts` are these posts. At most three queries."""
    require(actor, Act.APPOINT)
    seen = Post.objects.filter(user_id=OuterRef("pk"), office__in=offices(actor))
    if not with_former:
        seen = seen.filter(Q(until=None) | Q(until__gte=clock.today()), ended_at=None)
    rows = User.objects.filter(Exists(seen))
    if text := search.strip():
        rows = rows.filter(Q(name__icontains=text) | Q(username__iexact=text))
    shaped = User.objects.prefetch_related(Prefetch("posts", _posts_seen(actor), to_attr="shown_posts"))
    return page_of(rows, by=["name", "id"], cursor=cursor, shaped=shaped)


def person_for(actor: Actor, user_id: int) -> Person:
    """One of them; 404 where they never had a post in the actor's region. Three queries."""
    require(actor, Act.APPOINT)
    posts = list(_posts_seen(actor).filter(user_id=user_id).select_related("user", "office__region"))
    if not posts:
        raise Http404(user_id)
    return Person(posts[0].user, posts, events_of("user", user_id, limit=100))


def is_running(post: Post) -> bool:
    """Whether a post works or will."""
    return post.ended_at is None and (post.until is None or post.until >= clock.today())


def own_posts(actor: Actor) -> list[Post]:
    """The actor's own posts that work today and stand in for nobody. One query."""
    held = in_force(Post.objects.filter(user_id=actor.user_id, stands_in_for=None), clock.today())
    return list(held.select_related("office", "user").order_by("id"))


def stand_ins_of(actor: Actor) -> list[Post]:
    """The stand-ins for the actor and those the actor stands in for, running or to come, newest first. One query."""
    mine = Q(stands_in_for__user_id=actor.user_id) | Q(user_id=actor.user_id, stands_in_for__isnull=False)
    running = Post.objects.filter(mine, ended_at=None, until__gte=clock.today())
    return list(running.select_related("office", "user", "stands_in_for__user").order_by("-since", "-id"))


def offices_named(actor: Actor, *, most: int) -> list[tuple[int, str]]:
    """The offices whose posts the actor may give, own first, up to one more than ``most``. One query."""
    rows = offices(actor).order_by("region_id", "id").values_list("id", "name")[: most + 1]
    return list(rows)
