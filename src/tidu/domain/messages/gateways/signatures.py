"""Signatures between us and a gateway, both ways: HMAC over what it is, when, a nonce and the body."""

from __future__ import annotations

from enum import StrEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, hmac


class Algorithm(StrEnum):
    """What the gateway understands."""

    SM3 = "HMAC-SM3"
    SHA256 = "HMAC-SHA256"


class Direction(StrEnum):
    """Part of what is signed, so that what we send cannot be thrown back at us as a receipt."""

    SEND = "send"
    RECEIPT = "receipt"


_HASHES = {Algorithm.SM3: hashes.SM3, Algorithm.SHA256: hashes.SHA256}


def signature(
    key: bytes, algorithm: Algorithm, direction: Direction, *, timestamp: str, nonce: str, body: bytes
) -> str:
    """The signature in hexadecimal digits."""
    return _mac(key, algorithm, direction, timestamp, nonce, body).finalize().hex()


def is_signed(
    given: str, key: bytes, algorithm: Algorithm, direction: Direction, *, timestamp: str, nonce: str, body: bytes
) -> bool:
    """Whether ``given`` is the signature; takes as long for a wrong one."""
    try:
        _mac(key, algorithm, direction, timestamp, nonce, body).verify(bytes.fromhex(given))
    except (InvalidSignature, ValueError):
        return False
    return True


def _mac(key: bytes, algorithm: Algorithm, direction: Direction, timestamp: str, nonce: str, body: bytes) -> hmac.HMAC:
    mac = hmac.HMAC(key, _HASHES[algorithm]())
    mac.update(b"\n".join((direction.encode(), timestamp.encode(), nonce.encode(), body)))
    return mac
