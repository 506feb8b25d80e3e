"""What a form is filled with when it is begun: the enterprise's record and the figures of earlier filings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tidu.domain.declarations.personal import kept
from tidu.domain.enterprises.queries import size_class
from tidu.rules.schema import FieldType

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tidu.domain.enterprises.models import AnnualFigure, Enterprise
    from tidu.rules.schema import FormField, Section

_RECORD = "企业信息"


def cells_for(
    section: Section, enterprise: Enterprise, figures: Mapping[tuple[int, str], AnnualFigure], last_year: int
) -> dict[str, dict[str, Any]]:
    """The cells of a section that are known already, each marked with its source."""
    cells: dict[str, dict[str, Any]] = {}
    for field in section.fields:
        if field.computed or field.read_only or field.type in {FieldType.TABLE, FieldType.FILES}:
            continue
        if field.prefill.startswith("enterprise."):
            value = from_record(field, enterprise)
            if value is not None:
                cells[field.key] = kept(field, {"v": value, "n": 0, "s": _RECORD, "o": value})
            continue
        fact = field.prefill.removeprefix("figure.") or field.key
        for years_ago, cell in enumerate(field.cells if field.years else ()):
            figure = figures.get((last_year - years_ago, fact))
            if figure is not None:
                cells[cell] = {"v": figure.value, "n": 0, "s": figure.source, "o": figure.value}
    return cells


def record_cells(section: Section, enterprise: Enterprise) -> dict[str, dict[str, Any]]:
    """The cells that are the enterprise's record itself: never kept with the answers, so they cannot grow old."""
    cells: dict[str, dict[str, Any]] = {}
    for field in section.fields:
        if field.read_only and field.prefill.startswith("enterprise."):
            value = from_record(field, enterprise)
            cells[field.key] = kept(field, {"v": value, "n": 0, "s": _RECORD})
    return cells


def from_record(field: FormField, enterprise: Enterprise) -> Any:
    """One column of the enterprise's record, or what follows from it, as a form keeps it; None where there is none."""
    match field.prefill.removeprefix("enterprise."):
        case "industry_division":
            value: Any = enterprise.industry[:2]
        case "size_class":
            value = size_class(enterprise)
            value = None if value == "unknown" else value
        case column:
            value = getattr(enterprise, column)
    if value in (None, ""):
        return None
    return value.isoformat() if field.type is FieldType.DATE else value
