"""账户异议: an enterprise finds that somebody else registered with its code; the holder is heard first."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import Http404

from tidu.domain.accounts.actions import create_user
from tidu.domain.accounts.people import free
from tidu.domain.accounts.recovery import send_to, warn
from tidu.domain.audit.actions import record
from tidu.domain.enterprises.handing_over import give_to
from tidu.domain.enterprises.models import Enterprise
from tidu.domain.messages.actions import tell
from tidu.domain.messages.models import Message
from tidu.domain.verification.actions.checks import check_for_decision, settle
from tidu.domain.verification.actions.phones import account_of, brought, open_for, refuse, require_room, require_said
from tidu.domain.verification.errors import VerificationRefusal
from tidu.domain.verification.models import ManualCheck, NaturalPerson
from tidu.kit import clock
from tidu.rules.contested import contested_rule

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from tidu.domain.accounts.access import Actor
    from tidu.domain.accounts.models import User


def contest(
    user_id: int, *, asker: str, phone: str, reason: str, licence: UploadedFile[Any], letter: UploadedFile[Any]
) -> ManualCheck:
    """Claim an enterprise's account with its licence and a letter; whoever holds it is told and heard."""
    holder, enterprise = account_of(user_id)
    why = require_said(reason)
    if not asker.strip():
        raise VerificationRefusal("还没有填姓名。", "账户会交给这个人。", "请填经办人的姓名。", field="asker")
    require_room(ManualCheck.Kind.CONTESTED, enterprise)
    files = [brought(licence, "licence"), brought(letter, "letter")]
    answer_by = clock.now() + timedelta(days=contested_rule().days)
    until = f"{answer_by.astimezone(clock.CHINA):%m月%d日 %H:%M}"
    with transaction.atomic():
        check = open_for(
            ManualCheck.Kind.CONTESTED,
            enterprise,
            holder,
            why,
            phone,
            files,
            asker=asker.strip()[:60],
            answer_by=answer_by,
        )
        what = f"被提出异议（编号 {check.number}）。请在 {until} 前登录平台答复，逾期由运维人员决定"
        warn(
            holder,
            holder.phone,
            "contested",
            "有单位对您的账户提出异议",
            what,
            username=holder.username,
            number=check.number,
            until=until,
        )
        body = f"编号 {check.number}。对方称{enterprise.name}是他们单位。请在 {until} 前到“同事与权限”里答复。"
        tell([holder.pk], Message.Kind.ACCOUNT, "有单位对您的账户提出异议", body)
    return check


@transaction.atomic
def answer(actor: Actor, number: str, text: str) -> ManualCheck:
    """What the holder of a contested account says to it, once; an operator may decide from then on."""
    rows = ManualCheck.objects.select_for_update(of=("self",))
    check = rows.filter(number=number, enterprise_id=actor.enterprise_id, kind=ManualCheck.Kind.CONTESTED).first()
    if check is None or actor.role != "owner":
        raise Http404(number)
    if check.state != ManualCheck.State.WAITING or check.answered_at is not None:
        raise VerificationRefusal("已经答复过，或已经办结。", "答复只有一次。", "要补充请打技术支持电话，报编号。")
    check.answer, check.answered_at = require_said(text)[:2000], clock.now()
    check.save(update_fields=["answer", "answered_at"])
    record(actor, "check.answered", "manual_check", check.number)
    return check


@transaction.atomic
def decide_contested(actor: Actor, number: str, *, is_granted: bool, reason: str = "") -> ManualCheck:
    """The operator's decision, once the holder has answered or has had the time to; it always says why."""
    check = check_for_decision(actor, number)
    if check.answered_at is None and check.answer_by is not None and clock.now() < check.answer_by:
        until = check.answer_by.astimezone(clock.CHINA)
        raise VerificationRefusal(
            "现在还不能决定。",
            f"现在的账户持有人 {until:%m月%d日 %H:%M} 前可以答复，还没有答复。",
            "请等他答复，或到时间后再办。",
        )
    if not is_granted:
        refuse(actor, check, reason)
        assert check.user_id is not None
        tell([check.user_id], Message.Kind.ACCOUNT, "账户异议没有成立", f"编号 {check.number}。账户不变。")
        return check
    settle(check, ManualCheck.State.GRANTED, decision=_said_why(reason), actor=actor)
    _hand_over(actor, check)
    return check


def _hand_over(actor: Actor, check: ManualCheck) -> None:
    """A new person gets the enterprise: what the former holder did stays theirs in the log."""
    assert check.enterprise_id is not None
    enterprise = Enterprise.objects.select_for_update(of=("self",)).get(pk=check.enterprise_id)
    owner = create_user(username=_username(enterprise.credit_code), password=None, name=check.asker, phone=check.phone)
    holder = check.user
    former = give_to(enterprise, owner, doer=actor)
    # for themselves they may still sign in, and read what became of it
    NaturalPerson.objects.bulk_create([NaturalPerson(user_id=each) for each in former], ignore_conflicts=True)
    body = f"编号 {check.number}。{enterprise.name}的账户经核实已移交，您不再代表它。有疑问请联系技术支持。"
    tell(former, Message.Kind.ACCOUNT, "账户已移交", body)
    tell([owner.pk], Message.Kind.ACCOUNT, "账户已交给您", f"编号 {check.number}。企业信息和已填的申报都在。")
    if holder is not None:
        _warn_former(holder, enterprise, check)
    send_to(check.phone, "handed_over", username=owner.username)


def _warn_former(holder: User, enterprise: Enterprise, check: ManualCheck) -> None:
    what = f"不再代表{enterprise.name}（编号 {check.number}，经核实已移交）"
    warn(holder, holder.phone, "handed_away", "账户已移交", what, enterprise=enterprise.name, number=check.number)


def _said_why(reason: str) -> str:
    if len(reason.strip()) < 5:  # noqa: PLR2004 - as everywhere that a reason is asked
        raise VerificationRefusal(
            "还没有写理由。", "移交账户两边都会问为什么。", "请写明凭什么认定，至少 5 个字。", field="reason"
        )
    return reason


def _username(credit_code: str) -> str:
    """A user name that says whose it is and that nobody has."""
    stem = f"qy{credit_code[8:17].lower()}"
    return free([stem, *(f"{stem}-{number}" for number in range(2, 100))])[0]
