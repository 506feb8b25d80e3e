"""Saving a field: durable, versioned, never refused because a value is wrong, never overwriting in silence."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.http import Http404

from tests.services.world import NOW, World
from tidu.domain.accounts.access import Actor
from tidu.domain.declarations.actions import Saved, begin, save_field
from tidu.domain.declarations.errors import Conflict, DeclarationRefusal, NotOpen
from tidu.domain.declarations.models import Change, Declaration, SectionAnswers
from tidu.domain.enterprises.actions import note_figures
from tidu.kit import clock
from tidu.rules import catalogue


@pytest.fixture
def owner(world: World) -> Actor:
    return world.enterprise()


@pytest.fixture
def declaration(world: World, owner: Actor) -> Declaration:
    return begin(owner, world.window().code)


def section_of(declaration: Declaration, cell: str) -> str:
    edition = catalogue.edition(declaration.edition_id)
    for section in edition.form.sections:
        if any(field.key == cell.partition("[")[0] for field in section.fields):
            return section.key
    raise KeyError(cell)


def save(
    owner: Actor,
    declaration: Declaration,
    cell: str,
    typed: object,
    *,
    based_on: int = 0,
    key: uuid.UUID | None = None,
) -> Saved:
    section = section_of(declaration, cell)
    return save_field(owner, declaration.number, section, cell, typed, based_on=based_on, key=key or uuid.uuid4())


def test_an_amount_is_kept_in_fen_and_shown_tidied(owner: Actor, declaration: Declaration) -> None:
    saved = save(owner, declaration, "revenue", " 6842.5 ")

    assert (saved.value, saved.shown, saved.tidied, saved.problem, saved.version) == (
        6_842_500_000,
        "6,842.50",
        True,
        None,
        1,
    )


def test_a_wrong_value_is_saved_as_typed_with_what_is_wrong(owner: Actor, declaration: Declaration) -> None:
    saved = save(owner, declaration, "revenue", "六千左右")

    row = SectionAnswers.objects.get(declaration=declaration, section=saved.section)
    assert saved.problem is not None
    assert row.cells["revenue"]["t"] == "六千左右"
    assert row.cells["revenue"]["v"] is None
    assert Change.objects.get(declaration=declaration, cell="revenue").typed == "六千左右"


def test_the_second_of_two_people_is_told_and_both_values_are_kept(owner: Actor, declaration: Declaration) -> None:
    save(owner, declaration, "revenue", "6000")

    with pytest.raises(Conflict) as told:
        save(owner, declaration, "revenue", "7000", based_on=0)

    assert (told.value.theirs.shown, told.value.theirs.version, told.value.theirs.by) == ("6,000.00", 1, "陈会计")
    assert "7000" in told.value.why
    assert (
        SectionAnswers.objects.get(declaration=declaration, section=section_of(declaration, "revenue")).cells[
            "revenue"
        ]["v"]
        == 6_000_000_000
    )


def test_the_same_request_twice_is_written_once_and_answered_alike(owner: Actor, declaration: Declaration) -> None:
    key = uuid.uuid4()
    first = save(owner, declaration, "revenue", "6000", key=key)

    again = save(owner, declaration, "revenue", "6000", key=key)

    assert (again.version, again.value) == (first.version, first.value)
    assert Change.objects.filter(declaration=declaration, cell="revenue").count() == 1


def test_different_fields_of_one_section_merge(owner: Actor, declaration: Declaration) -> None:
    save(owner, declaration, "revenue", "6000")
    save(owner, declaration, "main_revenue", "5000")

    cells = SectionAnswers.objects.get(declaration=declaration, section=section_of(declaration, "revenue")).cells
    assert (cells["revenue"]["v"], cells["main_revenue"]["v"]) == (6_000_000_000, 5_000_000_000)


def test_another_enterprise_has_no_such_declaration(world: World, declaration: Declaration) -> None:
    stranger = world.enterprise()

    with pytest.raises(Http404):
        save(stranger, declaration, "revenue", "1")

    assert not Change.objects.exists()


def test_a_cell_that_the_form_does_not_have_is_refused(owner: Actor, declaration: Declaration) -> None:
    section = section_of(declaration, "revenue")

    with pytest.raises(DeclarationRefusal, match="表里没有这一格"):
        save_field(owner, declaration.number, section, "revenue[-7]", "1", based_on=0, key=uuid.uuid4())


def test_after_the_deadline_and_its_grace_nothing_is_taken(owner: Actor, declaration: Declaration) -> None:
    closes = declaration.window.closes_at

    with clock.stopped_at(closes + timedelta(seconds=29)):
        assert save(owner, declaration, "revenue", "6000").version == 1
    with clock.stopped_at(closes + timedelta(seconds=31)), pytest.raises(NotOpen, match="截止"):
        save(owner, declaration, "revenue", "7000", based_on=1)


def test_figures_of_an_earlier_filing_are_carried_over_with_their_source(world: World, owner: Actor) -> None:
    note_figures(owner.enterprise_id, {(2024, "main_revenue"): 5_000_000_000}, source="2025年填报")

    declaration = begin(owner, world.window().code)

    cell = SectionAnswers.objects.get(declaration=declaration, section=section_of(declaration, "main_revenue")).cells[
        "main_revenue[-1]"
    ]
    assert (cell["v"], cell["s"]) == (5_000_000_000, "2025年填报")
    saved = save(owner, declaration, "main_revenue[-1]", "4800")
    kept = SectionAnswers.objects.get(declaration=declaration, section=saved.section).cells["main_revenue[-1]"]
    assert (kept["v"], kept["o"], kept["s"]) == (4_800_000_000, 5_000_000_000, "2025年填报")


def test_beginning_twice_gives_the_one_declaration_of_the_batch(world: World, owner: Actor) -> None:
    window = world.window()

    first, second = begin(owner, window.code), begin(owner, window.code)

    assert first.pk == second.pk
    assert Declaration.objects.filter(enterprise_id=owner.enterprise_id).count() == 1


def test_an_unfinished_record_keeps_one_from_beginning_and_says_what_is_missing(world: World) -> None:
    newcomer = world.enterprise(complete=False)

    with pytest.raises(DeclarationRefusal, match="企业信息还缺：通讯地址"):
        begin(newcomer, world.window().code)


def test_a_window_of_another_province_does_not_exist(world: World, owner: Actor) -> None:
    elsewhere = world.window("innovative@2022-08-01", region="330000")

    with pytest.raises(Http404):
        begin(owner, elsewhere.code)


def test_a_window_that_is_not_open_says_its_dates(world: World, owner: Actor) -> None:
    later = world.window(opens_at=NOW + timedelta(days=1), closes_at=NOW + timedelta(days=9))

    with pytest.raises(NotOpen, match="2026-04-17"):
        begin(owner, later.code)
