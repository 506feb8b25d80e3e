"""What the environment says, read once and typed. No secret has a default."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo

from tidu.kit import keyring

SHORTEST_SECRET = 40
SHORTEST_IDLE = 15  # minutes; when a session was seen is noted every ten


class Misconfigured(Exception):
    """The environment does not let the platform start; the sentence says which variable and how to set it."""


@dataclass(frozen=True)
class Environment:
    """The variables the platform knows."""

    secret_key: str
    data_keys: keyring.Keyring
    data_dir: Path
    database_url: str
    cache_url: str
    allowed_hosts: list[str]
    demo_starts_at: datetime | None
    is_behind_https: bool
    session_idle: timedelta  # after so long without a request one signs in anew
    session_longest: timedelta  # and after so long in any case
    audit_heads: str  # a second place for the daily heads of the log: a folder, or an address that takes them
    identity: dict[str, Any] | None  # the service through which legal persons sign in
    registry_url: str
    registry_secret: str
    registry_token: str


def read() -> Environment:
    """Read the environment; raise Misconfigured with one sentence where something is missing."""
    data_dir = Path(os.environ.get("TIDU_DATA_DIR", "var")).resolve()
    demo = os.environ.get("TIDU_DEMO_STARTS_AT", "")
    return Environment(
        secret_key=_secret_key(data_dir),
        data_keys=_data_keys(data_dir),
        data_dir=data_dir,
        database_url=os.environ.get("DATABASE_URL", f"sqlite:///{data_dir / 'tidu.sqlite3'}"),
        cache_url=os.environ.get("CACHE_URL", ""),
        allowed_hosts=os.environ.get("TIDU_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(","),
        demo_starts_at=datetime.fromisoformat(demo).replace(tzinfo=ZoneInfo("Asia/Shanghai")) if demo else None,
        is_behind_https=os.environ.get("TIDU_HTTPS", "") == "1",
        session_idle=_minutes("TIDU_SESSION_IDLE", 120, at_least=SHORTEST_IDLE),
        session_longest=_minutes("TIDU_SESSION_LONGEST", 720, at_least=SHORTEST_IDLE),
        audit_heads=_audit_heads(),
        identity=_identity(),
        registry_url=_registry_url(),
        registry_secret=os.environ.get("TIDU_REGISTRY_SECRET", ""),
        registry_token=os.environ.get("TIDU_REGISTRY_TOKEN", ""),
    )


def _minutes(variable: str, default: int, *, at_least: int) -> timedelta:
    written = os.environ.get(variable, "") or str(default)
    if not written.isdecimal() or int(written) < at_least:
        raise Misconfigured(f"{variable} is {written!r}: give a whole number of minutes, {at_least} or more.")
    return timedelta(minutes=int(written))


def _identity() -> dict[str, Any] | None:
    """The government identity service: none without its address, and then no button."""
    issuer = os.environ.get("TIDU_IDENTITY_ISSUER", "")
    if not issuer:
        return None
    parts = urlsplit(issuer)
    if parts.scheme != "https" and not _is_here(parts):
        raise Misconfigured("TIDU_IDENTITY_ISSUER must begin with https://: it says who signs in.")
    client_id, secret = os.environ.get("TIDU_IDENTITY_CLIENT_ID", ""), os.environ.get("TIDU_IDENTITY_CLIENT_SECRET", "")
    if not client_id or not secret:
        raise Misconfigured(
            "TIDU_IDENTITY_ISSUER is set without TIDU_IDENTITY_CLIENT_ID and TIDU_IDENTITY_CLIENT_SECRET: give both as "
            "the service gave them to you."
        )
    return {
        "issuer": issuer,
        "client_id": client_id,
        "client_secret": secret,
        "name": os.environ.get("TIDU_IDENTITY_NAME", "政务服务网"),
        "scope": os.environ.get("TIDU_IDENTITY_SCOPE", "openid profile"),
        "credit_code": os.environ.get("TIDU_IDENTITY_CREDIT_CODE", "credit_code"),
        "legal_name": os.environ.get("TIDU_IDENTITY_LEGAL_NAME", "legal_name"),
        "user_type": os.environ.get("TIDU_IDENTITY_USER_TYPE", "user_type"),
        "legal_types": tuple(os.environ.get("TIDU_IDENTITY_LEGAL_TYPES", "legal").split(",")),
    }


def _audit_heads() -> str:
    """A second place for the heads of the log; none: they stand in the data folder alone."""
    place = os.environ.get("TIDU_AUDIT_HEADS", "")
    parts = urlsplit(place)
    if parts.scheme and not (parts.scheme == "https" or _is_here(parts)):
        raise Misconfigured(
            "TIDU_AUDIT_HEADS must be a folder or begin with https://: others could change it on the way."
        )
    return place


def _is_here(parts: SplitResult) -> bool:
    return parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost"}


def _registry_url() -> str:
    """Where enterprises are verified; none: operators verify over the licence alone."""
    url = os.environ.get("TIDU_REGISTRY_URL", "")
    if not url:
        return ""
    parts = urlsplit(url)
    if parts.scheme != "https" and not _is_here(parts):
        raise Misconfigured("TIDU_REGISTRY_URL must begin with https://: what is asked there is not for others.")
    if not os.environ.get("TIDU_REGISTRY_SECRET") and not os.environ.get("TIDU_REGISTRY_TOKEN"):
        raise Misconfigured(
            "TIDU_REGISTRY_URL is set without TIDU_REGISTRY_SECRET or TIDU_REGISTRY_TOKEN: give the one that the "
            "registry's side gave you, or nobody there can tell who asks."
        )
    return url


def _secret_key(data_dir: Path) -> str:
    key = os.environ.get("TIDU_SECRET_KEY", "")
    if not key:
        try:
            key = (data_dir / "secret_key").read_text().strip()
        except FileNotFoundError:
            raise Misconfigured(
                "TIDU_SECRET_KEY is not set: give a random string of 50 characters, or let `make run` write one."
            ) from None
    if len(key) < SHORTEST_SECRET:
        raise Misconfigured("TIDU_SECRET_KEY is too short: at least 40 random characters.")
    return key


def _data_keys(data_dir: Path) -> keyring.Keyring:
    written = os.environ.get("TIDU_DATA_KEYS", "")
    if not written:
        try:
            written = (data_dir / "data_keys").read_text().strip()
        except FileNotFoundError:
            raise Misconfigured(
                "TIDU_DATA_KEYS is not set, so personal data can be neither sealed nor read: give the key ring of this "
                "installation. For a new one let `make run` write it, or make one with `tidu keys new`."
            ) from None
    try:
        return keyring.parse(written)
    except keyring.BadKeyring as problem:
        raise Misconfigured(f"TIDU_DATA_KEYS is no key ring of the form id:hex,id:hex,blind:hex: {problem}.") from None


def database(url: str) -> dict[str, Any]:
    """Django's settings for a database URL: ``sqlite:///path`` or ``postgres://user:password@host:port/name``."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:]),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # FULL: a save that was acknowledged survives a power cut
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-64000;",
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        query = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or query.get("host", "")),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 0,
            "OPTIONS": {"pool": {"min_size": 1, "max_size": 4, "timeout": 20}},
        }
    raise Misconfigured(f"DATABASE_URL begins with {parts.scheme!r}: use sqlite:///path or postgres://user@host/name.")
