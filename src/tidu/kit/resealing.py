"""Sealing everything anew with the current key, while the platform serves: so that an old key can be taken away.

Every value is put in the place of exactly what was read. Who saved meanwhile has sealed with the current key already,
and nothing of theirs is overwritten; what was done stays done, so a run that was broken off is simply begun again.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection, transaction

from tidu.kit.append_only import lifted
from tidu.kit.sealed import CannotOpen, SealedField, key_id, keyring, seal, unseal
from tidu.kit.sealed_json import TAG, SealedJSONField, mapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BATCH = 500


@dataclass(frozen=True)
class Column:
    """A sealed column: where it is, and whether it is JSON with sealed texts in it."""

    table: str
    pk: str
    name: str
    is_json: bool

    @property
    def place(self) -> str:
        return f"{self.table}.{self.name}"

    def key_ids(self, raw: str) -> list[str]:
        """The keys that the sealed texts of one value name."""
        if not self.is_json:
            return [key_id(raw)] if raw else []
        found: list[str] = []
        mapped(json.loads(raw), lambda text: self._note(text, found))
        return found

    def resealed(self, raw: str) -> str:
        """The value sealed with the current key; as it is where nothing of it is sealed with another."""
        current = keyring().current
        if all(each == current for each in self.key_ids(raw)):
            return raw
        if not self.is_json:
            return seal(unseal(raw, self.place), self.place)
        return json.dumps(mapped(json.loads(raw), self._anew))

    def _anew(self, text: str) -> str:
        return TAG + seal(unseal(text.removeprefix(TAG), self.place), self.place) if text.startswith(TAG) else text

    @staticmethod
    def _note(text: str, found: list[str]) -> str:
        if text.startswith(TAG):
            found.append(key_id(text.removeprefix(TAG)))
        return text


@dataclass
class Progress:
    """How far a column is: rows seen, values sealed anew, and what does not open."""

    column: Column
    seen: int = 0
    changed: int = 0
    closed: tuple[str, ...] = ()


def sealed_columns() -> list[Column]:
    """Every sealed column of the platform."""
    return [
        Column(model._meta.db_table, str(model._meta.pk.column), str(field.column), isinstance(field, SealedJSONField))  # noqa: SLF001
        for model in apps.get_models()
        for field in model._meta.concrete_fields  # noqa: SLF001 - Django's documented way to ask a model
        if isinstance(field, SealedField | SealedJSONField)
    ]


def counted(column: Column) -> Counter[str]:
    """How many sealed texts of a column name which key."""
    return Counter(each for rows in _batches(column) for _, raw in rows for each in column.key_ids(raw))


def reseal(column: Column, tell: Callable[[Progress], None]) -> Progress:
    """Seal a column anew with the current key, in batches; ``tell`` hears after each how far it is."""
    progress = Progress(column)
    for rows in _batches(column):
        changes = []
        for pk, raw in rows:
            try:
                anew = column.resealed(raw)
            except CannotOpen as problem:
                progress.closed += (f"{column.pk} {pk}: {problem}",)
                continue
            if anew != raw:
                changes.append((anew, pk, raw))
        progress.seen += len(rows)
        progress.changed += _put(column, changes) if changes else 0
        tell(progress)
    return progress


def _batches(column: Column) -> Iterator[list[tuple[Any, str]]]:
    behind: tuple[Any, ...] = ()
    table, pk, name = _quoted(column)
    while True:
        after = f"AND {pk} > %s" if behind else ""
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {pk}, {name} FROM {table} WHERE {name} IS NOT NULL {after} "  # noqa: S608 - our own names
                f"ORDER BY {pk} LIMIT {BATCH}",
                behind,
            )
            rows = cursor.fetchall()
        if not rows:
            return
        yield rows
        behind = (rows[-1][0],)


@transaction.atomic
def _put(column: Column, changes: list[tuple[str, Any, str]]) -> int:
    """Write what was sealed anew, each where still stands what was read."""
    table, pk, name = _quoted(column)
    cast = "::jsonb" if column.is_json and connection.vendor == "postgresql" else ""
    update = f"UPDATE {table} SET {name} = %s{cast} WHERE {pk} = %s AND {name} = %s{cast}"  # noqa: S608 - as above
    changed = 0
    with lifted(column.table), connection.cursor() as cursor:
        for change in changes:
            cursor.execute(update, change)
            changed += cursor.rowcount
    return changed


def _quoted(column: Column) -> tuple[str, str, str]:
    quote = connection.ops.quote_name
    return quote(column.table), quote(column.pk), quote(column.name)
