"""Files in the slots of the form: put in, taken out, shown."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tidu.domain.declarations.actions import attach, detach
from tidu.domain.declarations.judging import Judgement
from tidu.domain.declarations.looking import note_file
from tidu.domain.declarations.preconditions import Standing
from tidu.domain.declarations.queries import evidence_file, files_of, sheet_for
from tidu.domain.files.errors import FileRefusal
from tidu.kit.refusals import Refusal
from tidu.rules import catalogue
from tidu.web.applicant.shown.cells import html_id
from tidu.web.applicant.shown.sheet import sheet_of
from tidu.web.applicant.views.fill import section_of
from tidu.web.requests import ActorRequest, applicant_only
from tidu.web.sending import sent


@applicant_only
@require_POST
def attach_file(request: ActorRequest, number: str, section: str, field: str) -> HttpResponse:
    """Put the uploaded files into a slot, one after the other; the first that is refused is told beside the slot."""
    uploads = request.FILES.getlist("file")
    try:
        if not uploads:
            raise FileRefusal("没传上：没有选文件。", mend="请先选文件，再点上传。")
        for upload in uploads:
            attach(request.actor, number, section, field, upload)
    except Refusal as refusal:
        return _slot(request, number, section, field, refusal)
    return _slot(request, number, section, field)


@applicant_only
@require_POST
def detach_file(request: ActorRequest, number: str, section: str, field: str, file_id: UUID) -> HttpResponse:
    """Take a file out of its slot."""
    try:
        detach(request.actor, number, section, field, file_id)
    except Refusal as refusal:
        return _slot(request, number, section, field, refusal)
    return _slot(request, number, section, field)


def _slot(request: ActorRequest, number: str, section: str, field: str, refusal: Refusal | None = None) -> HttpResponse:
    """The slot as it is now: a fragment for the page's script, else the page it stands on."""
    fetched = request.headers.get("X-Requested-With") == "fetch"
    if refusal is None and not fetched:
        return redirect(f"{reverse('applicant:fill', args=[number, section])}#{html_id(field)}")
    declaration, rows = sheet_for(request.actor, number)
    chapter = section_of(catalogue.edition(declaration.edition_id), section)
    judgement = Judgement.of(declaration, rows, Standing.of_enterprise(declaration.enterprise_id))
    sheet = sheet_of(declaration, chapter, judgement, files_of(declaration))
    shown = next((each for block in sheet.blocks for each in block.fields if each.field.key == field), None)
    if shown is None:
        raise Http404(field)
    page = "applicant/_slot.html" if fetched else "applicant/slot.html"
    context = {"declaration": declaration, "sheet": sheet, "shown": shown, "refusal": refusal, "own_page": not fetched}
    return render(request, page, context, status=HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK)


@applicant_only
@require_safe
def file(request: ActorRequest, number: str, file_id: UUID) -> HttpResponse:
    """Send a file of one's own declaration, and log that it was taken."""
    stored = evidence_file(request.actor, number, file_id)
    note_file(request.actor, number, file_id)
    return sent(stored)
