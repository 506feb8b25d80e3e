"""What hangs on bulk declarations, copied from the patterns inside the database: answers, decisions, titles.

The journal of single changes is left out: no page measured reads that of another's declaration.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from tidu.domain.declarations.models import Declaration
    from tools.bench.inside.patterns import Patterns

_SECTIONS = """
insert into declarations_sectionanswers (declaration_id, section, cells, revision)
select d.id, p.section, p.cells, p.revision
from declarations_declaration d join declarations_sectionanswers p on p.declaration_id = %s
where d.id between %s and %s and d.edition_id = %s
"""
_SUBMISSIONS = """
insert into declarations_submission (declaration_id, sequence, snapshot, digest, edition_digest, assessment, findings,
                                     submitted_by, submitted_by_name, submitted_at)
select d.id, 1, p.snapshot, p.digest, p.edition_digest, p.assessment, p.findings,
       p.submitted_by, p.submitted_by_name, d.submitted_at
from declarations_declaration d join declarations_submission p on p.declaration_id = %s
where d.id between %s and %s and d.edition_id = %s and d.submissions_made > 0
"""
_DECISIONS = """
insert into reviews_decision (declaration_id, submission_id, step, office_id, outcome, reason, pinned, mend_by,
                              officer_id, officer_name, at)
select d.id, s.id, %s, o.id, %s, %s, '[]', null, 0, '经办', d.submitted_at
from declarations_declaration d
join declarations_submission s on s.declaration_id = d.id
join regions_office o on o.level = %s and o.region_id = d.{column}
where d.id between %s and %s and {which}
"""
_TITLES = """
insert into recognitions_recognition (number, title, enterprise_id, edition_id, declaration_number, office_id,
                                      document_number, granted_on, valid_until)
select 'B' || d.number, d.programme, d.enterprise_id, d.edition_id, d.number, o.id,
       '示例公告〔2024〕2号', {granted_on}, {valid_until}
from declarations_declaration d join regions_office o on o.level = 'city' and o.region_id = d.city_code
where d.id between %s and %s and d.status = 'granted'
"""
_PASSED_COUNTY = "(d.status = 'granted' or d.step in ('city_review', 'province_review', 'public_notice'))"
_PASSED_CITY = "(d.status = 'granted' or d.step in ('province_review', 'public_notice'))"


def copy_content(known: Patterns, first: int, last: int) -> None:
    """Fill the declarations of a range of keys."""
    with connection.cursor() as cursor:
        for edition, pattern in known.filled.items():
            cursor.execute(_SECTIONS, [pattern.pk, first, last, edition])
            cursor.execute(_SUBMISSIONS, [pattern.pk, first, last, edition])
        for level, which in (("county", _PASSED_COUNTY), ("city", _PASSED_CITY)):
            query = _DECISIONS.format(column=f"{level}_code", which=which)
            cursor.execute(query, [f"{level}_review", "pass", "", level, first, last])
        for level in ("county", "city"):
            query = _DECISIONS.format(
                column=f"{level}_code", which=f"d.status = 'returned' and d.step = '{level}_review'"
            )
            cursor.execute(query, [f"{level}_review", "return", "请补充佐证材料。", level, first, last])
        cursor.execute(_TITLES.format(granted_on="'2024-09-01'", valid_until="'2027-08-31'"), [first, last])


def copy_answers(pattern: Declaration, first: int, last: int) -> None:
    """Give a range of declarations the answers of a pattern."""
    with connection.cursor() as cursor:
        cursor.execute(_SECTIONS, [pattern.pk, first, last, pattern.edition_id])
