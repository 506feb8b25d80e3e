"""换绑定手机: for an enterprise whose bound phone is gone, and its e-mail too; an operator decides over the licence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from tidu.domain.accounts.models import User
from tidu.domain.accounts.recovery import change_phone, send_to, warn
from tidu.domain.files.actions import store_upload
from tidu.domain.files.errors import FileRefusal
from tidu.domain.messages.actions import tell
from tidu.domain.messages.models import Message
from tidu.domain.verification.actions.checks import check_for_decision, open_check, settle
from tidu.domain.verification.actions.licences import KINDS, MOST_BYTES
from tidu.domain.verification.errors import VerificationRefusal
from tidu.domain.verification.models import ManualCheck

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.core.files.uploadedfile import UploadedFile

    from tidu.domain.accounts.access import Actor
    from tidu.domain.enterprises.models import Enterprise
    from tidu.domain.files.models import StoredFile

SHORTEST_REASON = 5
#: So many of a kind may wait for one enterprise: one more than one, because a stranger's must not shut out its own.
_MOST_WAITING = 3


def ask_to_change_phone(user_id: int, *, phone: str, reason: str, licence: UploadedFile[Any]) -> ManualCheck:
    """Ask for another bound phone, over the licence; ``phone`` was shown to be the asker's."""
    user, enterprise = account_of(user_id)
    why = require_said(reason)
    require_room(ManualCheck.Kind.PHONE_CHANGE, enterprise)
    file = brought(licence, "licence")
    with transaction.atomic():
        check = open_for(ManualCheck.Kind.PHONE_CHANGE, enterprise, user, why, phone, [file])
        warn(
            user,
            user.phone,
            "phone_asked",
            "有人申请更换绑定手机",
            f"有人申请更换绑定手机（编号 {check.number}）",
            username=user.username,
            number=check.number,
        )
        title = "有人申请更换绑定手机"
        body = f"编号 {check.number}，运维人员正在核对。不是您单位的人，请马上联系技术支持。"
        tell([user.pk], Message.Kind.ACCOUNT, title, body)
    return check


@transaction.atomic
def decide_phone_change(actor: Actor, number: str, *, is_granted: bool, reason: str = "") -> ManualCheck:
    """The operator's decision; granted, the account has its new phone, which gets the user name."""
    check = check_for_decision(actor, number)
    if not is_granted:
        return refuse(actor, check, reason)
    assert check.user_id is not None
    account_of(check.user_id)  # whose enterprise was handed over meanwhile has none to change for
    settle(check, ManualCheck.State.GRANTED, decision=reason, actor=actor)
    change_phone(check.user_id, check.phone, doer=actor)
    return check


def refuse(actor: Actor, check: ManualCheck, reason: str) -> ManualCheck:
    """Refuse with a reason, which the asker is told to look up. Needs the check's lock."""
    settle(check, ManualCheck.State.REFUSED, decision=reason, actor=actor)
    send_to(check.phone, "check_refused", number=check.number)
    return check


def account_of(user_id: int) -> tuple[User, Enterprise]:
    """An enterprise's account: the person and the enterprise."""
    user = User.objects.get(pk=user_id, is_active=True)
    member = user.memberships.select_related("enterprise").filter(role="owner").first()
    if member is None:
        raise VerificationRefusal(
            "这个账户没有企业。", "只有法人账户能这样办。", "请核对信用代码。", field="credit_code"
        )
    return user, member.enterprise


def require_said(reason: str) -> str:
    """What the asker wrote, tidied; refused where it says nothing."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise VerificationRefusal(
            "还没有写情况。", "核对的人只能凭它和材料判断。", "请写清怎么回事，至少 5 个字。", field="reason"
        )
    return reason.strip()


def require_room(kind: ManualCheck.Kind, enterprise: Enterprise) -> None:
    """Refuse more than a few of a kind at a time."""
    waiting = ManualCheck.objects.filter(kind=kind, enterprise=enterprise, state=ManualCheck.State.WAITING).count()
    if waiting >= _MOST_WAITING:
        raise VerificationRefusal(
            f"这家企业已有 {waiting} 件同样的申请在等。", "办完才能再提。", "请用编号查进度，或打技术支持电话。"
        )


def brought(upload: UploadedFile[Any], field: str) -> StoredFile:
    """Keep a picture or PDF that a stranger brings for a check, in a field of their form."""
    try:
        return store_upload(upload, user_id=0, accepted=KINDS, most_bytes=MOST_BYTES)
    except FileRefusal as refusal:
        refusal.field = field
        raise


def open_for(
    kind: ManualCheck.Kind,
    enterprise: Enterprise,
    user: User,
    reason: str,
    phone: str,
    files: Iterable[StoredFile],
    *,
    asker: str = "",
    answer_by: datetime | None = None,
) -> ManualCheck:
    """Open a check of an enterprise's account and tell the asker its number."""
    check = open_check(
        kind,
        enterprise=enterprise,
        user=user,
        reason=reason,
        phone=phone,
        evidence=files,
        asker=asker,
        answer_by=answer_by,
    )
    send_to(phone, "check_asked", number=check.number)
    return check
