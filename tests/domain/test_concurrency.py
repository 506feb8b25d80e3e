"""Two at the same moment: one decides, one is told; no save is lost. Real connections, on both databases."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests.services.filling import fill, seen, submit_filled
from tests.services.world import NOW, World
from tidu.domain.declarations.actions import begin, save_field, submit
from tidu.domain.declarations.errors import Conflict
from tidu.domain.declarations.models import Change, Declaration, SectionAnswers, Submission
from tidu.domain.recognitions.models import Recognition
from tidu.domain.reviews.actions import decide
from tidu.domain.reviews.errors import ReviewRefusal
from tidu.domain.reviews.models import Decision
from tidu.kit import clock
from tidu.kit.refusals import Refusal
from tidu.rules import catalogue
from tidu.rules.workflow import Outcome

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """Do them at the same moment, each on its own connection; a refusal is a result."""
    gate = Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> object:
        try:
            gate.wait()
            with clock.stopped_at(NOW):
                return deed()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def test_two_officers_deciding_at_once_decide_once(world: World) -> None:
    owner = world.enterprise()
    declaration = begin(owner, world.window().code)
    submit_filled(owner, declaration)
    officer = world.officer("320583")

    def pass_it() -> Declaration:
        return decide(officer, declaration.number, Outcome.PASS, at_step="county_review", at_submission=1)

    def return_it() -> Declaration:
        return decide(
            officer,
            declaration.number,
            Outcome.RETURN,
            at_step="county_review",
            at_submission=1,
            reason="请核对研发费用的口径。",
        )

    results = at_once(pass_it, return_it, pass_it, return_it)

    assert sum(isinstance(each, Declaration) for each in results) == 1
    assert sum(isinstance(each, ReviewRefusal) for each in results) == 3
    assert Decision.objects.count() == 1


def test_clerks_saving_different_fields_at_once_lose_none(world: World) -> None:
    owner = world.enterprise()
    declaration = begin(owner, world.window().code)
    section = next(
        each
        for each in catalogue.edition(declaration.edition_id).form.sections
        if any(field.key == "revenue" for field in each.fields)
    )
    cells = [field.key for field in section.fields if not field.computed and field.type in {"money", "count"}][:6]

    at_once(
        *(
            lambda cell=cell: save_field(
                owner, declaration.number, section.key, cell, "12", based_on=0, key=uuid.uuid4()
            )
            for cell in cells
        )
    )

    row = SectionAnswers.objects.get(declaration=declaration, section=section.key)
    assert {cell: row.cells[cell]["n"] for cell in cells} == dict.fromkeys(cells, 1)
    assert row.revision == Change.objects.filter(declaration=declaration).count() == len(cells)


def test_two_people_saving_one_field_at_once_are_told_and_one_value_stands(world: World) -> None:
    owner = world.enterprise()
    declaration = begin(owner, world.window().code)
    section = next(
        row.section for row in SectionAnswers.objects.filter(declaration=declaration) if _has(row, "revenue")
    )

    results = at_once(
        *(
            lambda typed=typed: save_field(
                owner, declaration.number, section, "revenue", typed, based_on=0, key=uuid.uuid4()
            )
            for typed in ("6000", "7000")
        )
    )

    assert sum(isinstance(each, Conflict) for each in results) == 1
    assert Change.objects.filter(declaration=declaration, cell="revenue").count() == 1


def test_submitting_twice_at_once_makes_one_submission(world: World) -> None:
    owner = world.enterprise()
    declaration = begin(owner, world.window().code)
    submit_filled(owner, declaration)
    returned = declaration.number
    decide(
        world.officer("320583"),
        returned,
        Outcome.RETURN,
        at_step="county_review",
        at_submission=1,
        reason="请核对研发费用的口径。",
    )
    opened = seen(declaration)

    results = at_once(*[lambda: submit(owner, returned, seen=opened)] * 4)

    assert {each.sequence for each in results if isinstance(each, Submission)} == {2}
    assert Submission.objects.filter(declaration=declaration).count() == 2
    assert not Recognition.objects.exists()


@pytest.mark.parametrize("turn", range(4))
def test_what_is_saved_while_it_is_submitted_is_in_it_or_refused(world: World, turn: int) -> None:
    owner = world.enterprise()
    declaration = begin(owner, world.window().code)
    fill(owner, declaration)
    row = next(row for row in SectionAnswers.objects.filter(declaration=declaration) if _has(row, "revenue"))
    there, opened = row.cells["revenue"], seen(declaration)

    def save() -> object:
        number = declaration.number
        return save_field(owner, number, row.section, "revenue", "6543.21", based_on=there["n"], key=uuid.uuid4())

    results = at_once(*[save, lambda: submit(owner, declaration.number, seen=opened)][:: 1 if turn % 2 else -1])

    row.refresh_from_db()
    is_saved = row.cells["revenue"]["v"] != there["v"]
    submissions = Submission.objects.filter(declaration=declaration)
    # either the submission came first and the save is refused, or the save did and what was seen is outdated
    assert sum(isinstance(each, Refusal) for each in results) == 1
    assert is_saved == (submissions.count() == 0)


def _has(row: SectionAnswers, key: str) -> bool:
    edition = catalogue.edition(row.declaration.edition_id)
    return any(field.key == key for each in edition.form.sections if each.key == row.section for field in each.fields)
