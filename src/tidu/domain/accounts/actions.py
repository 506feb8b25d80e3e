"""Making people and giving them posts."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from tidu.domain.accounts.errors import AccountRefusal
from tidu.domain.accounts.models import Post, SignInName, User
from tidu.domain.accounts.people import free, index_of, sign_in_name
from tidu.domain.audit.actions import record
from tidu.kit import clock

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from tidu.domain.accounts.access import Actor
    from tidu.domain.regions.models import Office


#: Letters and figures, Han characters, and three signs between them; whatever width they were typed in. Signs that
#: cannot be seen and letters of other scripts would let one name look like another.
_USERNAME = re.compile(r"[0-9A-Za-z._\-\u3400-\u9fff\U00020000-\U000323af]+")


def suggestions(username: str) -> list[str]:
    """Free user names near a taken one."""
    return free(f"{username}{suffix}" for suffix in ("2", "01", "cw", "sb", clock.today().year))[:3]


@transaction.atomic
def create_user(
    *,
    username: str,
    password: str | None,
    name: str,
    phone: str = "",
    email: str = "",
    credit_code: str = "",
    id_number: str = "",
) -> User:
    """Make a person who can sign in by user name and what else they gave; not at all without a password.

    A phone or an e-mail that somebody signs in with already stays theirs: whoever looks after two enterprises has one
    phone for both. A credit code or an ID number that somebody has is refused.
    """
    if not username:
        raise AccountRefusal("没有填用户名。", "登录时要用它。", "请填 4 至 40 个字母、数字或汉字。", field="username")
    if not _USERNAME.fullmatch(unicodedata.normalize("NFKC", username)):
        raise AccountRefusal(
            "用户名里有不能用的字符。",
            "看不见的字符和外文字母会让一个名字看起来像另一个。",
            "请只用字母、数字、汉字和 . - _ 这三个符号。",
            field="username",
        )
    if not free([username]):
        near = "、".join(suggestions(username))
        raise AccountRefusal(f"用户名“{username}”已有人用。", "用户名不能重复。", f"可以用：{near}。", field="username")
    _require_unknown(credit_code=credit_code, id_number=id_number)
    user = User(username=username, name=name, phone=phone, email=email, created_at=clock.now())
    if password is not None:
        require_strong(password, user)
    user.set_password(password)
    user.save()
    given = {
        SignInName.Kind.USERNAME: username,
        SignInName.Kind.CREDIT_CODE: credit_code,
        SignInName.Kind.ID_NUMBER: id_number,
        SignInName.Kind.PHONE: phone,
        SignInName.Kind.EMAIL: email,
    }
    named = {index_of(typed): sign_in_name(user, kind, typed) for kind, typed in reversed(given.items()) if typed}
    taken = set(SignInName.objects.filter(value__in=named).values_list("value", flat=True))
    SignInName.objects.bulk_create(name for index, name in named.items() if index not in taken)
    record(None, "account.created", "user", user.pk)
    return user


def _require_unknown(*, credit_code: str, id_number: str) -> None:
    """Refuse what somebody signs in with already, and what can belong to one account alone."""
    if credit_code and not free([credit_code]):
        raise AccountRefusal(
            "这个信用代码已有账户。",
            "一个统一社会信用代码只有一个法人账户。",
            "请直接登录；密码忘了请走找回。",
            field="credit_code",
        )
    if id_number and not free([id_number]):
        raise AccountRefusal(
            "这个身份证号已有账户。",
            "一个身份证号只有一个个人账户。",
            "请用身份证号和密码登录；密码忘了请走找回。",
            field="id_number",
        )


def require_strong(password: str, user: User) -> None:
    """Refuse a password that is too easy to guess."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise AccountRefusal("密码太弱。", "".join(error.messages), "请换一个更长的密码。", field="password") from error


@transaction.atomic
def give_post(
    user: User,
    office: Office,
    role: Post.Role,
    *,
    since: date,
    until: date | None = None,
    stands_in_for: Post | None = None,
    by: Actor | None = None,
) -> Post:
    """Write a post down. Whether somebody may give it is judged in `posts` and `stand_ins`."""
    post = Post.objects.create(
        user=user, office=office, role=role, since=since, until=until, stands_in_for=stands_in_for
    )
    dates = {"since": since.isoformat(), "until": until.isoformat() if until else ""}
    absent = {"stands_in_for": stands_in_for.user_id} if stands_in_for else {}
    record(by, "post.given", "user", user.pk, office=office.name, role=role, **dates, **absent)
    return post


@transaction.atomic
def give_hash(user_ids: Collection[int], encoded: str) -> None:
    """Let people sign in with a password that was hashed elsewhere: those of the demo world share one."""
    User.objects.filter(pk__in=user_ids).update(password=encoded)
    record(None, "account.hash_given", "user", "", count=len(user_ids))
