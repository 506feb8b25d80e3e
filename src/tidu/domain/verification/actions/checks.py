"""The queue of what operators decide by hand. What follows from a decision is done by whoever asked for the check."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.db import transaction
from django.http import Http404

from tidu.domain.accounts.access import Act, Actor, require
from tidu.domain.audit.actions import record
from tidu.domain.verification.errors import VerificationRefusal
from tidu.domain.verification.models import ManualCheck
from tidu.kit import clock

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from tidu.domain.accounts.models import User
    from tidu.domain.enterprises.models import Enterprise
    from tidu.domain.files.models import StoredFile

_SHORTEST_DECISION = 5


@transaction.atomic
def open_check(
    kind: ManualCheck.Kind,
    *,
    enterprise: Enterprise | None = None,
    user: User | None = None,
    reason: str = "",
    phone: str = "",
    evidence: Iterable[StoredFile] = (),
    asker: str = "",
    answer_by: datetime | None = None,
    actor: Actor | None = None,
) -> ManualCheck:
    """Put something before the operators; its number is what a stranger may ask after it with."""
    check = ManualCheck.objects.create(
        kind=kind,
        number=_number(),
        enterprise=enterprise,
        user=user,
        reason=reason.strip(),
        asker=asker,
        phone=phone,
        asked_at=clock.now(),
        answer_by=answer_by,
    )
    check.evidence.set(evidence)
    record(actor, f"check.{kind}_asked", "manual_check", check.number)
    return check


def check_for_decision(actor: Actor, number: str) -> ManualCheck:
    """A check that still waits, locked for the operator who decides it."""
    require(actor, Act.OPERATE)
    check = ManualCheck.objects.select_for_update(of=("self",)).filter(number=number).first()
    if check is None:
        raise Http404(number)
    if check.state != ManualCheck.State.WAITING:
        raise VerificationRefusal(
            f"这件已办结：{check.get_state_display()}。",
            f"{check.decided_by_name or '系统'}刚才办过。",
            "请回到列表看下一件。",
        )
    return check


def settle(check: ManualCheck, state: ManualCheck.State, *, decision: str, actor: Actor | None) -> None:
    """Write down what was decided on a check that waits and is locked; without an actor the registry decided.

    A refusal must say why: the asker reads it, and has nothing else to mend by.
    """
    if state == ManualCheck.State.REFUSED and len(decision.strip()) < _SHORTEST_DECISION:
        raise VerificationRefusal(
            "还没有写理由。",
            "对方只能凭它知道哪里不对。",
            "请写明哪一项对不上、要补什么，至少 5 个字。",
            field="reason",
        )
    check.state = state
    check.decision = decision.strip()
    check.decided_at = clock.now()
    check.decided_by = actor.user_id if actor else None
    check.decided_by_name = actor.name if actor else "登记信息核对"
    check.save(update_fields=["state", "decision", "decided_at", "decided_by", "decided_by_name"])
    record(actor, f"check.{state}", "manual_check", check.number, kind=check.kind)


def _number() -> str:
    """HY, the day, and six digits that cannot be counted up from another's."""
    while True:
        number = f"HY{clock.today():%Y%m%d}{secrets.randbelow(1_000_000):06d}"
        if not ManualCheck.objects.filter(number=number).exists():
            return number
