"""Who the clients act as: signed in beforehand, at the beginning of a declaration or one click before its end."""

from __future__ import annotations

import json
import uuid
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction

from tests.services.filling import PDF
from tidu.domain.accounts.actions import create_user, give_post
from tidu.domain.accounts.models import Post
from tidu.domain.declarations.models import Change, Declaration, Evidence, SectionAnswers
from tidu.domain.enterprises.models import DigitalResult
from tidu.domain.files.models import StoredFile
from tidu.domain.regions.models import Office
from tidu.kit import clock
from tidu.rules import catalogue
from tidu.rules.schema import FieldType
from tidu.web.requests import FACTOR_KEY, POST_KEY
from tools.bench.inside.content import copy_answers
from tools.bench.inside.declarations import draft
from tools.bench.inside.enterprises import add_enterprises, let_sign_in, sign_in
from tools.bench.inside.patterns import INNOVATIVE, PROVINCE, patterns

if TYPE_CHECKING:
    from collections.abc import Iterator

OFFICES = {"province": "320000", "city": "320500", "county": "320583"}


def officers() -> dict[str, str]:
    """A reviewer of the province, of one of its cities and of one of its counties, signed in: sessions by level."""
    sessions = {}
    for level, region in OFFICES.items():
        user = create_user(username=f"bench-{level}", password=None, name="经办")
        post = give_post(user, Office.objects.get(region_id=region), Post.Role.REVIEWER, since=date(2026, 1, 1))
        shown = int(clock.now().timestamp())
        (sessions[level],) = sign_in([user], **{POST_KEY: post.pk, FACTOR_KEY: shown})
    return sessions


@transaction.atomic
def applicants(count: int, *, complete: bool) -> list[dict[str, str]]:
    """Enterprises with a declaration just begun, or one in which nothing is missing: its number and their session."""
    known = patterns()
    enterprises = add_enterprises(count)
    sessions = let_sign_in(enterprises)
    now, office = clock.now(), Office.objects.get(region_id=PROVINCE)
    DigitalResult.objects.bulk_create(
        DigitalResult(enterprise=each, level=2, assessed_on=date(2026, 1, 15), imported_at=now, office=office)
        for each in enterprises
    )
    made = Declaration.objects.bulk_create(draft(each, known.open[INNOVATIVE], now) for each in enterprises)
    copy_answers(known.filled[INNOVATIVE] if complete else known.blank, made[0].pk, made[-1].pk)
    if complete:
        _give_files(known.filled[INNOVATIVE], made)
    return [{"number": each.number, "session": sessions[each.enterprise_id]} for each in made]


def _give_files(pattern: Declaration, declarations: list[Declaration]) -> None:
    """Evidence of their own in every slot of the pattern."""
    files, evidence, sections = [], [], []
    originals = list(Evidence.objects.filter(declaration=pattern).select_related("file"))
    for declaration in declarations:
        names = {str(each.file_id): uuid.uuid4() for each in originals}
        for each in originals:
            key = names[str(each.file_id)]
            file = StoredFile(**{f.attname: getattr(each.file, f.attname) for f in StoredFile._meta.concrete_fields})  # noqa: SLF001
            file.id, file.path = key, f"{key.hex[:2]}/{key.hex}"
            files.append(file)
            evidence.append(Evidence(declaration=declaration, field=each.field, file_id=key))
        for row in SectionAnswers.objects.filter(declaration=declaration):
            text = json.dumps(row.cells)
            for old, new in names.items():
                text = text.replace(old, str(new))
            row.cells = json.loads(text)
            sections.append(row)
    StoredFile.objects.bulk_create(files, batch_size=2_000)
    Evidence.objects.bulk_create(evidence, batch_size=2_000)
    SectionAnswers.objects.bulk_update(sections, ["cells"], batch_size=500)


def script() -> list[dict[str, Any]]:
    """What a person does to fill the form: the journal of the pattern, section by section; a file comes as its text."""
    pattern = patterns().filled[INNOVATIVE]
    fields = catalogue.edition(pattern.edition_id).fields
    order = [section.key for section in catalogue.edition(pattern.edition_id).form.sections]
    changes = sorted(Change.objects.filter(declaration=pattern), key=lambda each: (order.index(each.section), each.pk))
    return list(_steps(changes, fields))


def _steps(changes: list[Change], fields: Any) -> Iterator[dict[str, Any]]:
    for change in changes:
        is_file = fields[change.cell.partition("[")[0]].type is FieldType.FILES
        typed = PDF.decode() if is_file else change.typed
        yield {"section": change.section, "cell": change.cell, "typed": typed, "is_file": is_file}
