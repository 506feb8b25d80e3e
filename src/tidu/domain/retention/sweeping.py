"""What each rule takes away, and the daily run that does it. What would go is counted without anything going."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tidu.domain.accounts import erasing as accounts
from tidu.domain.audit.actions import record
from tidu.domain.enterprises import keeping as enterprises
from tidu.domain.messages.keeping import messages_before, outgoing_before
from tidu.domain.retention.erasing import unused_accounts
from tidu.domain.retention.models import Run
from tidu.domain.verification.keeping import phones_of_checks_before
from tidu.kit import clock
from tidu.rules.retention import retention_rules

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tidu.kit.due import Due

#: What is due before an instant, by the key of the rule that says how long it is kept.
DUE: dict[str, Callable[[datetime], Due]] = {
    "messages": messages_before,
    "outgoing": outgoing_before,
    "check_phones": phones_of_checks_before,
    "invitations": accounts.invitations_before,
    "colleague_invitations": enterprises.invitations_before,
    "unused_accounts": unused_accounts,
}


def would_go() -> dict[str, int]:
    """How much each rule would take away now."""
    return {key: due.count() for key, due in _due().items()}


def sweep() -> dict[str, int]:
    """Take away what is due by each rule, whatever the hour; how much went."""
    went = {key: due.take() for key, due in _due().items()}
    if any(went.values()):
        record(None, "retention.swept", "retention", clock.today().isoformat(), **went)
    return went


def daily() -> None:
    """The run of today, unless it was done. Two at one moment do no harm: the second finds nothing to take."""
    run, _ = Run.objects.get_or_create(day=clock.today())
    if run.ended_at is not None:
        return
    went = sweep()
    Run.objects.filter(pk=run.pk).update(ended_at=clock.now(), went=went)


def last_run() -> Run | None:
    """The newest run that came to its end. One query."""
    return Run.objects.exclude(ended_at=None).order_by("-day").first()


def _due() -> dict[str, Due]:
    now = clock.now()
    rules = retention_rules()
    return {key: due(now - timedelta(days=rules[key].days or 0)) for key, due in DUE.items()}
