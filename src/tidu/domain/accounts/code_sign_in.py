"""Signing in by a code sent to the bound phone. Whether a phone is bound to an account is told to nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidu.domain.accounts.codes import Purpose, Sent, redeem, send_code
from tidu.domain.accounts.errors import CodeWrong
from tidu.domain.accounts.models import SignInName
from tidu.domain.accounts.people import index_of
from tidu.domain.audit.actions import Person, record

if TYPE_CHECKING:
    from tidu.domain.accounts.models import User


def send_sign_in_code(phone: str, *, address: str) -> Sent:
    """Send a code to a bound phone. To any other nothing goes out, and the answer is the same."""
    return send_code(Purpose.SIGN_IN, phone, kind="sms", address=address, is_real=_holder(phone) is not None)


def who_has_code(phone: str, typed: str) -> User:
    """The person whose bound phone got that code; CodeWrong says how many tries are left."""
    redeem(Purpose.SIGN_IN, phone, typed)
    user = _holder(phone)
    if user is None:  # a code that was never sent cannot be right, but one may hit on it
        raise CodeWrong("验证码不对。", "这个验证码没有发出过。", "请重新获取验证码。", field="code")
    record(Person(user.pk, user.name), "account.signed_in", "user", user.pk, by="code")
    return user


def _holder(phone: str) -> User | None:
    bound = SignInName.objects.filter(kind=SignInName.Kind.PHONE, value=index_of(phone), user__is_active=True)
    name = bound.select_related("user").first()
    return None if name is None else name.user
