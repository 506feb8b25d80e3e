"""发件箱: what went out by text message and e-mail, what waits, and what a person must decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from tidu.domain.accounts import outbox_desk
from tidu.domain.accounts.outbox_desk import Asked
from tidu.domain.messages.outbox import text_for_others
from tidu.kit.refusals import Refusal
from tidu.web.requests import ActorRequest, operator_only
from tidu.web.ui.problems import FieldProblem
from tidu.web.ui.states import Look, Tone

if TYPE_CHECKING:
    from django.http import HttpResponse

    from tidu.domain.messages.models import Outgoing

_SENT, _AGAIN = "sent", "again"
_LOOKS = {
    "waiting": ("clock", Tone.BRAND),
    "sending": ("send", Tone.BRAND),
    "sent": ("circle-check", Tone.OK),
    "delivered": ("circle-check", Tone.OK),
    "failed": ("ban", Tone.DANGER),
    "unknown": ("alert-triangle", Tone.WARN),
}


class DecisionForm(forms.Form):
    """What is decided about a message of which nobody knows whether it went out."""

    verdict = forms.ChoiceField(
        label="定为",
        choices=[(_SENT, "已发出，不再发"), (_AGAIN, "没有发出，再发一次")],
        error_messages={"invalid_choice": "没有这种决定。"},
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="理由",
        max_length=200,
        help_text="向谁、怎样核实的。会记入操作日志。",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@dataclass(frozen=True)
class ShownMessage:
    """A message as the operator reads it."""

    row: Outgoing
    look: Look
    text: str


@require_GET
@operator_only
def outbox(request: ActorRequest) -> HttpResponse:
    asked = Asked(*(request.GET.get(name, "")[:254] for name in ("state", "kind", "to")))
    page = outbox_desk.outgoing(request.actor, asked, cursor=request.GET.get("cursor", ""))
    context = {
        "asked": asked,
        "is_narrowed": any((asked.state, asked.kind, asked.to.strip())),
        "page": page,
        "messages": [_shown(row) for row in page.rows],
        "counts": outbox_desk.open_counts(request.actor),
        "stays": outbox_desk.what_stays(),
        "states": outbox_desk.states(),
        "kinds": outbox_desk.kinds(),
    }
    return render(request, "operator/outbox.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@operator_only
def outgoing(request: ActorRequest, message_id: int) -> HttpResponse:
    form = DecisionForm(request.POST or None)
    message = outbox_desk.outgoing_for(request.actor, message_id)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        try:
            outbox_desk.decide(request.actor, message_id, was_sent=typed["verdict"] == _SENT, reason=typed["reason"])
        except Refusal as refusal:
            form.add_error(refusal.field or None, FieldProblem(refusal))
        else:
            return redirect(f"{reverse('operator:outgoing', args=[message_id])}?decided=yes")
    context = {
        "message": _shown(message),
        "history": sorted(message.history.all(), key=lambda event: event.pk),
        "form": form,
        "is_open": message.state == "unknown",
        "is_decided": "decided" in request.GET,
        "stays": message.gateway == "outbox",
    }
    return render(request, "operator/outgoing.html", context, status=422 if form.is_bound else 200)


def _shown(row: Outgoing) -> ShownMessage:
    icon, tone = _LOOKS[row.state]
    look = Look(row.get_state_display(), icon, tone)
    if row.state == _SENT and row.gateway == "outbox":
        look = Look("只在发件箱", "inbox", Tone.PLAIN)  # it went nowhere
    return ShownMessage(row, look, text_for_others(row))
