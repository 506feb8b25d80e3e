"""法人登录: a government identity service vouches for a legal person. An OpenID Connect client and nothing of our own.

The code flow with PKCE: the browser brings a code back, and the service tells us itself, over a connection of ours, who
that was. What it tells is believed when it is signed by a key that the service publishes, made for us and for this
sign-in, and not old.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import ssl
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
from django.conf import settings
from joserfc import jwt
from joserfc.errors import BadSignatureError, InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from tidu.domain.accounts.errors import IdentityNotShown
from tidu.kit import clock
from tidu.rules import codes
from tidu.rules.problem import Problem

_PATIENCE = httpx.Timeout(5)
_LONGEST = 200_000  # bytes of one answer
_SIGNED_BY = ["RS256", "PS256", "ES256"]
_CLOCKS_DIFFER = 60  # seconds
_OK = 200
_OTHER_WAYS = "请过几分钟再试，或用密码、短信验证码登录。"


@dataclass(frozen=True)
class Service:
    """The service as the environment names it: who it is, who we are there, and how it calls what it tells."""

    issuer: str
    client_id: str
    client_secret: str
    name: str
    scope: str
    credit_code: str  # the names of the claims
    legal_name: str
    user_type: str
    legal_types: tuple[str, ...]  # what the claim says of a legal person


@dataclass(frozen=True)
class Begun:
    """A sign-in on its way: where the browser goes, and what must come back with it."""

    url: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Shown:
    """Who signed in there. A natural person has no credit code."""

    subject: str
    credit_code: str = ""
    name: str = ""


def service() -> Service | None:
    """The service of this installation, or None where there is none."""
    return None if settings.IDENTITY is None else Service(**settings.IDENTITY)


def begin(at: Service, return_to: str) -> Begun:
    """Begin a sign-in; IdentityNotShown where the service does not answer."""
    with _line() as line:
        told = _discovered(at, line)
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    asked = {
        "response_type": "code",
        "client_id": at.client_id,
        "redirect_uri": return_to,
        "scope": at.scope,
        "state": state,
        "nonce": nonce,
        "code_challenge": _unpadded(hashlib.sha256(verifier.encode()).digest()),
        "code_challenge_method": "S256",
    }
    address = told["authorization_endpoint"]
    return Begun(f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}", state, nonce, verifier)


def finish(at: Service, code: str, return_to: str, *, nonce: str, verifier: str) -> Shown:
    """Turn the code that the browser brought into who signed in; IdentityNotShown where it is not to be believed."""
    with _line() as line:
        told = _discovered(at, line)
        asked = {"grant_type": "authorization_code", "code": code, "redirect_uri": return_to, "code_verifier": verifier}
        given = _asked(line, "POST", told["token_endpoint"], data=asked, auth=(at.client_id, at.client_secret))
        claims = _believed(at, str(given.get("id_token", "")), told["jwks_uri"], nonce, line)
        if at.user_type not in claims and "userinfo_endpoint" in told:
            bearer = {"Authorization": f"Bearer {given.get('access_token', '')}"}
            more = _asked(line, "GET", told["userinfo_endpoint"], headers=bearer)
            if more.get("sub") != claims["sub"]:
                raise _not_believed("the service told of two people")
            claims = more | claims
    return _shown(at, claims)


def _shown(at: Service, claims: dict[str, Any]) -> Shown:
    subject = str(claims["sub"])
    if str(claims.get(at.user_type, "")) not in at.legal_types:
        return Shown(subject)
    code = codes.credit_code(str(claims.get(at.credit_code, "")))
    if isinstance(code, Problem):
        raise _not_believed("the service told of a legal person without a credit code")
    return Shown(subject, code, str(claims.get(at.legal_name, "")).strip()[:120])


def _believed(at: Service, token: str, keys_at: str, nonce: str, line: httpx.Client) -> dict[str, Any]:
    """What an id token says, once everything about it is right."""
    try:
        try:
            found = jwt.decode(token, _keys(keys_at, line), algorithms=_SIGNED_BY)
        except (InvalidKeyIdError, BadSignatureError):  # they may have changed their keys since we last looked
            _KEYS.pop(keys_at, None)
            found = jwt.decode(token, _keys(keys_at, line), algorithms=_SIGNED_BY)
        jwt.JWTClaimsRegistry(
            now=int(clock.real_now().timestamp()),
            leeway=_CLOCKS_DIFFER,
            iss={"essential": True, "value": at.issuer},
            aud={"essential": True, "value": at.client_id},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        ).validate(found.claims)
    except (JoseError, ValueError, TypeError, KeyError) as problem:
        raise _not_believed(f"{type(problem).__name__}: {problem}") from problem
    claims = dict(found.claims)
    if claims.get("azp", at.client_id) != at.client_id:
        raise _not_believed("the token was made for somebody else")
    return claims


#: The keys of a service by their address, until something is signed with another.
_KEYS: dict[str, KeySet] = {}


def _keys(keys_at: str, line: httpx.Client) -> KeySet:
    if keys_at not in _KEYS:
        _KEYS[keys_at] = KeySet.import_key_set(_asked(line, "GET", keys_at))  # type: ignore[arg-type]  # judged there
    return _KEYS[keys_at]


def _discovered(at: Service, line: httpx.Client) -> dict[str, Any]:
    """What the service says about itself; it must be the one that we asked."""
    told = _asked(line, "GET", f"{at.issuer.rstrip('/')}/.well-known/openid-configuration")
    if told.get("issuer") != at.issuer:
        raise _not_believed(f"it calls itself {told.get('issuer')!r}")
    for each in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if not is_safe(str(told.get(each, ""))):
            raise _not_believed(f"its {each} is not https")
    return told


def is_safe(address: str) -> bool:
    """Whether nobody between us can read or change what goes there."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost"})


def _line() -> httpx.Client:
    """Trusts whom the machine trusts: such services often have a certificate of the government's own."""
    return httpx.Client(timeout=_PATIENCE, verify=ssl.create_default_context(), follow_redirects=False)


def _asked(line: httpx.Client, method: str, address: str, **what: Any) -> dict[str, Any]:
    try:
        with line.stream(method, address, **what) as answer:
            body = b""
            for piece in answer.iter_bytes():
                body += piece
                if len(body) > _LONGEST:
                    raise _not_believed("its answer is too long")
        if answer.status_code >= 500:  # noqa: PLR2004 - their side
            raise IdentityNotShown("法人登录现在用不了。", "对方的服务出了故障。", _OTHER_WAYS)
        told = json.loads(body)
    except (httpx.HTTPError, httpx.InvalidURL) as problem:
        raise IdentityNotShown("法人登录现在连不上。", "对方的服务没有应答。", _OTHER_WAYS) from problem
    except ValueError as problem:
        raise _not_believed("its answer is not JSON") from problem
    if answer.status_code != _OK or not isinstance(told, dict):
        raise _not_believed(f"it answered with {answer.status_code}")
    return told


def _not_believed(reason: str) -> IdentityNotShown:
    return IdentityNotShown(
        "这次法人登录没有完成。", "收到的身份信息核对不上，没有采用。", "请重新点一次法人登录。", reason=reason
    )


def _unpadded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
