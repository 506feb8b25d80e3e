"""Asking the registry what is due, and letting what follows from its answer happen."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from tidu.domain.audit.actions import record
from tidu.domain.verification import registry
from tidu.domain.verification.actions.verifying import settle_verification
from tidu.domain.verification.models import ManualCheck, RegistryQuestion
from tidu.kit import clock

if TYPE_CHECKING:
    from tidu.domain.enterprises.models import Enterprise

_STATE = RegistryQuestion.State
#: How long to wait after each try that brought no answer; the last one goes on.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180))


def due() -> list[int]:
    """The questions to be asked now."""
    rows = RegistryQuestion.objects.filter(state=_STATE.WAITING, next_at__lte=clock.now())
    return list(rows.order_by("next_at").values_list("pk", flat=True)[:200])


def ask(question_id: int) -> None:
    """Ask the registry once, if it is due and nobody else asks; the operators decide without it while it is silent."""
    enterprise = _claim(question_id)
    if enterprise is None:
        return
    try:
        answer = registry.ask(enterprise)
    except registry.NoAnswer as silence:
        RegistryQuestion.objects.filter(pk=question_id, state=_STATE.WAITING).update(problem=str(silence)[:200])
        return
    _note(question_id, answer)


@transaction.atomic
def _claim(question_id: int) -> Enterprise | None:
    """The enterprise to ask about. The next try is put off first, so that a second worker finds nothing due."""
    question = (
        RegistryQuestion.objects.select_for_update(of=("self",))
        .select_related("check_of__enterprise")
        .filter(pk=question_id, state=_STATE.WAITING, next_at__lte=clock.now())
        .first()
    )
    if question is None or not registry.is_configured():
        return None
    question.next_at = clock.now() + PAUSES[min(question.tries, len(PAUSES) - 1)]
    question.tries = min(question.tries + 1, 999)
    question.save(update_fields=["next_at", "tries"])
    return question.check_of.enterprise


@transaction.atomic
def _note(question_id: int, answer: registry.Answer) -> None:
    """Keep the answer: what matches is verified; what does not, an operator decides if there is a licence."""
    check = ManualCheck.objects.select_for_update(of=("self",)).get(question__pk=question_id)
    answered = RegistryQuestion.objects.filter(pk=question_id, state=_STATE.WAITING).update(
        state=answer.state, differs=list(answer.differs), problem="", next_at=None, answered_at=clock.now()
    )
    if not answered:
        return
    record(None, "registry.answered", "manual_check", check.number, result=answer.state, differs=list(answer.differs))
    if check.state != ManualCheck.State.WAITING:
        return  # an operator was faster; the answer stays beside the decision
    if answer.state is _STATE.MATCHES:
        settle_verification(check, is_granted=True, reason="", actor=None)
    elif not check.evidence.exists():
        settle_verification(check, is_granted=False, reason=in_words(answer), actor=None)


def in_words(answer: registry.Answer) -> str:
    """Why the registry's answer does not verify, and how to go on."""
    if answer.state is _STATE.UNKNOWN:
        return "登记信息里没有查到这个信用代码。请核对信用代码，或上传营业执照由人工核验。"
    differing = "、".join(registry.COMPARED[each] for each in answer.differs)
    return f"与登记信息不一致：{differing}。请改正后再申请，或上传营业执照由人工核验。"
