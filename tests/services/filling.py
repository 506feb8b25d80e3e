"""Fills a whole declaration through the product's own actions, the smallest valid way; a test says what matters."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tidu.domain.accounts.access import Actor
from tidu.domain.declarations.actions import attach, save_field, submit
from tidu.domain.declarations.judging import Judgement
from tidu.domain.declarations.models import Declaration, SectionAnswers, Submission
from tidu.domain.declarations.preconditions import Standing
from tidu.domain.declarations.queries import sections_of
from tidu.rules import catalogue
from tidu.rules.schema import FieldType, FormField

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

#: Figures that satisfy both forms: revenue 6,000, growth 20 %, R&D 5 %, debt 50 %.
FIGURES: dict[str, Any] = {
    "had_accident": False,
    "had_violation": False,
    "on_bad_list": False,
    "leading_product_revenue": "4000",
    "leading_product_revenue[-1]": "3400",
    "leading_product_revenue[-2]": "3000",
    "revenue": "6000",
    "revenue[-1]": "5000",
    "revenue[-2]": "4200",
    "main_revenue": "5400",
    "main_revenue[-1]": "4500",
    "main_revenue[-2]": "3800",
    "assets": "7000",
    "assets[-1]": "6500",
    "assets[-2]": "6000",
    "liabilities": "3500",
    "liabilities[-1]": "3300",
    "liabilities[-2]": "3000",
    "net_assets": "3500",
    "net_assets[-1]": "3200",
    "net_assets[-2]": "3000",
    "rd_expense": "300",
    "rd_expense[-1]": "250",
    "rd_expense[-2]": "200",
    "employees": "120",
    "employees[-1]": "110",
    "employees[-2]": "100",
    "rd_staff": "24",
    "rd_staff[-1]": "20",
    "rd_staff[-2]": "18",
    "own_class_1_ip": "2",
    "class_1_ip": "3",
    "high_value_class_1_ip": "0",
    "class_2_ip": "8",
}
_BY_TYPE: dict[FieldType, Any] = {
    FieldType.TEXT: "示例",
    FieldType.LONG_TEXT: "示例说明，内容为虚构。",
    FieldType.MONEY: "100",
    FieldType.COUNT: "3",
    FieldType.PERCENT: "12",
    FieldType.DATE: "2024-05-06",
    FieldType.YEAR: "2018",
    FieldType.YES_NO: True,
    FieldType.INDUSTRY: "3489",
    FieldType.REGION: "320583",
    FieldType.MOBILE: "13800000000",
    FieldType.PHONE: "0512-55550000",
    FieldType.EMAIL: "a@example.com",
    FieldType.POSTCODE: "215300",
}


def typed_for(field: FormField, cell: str, wanted: Mapping[str, Any]) -> Any:
    """What a person would type into the cell."""
    if cell in wanted:
        return wanted[cell]
    if cell in FIGURES:
        return FIGURES[cell]
    match field.type:
        case FieldType.CHOICE:
            return next(iter(field.options))
        case FieldType.CHOICES:
            return [next(iter(field.options))]
        case FieldType.TABLE:
            return [
                {"id": "r1"}
                | {
                    column.key: next(iter(column.options)) if column.options else _BY_TYPE[column.type]
                    for column in field.columns
                }
            ]
        case _:
            return _BY_TYPE[field.type]


def fill(actor: Actor, declaration: Declaration, wanted: Mapping[str, Any] | None = None) -> None:
    """Fill until nothing blocks submitting: what the checks ask for, and every cell of ``wanted``."""
    wanted = wanted or {}
    for cell in list(wanted):
        _save(actor, declaration, cell, wanted)
    for _ in range(4):  # one answer may make another one required
        asked = {cell for each in judgement_of(declaration).blocking for cell in each.cells if cell not in wanted}
        if not asked:
            return
        for cell in sorted(asked):
            _save(actor, declaration, cell, wanted)


def judgement_of(declaration: Declaration) -> Judgement:
    """The declaration as it stands."""
    return Judgement.of(declaration, sections_of(declaration), Standing.of(declaration.enterprise))


def seen(declaration: Declaration) -> dict[str, int]:
    """The revisions that a page opened now would show."""
    return {row.section: row.revision for row in sections_of(declaration)}


def submit_filled(actor: Actor, declaration: Declaration, wanted: Mapping[str, Any] | None = None) -> Submission:
    """Fill and submit."""
    fill(actor, declaration, wanted)
    return submit(actor, declaration.number, seen=seen(declaration))


def _places(declaration: Declaration) -> Iterator[tuple[str, FormField]]:
    for section in catalogue.edition(declaration.edition_id).form.sections:
        for field in section.fields:
            yield section.key, field


def _save(actor: Actor, declaration: Declaration, cell: str, wanted: Mapping[str, Any]) -> None:
    section, field = next(
        (section, field) for section, field in _places(declaration) if field.key == cell.partition("[")[0]
    )
    if field.type is FieldType.FILES:
        attach(actor, declaration.number, section, field.key, SimpleUploadedFile("佐证.pdf", PDF))
        return
    row = SectionAnswers.objects.get(declaration=declaration, section=section)
    version = row.cells.get(cell, {"n": 0})["n"]
    typed = typed_for(field, cell, wanted)
    save_field(actor, declaration.number, section, cell, typed, based_on=version, key=uuid.uuid4())
