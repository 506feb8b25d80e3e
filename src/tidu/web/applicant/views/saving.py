"""Saving one field, and what the rest of the page says after it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST, require_safe

from tidu.domain.declarations.actions import save_field
from tidu.domain.declarations.errors import Conflict
from tidu.domain.declarations.judging import Judgement
from tidu.domain.declarations.preconditions import Standing
from tidu.domain.declarations.queries import sheet_for
from tidu.kit import clock
from tidu.kit.refusals import Refusal
from tidu.rules import catalogue
from tidu.web.applicant.shown.chapters import chapters_of
from tidu.web.applicant.shown.score import panel_of
from tidu.web.applicant.shown.sheet import sheet_of
from tidu.web.applicant.views.fill import section_of
from tidu.web.requests import ActorRequest, applicant_only

if TYPE_CHECKING:
    from tidu.domain.declarations.actions import Saved


_UNREADABLE = Refusal("这一处没有存下。", "页面发来的内容读不懂。", "请刷新页面后再填。")
_TOO_BIG = Refusal("这一处没有存下。", "内容太长，任何一栏都写不下这么多。", "请删短后再填，或改成附件上传。")
_DEEPEST = 3  # a list of rows, each an object of cells, some of them lists of choices


@dataclass(frozen=True)
class Request:
    """What the page sends: one cell, as it was typed, on top of the version it saw; its own key for the request."""

    cell: str
    typed: Any
    based_on: int
    key: UUID

    @classmethod
    def read(cls, body: bytes) -> Request:
        """Read the body; ValueError where the page did not send what it should."""
        try:
            sent = json.loads(body)
        except RecursionError as deep:
            raise ValueError("nested without end") from deep
        if not isinstance(sent, dict) or not isinstance(sent.get("cell"), str) or type(sent.get("based_on")) is not int:
            raise ValueError("not a save")
        if not _is_shallow(sent.get("typed"), _DEEPEST):
            raise ValueError("deeper than any table")
        return cls(sent["cell"], sent.get("typed"), sent["based_on"], UUID(str(sent.get("key"))))


@applicant_only
@require_POST
def save(request: ActorRequest, number: str, section: str) -> HttpResponse:
    """Save one cell. 409 carries both values, 422 why it cannot be saved; what was typed stays in the browser."""
    try:
        sent = Request.read(request.body if request.content_type == "application/json" else b"")
    except ValueError:
        return JsonResponse({"refusal": _told(_UNREADABLE)}, status=HTTPStatus.BAD_REQUEST)
    except RequestDataTooBig:
        return JsonResponse({"refusal": _told(_TOO_BIG)}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        saved = save_field(request.actor, number, section, sent.cell, sent.typed, based_on=sent.based_on, key=sent.key)
    except Conflict as conflict:
        theirs = conflict.theirs
        answer = {"conflict": _told(conflict), "theirs": {"value": theirs.value, "shown": theirs.shown}}
        return JsonResponse(answer | {"version": theirs.version}, status=HTTPStatus.CONFLICT)
    except Refusal as refusal:
        return JsonResponse({"refusal": _told(refusal)}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return JsonResponse(_acknowledged(saved))


def _is_shallow(typed: Any, levels: int) -> bool:
    inside = typed.values() if isinstance(typed, dict) else typed if isinstance(typed, list) else None
    return inside is None or (levels > 0 and all(_is_shallow(each, levels - 1) for each in inside))


def _told(refusal: Refusal) -> dict[str, str]:
    return {"what": refusal.what, "why": refusal.why, "mend": refusal.mend}


def _acknowledged(saved: Saved) -> dict[str, Any]:
    return {
        "cell": saved.cell,
        "version": saved.version,
        "revision": saved.revision,
        "shown": saved.shown,
        "tidied": saved.tidied,
        "at": f"{clock.now():%H:%M}",
        "problem": asdict(saved.problem) if saved.problem else None,
    }


@applicant_only
@require_safe
def panel(request: ActorRequest, number: str, section: str) -> HttpResponse:
    """What follows from what is saved: chapters, score, computed cells and what is wrong, to be put in place by id."""
    declaration, rows = sheet_for(request.actor, number)
    chapter = section_of(catalogue.edition(declaration.edition_id), section)
    judgement = Judgement.of(declaration, rows, Standing.of_enterprise(declaration.enterprise_id))
    context = {
        "declaration": declaration,
        "edition": judgement.edition,
        "sheet": sheet_of(declaration, chapter, judgement, {}),
        "chapters": chapters_of(judgement, section),
        "panel": panel_of(judgement),
        "blocking": len(judgement.blocking),
    }
    return HttpResponse(render_to_string("applicant/fill_panel.html", context))
