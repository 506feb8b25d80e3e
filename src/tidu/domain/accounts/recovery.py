"""找回: getting back into an account whose user name or password was forgotten, with the phone that is bound to it.

A credit code is public, and registering says whether it has an account: so does this, with the masked phone. Of an ID
number nothing is told: the answer is the same whether or not it belongs to anybody, and to whom.
"""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils.crypto import constant_time_compare

from tidu.domain.accounts.actions import require_strong
from tidu.domain.accounts.codes import Purpose, Sent, redeem, send_code
from tidu.domain.accounts.errors import AccountRefusal, CodeWrong
from tidu.domain.accounts.models import SignInName, User
from tidu.domain.accounts.people import free, index_of, sign_in_name
from tidu.domain.accounts.sessions import end_others
from tidu.domain.accounts.tries import open_doors
from tidu.domain.audit.actions import Doer, Person, record
from tidu.domain.messages.actions import tell
from tidu.domain.messages.models import Message
from tidu.domain.messages.outbox import send_email, send_sms

_SIGNED = "\n\n优质中小企业梯度培育平台\n"


def of_enterprise(credit_code: str) -> User:
    """The person whose account an enterprise's is; a Refusal says that there is none. One query."""
    found = _named(SignInName.Kind.CREDIT_CODE, credit_code)
    if found is None:
        raise AccountRefusal(
            "没有企业用这个信用代码注册过。",
            "可能输错了一位，也可能还没有注册。",
            "请对照营业执照核对；没有注册过，请先注册法人账户。",
            field="credit_code",
        )
    return found


def send_to_bound_phone(credit_code: str, *, address: str) -> Sent:
    """Have a code sent to the phone that is bound to an enterprise's account."""
    user = of_enterprise(credit_code)
    if not user.phone:
        raise AccountRefusal(
            "这个账户没有绑定手机。", "验证码没有地方可发。", "请用人工核验换绑定手机，约 1 个工作日。"
        )
    return send_code(Purpose.RECOVER, user.phone, kind="sms", address=address, account=user.pk)


def by_bound_phone(credit_code: str, typed: str) -> User:
    """Whoever has the bound phone of an enterprise's account in hand, shown by the code that was sent there."""
    user = of_enterprise(credit_code)
    redeem(Purpose.RECOVER, user.phone, typed)
    return user


def send_to_person(id_number: str, phone: str, *, address: str) -> Sent:
    """Have a code sent to a phone if it is the one bound to the account of that ID number; the answer never tells."""
    user = _person(id_number, phone)
    account = user.pk if user else 0
    return send_code(Purpose.RECOVER, phone, kind="sms", address=address, account=account, is_real=user is not None)


def by_own_phone(id_number: str, phone: str, typed: str) -> User:
    """The natural person who has their phone in hand."""
    redeem(Purpose.RECOVER, phone, typed)
    user = _person(id_number, phone)
    if user is None:  # the code was sent there for something else
        raise CodeWrong(
            "验证码不对。", "它不是为这个身份证号发的。", "请核对身份证号和手机号，再获取一次。", field="code"
        )
    return user


def send_to_bound_email(credit_code: str, *, address: str) -> Sent:
    """Have a code sent to the e-mail address that is bound to an enterprise's account."""
    user = of_enterprise(credit_code)
    if not user.email:
        raise AccountRefusal("这个账户没有绑定邮箱。", "验证码没有地方可发。", "请改用人工核验，约 1 个工作日。")
    return send_code(Purpose.CHANGE_PHONE, user.email, kind="email", address=address, account=user.pk)


def by_bound_email(credit_code: str, typed: str) -> User:
    """Whoever reads the bound e-mail of an enterprise's account."""
    user = of_enterprise(credit_code)
    redeem(Purpose.CHANGE_PHONE, user.email, typed)
    return user


@transaction.atomic
def reset_password(user_id: int, password: str) -> User:
    """Set a new password for somebody who has shown who they are; every session ends, and no door stays shut."""
    user = User.objects.select_for_update().get(pk=user_id, is_active=True)
    require_strong(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    open_doors([name.shown for name in user.sign_in_names.all()])
    end_others(user.pk, but=None)
    record(Person(user.pk, user.name), "account.password_reset", "user", user.pk)
    tell(
        [user.pk],
        Message.Kind.ACCOUNT,
        "密码已重设",
        "用绑定手机重设的，其他登录都已结束。不是您本人，请联系技术支持。",
    )
    send_to(user.phone, "password_reset", username=user.username)
    return user


@transaction.atomic
def change_phone(user_id: int, phone: str, *, doer: Doer | None = None) -> User:
    """Bind another phone; the old phone and the e-mail are told, the new phone gets the user name. Sessions end."""
    user = User.objects.select_for_update().get(pk=user_id)
    old = user.phone
    if old == phone:
        raise AccountRefusal("绑定的就是这个手机号。", "没有要换的。", "请填新的手机号。", field="phone")
    SignInName.objects.filter(user=user, kind=SignInName.Kind.PHONE).delete()
    if free([phone]):  # somebody who looks after two enterprises signs in to one of them with it
        sign_in_name(user, SignInName.Kind.PHONE, phone).save()
    user.phone = phone
    user.save(update_fields=["phone"])
    end_others(user.pk, but=None)
    record(doer or Person(user.pk, user.name), "account.phone_changed", "user", user.pk)
    tell([user.pk], Message.Kind.ACCOUNT, "绑定手机已更换", "不是您单位的人操作，请马上与技术支持联系。")
    warn(user, old, "phone_changed", "绑定手机已更换", "的绑定手机已更换", username=user.username)
    send_to(phone, "username", username=user.username)
    return user


def warn(user: User, phone: str, template: str, subject: str, what: str, **params: str) -> None:
    """Tell the phone and the e-mail that were bound what happens, in case it is somebody else's doing."""
    send_to(phone, template, **params)
    if user.email:
        body = f"您的账户 {user.username} {what}。不是您单位的人操作，请马上与技术支持联系。{_SIGNED}"
        send_email(user.email, subject, body, key=f"{template}:{secrets.token_hex(12)}")


def send_to(phone: str, template: str, **params: str) -> None:
    """Have a text message sent that is said once."""
    if phone:
        send_sms(phone, template, params, key=f"{template}:{secrets.token_hex(12)}")


def _person(id_number: str, phone: str) -> User | None:
    found = _named(SignInName.Kind.ID_NUMBER, id_number)
    return found if found is not None and constant_time_compare(found.phone, phone) else None


def _named(kind: SignInName.Kind, typed: str) -> User | None:
    rows = SignInName.objects.filter(value=index_of(typed), kind=kind, user__is_active=True)
    found = rows.select_related("user").first()
    return None if found is None else found.user
