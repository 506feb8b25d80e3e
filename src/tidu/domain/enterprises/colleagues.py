"""同事与权限: who acts for an enterprise beside its owner, and what they may. Everything here is logged and told."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.http import Http404

from tidu.domain.accounts.access import Act, Actor, posts_of, require
from tidu.domain.accounts.models import User
from tidu.domain.accounts.sessions import end_others
from tidu.domain.audit.actions import Person, record
from tidu.domain.enterprises.errors import EnterpriseRefusal
from tidu.domain.enterprises.handing_over import swap_owner
from tidu.domain.enterprises.models import ColleagueInvitation, Enterprise, Member
from tidu.domain.messages.actions import tell
from tidu.domain.messages.models import Message
from tidu.domain.messages.outbox import send_email, send_sms
from tidu.kit import clock
from tidu.kit.sealed import blind

if TYPE_CHECKING:
    from collections.abc import Iterable

Role = Member.Role

LASTS = timedelta(days=3)
MOST = 20  # colleagues and open invitations of one enterprise
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that is taken for another
_LENGTH = 10
_GIVEN = {Role.EDITOR, Role.VIEWER}


@dataclass(frozen=True)
class Colleagues:
    """Who acts for the actor's enterprise, the owner first, and who is invited."""

    members: list[Member]
    invitations: list[ColleagueInvitation]
    reserves_submitting: bool


def colleagues(actor: Actor) -> Colleagues:
    """Everybody with the actor at their enterprise. Three queries."""
    members = list(Member.objects.filter(enterprise_id=actor.enterprise_id).select_related("user").order_by("id"))
    invited = ColleagueInvitation.objects.filter(enterprise_id=actor.enterprise_id, until__gt=clock.now())
    reserves = Enterprise.objects.filter(pk=actor.enterprise_id, reserves_submitting=True).exists()
    return Colleagues(sorted(members, key=lambda each: each.role != Role.OWNER), list(invited.order_by("id")), reserves)


def colleague_for(actor: Actor, member_id: int) -> Member:
    """A colleague of the owner who asks, with the person; Http404 for anybody else's. One query."""
    require(actor, Act.MANAGE_COLLEAGUES)
    rows = Member.objects.filter(pk=member_id, enterprise_id=actor.enterprise_id).exclude(role=Role.OWNER)
    found = rows.select_related("user").first()
    if found is None:
        raise Http404(member_id)
    return found


def own_phone(actor: Actor) -> str:
    """The phone that is bound to the actor's account. One query."""
    return User.objects.get(pk=actor.user_id).phone


def require_may_submit(actor: Actor) -> None:
    """Refuse a colleague where the owner alone submits. One query, of colleagues only."""
    require(actor, Act.SUBMIT)
    if actor.role == Role.OWNER:
        return
    if Enterprise.objects.filter(pk=actor.enterprise_id, reserves_submitting=True).exists():
        raise EnterpriseRefusal(
            "提交和撤回由负责人办理。", "负责人在“同事与权限”里这样定的。", "填的内容都在，请告诉负责人来提交。"
        )


@transaction.atomic
def invite(actor: Actor, to: str, role: str, *, kind: str, join_url: str) -> ColleagueInvitation:
    """Send a code to a phone or an e-mail address that lets whoever gets it act for the enterprise.

    ``join_url`` is where the code is typed, with its place for the code.
    """
    enterprise = _owned(actor)
    given = _role(role)
    open_ones = ColleagueInvitation.objects.filter(enterprise=enterprise)
    open_ones.filter(until__lte=clock.now()).delete()
    if any(each.to == to for each in open_ones):
        raise EnterpriseRefusal(
            "这个人已有没用过的邀请。", "同时只有一个有效。", "请等对方加入，或先撤回再发。", field="to"
        )
    if open_ones.count() + Member.objects.filter(enterprise=enterprise).count() >= MOST:
        raise EnterpriseRefusal(
            f"已有 {MOST} 人。", f"一家企业最多 {MOST} 人，含还没加入的。", "请先移除不再用的。", field="to"
        )
    code = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    now = clock.now()
    invitation = ColleagueInvitation.objects.create(
        enterprise=enterprise, role=given, to=to, digest=_digest(code), invited_at=now, until=now + LASTS
    )
    key = f"colleague:{invitation.digest}"
    if kind == "sms":
        params = {"enterprise": enterprise.name, "code": code, "days": str(LASTS.days)}
        send_sms(to, "colleague", params, key=key, useful_until=invitation.until)
    else:
        body = (
            f"{enterprise.name}请您一起办理申报（{invitation.get_role_display()}）。\n\n"
            f"请打开：{join_url.format(code=code)}\n邀请码：{code}，{LASTS.days} 天内有效，请不要告诉别人。\n\n"
            "优质中小企业梯度培育平台\n"
        )
        send_email(to, f"{enterprise.name}请您一起办理申报", body, key=key, useful_until=invitation.until)
    record(actor, "colleague.invited", "enterprise", enterprise.pk, role=given)
    return invitation


@transaction.atomic
def take_back(actor: Actor, invitation_id: int) -> None:
    """Make an invitation void."""
    enterprise = _owned(actor)
    if not ColleagueInvitation.objects.filter(pk=invitation_id, enterprise=enterprise).delete()[0]:
        raise Http404(invitation_id)
    record(actor, "colleague.invitation_taken_back", "enterprise", enterprise.pk)


def invitation_by(code: str) -> ColleagueInvitation | None:
    """The invitation that a code opens now, with its enterprise, or None. One query."""
    rows = ColleagueInvitation.objects.filter(digest=_digest(code), until__gt=clock.now())
    return rows.select_related("enterprise").first()


