"""Confirming or denying a certificate by its number, as the code printed on it leads here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from tidu.domain.recognitions import queries
from tidu.kit.throttle import TooOften
from tidu.web.public.limits import allow_address, too_often
from tidu.web.public.titles_shown import shown

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    try:
        allow_address(request, "certificate", times=30, seconds=60)
    except TooOften as refusal:
        return too_often(request, refusal)
    recognition = queries.certificate(number)
    context = {
        "number": number,
        "recognition": recognition,
        "title": None if recognition is None else shown(recognition),
    }
    return render(request, "public/certificate.html", context, status=404 if recognition is None else 200)
