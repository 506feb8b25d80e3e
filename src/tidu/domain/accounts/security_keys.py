"""安全密钥: security keys and passkeys, by WebAuthn. The browser signs a challenge for this site's name alone."""

from __future__ import annotations

import base64
import json
from ipaddress import ip_address
from typing import Any

from django.db import transaction
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    UserVerificationRequirement,
)

from tidu.domain.accounts.errors import AccountRefusal
from tidu.domain.accounts.models import SecondFactor, User
from tidu.domain.accounts.second_factor import ISSUER, begin_try, standing, wrong
from tidu.domain.audit.actions import record
from tidu.domain.messages.actions import tell
from tidu.domain.messages.models import Message
from tidu.kit import clock

MOST_KEYS = 5
#: What a browser's answer may raise when somebody else wrote it.
_MALFORMED = (ValueError, KeyError, TypeError, AttributeError, IndexError)


def has_keys(host: str) -> bool:
    """Whether browsers let a site of this name use keys: a bare address of a machine is no name."""
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return bool(host)
    return False


def _server(host: str) -> Fido2Server:
    return Fido2Server(PublicKeyCredentialRpEntity(name=ISSUER, id=host))


def _public(row: SecondFactor) -> AttestedCredentialData:
    return AttestedCredentialData(base64.b64decode(row.secret))


def creation(user: User, host: str) -> tuple[dict[str, Any], Any]:
    """What the browser needs to make a key for this person, and what the session keeps until its answer."""
    known = [_public(row) for row in standing(user.pk).keys]
    entity = PublicKeyCredentialUserEntity(id=str(user.pk).encode(), name=user.username, display_name=user.name)
    options, state = _server(host).register_begin(
        entity, known, user_verification=UserVerificationRequirement.DISCOURAGED
    )
    return dict(options), state


@transaction.atomic
def add_key(user_id: int, host: str, state: Any, answer: str, *, name: str) -> None:
    """Take the key that the browser made."""
    try:
        made = _server(host).register_complete(state, json.loads(answer))
    except _MALFORMED:
        raise AccountRefusal(
            "安全密钥没有绑定成功。", "浏览器的回答与这次请求不符，或者已经过了时间。", "请再点一次“绑定”。"
        ) from None
    held = SecondFactor.objects.filter(user_id=user_id, kind=SecondFactor.Kind.KEY)
    if held.count() >= MOST_KEYS:
        raise AccountRefusal(f"最多绑定 {MOST_KEYS} 把。", "", "请先解除不用的。")
    assert made.credential_data is not None
    now = clock.now()
    SecondFactor.objects.create(
        user_id=user_id,
        kind=SecondFactor.Kind.KEY,
        name=name.strip()[:40] or "安全密钥",
        secret=base64.b64encode(made.credential_data).decode(),
        counted=made.counter,
        made_at=now,
        confirmed_at=now,
    )
    record(None, "account.second_factor_set", "user", user_id, kind=SecondFactor.Kind.KEY)
    tell(
        [user_id],
        Message.Kind.ACCOUNT,
        f"绑定了安全密钥“{name.strip() or '安全密钥'}”",
        "不是您本人，请马上与运维联系。",
    )


def request(user_id: int, host: str) -> tuple[dict[str, Any], Any]:
    """What the browser needs to ask for one of the person's keys, and what the session keeps until its answer."""
    options, state = _server(host).authenticate_begin(
        [_public(row) for row in standing(user_id).keys], user_verification=UserVerificationRequirement.DISCOURAGED
    )
    return dict(options), state


def pass_by_key(user_id: int, host: str, state: Any, answer: str) -> None:
    """Take the answer of a key; FactorRefused where it is not one of theirs, or an old one played again."""
    attempt = begin_try(user_id)
    if not _passes(user_id, host, state, answer):
        raise wrong(user_id, attempt, "请用绑定过的那一把，或者改填动态码、恢复码。", what="安全密钥没有通过")
    attempt.was_right()


@transaction.atomic
def _passes(user_id: int, host: str, state: Any, answer: str) -> bool:
    known = {_public(row).credential_id: row for row in standing(user_id).keys}
    try:
        told = json.loads(answer)
        used = _server(host).authenticate_complete(state, [_public(row) for row in known.values()], told)
        counted = AuthenticationResponse.from_dict(told).response.authenticator_data.counter
    except _MALFORMED:
        return False
    rows = SecondFactor.objects.filter(pk=known[used.credential_id].pk)
    if counted:  # a key that counts must have counted on; some never count
        rows = rows.filter(counted__lt=counted)
    if not rows.update(counted=counted, used_at=clock.now()):
        return False
    record(None, "account.second_factor_passed", "user", user_id, by="key")
    return True
