"""The keys that seal personal data: SM4 keys by id (the first seals, all open) and the key of blind indexes.

They are written `id:hex,id:hex,blind:hex`. The key named `blind` is no data key: blind indexes are made with it, and it
stays the same while the data keys are rotated, so that what was indexed yesterday is found today.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field

KEY_BYTES = 16
BLIND = "blind"
_BLIND_BYTES = 32
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,15}", re.ASCII)


class BadKeyring(Exception):
    """What was given is no key ring; the sentence says which part is wrong, and never shows a key."""


@dataclass(frozen=True)
class Keyring:
    """Data keys by id, the current one first, and the key of the blind indexes."""

    keys: dict[str, bytes] = field(repr=False)
    blind: bytes = field(repr=False)

    @property
    def current(self) -> str:
        """The id of the key that seals what is written now."""
        return next(iter(self.keys))


def parse(written: str) -> Keyring:
    """Read a key ring; raise BadKeyring with the reason."""
    keys: dict[str, bytes] = {}
    for number, part in enumerate((part.strip() for part in written.split(",")), start=1):
        name, _, digits = part.partition(":")
        if not _ID.fullmatch(name):
            raise BadKeyring(f"entry {number} has no id of small letters, digits, - and _ before its colon")
        if name in keys:
            raise BadKeyring(f"the id {name} stands there twice")
        length = _BLIND_BYTES if name == BLIND else KEY_BYTES
        try:
            keys[name] = bytes.fromhex(digits)
        except ValueError:
            raise BadKeyring(f"the key {name} is not written in hexadecimal digits") from None
        if len(keys[name]) != length:
            raise BadKeyring(f"the key {name} must have {length * 2} hexadecimal digits")
    blind = keys.pop(BLIND, None)
    if blind is None:
        raise BadKeyring(f"the key of the blind indexes, {BLIND}:…, is missing")
    if not keys:
        raise BadKeyring("there is no data key")
    return Keyring(keys, blind)


def new_key(name: str) -> str:
    """A random data key, as it is written in the ring."""
    return f"{name}:{secrets.token_hex(KEY_BYTES)}"


def new_ring() -> str:
    """A random ring for a new installation, as it is written."""
    return f"{new_key('k1')},{BLIND}:{secrets.token_hex(_BLIND_BYTES)}"
