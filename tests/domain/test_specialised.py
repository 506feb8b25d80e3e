"""专精特新: both generations through the same machine, added by YAML alone."""

from __future__ import annotations

import pytest

from tests.services.filling import judgement_of, submit_filled
from tests.services.world import World
from tidu.domain.declarations.actions import begin
from tidu.domain.declarations.errors import DeclarationRefusal
from tidu.domain.declarations.models import Declaration
from tidu.domain.enterprises.models import DigitalResult

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "edition_id", ["specialised@2022-08-01", "specialised@2022-08-01+32", "specialised@2026-04-01+32"]
)
def test_a_whole_declaration_is_filled_judged_and_submitted(world: World, edition_id: str) -> None:
    owner = world.enterprise()
    world.hold(owner, "innovative@2022-08-01+32", "320500")
    declaration = begin(owner, world.window(edition_id).code)

    submission = submit_filled(owner, declaration)

    assert judgement_of(declaration).blocking == []
    assert submission.assessment is not None
    assert all(state.done for state in judgement_of(declaration).states.values())
    current = Declaration.objects.get(pk=declaration.pk)
    assert current.step == "county_review"
    if "2022" in edition_id:
        assert submission.assessment["total"] is not None
        assert len(submission.assessment["indicators"]) == 13
    else:
        assert submission.assessment["total"] is None
        assert {each["code"] for each in submission.assessment["conditions"]} >= {"Z26-1", "Z26-6"}


def test_without_a_digital_result_one_is_told_before_filling(world: World) -> None:
    owner = world.enterprise()
    world.hold(owner, "innovative@2022-08-01+32", "320500")
    DigitalResult.objects.all().delete()

    with pytest.raises(DeclarationRefusal, match="数字化水平"):
        begin(owner, world.window("specialised@2022-08-01+32").code)


def test_in_jiangsu_one_must_hold_the_title_below(world: World) -> None:
    owner = world.enterprise()

    with pytest.raises(DeclarationRefusal, match="创新型中小企业"):
        begin(owner, world.window("specialised@2026-04-01+32").code)

    assert not Declaration.objects.exists()
