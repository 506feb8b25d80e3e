"""JSON some of whose texts are sealed: those that are `SealedText` in Python are ciphertext in the database.

What is read comes back as `SealedText`, which is a text like any other: digests, comparisons and pages need not know.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from tidu.kit.sealed import seal, unseal

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.backends.base.base import BaseDatabaseWrapper

TAG = "sealed:"


class SealedText(str):
    """A text inside JSON that is sealed where it is kept."""

    __slots__ = ()


def marked(value: Any) -> Any:
    """The same JSON with every text in it one that will be sealed."""
    return mapped(value, SealedText)


def closed(value: Any, about: str) -> Any:
    """The JSON as the database keeps it.

    A plain text that begins like a sealed one is sealed, too: so nobody can type what would not open.
    """
    return mapped(
        value,
        lambda text: TAG + seal(text, about) if isinstance(text, SealedText) or text.startswith(TAG) else text,
    )


def opened(value: Any, about: str) -> Any:
    """The JSON as it was before `closed`."""
    return mapped(
        value, lambda text: SealedText(unseal(text.removeprefix(TAG), about)) if text.startswith(TAG) else text
    )


def mapped(value: Any, turn: Callable[[str], str]) -> Any:
    """The same JSON with every text in it turned; its keys are left alone."""
    match value:
        case str():
            return turn(value)
        case dict():
            return {key: mapped(each, turn) for key, each in value.items()}
        case list() | tuple():
            return [mapped(each, turn) for each in value]
        case _:
            return value


class SealedJSONField(models.JSONField):
    """A JSON column whose `SealedText` is sealed for the column."""

    @property
    def place(self) -> str:
        """The place that its sealed texts belong to."""
        return f"{self.model._meta.db_table}.{self.column}"  # noqa: SLF001 - Django's documented way to ask a model

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Any:
        loaded = super().from_db_value(value, expression, connection)
        # most cells hold nothing sealed, and looking for the tag in the text is quicker than walking through all
        return opened(loaded, self.place) if isinstance(value, str) and TAG in value else loaded

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        if not hasattr(value, "as_sql"):
            value = closed(value, self.place)
        return super().get_db_prep_save(value, connection)
