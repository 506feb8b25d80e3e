"""岗位管理: a lead gives, changes and ends posts at their office and below it in their region; an operator anywhere.

Nobody changes their own posts, and no office makes operators. Days count in full, the first and the last; taking a post
away works at once.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import Http404

from tidu.domain.accounts.access import Act, Actor, Audience, in_force, offices, post_name, require
from tidu.domain.accounts.actions import give_post
from tidu.domain.accounts.errors import AccountRefusal
from tidu.domain.accounts.models import Post, User
from tidu.domain.audit.actions import record
from tidu.domain.messages.actions import tell
from tidu.domain.messages.models import Message
from tidu.domain.regions.models import Office
from tidu.domain.regions.queries import office_above
from tidu.kit import clock

_AT_ONCE = "现在"


@transaction.atomic
def give(actor: Actor, user: User, office: Office, role: str, *, since: date, until: date | None) -> Post:
    """Give a person a post from a day on, and tell them."""
    as_role = Post.Role(role)
    _require_may(actor, office, as_role)
    _require_not_own(actor, user.pk)
    _require_days(since, until)
    User.objects.select_for_update().get(pk=user.pk)
    same = Post.objects.filter(user=user, office=office, role=role, stands_in_for=None, ended_at=None)
    overlap = same.filter(Q(until=None) | Q(until__gte=since))
    if until is not None:
        overlap = overlap.filter(since__lte=until)
    if (held := overlap.first()) is not None:
        raise AccountRefusal(
            f"{user.name}已有这个岗位，{_span(held)}。",
            "同一个岗位不能重叠。",
            "要延长，请在下面改它的最后一天。",
            field="role",
        )
    post = give_post(user, office, as_role, since=since, until=until, by=actor)
    tell(
        [user.pk],
        Message.Kind.ACCOUNT,
        f"您有了新岗位：{office.name}，{as_role.label}",
        f"{_span(post)}。由{_who(actor)}安排。",
    )
    return post


@transaction.atomic
def set_last_day(actor: Actor, post_id: int, until: date | None, *, is_sure: bool = False) -> Post:
    """Prolong a post or bring its end forward; without a day it has no end."""
    post = _post_for(actor, post_id)
    if until is not None and until < clock.today():
        raise AccountRefusal("最后一天不能早于今天。", "过去的事改不了。", "要马上停，请用“立即停止”。", field="until")
    if until is not None and until < post.since:
        raise AccountRefusal("最后一天早于第一天。", f"岗位从 {post.since} 开始。", "请改日期。", field="until")
    if until is None and post.stands_in_for_id:
        raise AccountRefusal("代办必须有最后一天。", "到期自动结束。", "请填日期。", field="until")
    if until is not None and (post.until is None or until < post.until):
        _require_lead_stays(actor, post, until, is_sure=is_sure)
    before, post.until = post.until, until
    post.save(update_fields=["until"])
    days = {"before": before.isoformat() if before else "", "until": until.isoformat() if until else ""}
    record(actor, "post.changed", "user", post.user_id, office=post.office.name, role=post.role, **days)
    tell(
        [post.user_id],
        Message.Kind.ACCOUNT,
        f"岗位的期限改了：{post_name(post)}",
        f"{_span(post)}。由{_who(actor)}安排。",
    )
    return post


@transaction.atomic
def end(actor: Actor, post_id: int, *, is_sure: bool = False) -> Post:
    """Take a post away now: whoever works from it has it no more at their next click."""
    post = _post_for(actor, post_id)
    _require_lead_stays(actor, post, None, is_sure=is_sure)
    post.ended_at = clock.now()
    post.save(update_fields=["ended_at"])
    record(actor, "post.ended", "user", post.user_id, office=post.office.name, role=post.role)
    tell([post.user_id], Message.Kind.ACCOUNT, f"岗位已停止：{post_name(post)}", f"由{_who(actor)}停止，即时生效。")
    return post


def _post_for(actor: Actor, post_id: int) -> Post:
    """A post that still runs and that the actor may change, with its office locked: two leads cannot end each other."""
    found = Post.objects.filter(pk=post_id, office__in=offices(actor)).values("office_id").first()
    if found is None:
        raise Http404(post_id)
    Office.objects.select_for_update().get(pk=found["office_id"])
    post = Post.objects.select_related("office", "user", "stands_in_for__user").get(pk=post_id)
    _require_may(actor, post.office, Post.Role(post.role))
    _require_not_own(actor, post.user_id)
    if post.ended_at is not None or (post.until is not None and post.until < clock.today()):
        raise AccountRefusal("这个岗位已经结束。", "可能是同事先办了。", "需要的话，请重新安排一个岗位。")
    return post


def _require_may(actor: Actor, office: Office, role: Post.Role) -> None:
    require(actor, Act.APPOINT)
    if not offices(actor).filter(pk=office.pk).exists():
        raise Http404(office.pk)
    if role == Post.Role.OPERATOR and actor.audience is not Audience.OPERATOR:
        raise PermissionDenied("operators are made by operators")


def _require_not_own(actor: Actor, user_id: int) -> None:
    if actor.user_id == user_id:
        raise AccountRefusal("不能改自己的岗位。", "岗位要由别人安排。", "请找上级单位的负责人或平台运维。")


def _require_days(since: date, until: date | None) -> None:
    if since < clock.today():
        raise AccountRefusal("第一天不能早于今天。", "岗位不能倒签。", "请填今天或以后的日期。", field="since")
    if until is not None and until < since:
        raise AccountRefusal("最后一天早于第一天。", "两天都算在内。", "请改其中一个。", field="until")


def _require_lead_stays(actor: Actor, post: Post, last: date | None, *, is_sure: bool) -> None:
    """Say what happens when an office loses its last lead; whoever is sure may do it, and the office above is told."""
    if post.role != Post.Role.LEAD or post.stands_in_for_id:
        return
    day = clock.today() if last is None else last + timedelta(days=1)
    leads = Post.objects.filter(office=post.office, role=Post.Role.LEAD, stands_in_for=None).exclude(pk=post.pk)
    if in_force(leads, day).exists():
        return
    above = office_above(post.office)
    helpers = f"{above.name}的负责人和平台运维" if above else "平台运维"
    when = _AT_ONCE if last is None else f"{day} "
    if not is_sure:
        raise AccountRefusal(
            f"这是{post.office.name}最后一位负责人。",
            f"从{when}起，这个单位发不了公告、导入不了数据、安排不了岗位，只能由{helpers}代为安排岗位。",
            "请先安排另一位负责人；确实要这样做，请勾选确认。",
            field="is_sure",
        )
    record(actor, "office.without_lead", "office", post.office_id, user=post.user_id, since=day.isoformat())
    if above is not None:
        told = in_force(Post.objects.filter(office=above, role=Post.Role.LEAD), clock.today())
        tell(
            list(told.values_list("user_id", flat=True)),
            Message.Kind.ACCOUNT,
            f"{post.office.name}从{when}起没有负责人",
            f"由{_who(actor)}安排。在安排新的负责人之前，岗位由您代为安排。",
        )


def _span(post: Post) -> str:
    return f"从 {post.since} 起" + (f"，到 {post.until} 为止" if post.until else "，没有设期限")


def _who(actor: Actor) -> str:
    return f"{actor.office_name}{actor.name}"
