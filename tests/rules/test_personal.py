"""Which fields tell of a person is known for every published form."""

from __future__ import annotations

import pytest

from tidu.rules import catalogue
from tidu.rules.personal import is_personal, told_by
from tidu.rules.schema import Column, FieldType, FormField, Personal


@pytest.mark.parametrize("edition", ["innovative@2022-08-01", "specialised@2022-08-01"])
def test_the_people_of_the_forms_are_known(edition: str) -> None:
    fields = catalogue.edition(edition).fields
    told = {key: told_by(field) for key, field in fields.items() if is_personal(field)}

    assert told == {
        "legal_phone": Personal.PHONE,
        "legal_mobile": Personal.PHONE,
        "contact": Personal.NAME,
        "contact_phone": Personal.PHONE,
        "contact_mobile": Personal.PHONE,
        "email": Personal.EMAIL,
    }


def test_a_field_may_say_it_itself_and_a_table_is_personal_by_its_columns() -> None:
    said = FormField(key="holder", name="持证人身份证号", type=FieldType.TEXT, personal=Personal.ID_NUMBER)
    phone = Column(key="phone", name="手机", type=FieldType.MOBILE)
    table = FormField(key="people", name="人员", type=FieldType.TABLE, columns=(phone,))

    assert told_by(said) is Personal.ID_NUMBER
    assert told_by(table) is None
    assert is_personal(table)
