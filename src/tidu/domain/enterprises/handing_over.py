"""移交: an enterprise gets another owner, by the present one or because the account was found to be somebody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidu.domain.accounts.credit_codes import move_credit_code
from tidu.domain.accounts.sessions import end_others
from tidu.domain.audit.actions import record
from tidu.domain.enterprises.models import ColleagueInvitation, Enterprise, Member

if TYPE_CHECKING:
    from tidu.domain.accounts.models import User
    from tidu.domain.audit.actions import Doer


def give_to(enterprise: Enterprise, owner: User, *, doer: Doer) -> list[int]:
    """Take an enterprise from everybody who acts for it and give it to ``owner``, with everything it has filed.

    Needs the enterprise's lock. Returns who does not act for it any more; their sessions are over.
    """
    former = list(Member.objects.filter(enterprise=enterprise).values_list("user_id", flat=True))
    Member.objects.filter(enterprise=enterprise).delete()
    ColleagueInvitation.objects.filter(enterprise=enterprise).delete()
    for user_id in former:
        end_others(user_id, but=None, doer=doer)
    Member.objects.create(enterprise=enterprise, user=owner, role=Member.Role.OWNER)
    move_credit_code(enterprise.credit_code, owner)
    enterprise.contact, enterprise.contact_mobile, enterprise.email = owner.name, owner.phone, owner.email
    enterprise.version += 1
    enterprise.save(update_fields=["contact", "contact_mobile", "email", "version"])
    record(doer, "enterprise.handed_over", "enterprise", enterprise.pk, former=former, owner=owner.pk)
    return former


def swap_owner(enterprise: Enterprise, former: Member, owner: Member, *, doer: Doer) -> None:
    """Let a colleague be the owner, and the owner fill in from now on. Needs the enterprise's lock."""
    former.role, owner.role = Member.Role.EDITOR, Member.Role.OWNER
    former.save(update_fields=["role"])  # first: there is one owner at any moment
    owner.save(update_fields=["role"])
    move_credit_code(enterprise.credit_code, owner.user)
    record(doer, "enterprise.handed_over", "enterprise", enterprise.pk, former=[former.user_id], owner=owner.user_id)
