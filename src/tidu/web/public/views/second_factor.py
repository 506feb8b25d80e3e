"""The second step of signing in, and setting it up the first time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tidu.domain.accounts.second_factor import app_address, begin_app, confirm_app, new_recovery_codes, standing
from tidu.kit.refusals import Refusal
from tidu.web.factors import CODE, asked, in_fours, picture, take
from tidu.web.public.limits import allow_address
from tidu.web.public.second_step import finish, pending

if TYPE_CHECKING:
    from django.http import HttpRequest

_CODE = re.compile(r"[A-Z2-9]{4}(-[A-Z2-9]{4}){3}")
_MOST_CODES = 10


@never_cache
@sensitive_post_parameters(CODE)
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor of whoever has just shown the password."""
    user = pending(request)
    if user is None:
        return redirect("public:sign_in")
    if not standing(user.pk).is_set_up:
        return redirect("public:set_up_factor")
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            allow_address(request, "second_factor", times=60, seconds=300)
            take(request, user.pk)
        except Refusal as no:
            refusal = no
        else:
            return redirect(finish(request, user))
    context = asked(request, user.pk) | {"person": user.name, "refusal": refusal}
    return render(request, "public/second_factor.html", context, status=422 if refusal else 200)


@never_cache
@sensitive_post_parameters(CODE)
@require_http_methods(["GET", "HEAD", "POST"])
def set_up_factor(request: HttpRequest) -> HttpResponse:
    """Bind an app at the first sign-in; the recovery codes are shown with it, once."""
    user = pending(request)
    if user is None:
        return redirect("public:sign_in")
    if standing(user.pk).is_set_up:
        return redirect("public:second_factor")
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            allow_address(request, "second_factor", times=60, seconds=300)
            confirm_app(user.pk, request.POST.get(CODE, ""))
        except Refusal as no:
            refusal = no
        else:
            codes = new_recovery_codes(user.pk)
            return render(request, "ui/recovery_codes.html", {"codes": codes, "next": finish(request, user)})
    secret = begin_app(user.pk)
    context = {
        "person": user.name,
        "picture": picture(app_address(user.username, secret)),
        "secret": in_fours(secret),
        "refusal": refusal,
    }
    return render(request, "public/set_up_factor.html", context, status=422 if refusal else 200)


@require_POST
def recovery_codes_file(request: HttpRequest) -> HttpResponse:
    """The codes that the page shows as a file; they come from the page, because nobody else has them any more."""
    codes = [code for code in request.POST.getlist("code")[:_MOST_CODES] if _CODE.fullmatch(code)]
    lines = ["优质中小企业梯度培育平台 恢复码", "每个只能用一次，请收在别人拿不到的地方。", "", *codes, ""]
    response = HttpResponse("\r\n".join(lines), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = str(content_disposition_header(True, "recovery-codes.txt"))
    response["Cache-Control"] = "no-store"
    return response
