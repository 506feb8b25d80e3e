"""A field of a Django form with its label, hint and three-part errors, tied together for screen readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.forms.widgets import CheckboxInput, CheckboxSelectMultiple, PasswordInput, RadioSelect, Select

from tidu.web.ui.problems import Told, told

if TYPE_CHECKING:
    from django.forms import BaseForm, BoundField, Widget

    from tidu.web.ui.problems import ThreePart


def field_context(bound: BoundField, hint: str = "", unit: str = "") -> dict[str, Any]:
    """What `ui/_field.html` shows."""
    widget = bound.field.widget
    problems = _problems(bound)
    hint = hint or str(bound.help_text)
    hint_id, error_id = f"{bound.auto_id}-hint", f"{bound.auto_id}-error"
    described = " ".join(each for each, shown in ((error_id, problems), (hint_id, hint)) if shown)
    attributes: dict[str, str | bool] = {"class": _css(widget)}
    if described:
        attributes["aria-describedby"] = described
    if problems:
        attributes["aria-invalid"] = "true"
    is_group = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    return {
        "bound": bound,
        "control": "" if is_group else bound.as_widget(attrs=attributes),
        "described": described,
        "error_id": error_id,
        "hint": hint,
        "hint_id": hint_id,
        "is_check": isinstance(widget, CheckboxInput),
        "is_group": is_group,
        "is_password": isinstance(widget, PasswordInput),
        "problems": problems,
        "unit": unit,
    }


def summary_context(form: BaseForm) -> dict[str, Any]:
    """What `ui/_form_errors.html` shows: what is wrong with the form as a whole, then a link to each wrong field."""
    wrong = [(bound, problem) for bound in form for problem in _problems(bound)]
    return {"whole": [told(error) for error in form.non_field_errors().as_data()], "wrong": wrong}


def _problems(bound: BoundField) -> list[ThreePart]:
    chosen = isinstance(bound.field.widget, Select | RadioSelect | CheckboxSelectMultiple | CheckboxInput)
    empty = Told("还没有选" if chosen else "还没有填")
    return [empty if error.code == "required" else told(error) for error in bound.errors.as_data()]


def _css(widget: Widget) -> str:
    own = str(widget.attrs.get("class", ""))
    if isinstance(widget, CheckboxInput):
        return f"form-check-input {own}".strip()
    return f"{'form-select' if isinstance(widget, Select) else 'form-control'} {own}".strip()
