"""验证码: six digits by text message or e-mail, for one purpose, used once, five minutes, five tries.

`send_code` tells nobody whether an account exists: for one that does not, ask it with ``is_real=False``, and it limits,
answers and counts tries all the same, but sends nothing.
"""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from django.db import transaction
from django.utils.crypto import constant_time_compare

from tidu.domain.accounts.errors import CodeNotSent, CodeWrong
from tidu.domain.accounts.models import Code
from tidu.domain.accounts.people import tidy_name
from tidu.domain.audit.actions import record
from tidu.domain.messages.outbox import leaves, send_email, send_sms
from tidu.kit import clock, masks
from tidu.kit.sealed import blind
from tidu.kit.throttle import TooOften, allow

if TYPE_CHECKING:
    from datetime import datetime

Purpose = Code.Purpose
Kind = Literal["sms", "email"]

DIGITS = 6
LIFETIME = timedelta(minutes=5)
TRIES = 5
_MINUTES = int(LIFETIME.total_seconds() // 60)
_HOUR, _DAY = 3600, 24 * 3600


class By(StrEnum):
    """Of what so many codes are sent at most."""

    ADDRESS = "address"
    ACCOUNT = "account"
    TO = "to"


@dataclass(frozen=True)
class Limit:
    """At most ``times`` codes within ``seconds``; ``what`` is said when there were more."""

    by: By
    times: int
    seconds: int
    what: str


WAIT = 60  # from one code to the next
#: Asked in this order: whoever floods us from one address does not use up other people's numbers.
LIMITS = (
    Limit(By.ADDRESS, 20, 10 * 60, "从您的网络要的验证码太多，先停一停。"),
    Limit(By.ADDRESS, 100, _DAY, "从您的网络要的验证码今天太多了。"),
    Limit(By.ACCOUNT, 10, _HOUR, "这个账户要的验证码太多，先停一停。"),
    Limit(By.ACCOUNT, 20, _DAY, "这个账户今天要的验证码太多了。"),
    Limit(By.TO, 1, WAIT, "刚发过一次，先看看是否收到。"),
    Limit(By.TO, 5, _HOUR, "往这里发的验证码太多，先停一停。"),
    Limit(By.TO, 10, _DAY, "往这里发的验证码今天太多了。"),
)


@dataclass(frozen=True)
class Sent:
    """A code is on its way: when the next may be asked for, and where it went, as a screen may show it."""

    wait: int
    to: str
    minutes: int = _MINUTES
    stays: bool = False  # in a demo nothing leaves; whoever tries it out must be told where to look

    @property
    def sentence(self) -> str:
        if self.stays:
            return (
                f"演示环境不会真的发往 {self.to}：请另开窗口用运维账户登录，在“发件箱”里看，{self.minutes} 分钟内有效。"
            )
        return f"已发往 {self.to}，{self.minutes} 分钟内有效。"


def send_code(purpose: Purpose, to: str, *, kind: Kind, address: str, account: int = 0, is_real: bool = True) -> Sent:
    """Send a new code, which makes the one before it void; CodeNotSent says why none was sent, and when one may be.

    ``address`` is where it was asked from, ``account`` whose it is where somebody is known.
    """
    mark = _mark(to)
    _require_within_limits({By.ADDRESS: address, By.ACCOUNT: str(account) if account else "", By.TO: mark})
    digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    now = clock.now()
    with transaction.atomic():
        nonce = secrets.token_hex(16)
        # one that is not sent is written, too: tries at it are counted as at any other
        code = Code.objects.create(
            purpose=purpose,
            to_blind=mark,
            nonce=nonce,
            digest=_digest(purpose, mark, nonce, digits),
            account=account,
            sent_at=now,
            ends_at=now + LIFETIME,
            tries_left=TRIES,
        )
        with transaction.atomic():
            _write(purpose, to, digits, kind, key=f"code:{nonce}", until=code.ends_at)
            if not is_real:  # the same work, so that nobody reads out of the time who exists
                transaction.set_rollback(True)
        if account:
            record(None, "code.sent", "user", account, purpose=str(purpose), kind=kind)
    masked = masks.phone(to) if kind == "sms" else masks.email(to)
    return Sent(WAIT, masked, stays=clock.is_demo() and not leaves(kind))


def redeem(purpose: Purpose, to: str, typed: str) -> None:
    """Use the code up; CodeWrong says how many tries are left, or that a new code is needed.

    Call it before the transaction of what it opens, never inside: a try that is undone with it would be none.
    """
    digits = "".join(unicodedata.normalize("NFKC", typed).split())
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdecimal()):
        raise CodeWrong(
            "这不是 6 位数字。" if digits else "还没有填验证码。",
            "验证码是 6 位数字。",
            "请照收到的填；没有收到请重新获取。",
            field="code",
        )
    mark = _mark(to)
    with transaction.atomic(durable=True):
        code = Code.objects.select_for_update().filter(purpose=purpose, to_blind=mark).order_by("-pk").first()
        problem = _tried(code, digits, clock.now())
    if problem is not None:
        raise problem


