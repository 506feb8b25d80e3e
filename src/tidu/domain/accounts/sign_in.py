"""How a typed name and password become a person: by user name, credit code or phone."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password

from tidu.domain.accounts.models import SignInName, User

if TYPE_CHECKING:
    from django.http import HttpRequest


def tidy_name(typed: str) -> str:
    """One spelling for a sign-in name: full-width characters narrowed, spaces dropped, case folded."""
    return "".join(unicodedata.normalize("NFKC", typed).split()).casefold()


class SignInBackend(BaseBackend):
    """Finds the person by any of their sign-in names; does the same hashing work for nobody."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> User | None:
        if not username or not password:
            return None
        found = SignInName.objects.filter(value=tidy_name(username)).select_related("user").first()
        if found is None:
            make_password(password)  # so that an unknown name takes as long as a wrong password
            return None
        if found.user.check_password(password) and found.user.is_active:
            return found.user
        return None

    def get_user(self, user_id: int) -> User | None:
        return User.objects.filter(pk=user_id, is_active=True).first()
