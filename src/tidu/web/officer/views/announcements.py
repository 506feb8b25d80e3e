"""公告 and what stands around them for the public: publishing, withdrawing, contacts, outside links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tidu.domain.accounts.access import Act, can
from tidu.domain.notices.actions import publish, set_contact, set_link, withdraw
from tidu.domain.notices.queries import contacts, outside_link, own_announcements
from tidu.kit import clock
from tidu.kit.refusals import Refusal
from tidu.rules.schema import Level
from tidu.web.requests import ActorRequest, officer_only
from tidu.web.ui.problems import FieldProblem

if TYPE_CHECKING:
    from django.http import HttpResponse

    from tidu.domain.accounts.access import Actor

CONTEST = "contest"
_DONE = {"published": "已发布。", "withdrawn": "已撤下，公众不再看到，记录保留。", "set": "已保存，公众页面随即更新。"}


class AnnouncementForm(forms.Form):
    title = forms.CharField(label="标题", max_length=200)
    document_number = forms.CharField(label="文号", max_length=60, required=False)
    body = forms.CharField(
        label="正文",
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="纯文字，空一行就是新的一段",
    )


class ContactForm(forms.Form):
    kind = forms.ChoiceField(label="种类", choices=[("support", "技术支持"), ("consult", "业务咨询")])
    name = forms.CharField(label="单位或岗位", max_length=60)
    phone = forms.CharField(label="电话", max_length=40)
    hours = forms.CharField(label="服务时间", max_length=60, required=False, help_text="例如：工作日 9:00–17:30")


class LinkForm(forms.Form):
    name = forms.CharField(label="名称", max_length=60, initial="创客大赛")
    url = forms.URLField(
        label="网址",
        assume_scheme="https",
        error_messages={"invalid": "这不是完整的网址。请以 https:// 开头。"},
    )
    note = forms.CharField(label="说明", max_length=120, required=False)


def publishes(actor: Actor) -> bool:
    """Whether the actor speaks to the public: a lead of a province or of the ministry."""
    return can(actor, Act.PUBLISH) and actor.level in {Level.PROVINCE, Level.MINISTRY}


@require_GET
@officer_only
def announcements(request: ActorRequest) -> HttpResponse:
    """Show what the office published. At most five queries."""
    context = {
        "announcements": own_announcements(request.actor),
        "publishes": publishes(request.actor),
        "sets": can(request.actor, Act.PUBLISH),
        "done": _DONE.get(request.GET.get("done", ""), ""),
        "now": clock.now(),
    }
    return render(request, "officer/announcements.html", context)


@require_http_methods(["GET", "POST"])
@officer_only
def announcement_new(request: ActorRequest) -> HttpResponse:
    """Write and publish one."""
    if not publishes(request.actor):
        raise PermissionDenied("announcements are published by leads of a province or of the ministry")
    form = AnnouncementForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            publish(request.actor, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, FieldProblem(refusal))
        else:
            return redirect(f"{reverse('officer:announcements')}?done=published")
    return render(request, "officer/announcement_new.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@officer_only
def announcement_withdraw(request: ActorRequest, pk: int) -> HttpResponse:
    """Take one back; the first post asks, the second does."""
    if not publishes(request.actor):
        raise PermissionDenied("announcements are withdrawn by leads of a province or of the ministry")
    if request.POST.get("confirm") != "yes":
        asked = next((each for each in own_announcements(request.actor) if each.pk == pk), None)
        if asked is None:
            raise Http404(pk)
        return render(request, "officer/announcement_withdraw.html", {"announcement": asked, "pk": pk}, status=422)
    withdraw(request.actor, pk)
    return redirect(f"{reverse('officer:announcements')}?done=withdrawn")


@require_http_methods(["GET", "POST"])
@officer_only
def announcement_settings(request: ActorRequest) -> HttpResponse:
    """Whom the public asks in this region, and the ministry's outside link."""
    if not can(request.actor, Act.PUBLISH):
        raise PermissionDenied("contacts are set by leads")
    is_ministry = request.actor.level is Level.MINISTRY
    link = outside_link(CONTEST) if is_ministry else None
    shown = {"name": link.name, "url": link.url, "note": link.note} if link else None
    posted = request.POST if request.method == "POST" else None
    wants_link = is_ministry and request.POST.get("what") == "link"
    forms_shown: dict[str, Any] = {
        "contact_form": ContactForm(None if wants_link else posted),
        "link_form": LinkForm(posted if wants_link else None, initial=shown, auto_id="link-%s")
        if is_ministry
        else None,
    }
    form = forms_shown["link_form" if wants_link else "contact_form"]
    if form.is_valid():
        try:
            _set(request.actor, form)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, FieldProblem(refusal))
        else:
            return redirect(f"{reverse('officer:announcement_settings')}?done=set")
    context = {
        **forms_shown,
        "rows": contacts(request.actor.region_code),
        "done": _DONE.get(request.GET.get("done", ""), ""),
    }
    return render(request, "officer/announcement_settings.html", context, status=422 if form.errors else 200)


def _set(actor: Actor, form: forms.Form) -> None:
    if isinstance(form, LinkForm):
        set_link(actor, CONTEST, **form.cleaned_data)
    else:
        set_contact(actor, **form.cleaned_data)
