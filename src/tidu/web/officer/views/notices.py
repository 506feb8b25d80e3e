"""公示: choosing what is shown, and announcing the result when the days are over."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from django import forms
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tidu.domain.accounts.access import Act, can, require
from tidu.domain.reviews.actions import announce, publish_notice
from tidu.domain.reviews.queries import entries_of, notice_for, notices_of, waiting_for_notice
from tidu.kit import clock
from tidu.kit.refusals import Refusal
from tidu.rules import catalogue
from tidu.web.factors import fresh_factor
from tidu.web.officer.shown.notices import Group, Shown
from tidu.web.requests import ActorRequest, officer_only
from tidu.web.ui.problems import FieldProblem

if TYPE_CHECKING:
    from django.http import HttpResponse


class PublishForm(forms.Form):
    title = forms.CharField(label="公示标题", max_length=200)
    objections_to = forms.CharField(
        label="异议受理方式", max_length=200, help_text="受理单位、电话和邮箱，公众凭它提出异议")  # fmt: skip


class AnnounceForm(forms.Form):
    document_number = forms.CharField(
        label="公告文号", max_length=80, required=False, help_text="例如：苏州工信公告〔2026〕3号"
    )
    confirm = forms.BooleanField(label="我确认按这份名单公告，公告后不能撤回", required=False)


@require_GET
@officer_only
def notices(request: ActorRequest) -> HttpResponse:
    """Show what waits to be shown, by edition, and the notices of the office. At most six queries."""
    return render(request, "officer/notices.html", _context(request))


@require_POST
@officer_only
def publish(request: ActorRequest) -> HttpResponse:
    """Show the chosen files from today."""
    require(request.actor, Act.ANNOUNCE)
    edition_id, numbers = request.POST.get("edition_id", ""), request.POST.getlist("numbers")
    form = PublishForm(request.POST)
    refusal: Refusal | None = None
    if form.is_valid():
        try:
            notice = publish_notice(request.actor, catalogue.edition(edition_id).id, numbers, **form.cleaned_data)
        except catalogue.UnknownEdition as unknown:
            refusal = Refusal(str(unknown))
        except Refusal as no:
            refusal = no
        else:
            return redirect(f"{reverse('officer:notice', args=[notice.pk])}?done=published")
    context = _context(request, form=form, edition_id=edition_id, numbers=numbers) | {"refusal": refusal}
    return render(request, "officer/notices.html", context, status=422)


@require_GET
@officer_only
def notice(request: ActorRequest, notice_id: int) -> HttpResponse:
    """Show one notice with its frozen list. At most six queries."""
    return render(request, "officer/notice.html", _detail(request, notice_id) | {"form": AnnounceForm()})


@require_POST
@officer_only
@fresh_factor
def announce_result(request: ActorRequest, notice_id: int) -> HttpResponse:
    """Announce: grants every title on the list in one act, after a second confirmation and a fresh second factor."""
    require(request.actor, Act.ANNOUNCE)
    form = AnnounceForm(request.POST)
    if form.is_valid():
        try:
            _require_confirmed(form)
            announce(request.actor, notice_id, document_number=form.cleaned_data["document_number"])
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, FieldProblem(refusal))
        else:
            return redirect(f"{reverse('officer:notice', args=[notice_id])}?done=announced")
    return render(request, "officer/notice.html", _detail(request, notice_id) | {"form": form}, status=422)


def _require_confirmed(form: AnnounceForm) -> None:
    if not form.cleaned_data["confirm"]:
        raise Refusal("还没有确认。", "公告就是认定，作出后不能撤回。", "请核对名单并勾选确认。", field="confirm")


def _context(
    request: ActorRequest, *, form: PublishForm | None = None, edition_id: str = "", numbers: list[str] | None = None
) -> dict[str, Any]:
    waiting = waiting_for_notice(request.actor)
    groups: list[Group] = []
    for key, found in groupby(waiting, key=lambda each: each.edition_id):
        own = form if form is not None and key == edition_id else None
        groups.append(
            Group.of(
                catalogue.edition(key),
                list(found),
                own or PublishForm(auto_id=f"{len(groups)}-%s"),
                numbers if own else None,
            )
        )
    return {
        "groups": groups,
        "notices": [Shown(each) for each in notices_of(request.actor)],
        "can_announce": can(request.actor, Act.ANNOUNCE),
    }


def _detail(request: ActorRequest, notice_id: int) -> dict[str, Any]:
    found = notice_for(request.actor, notice_id)
    edition = catalogue.edition(found.edition_id)
    return {
        "shown": Shown(found),
        "notice": found,
        "edition": edition,
        "page": entries_of(found, cursor=request.GET.get("cursor", "")),
        "can_announce": can(request.actor, Act.ANNOUNCE, level=edition.workflow.grant.level),
        "done": {"published": "公示已发布，公众现在就能看到。", "announced": "已公告，名单上的企业都已认定。"}.get(
            request.GET.get("done", ""), ""
        ),
        "today": clock.today(),
    }
