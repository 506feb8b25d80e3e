"""How a typed name and password become a person: by user name, credit code or phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password

from tidu.domain.accounts.models import User
from tidu.domain.accounts.people import by_sign_in_name

if TYPE_CHECKING:
    from django.http import HttpRequest


class SignInBackend(BaseBackend):
    """Finds the person by any of their sign-in names; does the same hashing work for nobody."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> User | None:
        if not username or not password:
            return None
        found = by_sign_in_name(username)
        if found is None:
            make_password(password)  # so that an unknown name takes as long as a wrong password
            return None
        return found if found.check_password(password) and found.is_active else None

    def get_user(self, user_id: int) -> User | None:
        return User.objects.filter(pk=user_id, is_active=True).first()
