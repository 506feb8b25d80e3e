"""Showing one piece of personal data that a page masks: for a reason, and never without leaving it in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.http import Http404

from tidu.domain.accounts.access import Act, require
from tidu.domain.audit.actions import record
from tidu.domain.declarations.errors import DeclarationRefusal
from tidu.domain.declarations.queries import declaration_for
from tidu.rules import catalogue
from tidu.rules.personal import is_personal

if TYPE_CHECKING:
    from tidu.domain.accounts.access import Actor

SHORTEST_REASON, LONGEST_REASON = 4, 200


@transaction.atomic
def reveal(actor: Actor, number: str, field_key: str, reason: str) -> None:
    """Note that the actor wants to read that field of a declaration, and why; then it may be shown to them."""
    require(actor, Act.VIEW)
    declaration = declaration_for(actor, number)
    field = catalogue.edition(declaration.edition_id).fields.get(field_key)
    if field is None or not is_personal(field):
        raise Http404(field_key)
    told = " ".join(reason.split())
    if not SHORTEST_REASON <= len(told) <= LONGEST_REASON:
        raise DeclarationRefusal(
            "没有显示：理由太长。" if len(told) > LONGEST_REASON else "没有显示：还没有写明理由。",
            "这是个人信息，谁看过、为什么看，都记入日志，企业也能看到。",
            f"请写 {SHORTEST_REASON} 至 {LONGEST_REASON} 字，例如：联系企业核实材料。",
            field="reason",
        )
    record(actor, "personal.revealed", "declaration", number, field=field.key, name=field.name, reason=told)
