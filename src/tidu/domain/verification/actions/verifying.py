"""实名核验: asked for by an enterprise, decided by an operator over the licence or by the registry."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction

from tidu.domain.accounts.access import Act, Actor, require
from tidu.domain.audit.actions import record
from tidu.domain.enterprises.models import Enterprise
from tidu.domain.enterprises.queries import member_ids
from tidu.domain.messages.actions import tell
from tidu.domain.messages.models import Message
from tidu.domain.verification import registry
from tidu.domain.verification.actions.checks import check_for_decision, open_check, settle
from tidu.domain.verification.errors import VerificationRefusal
from tidu.domain.verification.models import Licence, ManualCheck, RegistryQuestion, Verification
from tidu.domain.verification.queries import state_of
from tidu.kit import clock

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable

_STATE = Verification.State
_HOW_TO_GO_ON = "请到“实名核验”里补正后再申请。填报和提交不受影响，公示和公告要等核验通过。"


@transaction.atomic
def ask_for_verification(actor: Actor, *, licence_id: uuid.UUID | None = None) -> ManualCheck:
    """Put the enterprise before the registry, where one is configured, and before the operators with its licence."""
    require(actor, Act.FILL)
    enterprise = Enterprise.objects.select_for_update(of=("self",)).get(pk=actor.enterprise_id)
    state = state_of(enterprise.pk)
    if state == _STATE.VERIFIED:
        raise VerificationRefusal("已经核验过了。", f"{enterprise.name}的实名核验已通过。", "不用再申请。")
    if state == _STATE.PENDING:
        raise VerificationRefusal("正在核验，不用重复申请。", "上一次申请还没有办结。", "办结后会给您发消息。")
    licence = _licence_of(enterprise, licence_id)
    if licence is None and not registry.is_configured():
        raise VerificationRefusal(
            "还没有传营业执照。", "要凭它核对企业是谁。", "请先传营业执照的照片或 PDF。", field="licence"
        )
    check = open_check(
        ManualCheck.Kind.VERIFICATION,
        enterprise=enterprise,
        evidence=[licence.file] if licence else [],
        actor=actor,
    )
    _note(enterprise.pk, _STATE.PENDING, actor=actor)
    if registry.is_configured():
        question = RegistryQuestion.objects.create(check_of=check, next_at=clock.now())
        transaction.on_commit(partial(_ask_soon, question.pk))
    return check


@transaction.atomic
def decide_verification(actor: Actor, number: str, *, is_granted: bool, reason: str = "") -> ManualCheck:
    """The operator's decision over the licence; a refusal says why."""
    check = check_for_decision(actor, number)
    if is_granted and not check.evidence.exists():
        raise VerificationRefusal(
            "没有营业执照，不能通过。", "人工核验要看执照。", "请写明要补营业执照，选“不通过”。", field="reason"
        )
    settle_verification(check, is_granted=is_granted, reason=reason, actor=actor)
    return check


def settle_verification(check: ManualCheck, *, is_granted: bool, reason: str, actor: Actor | None) -> None:
    """Write the decision, let the enterprise have its state, and tell its people. Needs the check's lock."""
    assert check.enterprise_id is not None
    enterprise = Enterprise.objects.select_for_update(of=("self",)).get(pk=check.enterprise_id)
    settle(
        check,
        ManualCheck.State.GRANTED if is_granted else ManualCheck.State.REFUSED,
        decision=reason,
        actor=actor,
    )
    _note(enterprise.pk, _STATE.VERIFIED if is_granted else _STATE.REFUSED, reason=check.decision, actor=actor)
    title = "实名核验已通过" if is_granted else "实名核验未通过"
    body = "公示和公告不再等它。" if is_granted else f"{check.decision}\n{_HOW_TO_GO_ON}"
    tell(member_ids(enterprise.pk), Message.Kind.ACCOUNT, title, body)


@transaction.atomic
def vouch_for(enterprise_ids: Iterable[int]) -> None:
    """Hold enterprises for verified that were verified elsewhere: those of a world that is built."""
    ids, now = list(enterprise_ids), clock.now()
    Verification.objects.bulk_create(
        Verification(enterprise_id=each, state=_STATE.VERIFIED, verified_at=now) for each in ids
    )
    record(None, "enterprise.verified_elsewhere", "enterprise", "", count=len(ids))


def _note(enterprise_id: int, state: Verification.State, *, reason: str = "", actor: Actor | None) -> None:
    Verification.objects.update_or_create(
        enterprise_id=enterprise_id,
        defaults={
            "state": state,
            "reason": reason if state == _STATE.REFUSED else "",
            "verified_at": clock.now() if state == _STATE.VERIFIED else None,
        },
    )
    record(actor, f"enterprise.{state}", "enterprise", enterprise_id)


def _licence_of(enterprise: Enterprise, licence_id: uuid.UUID | None) -> Licence | None:
    """The licence that is named, else the newest one; it belongs to the enterprise."""
    owned = Licence.objects.filter(enterprise=enterprise).select_related("file")
    return owned.filter(pk=licence_id).first() if licence_id else owned.order_by("-brought_at").first()


def _ask_soon(question_id: int) -> None:
    from tidu.domain.verification.tasks import ask_registry  # noqa: PLC0415  the task asks this module back

    ask_registry.enqueue(question_id)
