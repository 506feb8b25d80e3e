"""The licence of somebody who registers: theirs as long as their session lasts, nobody else's."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from tidu.domain.verification.actions.licences import bring_licence
from tidu.domain.verification.queries import unclaimed_licence
from tidu.kit.refusals import Refusal
from tidu.web.public.limits import allow_address
from tidu.web.sending import sent
from tidu.web.ui.licences import LicenceShown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from tidu.domain.verification.models import Licence

_KEY = "licence"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def licence(request: HttpRequest) -> HttpResponse:
    """The fragment with the licence: after an upload, and again until it is read."""
    if "HX-Request" not in request.headers:
        return redirect("public:register")
    refusal = take_upload(request) if request.method == "POST" else None
    context = licence_context(request, {}, refusal)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK
    return render(request, "ui/_licence.html", context, status=status)


@never_cache
@require_GET
def licence_file(request: HttpRequest) -> HttpResponse:
    """Send the licence of this session."""
    found = brought(request)
    if found is None:
        raise Http404
    return sent(found.file)


def take_upload(request: HttpRequest) -> Refusal | None:
    """Keep what was uploaded with this request, if anything was; why it was refused, if it was."""
    upload = request.FILES.get("licence")
    if upload is None:
        return None
    try:
        allow_address(request, "licence", times=30, seconds=3600)
        request.session[_KEY] = str(bring_licence(upload).pk)
    except Refusal as refusal:
        return refusal
    return None


def brought(request: HttpRequest) -> Licence | None:
    """The licence of this session, as long as it belongs to nobody."""
    kept = request.session.get(_KEY, "")
    return unclaimed_licence(UUID(kept)) if kept else None


def forget_brought(request: HttpRequest) -> None:
    """It belongs to an enterprise now."""
    request.session.pop(_KEY, None)


def licence_context(request: HttpRequest, typed: Mapping[str, Any], refusal: Refusal | None = None) -> dict[str, Any]:
    """What `ui/_licence.html` shows beside what was typed."""
    found = brought(request)
    return {
        "licence": LicenceShown.of(found, typed) if found else None,
        "licence_refusal": refusal,
        "licence_url": reverse("public:licence"),
        "licence_file_url": reverse("public:licence_file"),
        "can_take": True,
    }
