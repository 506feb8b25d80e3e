"""Text that only those with the key can read: SM4-GCM in the database, plain text in Python, found by a blind index.

A sealed value is written `key id.base64`; it belongs to its place ("table.column") and opens nowhere else. Sealing the
same text twice gives two values, so nothing can be compared in the database: what must be found carries a blind index
beside it, which is the same for the same text.
"""

from __future__ import annotations

import base64
import binascii
import os
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NoReturn

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.checks import Error
from django.core.exceptions import FieldError
from django.db import migrations, models
from django.db.models.lookups import Exact

from tidu.kit.keyring import Keyring

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.core.checks import CheckMessage
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.models.lookups import Lookup

_NONCE = 12
_TAG = 16


class CannotOpen(Exception):
    """A sealed value does not open: it was changed, moved to another place, or its key is not in the ring."""


def keyring() -> Keyring:
    """The keys of this installation."""
    ring = settings.DATA_KEYS
    assert isinstance(ring, Keyring)
    return ring


def seal(text: str, about: str) -> str:
    """Seal ``text`` with the current key for the place ``about``; empty text stays empty."""
    if not text:
        return ""
    ring = keyring()
    nonce = os.urandom(_NONCE)
    sealing = Cipher(algorithms.SM4(ring.keys[ring.current]), modes.GCM(nonce)).encryptor()
    sealing.authenticate_additional_data(about.encode())
    body = sealing.update(text.encode("utf-8", "surrogatepass")) + sealing.finalize()
    return f"{ring.current}.{base64.urlsafe_b64encode(nonce + body + sealing.tag).decode()}"


def unseal(value: str, about: str) -> str:
    """The text of a value that was sealed for ``about``; raise CannotOpen where it does not open."""
    if not value:
        return ""
    name = key_id(value)
    key = keyring().keys.get(name)
    if key is None:
        raise CannotOpen(
            f"A value of {about} is sealed with the key {name or 'of no name'}, which TIDU_DATA_KEYS does not hold: "
            "put that key back behind the others, and take it out only when `tidu keys rotate` has finished."
        )
    try:
        raw = base64.b64decode(value[len(name) + 1 :], altchars=b"-_", validate=True)
        opening = Cipher(algorithms.SM4(key), modes.GCM(raw[:_NONCE], raw[-_TAG:])).decryptor()
        opening.authenticate_additional_data(about.encode())
        return (opening.update(raw[_NONCE:-_TAG]) + opening.finalize()).decode("utf-8", "surrogatepass")
    except (InvalidTag, ValueError, binascii.Error):
        raise CannotOpen(f"A value of {about} is not as it was sealed: it was changed, or belongs elsewhere.") from None


def key_id(value: str) -> str:
    """The id of the key that a sealed value names; empty where it names none."""
    name, dot, _ = value.partition(".")
    return name if dot else ""


def blind(value: str, about: str) -> str:
    """What stands for ``value`` in an index: equal for equal values of one place, and mute without the key."""
    mark = hmac.HMAC(_blind_key(keyring().blind, about), hashes.SM3())
    mark.update(value.encode("utf-8", "surrogatepass"))
    return mark.finalize().hex()


@lru_cache(maxsize=64)
def _blind_key(root: bytes, about: str) -> bytes:
    """A key for each place, so that one person's phone and user name cannot be seen to be the same."""
    return HKDF(hashes.SM3(), 32, None, f"tidu blind index of {about}".encode()).derive(root)


class SealedField(models.CharField[str, str]):
    """Text in Python, sealed in the database. Cannot be searched, sorted or unique; a blind index can.

    `max_length` counts the plain characters.
    """

    description = "sealed text"

    def get_internal_type(self) -> str:
        return "TextField"  # what is sealed is longer than what was typed

    @property
    def place(self) -> str:
        """The place that its values belong to."""
        return f"{self.model._meta.db_table}.{self.column}"  # noqa: SLF001 - Django's documented way to ask a model

    def from_db_value(self, value: str | None, _expression: Any, _connection: BaseDatabaseWrapper) -> str | None:
        return None if value is None else unseal(value, self.place)

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        if hasattr(value, "as_sql"):
            return value
        prepared = self.get_prep_value(value)
        return None if prepared is None else seal(prepared, self.place)

    def get_lookup(self, lookup_name: str) -> type[Lookup[Any]] | None:
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        if lookup_name != "exact":
            _refuse(self, lookup_name)
        return _IsEmpty

    def check(self, **kwargs: Any) -> Sequence[CheckMessage]:  # type: ignore[override]
        found = list(super().check(**kwargs))
        if self.unique or self.db_index:  # type: ignore[attr-defined]  # the stubs forget it
            found.append(Error("A sealed column cannot be unique or indexed.", hint="Index its blind().", obj=self))
        return found


class _IsEmpty(Exact[Any]):
    """The one comparison that holds: whether a sealed column is empty."""

    def get_prep_lookup(self) -> Any:
        if self.rhs != "":
            _refuse(self.lhs.output_field, "exact")
        return ""


def _refuse(field: Any, lookup: str) -> NoReturn:
    raise FieldError(
        f"{field} is sealed, so the database cannot compare it ({lookup}): "
        "keep a blind index beside it (tidu.kit.sealed.blind) and look that up."
    )


def seal_columns(table: str, *columns: str) -> migrations.RunPython:
    """A migration operation that seals what stands in columns that have just become sealed ones."""

    def change(editor: BaseDatabaseSchemaEditor, turn: Callable[[str, str], str]) -> None:
        with editor.connection.cursor() as cursor:
            cursor.execute(f"SELECT id, {', '.join(columns)} FROM {table}")  # noqa: S608 - our own names
            rows = cursor.fetchall()
            # once a row: one changed twice is looked at by its foreign keys, and then the table cannot be altered
            cursor.executemany(
                f"UPDATE {table} SET {', '.join(f'{each} = %s' for each in columns)} WHERE id = %s",  # noqa: S608
                [
                    (*(turn(value, f"{table}.{column}") for column, value in zip(columns, values, strict=True)), pk)
                    for pk, *values in rows
                ],
            )

    return migrations.RunPython(lambda _, editor: change(editor, seal), lambda _, editor: change(editor, unseal))
