"""代办: somebody acts for an officer who is away, for some days, with the same role or a lesser one, and in their name.

It is a post that ends by itself, and earlier when the post it stands in for does. Both are told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from tidu.domain.accounts.access import Act, Actor, Audience, can, in_force, offices
from tidu.domain.accounts.actions import give_post
from tidu.domain.accounts.errors import AccountRefusal
from tidu.domain.accounts.models import Post, User
from tidu.domain.audit.actions import record
from tidu.domain.messages.actions import tell
from tidu.domain.messages.models import Message
from tidu.kit import clock

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

#: What each role may be stood in for with, the same first.
LESSER: dict[str, tuple[Post.Role, ...]] = {
    Post.Role.LEAD: (Post.Role.LEAD, Post.Role.REVIEWER, Post.Role.OBSERVER),
    Post.Role.REVIEWER: (Post.Role.REVIEWER, Post.Role.OBSERVER),
    Post.Role.OBSERVER: (Post.Role.OBSERVER,),
    Post.Role.OPERATOR: (Post.Role.OPERATOR,),
}
LONGEST = 184  # days: whoever is away longer has handed the post over


def colleagues(actor: Actor, post: Post) -> QuerySet[User]:
    """Who may stand in: for oneself a colleague of the office, for others anybody whose posts the actor looks after."""
    near = Post.objects.filter(office_id=post.office_id)
    if can(actor, Act.APPOINT) and offices(actor).filter(pk=post.office_id).exists():
        near = Post.objects.filter(office__in=offices(actor))
    if post.role != Post.Role.OPERATOR:
        near = near.exclude(role=Post.Role.OPERATOR)
    held = in_force(near.filter(stands_in_for=None), clock.today())
    return User.objects.filter(pk__in=held.values("user_id")).exclude(pk=post.user_id).order_by("name", "id")


@transaction.atomic
def name_stand_in(actor: Actor, post_id: int, user_id: int, role: str, *, since: date, until: date) -> Post:
    """Let somebody act for the officer of a post: named by that officer or by whoever gives their posts."""
    absent = _absent_for(actor, post_id)
    if role not in LESSER[absent.role]:
        raise AccountRefusal(
            "代办的角色不能高于本人。", "代办的人只能办本人能办的事。", "请选同样的或更小的角色。", field="role"
        )
    _require_days(absent, since, until)
    user = colleagues(actor, absent).filter(pk=user_id).first()
    if user is None:
        raise AccountRefusal("这个人不能代办。", "代办的人要有在任的岗位。", "请从名单里另选一位。", field="user")
    if user.pk == actor.user_id:
        raise AccountRefusal(
            "不能指定自己代办。", "岗位要由别人安排。", "请由本人或上级单位的负责人来指定。", field="user"
        )
    User.objects.select_for_update().get(pk=absent.user_id)
    same = Post.objects.filter(user=user, stands_in_for=absent, ended_at=None, until__gte=since, since__lte=until)
    if same.exists():
        raise AccountRefusal(f"{user.name}这几天已经在代办。", "", "请改日期，或先结束原来的代办。", field="since")
    post = give_post(user, absent.office, Post.Role(role), since=since, until=until, stands_in_for=absent, by=actor)
    title = f"{user.name}代 {absent.user.name} 办理：{absent.office.name}，{post.get_role_display()}"
    body = f"{since} 至 {until}，两天都算，到期自动结束。办理记录会写明“代 {absent.user.name}”。"
    tell([user.pk, absent.user_id], Message.Kind.ACCOUNT, title, body)
    return post


@transaction.atomic
def end_stand_in(actor: Actor, post_id: int) -> Post:
    """End it before its time: by the officer who is back, or by whoever gives their posts."""
    found = Post.objects.select_for_update(of=("self",)).filter(pk=post_id, ended_at=None)
    post = found.exclude(stands_in_for=None).select_related("office", "user", "stands_in_for__user").first()
    if post is None or post.stands_in_for is None:
        raise Http404(post_id)
    if actor.user_id != post.stands_in_for.user_id and not _appoints_at(actor, post):
        raise Http404(post_id)
    if actor.user_id == post.user_id:
        raise AccountRefusal("不能改自己的岗位。", "代办由本人或负责人结束。", "请与他们联系。")
    post.ended_at = clock.now()
    post.save(update_fields=["ended_at"])
    absent = post.stands_in_for.user
    record(actor, "post.ended", "user", post.user_id, office=post.office.name, role=post.role, stands_in_for=absent.pk)
    title = f"{post.user.name}不再代 {absent.name} 办理"
    tell([post.user_id, absent.pk], Message.Kind.ACCOUNT, title, f"由{actor.name}结束，即时生效。")
    return post


def _absent_for(actor: Actor, post_id: int) -> Post:
    rows = in_force(Post.objects.filter(pk=post_id), clock.today()).select_related("office", "user")
    post = rows.first()
    if post is None or (post.user_id != actor.user_id and not _appoints_at(actor, post)):
        raise Http404(post_id)
    if post.stands_in_for_id:
        raise AccountRefusal("代办的岗位不能再找人代。", "", "请由本人或上级单位的负责人另行指定。")
    return post


def _appoints_at(actor: Actor, post: Post) -> bool:
    if not can(actor, Act.APPOINT) or not offices(actor).filter(pk=post.office_id).exists():
        return False
    if post.role == Post.Role.OPERATOR and actor.audience is not Audience.OPERATOR:
        raise PermissionDenied("operators are looked after by operators")
    return True


def _require_days(absent: Post, since: date, until: date) -> None:
    if since < clock.today():
        raise AccountRefusal("第一天不能早于今天。", "代办不能倒签。", "请填今天或以后的日期。", field="since")
    if until < since:
        raise AccountRefusal("最后一天早于第一天。", "两天都算在内。", "请改其中一个。", field="until")
    if (until - since).days > LONGEST:
        raise AccountRefusal(
            f"代办最长 {LONGEST} 天。", "离岗更久应当交接岗位。", "请缩短，或由负责人重新安排岗位。", field="until"
        )
    if absent.until is not None and until > absent.until:
        raise AccountRefusal(
            "代办比岗位本身还长。", f"这个岗位到 {absent.until} 为止。", "请把最后一天改到那天或更早。", field="until"
        )
