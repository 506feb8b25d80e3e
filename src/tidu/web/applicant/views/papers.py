"""The 申报书 as PDF: asked for, made in the background, fetched when it is there."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from tidu.domain.declarations.looking import note_paper
from tidu.domain.declarations.queries import submission_for
from tidu.domain.declarations.tasks import paper_for, request_paper
from tidu.web.requests import ActorRequest, applicant_only
from tidu.web.sending import sent


@applicant_only
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: ActorRequest, number: str, sequence: int) -> HttpResponse:
    """Ask for the PDF of a submission (POST), or say how far it is."""
    if request.method == "POST":
        request_paper(request.actor, number, sequence)
        return redirect("applicant:paper", number, sequence)
    found = paper_for(request.actor, number, sequence)
    if found is None:
        return redirect("applicant:declaration", submission_for(request.actor, number, sequence).declaration.number)
    page = "applicant/_paper.html" if request.htmx else "applicant/paper.html"
    return render(request, page, {"paper": found, "number": number, "sequence": sequence})


@applicant_only
@require_safe
def paper_file(request: ActorRequest, number: str, sequence: int) -> HttpResponse:
    """Send the PDF, and log that it was taken."""
    found = paper_for(request.actor, number, sequence)
    if found is None or found.file is None:
        raise Http404(f"{number}-{sequence}")
    note_paper(request.actor, number, sequence)
    return sent(found.file, download=True)
