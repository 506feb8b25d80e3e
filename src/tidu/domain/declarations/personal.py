"""Personal data among the answers: sealed where they are kept, masked where somebody else reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tidu.kit import masks
from tidu.kit.sealed_json import marked
from tidu.rules.personal import is_personal, told_by
from tidu.rules.schema import Personal

if TYPE_CHECKING:
    from collections.abc import Callable

    from tidu.rules.schema import Column, FormField

_MASKS: dict[Personal, Callable[[str], str]] = {
    Personal.PHONE: masks.phone,
    Personal.EMAIL: masks.email,
    Personal.NAME: masks.name,
    Personal.ID_NUMBER: masks.id_number,
    Personal.ADDRESS: masks.address,
}


def kept(field: FormField, value: Any) -> Any:
    """A cell, a value or what was typed, as it is kept: sealed where the field tells of a person."""
    return marked(value) if is_personal(field) else value


def masked(field: FormField | Column, shown: str) -> str:
    """What others read of a value: the text itself, or its mask where it tells of a person."""
    told = told_by(field)
    return shown if told is None else _MASKS[told](shown)
