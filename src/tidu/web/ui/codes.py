"""The field for a code and the button that has one sent, with the reason beside it when none was sent.

A page that has them asks `asked_for_code` first. The button sends the page's own form to the page's own address:
without script the page comes again with what was typed, with script the answer is a few words for `send-code.js`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from django import forms
from django.http import JsonResponse

from tidu.kit import clock
from tidu.kit.refusals import Refusal
from tidu.kit.throttle import TooOften

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from tidu.web.ui.problems import ThreePart

BUTTON = "send_code"


class Sent(Protocol):
    """A code is on its way (`accounts.codes.Sent`)."""

    @property
    def wait(self) -> int: ...
    @property
    def sentence(self) -> str: ...


class CodeField(forms.CharField):
    """Six digits, as phones offer them from a message that just came; not asked for while a code is being sent."""

    def __init__(self, *, label: str = "短信验证码", **kwargs: Any) -> None:
        attrs = {
            "inputmode": "numeric",
            "autocomplete": "one-time-code",
            "placeholder": "6 位数字",
            "spellcheck": "false",
            "autocapitalize": "none",
        }
        super().__init__(label=label, max_length=20, widget=forms.TextInput(attrs=attrs), **kwargs)


@dataclass(frozen=True)
class CodeAnswer:
    """What came of asking for a code: it was sent, or not; and the seconds until the next may be asked for."""

    wait: int = 0
    told: str = ""
    problem: ThreePart | None = None

    def as_json(self) -> HttpResponse:
        """For the script, which puts it beside the button."""
        said = {"wait": self.wait, "told": self.told}
        if self.problem is None:
            return JsonResponse(said)
        problem = {"what": self.problem.what, "why": self.problem.why, "mend": self.problem.mend}
        return JsonResponse(said | problem, status=422)


def asked_for_code(request: HttpRequest, name: str = BUTTON) -> bool:
    """Whether the button was pressed that has a code sent, and not the one that sends the form."""
    return request.method == "POST" and name in request.POST


def asked_by_script(request: HttpRequest) -> bool:
    """Whether the answer is for the script on the page."""
    return request.headers.get("X-Requested-With") == "fetch"


def answer_to(send: Callable[[], Sent]) -> CodeAnswer:
    """Have a code sent; a refusal is an answer, too."""
    try:
        sent = send()
    except TooOften as refusal:
        left = (refusal.again_at - clock.now()).total_seconds()
        return CodeAnswer(wait=max(1, math.ceil(left)), problem=refusal)
    except Refusal as refusal:
        return CodeAnswer(problem=refusal)
    return CodeAnswer(wait=sent.wait, told=sent.sentence)
