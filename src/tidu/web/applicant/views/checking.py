"""提交前检查: what must be mended, what is unusual, where it will go; submitting, and the receipt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from tidu.domain.declarations.actions import submit
from tidu.domain.declarations.errors import NotComplete, Outdated
from tidu.domain.declarations.judging import Judgement
from tidu.domain.declarations.opening import is_open
from tidu.domain.declarations.preconditions import Standing
from tidu.domain.declarations.queries import sheet_for, submission_for
from tidu.domain.regions.names import LOOKUPS
from tidu.domain.regions.queries import office_for
from tidu.kit.refusals import Refusal
from tidu.rules import answers, catalogue
from tidu.rules.checks import TYPED
from tidu.rules.schema import CheckLevel
from tidu.web.applicant.shown.cells import html_id
from tidu.web.applicant.shown.chapters import chapters_of
from tidu.web.applicant.shown.pins import Pin, pins_of
from tidu.web.applicant.shown.score import panel_of
from tidu.web.applicant.shown.state import own
from tidu.web.applicant.shown.strip import steps_of
from tidu.web.applicant.views.fill import deadline_of
from tidu.web.requests import ActorRequest, applicant_only

if TYPE_CHECKING:
    from tidu.rules.checks import Finding

_SEEN = "seen-"
_REVISION = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True)
class Line:
    """One finding with the place that the cursor is put in."""

    finding: Finding
    section_name: str
    id: str

    @property
    def is_unread(self) -> bool:
        """Whether the sentence quotes what was typed, and does not say in which field."""
        return self.finding.check == TYPED


@applicant_only
@require_safe
def check(request: ActorRequest, number: str) -> HttpResponse:
    """Show everything that stands between the draft and its submission."""
    return _page(request, number)


@applicant_only
@require_POST
def submit_declaration(request: ActorRequest, number: str) -> HttpResponse:
    """Submit what the page showed; what changed since, or is not complete, is told, and nothing is sent."""
    seen = {key.removeprefix(_SEEN): str(value) for key, value in request.POST.items() if key.startswith(_SEEN)}
    revisions = {section: int(value) for section, value in seen.items() if _REVISION.fullmatch(value)}
    try:
        submission = submit(request.actor, number, seen=revisions)
    except Refusal as refusal:
        return _page(request, number, refusal)
    return redirect("applicant:receipt", number, submission.sequence)


def _page(request: ActorRequest, number: str, refusal: Refusal | None = None) -> HttpResponse:
    declaration, rows = sheet_for(request.actor, number)
    judgement = Judgement.of(declaration, rows, Standing.of_enterprise(declaration.enterprise_id))
    edition = judgement.edition
    names = {section.key: section.name for section in edition.form.sections}
    lines = [Line(each, names[each.section], html_id(each.cells[0])) for each in judgement.findings]
    first = edition.workflow.steps[0]
    context = {
        "declaration": declaration,
        "own": own(declaration),
        "edition": edition,
        "chapters": chapters_of(judgement),
        "panel": panel_of(judgement),
        "blocking": [line for line in lines if line.finding.level is CheckLevel.BLOCK],
        "reminders": [line for line in lines if line.finding.level is CheckLevel.REMIND],
        "passed": _passed(judgement),
        "office": office_for(declaration.province_code, declaration.city_code, declaration.county_code, first.level),
        "seen": [(f"{_SEEN}{row.section}", row.revision) for row in rows],
        "is_open": is_open(declaration),
        "checking": True,
        "refusal": refusal if not isinstance(refusal, NotComplete) else None,
        "outdated": _outdated(refusal, judgement) if isinstance(refusal, Outdated) else [],
        **deadline_of(declaration),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK
    return render(request, "applicant/check.html", context, status=status)


def _passed(judgement: Judgement) -> int:
    """How many cells and checks have nothing wrong: what was looked at, less the findings."""
    edition = judgement.edition
    cells = sum(len(field.cells) for field in edition.fields.values() if not field.computed)
    looked_at = cells + sum(each.years for each in edition.form.checks)
    return max(0, looked_at - len({(each.check, each.cells) for each in judgement.findings}))


def _outdated(refusal: Outdated, judgement: Judgement) -> list[tuple[Pin, str]]:
    fields = judgement.edition.fields
    return [
        (pin, answers.show(fields[pin.cell.partition("[")[0]], judgement.answers.get(pin.cell), LOOKUPS) or "（空）")
        for pin in pins_of(judgement.edition, refusal.cells, judgement.last_year)
    ]


@applicant_only
@require_safe
def receipt(request: ActorRequest, number: str, sequence: int) -> HttpResponse:
    """Confirm a submission: its number, time and digest, and who has it now."""
    submission = submission_for(request.actor, number, sequence)
    declaration = submission.declaration
    edition = catalogue.edition(declaration.edition_id)
    context = {
        "submission": submission,
        "declaration": declaration,
        "own": own(declaration),
        "edition": edition,
        "steps": steps_of(declaration, edition, ()),
    }
    return render(request, "applicant/receipt.html", context)
