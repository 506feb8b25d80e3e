"""Finding an account for whoever rings up: by a name, a credit code, a phone, whatever they have at hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q
from django.http import Http404

from tidu.domain.accounts.access import Act, Actor, require
from tidu.domain.accounts.models import User
from tidu.domain.accounts.people import by_sign_in_name
from tidu.domain.accounts.unlocking import locked_until
from tidu.domain.audit.queries import events_of
from tidu.domain.enterprises.models import Enterprise, Member
from tidu.domain.enterprises.queries import SHORTEST_SEARCH, named
from tidu.domain.verification.queries import state_in

if TYPE_CHECKING:
    from datetime import datetime

    from tidu.domain.audit.models import Event
    from tidu.domain.verification.models import ManualCheck

_MOST = 20


@dataclass(frozen=True)
class Account:
    """A person who can sign in, with the enterprise they act for, if any."""

    user: User
    enterprise: Enterprise | None
    role: str = ""

    @property
    def state(self) -> str:
        """Where the enterprise's verification stands."""
        return state_in(self.enterprise) if self.enterprise else ""


@dataclass(frozen=True)
class AccountCard:
    """Everything an operator is shown of one account. The log's entries are those about the person."""

    account: Account
    locked_until: datetime | None
    checks: list[ManualCheck]
    events: list[Event]


def find_accounts(actor: Actor, typed: str) -> list[Account]:
    """Accounts by what somebody signs in with (a phone, a credit code …), or by a person's or an enterprise's name."""
    require(actor, Act.OPERATE)
    text = typed.strip()
    if len(text) < SHORTEST_SEARCH:
        return []
    found: dict[int, None] = {}
    exact = by_sign_in_name(text)
    if exact is not None:
        found[exact.pk] = None
    for member in Member.objects.filter(enterprise__in=named(Enterprise.objects.all(), text)[:_MOST]).order_by("id"):
        found[member.user_id] = None
    for user_id in User.objects.filter(Q(name=text) | Q(username__startswith=text)).values_list("pk", flat=True)[
        :_MOST
    ]:
        found[user_id] = None
    rows = {user.pk: user for user in _with_enterprise(list(found)[:_MOST])}
    return [_account(rows[pk]) for pk in list(found)[:_MOST]]


def account_for(actor: Actor, user_id: int) -> AccountCard:
    """One account with what became of it; Http404 where there is none."""
    require(actor, Act.OPERATE)
    users = _with_enterprise([user_id])
    if not users:
        raise Http404(user_id)
    account = _account(users[0])
    checks = account.enterprise.manual_checks if account.enterprise else users[0].manual_checks
    return AccountCard(
        account,
        locked_until(users[0]),
        list(checks.order_by("-id")[:10]),
        events_of("user", user_id, limit=20),
    )


def _with_enterprise(user_ids: list[int]) -> list[User]:
    members = Member.objects.select_related("enterprise__region", "enterprise__verification").order_by("id")
    rows = User.objects.filter(pk__in=user_ids)
    return list(rows.prefetch_related(Prefetch("memberships", members), "sign_in_names"))


def _account(user: User) -> Account:
    member = next(iter(user.memberships.all()), None)
    return Account(user, member.enterprise if member else None, member.get_role_display() if member else "")
