"""Opening accounts: a legal person's together with what it is verified by, and a natural person's."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.db import transaction

from tidu.domain.accounts.actions import create_user
from tidu.domain.accounts.errors import AccountRefusal
from tidu.domain.accounts.models import User
from tidu.domain.accounts.people import free
from tidu.domain.audit.actions import record
from tidu.domain.enterprises.actions import register
from tidu.domain.enterprises.queries import applicant_for
from tidu.domain.verification import registry
from tidu.domain.verification.actions.licences import give_licence
from tidu.domain.verification.actions.verifying import ask_for_verification
from tidu.domain.verification.models import Licence, NaturalPerson

if TYPE_CHECKING:
    import uuid


@transaction.atomic
def open_account(*, licence_id: uuid.UUID | None = None, **typed: Any) -> User:
    """Register an enterprise (`enterprises.actions.register`) and ask for its verification.

    With neither a licence nor a registry to ask, it asks later, from its own pages.
    """
    user = register(**typed)
    actor = applicant_for(user.pk)
    assert actor is not None
    if licence_id is not None:
        give_licence(licence_id, actor.enterprise_id)
    if registry.is_configured() or Licence.objects.filter(enterprise_id=actor.enterprise_id).exists():
        ask_for_verification(actor)
    return user


@transaction.atomic
def open_person_account(*, name: str, phone: str, password: str, id_number: str = "") -> User:
    """Make a natural person's account; they sign in with the phone, or with their ID number where they gave it."""
    if not free([phone]):
        raise AccountRefusal(
            "这个手机号已有账户。",
            "登录时要凭它认出您。",
            "请直接登录；这个手机号是企业账户的，请用企业账户办理。",
            field="phone",
        )
    username = f"person-{secrets.token_hex(5)}"  # nobody has to remember it
    user = create_user(username=username, password=password, name=name, phone=phone, id_number=id_number)
    NaturalPerson.objects.create(user=user, id_number=id_number)
    record(None, "person.registered", "user", user.pk)
    return user
