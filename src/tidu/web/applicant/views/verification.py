"""实名核验: where it stands, what waits for it, the licence and what was read on it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tidu.domain.accounts.access import Act, can
from tidu.domain.enterprises.queries import enterprise_of
from tidu.domain.verification.actions.licences import bring_own_licence
from tidu.domain.verification.actions.verifying import ask_for_verification
from tidu.domain.verification.queries import is_registry_asked, licence_of, verification_of
from tidu.kit.refusals import Refusal
from tidu.web.requests import ActorRequest, applicant_only
from tidu.web.sending import sent
from tidu.web.ui.licences import LicenceShown


@applicant_only
@require_http_methods(["GET", "HEAD", "POST"])
def verification(request: ActorRequest) -> HttpResponse:
    """Show where it stands, for htmx the licence alone; a post asks for it."""
    if request.method != "POST":
        page = "ui/_licence.html" if request.htmx else "applicant/verification.html"
        return render(request, page, _context(request))
    try:
        ask_for_verification(request.actor)
    except Refusal as refusal:
        return _refused(request, refusal)
    return redirect("applicant:verification")


@applicant_only
@require_POST
def licence(request: ActorRequest) -> HttpResponse:
    """Take a licence in; it is read in the background."""
    upload = request.FILES.get("licence")
    if upload is None:
        return _refused(request, Refusal("没有选文件。", mend="请先选营业执照的照片或 PDF，再点“上传执照”。"))
    try:
        bring_own_licence(request.actor, upload)
    except Refusal as refusal:
        return _refused(request, refusal)
    return redirect("applicant:verification")


@applicant_only
@require_GET
def licence_file(request: ActorRequest) -> HttpResponse:
    """Send the enterprise's own newest licence."""
    found = licence_of(request.actor.enterprise_id)
    if found is None:
        raise Http404
    return sent(found.file)


def _refused(request: ActorRequest, refusal: Refusal) -> HttpResponse:
    context = _context(request) | {"refusal": refusal}
    return render(request, "applicant/verification.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _context(request: ActorRequest) -> dict[str, Any]:
    enterprise = enterprise_of(request.actor)
    found = licence_of(enterprise.pk)
    return {
        "enterprise": enterprise,
        "verification": verification_of(enterprise.pk),
        "licence": LicenceShown.of(found, enterprise) if found else None,
        "asks_registry": is_registry_asked(),
        "may_fill": can(request.actor, Act.FILL),
    }
