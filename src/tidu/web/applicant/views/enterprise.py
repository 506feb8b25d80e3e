"""企业信息: the enterprise's record, typed as people type, with the size class that follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from tidu.domain.accounts.access import Act, can
from tidu.domain.enterprises.queries import enterprise_of, missing, size_class
from tidu.domain.recognitions.actions import update_enterprise
from tidu.domain.recognitions.queries import record_lock, titles_of
from tidu.domain.regions.names import LOOKUPS
from tidu.domain.verification.queries import state_in
from tidu.kit import clock
from tidu.kit.refusals import Refusal
from tidu.rules import answers, size
from tidu.rules.enterprise_record import enterprise_record
from tidu.rules.schema import FieldType, FormField, Section
from tidu.web.applicant.shown.cells import in_box, unit_of
from tidu.web.requests import ActorRequest, applicant_only

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tidu.domain.enterprises.models import Enterprise
    from tidu.rules.problem import Problem


@dataclass(frozen=True)
class RecordField:
    """One field with what stands in its box, what is saved where that differs, and what is wrong.

    An industry stands there by its code and its name, as it is picked and read.
    """

    field: FormField
    unit: str
    text: str
    saved: str
    problem: Problem | None


@dataclass(frozen=True)
class RecordForm:
    """What was typed into the record: readings by field. A blank clears a column."""

    readings: Mapping[str, answers.Reading]

    @classmethod
    def typed(cls, posted: Mapping[str, Any]) -> RecordForm:
        fields = enterprise_record().fields.values()
        return cls({each.key: answers.read(each, posted.get(each.key, ""), LOOKUPS) for each in fields})

    @property
    def problems(self) -> dict[str, Problem]:
        return {key: each.problem for key, each in self.readings.items() if each.problem is not None}

    @property
    def columns(self) -> dict[str, Any]:
        """The values as the columns keep them."""
        return {key: _column(enterprise_record().fields[key], each.value) for key, each in self.readings.items()}


def _column(field: FormField, value: Any) -> Any:
    if field.type is FieldType.DATE:
        return None if value is None else date.fromisoformat(value)
    if value is None and field.type not in {FieldType.MONEY, FieldType.COUNT}:
        return ""
    return value


@applicant_only
@require_http_methods(["GET", "HEAD", "POST"])
def enterprise(request: ActorRequest) -> HttpResponse:
    """Show the record and take what is typed; nothing typed is lost when something is wrong."""
    if request.method != "POST":
        return _page(request, enterprise_of(request.actor), None)
    form = RecordForm.typed(request.POST)
    refusal: Refusal | None = None
    if not form.problems:
        try:
            update_enterprise(request.actor, form.columns, based_on=_version(request))
        except Refusal as refused:
            refusal = refused
        else:
            return redirect(_next(request) or f"{reverse('applicant:enterprise')}?saved=1")
    return _page(request, enterprise_of(request.actor), form, refusal)


def _version(request: ActorRequest) -> int:
    sent = request.POST.get("version", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else 0  # noqa: PLR2004  what is no version of ours is none


def _next(request: ActorRequest) -> str:
    target = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return target if is_ours else ""


def _page(
    request: ActorRequest, found: Enterprise, form: RecordForm | None, refusal: Refusal | None = None
) -> HttpResponse:
    size_now = size.Size(size_class(found))
    industry = size.class_of(found.industry)
    context = {
        "enterprise": found,
        "verification": state_in(found),
        "sections": [(each, _fields(each, found, form)) for each in enterprise_record().sections],
        "wrong": form.problems if form else {},
        "refusal": refusal,
        "is_conflict": refusal is not None and refusal.field == "version",
        "lock": record_lock(titles_of(found.pk), clock.today()),
        "size": size_now,
        "size_class": industry,
        "size_source": size.source(),
        "missing": missing(found),
        "next": _next(request),
        "is_saved": "saved" in request.GET,
        "may_fill": can(request.actor, Act.FILL),
    }
    is_wrong = form is not None and (form.problems or refusal)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK
    return render(request, "applicant/enterprise.html", context, status=status)


def _fields(section: Section, found: Enterprise, form: RecordForm | None) -> list[RecordField]:
    return [_field(each, found, form) for each in section.fields]


def _field(field: FormField, found: Enterprise, form: RecordForm | None) -> RecordField:
    kept = getattr(found, field.key)
    value = kept.isoformat() if isinstance(kept, date) else (None if kept == "" else kept)
    saved = answers.show(field, value, LOOKUPS)
    reading = form.readings[field.key] if form else None
    kept_text = saved if field.type is FieldType.INDUSTRY else in_box(field, value)
    text = kept_text if reading is None else str(reading.typed or "")
    differs = reading is not None and (reading.problem is not None or reading.value != value)
    return RecordField(
        field=field,
        unit=unit_of(field),
        text=text,
        saved=(saved or "（空）") if differs else "",
        problem=reading.problem if reading else None,
    )