def forget_old() -> int:
    """Take away the codes of earlier days; how many they were."""
    return Code.objects.filter(ends_at__lt=clock.now() - timedelta(days=1)).delete()[0]


def _tried(code: Code | None, digits: str, now: datetime) -> CodeWrong | None:
    """Count the try; what is wrong with it, or None."""
    if code is None:
        return _void("还没有获取验证码。", "验证码只对要收它的号码有效。")
    if code.used_at is not None:
        return _void("这个验证码用过了。", "每个验证码只用一次。")
    if code.tries_left == 0:
        return _void("这个验证码作废了。", f"已错 {TRIES} 次。")
    if now >= code.ends_at:
        return _void("验证码过期了。", f"{_MINUTES} 分钟内有效。")
    code.tries_left -= 1
    expected = _digest(Purpose(code.purpose), code.to_blind, code.nonce, digits)
    if constant_time_compare(expected, code.digest):
        code.used_at = now
    code.save(update_fields=["tries_left", "used_at"])
    if code.used_at is not None:
        return None
    if code.tries_left == 0:
        return _void("验证码不对，已错 5 次，作废了。", "为防有人试验证码。")
    return CodeWrong(
        f"验证码不对，还可以试 {code.tries_left} 次。",
        f"错 {TRIES} 次就作废。",
        "请用最近收到的一条。",
        field="code",
    )


def _void(what: str, why: str) -> CodeWrong:
    return CodeWrong(what, why, "请重新获取验证码。", field="code")


def _require_within_limits(who: dict[By, str]) -> None:
    for limit in LIMITS:
        if not who[limit.by]:
            continue
        try:
            allow(f"code by {limit.by}", who[limit.by], times=limit.times, seconds=limit.seconds)
        except TooOften as refusal:
            raise CodeNotSent(
                f"验证码没有发出：{limit.what}", refusal.why, refusal.mend, again_at=refusal.again_at
            ) from None


def _write(purpose: Purpose, to: str, digits: str, kind: Kind, *, key: str, until: datetime) -> None:
    if kind == "sms":
        params = {"code": digits, "purpose": str(purpose.label), "minutes": str(_MINUTES)}
        send_sms(to, "code", params, key=key, useful_until=until)
        return
    body = (
        f"您的验证码是 {digits}，用于{purpose.label}，{_MINUTES} 分钟内有效。\n\n"
        "不是您本人操作，请不要理会，也不要把验证码告诉别人。\n\n优质中小企业梯度培育平台\n"
    )
    send_email(to, f"{purpose.label}验证码", body, key=key, useful_until=until)


def _mark(to: str) -> str:
    """What stands for a phone or an address in the table, however it was spelled."""
    return blind(tidy_name(to), "accounts_code.to_blind")


def _digest(purpose: Purpose, mark: str, nonce: str, digits: str) -> str:
    """Keyed: six digits are few enough to try them all against a plain hash."""
    return blind(f"{purpose}:{mark}:{nonce}:{digits}", "accounts_code.digest")
