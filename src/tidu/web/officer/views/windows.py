"""申报时间: the windows of a region, opening one under a chosen edition, changing its dates."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from tidu.domain.windows.actions import change_window, open_window
from tidu.domain.windows.queries import managed_window, manages_windows, windows_seen_by
from tidu.kit import clock
from tidu.kit.refusals import Refusal
from tidu.rules import catalogue
from tidu.rules.schema import Edition, Level, StepKind
from tidu.web.requests import ActorRequest, officer_only
from tidu.web.ui.problems import FieldProblem
from tidu.web.ui.states import LEVEL_NAMES

if TYPE_CHECKING:
    from django.http import HttpResponse

    from tidu.domain.accounts.access import Actor
    from tidu.domain.windows.models import Window

_INVALID = {"invalid": "看不懂这个时间。请写成 2026-05-06 17:00。"}


class _Moment(forms.DateTimeField):
    """A moment in China's time, typed in the browser's own control or as text."""

    def __init__(self, label: str, **options: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"]
        super().__init__(label=label, widget=widget, input_formats=formats, error_messages=_INVALID, **options)


class DatesForm(forms.Form):
    """The dates of a window; each review level of the edition has a deadline of its own."""

    opens_at = _Moment("开始时间")
    closes_at = _Moment("截止时间")

    def __init__(self, edition: Edition, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.levels = levels_of(edition)
        for level in self.levels:
            self.fields[f"due_{level}"] = _Moment(f"{LEVEL_NAMES[level]}审核截止")

    @property
    def dates(self) -> dict[str, Any]:
        """What the actions take."""
        typed = self.cleaned_data
        deadlines: dict[Level, datetime] = {level: typed[f"due_{level}"] for level in self.levels}
        return {"opens_at": typed["opens_at"], "closes_at": typed["closes_at"], "deadlines": deadlines}


class OpenForm(DatesForm):
    batch = forms.CharField(label="批次", max_length=60, help_text="例如：第一批")
    year = forms.IntegerField(
        label="申报年度", min_value=2022, max_value=2099, help_text="数据填到上一年度为止",
        error_messages={"invalid": "年度要写成四位数字，如 2026。"},
    )  # fmt: skip
    code = forms.RegexField(
        r"^[A-Z0-9]{2,20}$", label="批次代号", help_text="大写字母和数字，是申报编号的开头，例如 ZX26JS1",
        error_messages={"invalid": "只能用大写字母和数字，2 至 20 位。"},
    )  # fmt: skip
    field_order = ["batch", "year", "code", "opens_at", "closes_at"]


def levels_of(edition: Edition) -> list[Level]:
    """The levels that review under the edition, in its order."""
    return list(dict.fromkeys(each.level for each in edition.workflow.steps if each.kind is StepKind.REVIEW))


@require_GET
@officer_only
def windows(request: ActorRequest) -> HttpResponse:
    """Show the windows that concern the region. At most six queries."""
    found = [(each, catalogue.edition(each.edition_id)) for each in windows_seen_by(request.actor)]
    own = "000000" if request.actor.level is Level.MINISTRY else request.actor.region_code
    context = {"windows": found, "manages": manages_windows(request.actor), "own": own, "now": clock.now()}
    return render(request, "officer/windows.html", context)


@require_http_methods(["GET", "POST"])
@officer_only
def window_new(request: ActorRequest) -> HttpResponse:
    """Choose an edition, then open it for a batch."""
    _require_manager(request.actor)
    editions = _editions_for(request.actor)
    chosen = request.GET.get("edition", "")
    edition = next((each for each in editions if each.id == chosen), None)
    if chosen and edition is None:
        raise Http404(chosen)
    if edition is None:
        ruling = [catalogue.in_force(each.programme, clock.today(), each.region) for each in editions]
        context = {"editions": editions, "in_force": {each.id for each in ruling if each is not None}}
        return render(request, "officer/window_editions.html", context)
    form = OpenForm(edition, request.POST if request.method == "POST" else None, initial={"year": clock.today().year})
    if form.is_valid():
        typed = {key: form.cleaned_data[key] for key in ("code", "batch", "year")}
        try:
            open_window(request.actor, edition_id=edition.id, **typed, **form.dates)
        except Refusal as refusal:
            _say(form, refusal)
        else:
            return redirect(f"{reverse('officer:windows')}?done=opened")
    return _form_page(request, form, edition)


@require_http_methods(["GET", "POST"])
@officer_only
def window(request: ActorRequest, code: str) -> HttpResponse:
    """Change the dates of a window of one's own region; its edition stays."""
    _require_manager(request.actor)
    found = managed_window(request.actor, code)
    edition = catalogue.edition(found.edition_id)
    form = DatesForm(edition, request.POST if request.method == "POST" else None, initial=_dates_of(found))
    if form.is_valid():
        try:
            change_window(request.actor, code, **form.dates)
        except Refusal as refusal:
            _say(form, refusal)
        else:
            return redirect(f"{reverse('officer:windows')}?done=changed")
    return _form_page(request, form, edition, found)


def _require_manager(actor: Actor) -> None:
    if not manages_windows(actor):
        raise PermissionDenied("windows are kept by leads of a province or of the ministry")


def _editions_for(actor: Actor) -> list[Edition]:
    """What may be opened in the actor's region, the newest first."""
    region = "00" if actor.level is Level.MINISTRY else actor.region_code[:2]
    fitting = [each for each in catalogue.editions() if each.published and each.region in {None, region}]
    return sorted(fitting, key=lambda each: (each.programme, each.in_force.since, each.id), reverse=True)


def _dates_of(window: Window) -> dict[str, datetime]:
    due = {f"due_{each.level}": each.due_at for each in window.deadlines.all()}
    return {"opens_at": window.opens_at, "closes_at": window.closes_at} | due


def _say(form: forms.Form, refusal: Refusal) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, FieldProblem(refusal))


def _form_page(request: ActorRequest, form: DatesForm, edition: Edition, window: Window | None = None) -> HttpResponse:
    context = {"form": form, "edition": edition, "window": window}
    return render(request, "officer/window.html", context, status=422 if form.errors else 200)
