"""第二因素: what officers and operators show besides the password, a code of an app, a recovery code or a security key.

Whoever is asked for it is not signed in yet, so these functions take the person's id and not an actor. A wrong one is
counted and locks like a wrong password; a code that has been used, and any before it, is not taken again.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass
from hmac import compare_digest
from typing import TYPE_CHECKING

import pyotp
from django.db import connection, transaction

from tidu.domain.accounts.access import Act, Actor, require
from tidu.domain.accounts.errors import AccountRefusal, FactorRefused
from tidu.domain.accounts.models import RecoveryCode, SecondFactor, User
from tidu.domain.accounts.tries import MINUTES, WRONG_ALLOWED, Try, try_at
from tidu.domain.audit.actions import record
from tidu.domain.messages.actions import tell
from tidu.domain.messages.models import Message
from tidu.kit import clock

if TYPE_CHECKING:
    from datetime import datetime

ISSUER = "梯度培育平台"
STEP = 30  # seconds that a code of an app lasts
DIGITS = 6
RECOVERY_CODES = 10
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # 32 signs, none that is taken for another
_RECOVERY_LENGTH = 16  # 80 bits: so much chance needs no slow hash
_SHORTEST_REASON = 5


@dataclass(frozen=True)
class Standing:
    """Which second factors a person has."""

    app: SecondFactor | None
    keys: list[SecondFactor]
    codes_left: int

    @property
    def is_set_up(self) -> bool:
        """Whether there is anything to ask for."""
        return self.app is not None or bool(self.keys)


def standing(user_id: int) -> Standing:
    """What the person has to show. Two queries."""
    rows = list(SecondFactor.objects.filter(user_id=user_id).exclude(confirmed_at=None).order_by("id"))
    return Standing(
        app=next((row for row in rows if row.kind == SecondFactor.Kind.APP), None),
        keys=[row for row in rows if row.kind == SecondFactor.Kind.KEY],
        codes_left=RecoveryCode.objects.filter(user_id=user_id, used_at=None).count(),
    )


# -- the app ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def begin_app(user_id: int) -> str:
    """A secret for a new app, which opens nothing until a code of it was seen; the same one until then."""
    User.objects.select_for_update().get(pk=user_id)
    begun = SecondFactor.objects.filter(user_id=user_id, kind=SecondFactor.Kind.APP, confirmed_at=None).first()
    if begun is None:
        begun = SecondFactor.objects.create(
            user_id=user_id,
            kind=SecondFactor.Kind.APP,
            name="手机验证器",
            secret=pyotp.random_base32(),
            made_at=clock.now(),
        )
    return begun.secret


def app_address(username: str, secret: str) -> str:
    """What the app reads out of the picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=ISSUER)


def confirm_app(user_id: int, typed: str) -> None:
    """Set the app up that was begun, with a first code of it; it takes the place of an older one."""
    attempt = begin_try(user_id)
    if not _confirmed(user_id, typed):
        raise wrong(user_id, attempt, "请看手机上现在的 6 位数字，并把手机时间设为自动。")
    attempt.was_right()


@transaction.atomic
def _confirmed(user_id: int, typed: str) -> bool:
    User.objects.select_for_update().get(pk=user_id)
    apps = SecondFactor.objects.filter(user_id=user_id, kind=SecondFactor.Kind.APP)
    begun = apps.filter(confirmed_at=None).first()
    if begun is None or not _takes(begun, typed):
        return False
    replaced = apps.exclude(pk=begun.pk).delete()[0]
    apps.update(confirmed_at=clock.now())
    record(None, "account.second_factor_set", "user", user_id, kind=begun.kind)
    if replaced:
        tell(
            [user_id], Message.Kind.ACCOUNT, "换了手机验证器", "旧手机上的动态码已失效。不是您本人，请马上与运维联系。"
        )
    return True


