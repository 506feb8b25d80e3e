"""Which fields tell of a natural person: as the field says, else as the record it is filled from, else by type."""

from __future__ import annotations

from tidu.rules.enterprise_record import enterprise_record
from tidu.rules.schema import Column, FieldType, FormField, Personal

_BY_TYPE = {
    FieldType.MOBILE: Personal.PHONE,
    FieldType.PHONE: Personal.PHONE,
    FieldType.EMAIL: Personal.EMAIL,
}


def told_by(field: FormField | Column) -> Personal | None:
    """What the values of ``field`` tell of a person, or None."""
    told = field.personal or _of_the_record(field) or _BY_TYPE.get(field.type)
    return None if told is Personal.NOTHING else told


def is_personal(field: FormField) -> bool:
    """Whether the field, or a column of it where it is a table, tells of a person."""
    return told_by(field) is not None or any(told_by(column) is not None for column in field.columns)


def _of_the_record(field: FormField | Column) -> Personal | None:
    if not isinstance(field, FormField) or not field.prefill.startswith("enterprise."):
        return None
    there = enterprise_record().fields.get(field.prefill.removeprefix("enterprise."))
    return there.personal if there is not None else None
