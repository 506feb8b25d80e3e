"""The credit code as a sign-in name: an enterprise's owner alone signs in with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidu.domain.accounts.models import SignInName
from tidu.domain.accounts.people import index_of, sign_in_name

if TYPE_CHECKING:
    from tidu.domain.accounts.models import User


def move_credit_code(credit_code: str, to: User) -> None:
    """Let somebody else sign in with an enterprise's credit code from now on."""
    SignInName.objects.filter(kind=SignInName.Kind.CREDIT_CODE, value=index_of(credit_code)).delete()
    sign_in_name(to, SignInName.Kind.CREDIT_CODE, credit_code).save()