def _takes(app: SecondFactor, typed: str) -> bool:
    """Whether what was typed is a code of now, give or take one step, that was not used yet; uses it up."""
    digits = "".join(typed.split())
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        return False
    now = int(clock.real_now().timestamp()) // STEP
    code = pyotp.TOTP(app.secret)
    step = next((each for each in (now, now - 1, now + 1) if compare_digest(code.generate_otp(each), digits)), None)
    if step is None:
        return False
    # one statement: of two requests with the same code one finds it used
    unused = SecondFactor.objects.filter(pk=app.pk, counted__lt=step)
    return bool(unused.update(counted=step, used_at=clock.now()))


# -- showing it -------------------------------------------------------------------------------------------------------


def pass_by_code(user_id: int, typed: str) -> None:
    """Take a code of the app or a recovery code; FactorRefused says how many tries are left."""
    attempt = begin_try(user_id)
    with transaction.atomic():
        by = _taken_by(user_id, typed)
        if by:
            attempt.was_right()
            record(None, "account.second_factor_passed", "user", user_id, by=by)
    if not by:
        raise wrong(user_id, attempt, "动态码每 30 秒换一次，用过的不能再用；请等下一个。手机不在身边可以填恢复码。")


def _taken_by(user_id: int, typed: str) -> str:
    now = standing(user_id)
    if now.app is not None and _takes(now.app, typed):
        return "app"
    code = _tidy(typed)
    if len(code) != _RECOVERY_LENGTH:
        return ""
    unused = RecoveryCode.objects.filter(user_id=user_id, digest=_digest(user_id, code), used_at=None)
    if not unused.update(used_at=clock.now()):
        return ""
    left = now.codes_left - 1
    tell(
        [user_id],
        Message.Kind.ACCOUNT,
        f"用掉了一个恢复码，还剩 {left} 个",
        "如果不是您本人登录，请马上与运维联系。恢复码用完之前，请在“登录与安全”里换一组新的。",
    )
    return "recovery_code"


def begin_try(user_id: int) -> Try:
    """Count one try; FactorRefused while it is locked."""
    if not clock.is_demo() and SecondFactor.objects.filter(user_id=user_id, is_synthetic=True).exists():
        raise FactorRefused("这是演示账户。", "它的密码和动态码是公开的，演示之外不能登录。", "请用自己的账户。")
    attempt = try_at(door(user_id))
    if attempt.shut_until is not None:
        raise _locked(attempt.shut_until)
    return attempt


def door(user_id: int) -> str:
    """Where the tries at somebody's second factor are counted."""
    return f"second factor of {user_id}"


def wrong(user_id: int, attempt: Try, mend: str, *, what: str = "动态码不对") -> FactorRefused:
    """The refusal of a factor that does not fit; the log has it."""
    record(None, "account.second_factor_refused", "user", user_id)
    if attempt.left <= 0:
        return _locked(attempt.shuts_until)
    return FactorRefused(
        f"{what}，还可以试 {attempt.left} 次。",
        f"连错 {WRONG_ALLOWED} 次会锁定 {MINUTES} 分钟。",
        mend,
        field="code",
    )


def _locked(until: datetime) -> FactorRefused:
    at = until.astimezone(clock.CHINA)
    return FactorRefused(
        f"第二步已锁定，到 {at:%H:%M} 为止。",
        f"{MINUTES} 分钟内错了 {WRONG_ALLOWED} 次，为防有人试码先停一停。",
        f"请 {at:%H:%M} 之后再试；手机丢了，请找运维核实后重设。",
        field="code",
    )


# -- recovery codes ---------------------------------------------------------------------------------------------------


@transaction.atomic
def new_recovery_codes(user_id: int) -> list[str]:
    """Ten new codes in place of the old ones. They are shown now and never again."""
    codes = ["".join(secrets.choice(_ALPHABET) for _ in range(_RECOVERY_LENGTH)) for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.filter(user_id=user_id).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(user_id=user_id, digest=_digest(user_id, code)) for code in codes)
    record(None, "account.recovery_codes_made", "user", user_id, count=len(codes))
    return ["-".join(code[i : i + 4] for i in range(0, _RECOVERY_LENGTH, 4)) for code in codes]


