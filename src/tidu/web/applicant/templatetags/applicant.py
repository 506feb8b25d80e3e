"""Tags of the applicant's pages: `{% load applicant %}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from tidu.domain.regions.names import LOOKUPS
from tidu.rules import answers
from tidu.rules.schema import FieldType

if TYPE_CHECKING:
    from tidu.web.applicant.shown.cells import BoxCell, RowCell
    from tidu.web.applicant.shown.sheet import Shown

register = template.Library()

MISSING = "未填"


@register.filter
def is_chosen(key: str, cell: BoxCell) -> bool:
    """Whether an option is the answer, or one of them."""
    return key in cell.value if isinstance(cell.value, list) else key == cell.value


@register.simple_tag
def shown_value(shown: Shown, cell: BoxCell) -> str:
    """A value where it can only be read."""
    return answers.show(shown.field, cell.value, LOOKUPS) or MISSING


@register.simple_tag
def shown_cell(box: RowCell) -> str:
    """A table's cell where it can only be read."""
    if box.column.type is FieldType.YES_NO:
        return {"yes": "是", "no": "否"}.get(box.text, box.text)
    return box.column.options.get(box.text, box.text)
