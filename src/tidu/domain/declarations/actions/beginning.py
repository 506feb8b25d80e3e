"""Beginning: pins the edition the window names, and fills in what is known."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.http import Http404

from tidu.domain.accounts.access import Act, Actor, require
from tidu.domain.audit.actions import record
from tidu.domain.declarations.errors import DeclarationRefusal, NotOpen
from tidu.domain.declarations.models import Declaration, SectionAnswers
from tidu.domain.declarations.preconditions import Standing, obstacles
from tidu.domain.declarations.prefill import cells_for
from tidu.domain.enterprises.queries import enterprise_of, figures
from tidu.domain.windows.queries import window_by_code
from tidu.kit import clock
from tidu.rules import catalogue


def begin(actor: Actor, window_code: str) -> Declaration:
    """Begin a declaration in a window, or return the one that was begun there before: there is one a batch."""
    require(actor, Act.FILL)
    try:
        return _begin(actor, window_code)
    except IntegrityError:  # a double click, or a colleague at the same moment
        return Declaration.objects.get(enterprise_id=actor.enterprise_id, window__code=window_code)


@transaction.atomic
def _begin(actor: Actor, window_code: str) -> Declaration:
    window = window_by_code(window_code)
    enterprise = enterprise_of(actor)
    if window is None or window.region_id not in {enterprise.province_code, "000000"}:
        raise Http404(window_code)
    existing = Declaration.objects.filter(enterprise=enterprise, window=window).first()
    if existing is not None:
        return existing
    now = clock.now()
    if not window.opens_at <= now <= window.closes_at:
        opens, closes = (at.astimezone(clock.CHINA) for at in (window.opens_at, window.closes_at))
        raise NotOpen(
            "现在不在申报时间内。",
            f"{window.batch}的申报时间是 {opens:%Y-%m-%d %H:%M} 至 {closes:%Y-%m-%d %H:%M}。",
        )
    edition = catalogue.edition(window.edition_id)
    if found := obstacles(edition, Standing.of(enterprise)):
        raise DeclarationRefusal(found[0].what, found[0].clause, found[0].mend)
    declaration = Declaration.objects.create(
        number=f"{window.code}-{enterprise.credit_code[8:17]}",
        enterprise=enterprise,
        window=window,
        programme=window.programme,
        edition_id=edition.id,
        province_code=enterprise.province_code,
        city_code=enterprise.city_code,
        county_code=enterprise.county_code,
        began_at=now,
        moved_at=now,
    )
    known = figures(enterprise.pk)
    SectionAnswers.objects.bulk_create(
        SectionAnswers(
            declaration=declaration,
            section=section.key,
            cells=cells_for(section, enterprise, known, window.year - 1),
        )
        for section in edition.form.sections
    )
    record(actor, "declaration.begun", "declaration", declaration.number, edition=edition.id)
    return declaration
