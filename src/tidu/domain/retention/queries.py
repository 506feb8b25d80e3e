"""The rules as operators read them, with what the last run took away and the next would."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404

from tidu.domain.accounts.access import Act, Actor, require
from tidu.domain.accounts.models import User
from tidu.domain.retention.erasing import MustBeKept, obstacle
from tidu.domain.retention.sweeping import last_run, would_go
from tidu.rules.retention import retention_rules

if TYPE_CHECKING:
    from tidu.domain.retention.models import Run
    from tidu.rules.retention import RetentionRule


@dataclass(frozen=True)
class RuleShown:
    """A rule, how much went at the last run, and how much is due now; None where nothing ever goes."""

    rule: RetentionRule
    went: int | None
    due: int | None


def rules_shown(actor: Actor) -> tuple[list[RuleShown], Run | None]:
    """Every rule, and the last run. A query for each rule that takes something away, and one."""
    require(actor, Act.OPERATE)
    run, due = last_run(), would_go()
    went = run.went if run is not None else {}
    return [RuleShown(rule, went.get(key), due.get(key)) for key, rule in retention_rules().items()], run


def to_erase(actor: Actor, user_id: int) -> tuple[User, MustBeKept | None]:
    """A person's account, and why it cannot be erased if it cannot; 404 where there is none."""
    require(actor, Act.OPERATE)
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise Http404(user_id)
    return user, obstacle(user)
