"""Taking a submission back, until the first decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.http import Http404

from tidu.domain.audit.actions import record
from tidu.domain.declarations.actions.moving import destination, move
from tidu.domain.declarations.errors import DeclarationRefusal
from tidu.domain.declarations.models import Declaration
from tidu.domain.enterprises.colleagues import require_may_submit
from tidu.rules import catalogue
from tidu.rules.workflow import IllegalMove, Position, Status, after_withdrawal

if TYPE_CHECKING:
    from tidu.domain.accounts.access import Actor


@transaction.atomic
def withdraw(actor: Actor, number: str) -> Declaration:
    """Take the declaration back to go on filling it in; only where no office has decided on this submission."""
    require_may_submit(actor)
    declaration = (
        Declaration.objects.select_for_update(of=("self",))
        .select_related("window")
        .filter(number=number, enterprise_id=actor.enterprise_id)
        .first()
    )
    if declaration is None:
        raise Http404(number)
    edition = catalogue.edition(declaration.edition_id)
    first = edition.workflow.steps[0].key
    at = Position(Status(declaration.status), declaration.step)
    try:
        to = after_withdrawal(at, decided=declaration.step != first)
    except IllegalMove as illegal:
        raise DeclarationRefusal(
            "现在不能撤回。", "已有部门作出审核意见，或者并不在审核中。", "要修改请与正在审核的部门联系退回。"
        ) from illegal
    move(declaration, destination(declaration, edition, to))
    record(actor, "declaration.withdrawn", "declaration", number)
    return declaration