@transaction.atomic
def join(code: str, user_id: int) -> Member:
    """Act for the enterprise from now on; the code is used up and the owner is told."""
    user = User.objects.select_for_update().get(pk=user_id, is_active=True)
    invitation = ColleagueInvitation.objects.select_for_update(of=("self",)).filter(
        digest=_digest(code), until__gt=clock.now()
    ).select_related("enterprise").first()  # fmt: skip
    if invitation is None:
        raise EnterpriseRefusal(
            "这个邀请码不能用了。", f"它只能用一次，{LASTS.days} 天内有效。", "请让企业负责人再发一个。", field="code"
        )
    enterprise = invitation.enterprise
    _require_free(user, enterprise)
    member = Member.objects.create(enterprise=enterprise, user=user, role=invitation.role)
    invitation.delete()
    record(
        Person(user.pk, user.name, enterprise.name), "colleague.joined", "enterprise", enterprise.pk, role=member.role
    )
    tell(_owners(enterprise.pk), Message.Kind.ACCOUNT, f"{user.name}已加入", f"权限：{member.get_role_display()}。")
    return member


@transaction.atomic
def change_role(actor: Actor, member_id: int, role: str) -> Member:
    """Let a colleague do more, or less, from now on."""
    enterprise = _owned(actor)
    member = _colleague(enterprise, member_id)
    given = _role(role)
    if member.role == given:
        return member
    member.role = given
    member.save(update_fields=["role"])
    record(actor, "colleague.role_changed", "enterprise", enterprise.pk, user=member.user_id, role=given)
    _tell_both(enterprise, member, "权限已更改", f"{member.user.name}现在是“{member.get_role_display()}”。")
    return member


@transaction.atomic
def remove(actor: Actor, member_id: int) -> None:
    """Let somebody not act for the enterprise any more; their sessions end, their own account stays."""
    enterprise = _owned(actor)
    member = _colleague(enterprise, member_id)
    _tell_both(enterprise, member, "已移除", f"{member.user.name}不再代表{enterprise.name}。")
    end_others(member.user_id, but=None, doer=actor)
    record(actor, "colleague.removed", "enterprise", enterprise.pk, user=member.user_id, role=member.role)
    member.delete()


@transaction.atomic
def hand_over(actor: Actor, member_id: int) -> Member:
    """Make a colleague the owner; who was it fills in from now on. The credit code opens the new owner's account."""
    enterprise = _owned(actor)
    member = _colleague(enterprise, member_id)
    former = Member.objects.get(enterprise=enterprise, role=Role.OWNER)
    swap_owner(enterprise, former, member, doer=actor)
    text = f"{actor.name}已把{enterprise.name}移交给{member.user.name}。信用代码从现在起登录新负责人的账户。"
    tell([actor.user_id, member.user_id], Message.Kind.ACCOUNT, "负责人已移交", text)
    return member


@transaction.atomic
def reserve_submitting(actor: Actor, *, reserves: bool) -> None:
    """Say whether colleagues may submit, too, or the owner alone."""
    enterprise = _owned(actor)
    if enterprise.reserves_submitting == reserves:
        return
    enterprise.reserves_submitting = reserves
    enterprise.save(update_fields=["reserves_submitting"])
    record(actor, "colleague.submitting_reserved", "enterprise", enterprise.pk, reserves=reserves)
    others = Member.objects.filter(enterprise=enterprise).values_list("user_id", flat=True)
    tell(
        others,
        Message.Kind.ACCOUNT,
        "谁可以提交",
        "只有负责人可以提交和撤回。" if reserves else "负责填报的同事也可以提交和撤回。",
    )


def _owned(actor: Actor) -> Enterprise:
    """The actor's enterprise, locked; for its owner alone."""
    require(actor, Act.MANAGE_COLLEAGUES)
    return Enterprise.objects.select_for_update(of=("self",)).get(pk=actor.enterprise_id)


def _colleague(enterprise: Enterprise, member_id: int) -> Member:
    member = Member.objects.filter(pk=member_id, enterprise=enterprise).select_related("user").first()
    if member is None:
        raise Http404(member_id)
    if member.role == Role.OWNER:
        raise EnterpriseRefusal("负责人的权限不能改。", "企业总要有一位负责人。", "要换负责人，请用“移交”。")
    return member


def _role(given: str) -> Role:
    if given not in _GIVEN:
        raise EnterpriseRefusal("还没有选权限。", "负责人只有一位。", "请选“填报”或“查看”。", field="role")
    return Role(given)


def _require_free(user: User, enterprise: Enterprise) -> None:
    """One account acts for one enterprise, and an officer for none: nobody reviews what they filed."""
    held = user.memberships.first()
    if held is not None and held.enterprise_id == enterprise.pk:
        raise EnterpriseRefusal(f"您已经是{enterprise.name}的同事。", "邀请码还没有用掉。", "直接登录就可以。")
    if held is not None or posts_of(user.pk):
        raise EnterpriseRefusal(
            "这个账户不能加入。", "它已经代表另一家企业，或者是审核部门的。", "请用另一个账户，或在下面新开一个。"
        )


def _tell_both(enterprise: Enterprise, member: Member, title: str, body: str) -> None:
    tell({member.user_id, *_owners(enterprise.pk)}, Message.Kind.ACCOUNT, title, body)


def _owners(enterprise_id: int) -> Iterable[int]:
    owners = Member.objects.filter(enterprise_id=enterprise_id, role=Role.OWNER)
    return list(owners.values_list("user_id", flat=True))


def _digest(code: str) -> str:
    return blind("".join(code.split()).upper(), "enterprises_colleagueinvitation.digest")