def _tidy(typed: str) -> str:
    return "".join(each for each in typed.upper() if each in _ALPHABET)


def _digest(user_id: int, code: str) -> str:
    return hashlib.sha256(f"{user_id}:{code}".encode()).hexdigest()


# -- taking away ------------------------------------------------------------------------------------------------------


@transaction.atomic
def remove_factor(user_id: int, factor_id: int) -> None:
    """Take one of one's own factors away, never the last one."""
    rows = list(SecondFactor.objects.select_for_update().filter(user_id=user_id).exclude(confirmed_at=None))
    found = next((row for row in rows if row.pk == factor_id), None)
    if found is None:
        return
    if len(rows) == 1:
        raise AccountRefusal(
            "这是最后一个，不能解除。", "工作人员登录必须有第二步。", "请先绑定新的安全密钥或验证器，再解除它。"
        )
    found.delete()
    record(None, "account.second_factor_removed", "user", user_id, kind=found.kind)
    tell([user_id], Message.Kind.ACCOUNT, f"已解除{found.get_kind_display()}“{found.name}”")


@transaction.atomic
def reset(actor: Actor, user_id: int, *, reason: str) -> None:
    """Take all of somebody's factors away, end their sessions and tell them; at their next sign-in they set up anew."""
    require(actor, Act.OPERATE)
    if actor.user_id == user_id:
        raise AccountRefusal("不能重设自己的第二步。", "要由别人核实身份后来做。", "请找另一位运维。")
    if len(reason.strip()) < _SHORTEST_REASON:
        raise AccountRefusal(
            "还没有写理由。", "重设会记入操作日志，本人也会看到。", "请写明怎样核实了身份。", field="reason"
        )
    user = User.objects.select_for_update().get(pk=user_id)
    SecondFactor.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
    user.sessions_ended += 1
    user.save(update_fields=["sessions_ended"])
    record(actor, "account.second_factor_reset", "user", user_id, reason=reason.strip())
    tell(
        [user_id],
        Message.Kind.ACCOUNT,
        "登录的第二步已由运维重设",
        f"理由：{reason.strip()}。所有登录都已退出，下次登录时重新绑定。不是您要求的，请马上与运维联系。",
    )


# -- the demo ---------------------------------------------------------------------------------------------------------


def shows_demo_codes() -> bool:
    """Whether this is the demo on one machine: on its own time and in the embedded database."""
    return clock.is_demo() and connection.vendor == "sqlite"


@transaction.atomic
def give_demo_app(user_ids: list[int]) -> None:
    """Set an app up for synthetic people, whose codes the demo shows; it opens nothing outside a demo."""
    now = clock.now()
    SecondFactor.objects.bulk_create(
        SecondFactor(
            user_id=user_id,
            kind=SecondFactor.Kind.APP,
            name="演示验证器",
            secret=_demo_secret(user_id),
            made_at=now,
            confirmed_at=now,
            is_synthetic=True,
        )
        for user_id in user_ids
    )


def _demo_secret(user_id: int) -> str:
    """The same in every demo, as all of its world is: it guards nothing, its codes stand on the page."""
    return base64.b32encode(hashlib.sha256(f"demo {user_id}".encode()).digest()[:20]).decode()


def demo_code(user_id: int) -> str:
    """The code that a visitor of the demo would read on the phone of a synthetic officer; nothing for anybody else."""
    if not shows_demo_codes():
        return ""
    app = SecondFactor.objects.filter(user_id=user_id, kind=SecondFactor.Kind.APP, is_synthetic=True).first()
    if app is None:
        return ""
    now = int(clock.real_now().timestamp()) // STEP
    unused = max(now - 1, app.counted + 1)  # so that somebody who signs in twice within the step need not wait
    return pyotp.TOTP(app.secret).generate_otp(unused) if unused <= now + 1 else ""
