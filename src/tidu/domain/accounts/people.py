"""Who a typed sign-in name belongs to. What was typed is never kept as it is: found by a blind index."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from tidu.domain.accounts.models import SignInName, User
from tidu.kit.sealed import blind

if TYPE_CHECKING:
    from collections.abc import Iterable

_PLACE = "accounts_signinname.value"


def tidy_name(typed: str) -> str:
    """One spelling for a sign-in name: full-width characters narrowed, spaces dropped, case folded."""
    return "".join(unicodedata.normalize("NFKC", typed).split()).casefold()


def index_of(typed: str) -> str:
    """What stands for a sign-in name in the database, however it was spelled."""
    return blind(tidy_name(typed), _PLACE)


def by_sign_in_name(typed: str) -> User | None:
    """The person who has that name, whichever kind of name it is, or None. One query."""
    found = SignInName.objects.filter(value=index_of(typed)).select_related("user").first()
    return None if found is None else found.user


def active(user_id: int) -> User | None:
    """The person of that id, or None where nobody may sign in with it any more. One query."""
    return User.objects.filter(pk=user_id, is_active=True).first()


def free(names: Iterable[str]) -> list[str]:
    """Those of ``names`` that nobody has yet. One query."""
    indexes = {each: index_of(each) for each in names}
    taken = set(SignInName.objects.filter(value__in=indexes.values()).values_list("value", flat=True))
    return [each for each, index in indexes.items() if index not in taken]


def sign_in_name(user: User, kind: SignInName.Kind, typed: str) -> SignInName:
    """A sign-in name of ``user``, not saved yet; the database refuses it where somebody has it."""
    return SignInName(user=user, kind=kind, value=index_of(typed), shown=tidy_name(typed))
