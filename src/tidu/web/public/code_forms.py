"""What forms with a code share: reading what the rules read, and having a code sent to what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from tidu.kit.refusals import Refusal
from tidu.rules import codes
from tidu.rules.problem import Problem
from tidu.web.ui.codes import CodeAnswer, CodeField, answer_to
from tidu.web.ui.problems import FieldProblem, told

if TYPE_CHECKING:
    from collections.abc import Callable

    from tidu.domain.accounts.codes import Sent

MOST_TYPED = 60


def line(label: str, **attrs: str) -> forms.CharField:
    """One line of text."""
    plain = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
    return forms.CharField(label=label, max_length=MOST_TYPED, widget=forms.TextInput(attrs=plain | attrs))


def credit_code_line() -> forms.CharField:
    """The line of a credit code."""
    return line("统一社会信用代码", autocapitalize="characters")


def phone_line(label: str = "手机号") -> forms.CharField:
    """The line of a mobile number."""
    return line(label, autocomplete="tel", inputmode="tel")


class CodeForm(forms.Form):
    """A form whose button sends a code to what `ASKED` names; reads credit codes and phones as the rules do."""

    ASKED: tuple[str, ...] = ()
    code = CodeField()

    def clean_credit_code(self) -> str:
        return read(codes.credit_code(str(self.cleaned_data["credit_code"])))

    def clean_phone(self) -> str:
        return read(codes.mobile(str(self.cleaned_data["phone"])))

    def phone_typed(self) -> str:
        """The phone as it was typed, in the spelling of the rules; empty where there is none."""
        found = codes.mobile(str(self.data.get("phone", "")))
        return "" if isinstance(found, Problem) else found

    def have_sent(self, send: Callable[[dict[str, Any]], Sent]) -> CodeAnswer:
        """Have the code sent by ``send``, which is given what was typed; what is missing or wrong is said instead."""
        self.full_clean()
        for name in self.ASKED:
            if name not in self.cleaned_data:
                return CodeAnswer(problem=_unsent(self, name))
        answer = answer_to(lambda: send(self.cleaned_data))
        self._errors = None  # the rest is not typed yet
        return answer

    def as_typed(self) -> CodeForm:
        """The same form with what was typed, not judged: for the page that comes again after a code was sent."""
        return type(self)(initial=self.data.dict() if hasattr(self.data, "dict") else dict(self.data))


def read(found: str | Problem) -> str:
    """What the rules read; a problem stands at its field."""
    if isinstance(found, Problem):
        raise FieldProblem(found)
    return found


def refuse(form: forms.Form, refusal: Refusal) -> None:
    """Put a refusal beside its field, or above the form where that has no such field."""
    form.add_error(refusal.field if refusal.field in form.fields else None, FieldProblem(refusal))


def _unsent(form: forms.Form, name: str) -> Refusal:
    error = form.errors[name].as_data()[0]
    label = form.fields[name].label
    if error.code == "required":
        return Refusal(f"验证码没有发出：还没有填{label}。", "", f"请先填{label}，再点一次。")
    problem = told(error)
    return Refusal(f"验证码没有发出：{problem.what}", problem.why, f"{problem.mend}改好后再点一次。")
