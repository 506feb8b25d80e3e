"""`{% load codes %}`: the field for a code, with its button."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from tidu.web.ui import fields
from tidu.web.ui.codes import BUTTON

if TYPE_CHECKING:
    from django.forms import BoundField

    from tidu.web.ui.codes import CodeAnswer

register = template.Library()


@register.inclusion_tag("ui/_code_field.html")
def code_field(
    bound: BoundField, answer: CodeAnswer | None = None, hint: str = "", words: str = "获取验证码", name: str = BUTTON
) -> dict[str, Any]:
    """``{% code_field form.code answer %}``: the page loads `ui/js/send-code.js`, and works without it."""
    return {**fields.field_context(bound, hint), "answer": answer, "words": words, "name": name}
