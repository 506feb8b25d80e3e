"""Which account a legal person has whom an identity service vouches for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidu.domain.accounts.errors import IdentityNotShown
from tidu.domain.accounts.models import OutsideIdentity, SignInName, User
from tidu.domain.accounts.people import index_of
from tidu.domain.audit.actions import Person, record
from tidu.domain.messages.actions import tell
from tidu.domain.messages.models import Message
from tidu.kit import clock
from tidu.kit.sealed import blind

if TYPE_CHECKING:
    from tidu.domain.accounts.identity_service import Service, Shown


@transaction.atomic
def account_of(at: Service, shown: Shown) -> User | None:
    """The account of that credit code, or None where nobody has registered it.

    The first time that somebody from there comes in, the holder is told.
    """
    name = (
        SignInName.objects.filter(kind=SignInName.Kind.CREDIT_CODE, value=index_of(shown.credit_code))
        .select_related("user")
        .first()
    )
    if name is None:
        return None
    user = name.user
    if not user.is_active:
        raise IdentityNotShown("这个账户停用了。", "停用的账户不能登录。", "请与技术支持联系。")
    subject = blind(f"{at.issuer} {shown.subject}", "accounts_outsideidentity.subject")
    _, is_new = OutsideIdentity.objects.get_or_create(user=user, subject=subject, defaults={"bound_at": clock.now()})
    who = Person(user.pk, user.name)
    if is_new:
        record(who, "account.identity_bound", "user", user.pk, service=at.issuer)
        tell(
            [user.pk],
            Message.Kind.ACCOUNT,
            f"{at.name}的法人身份已和本账户绑定",
            f"{clock.now():%Y-%m-%d %H:%M} 有人用{at.name}的法人身份登录了本账户，以后可以照此登录。"
            "不是你们的人，请与技术支持联系。",
        )
    record(who, "account.signed_in", "user", user.pk, by="identity")
    return user
