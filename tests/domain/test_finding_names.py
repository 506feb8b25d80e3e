"""A search by name leaves out what every name has, and still finds everything."""

from __future__ import annotations

import pytest

from tests.services.world import World
from tidu.domain.enterprises.models import Enterprise, Member
from tidu.domain.enterprises.names import pieces, telling_pieces
from tidu.domain.enterprises.queries import named

pytestmark = pytest.mark.django_db


@pytest.fixture
def names(world: World) -> None:
    for name in ("昆山恒博精密机械有限公司", "昆山恒博电子股份有限公司", "苏州恒博精密机械有限责任公司"):
        world.enterprise(name=name)


def found(typed: str) -> list[str]:
    return [each.name for each in named(Enterprise.objects.all(), typed).order_by("id")]


def test_the_pieces_of_a_form_of_organisation_are_not_searched_by() -> None:
    assert telling_pieces("恒博有限公司") == sorted({"恒博", "博有"})
    assert telling_pieces("有限公司")[0] in pieces("有限公司")
    assert len(telling_pieces("有限公司")) == 1


@pytest.mark.usefixtures("names")
def test_a_whole_name_finds_that_enterprise_alone() -> None:
    assert found("昆山恒博精密机械有限公司") == ["昆山恒博精密机械有限公司"]
    assert found("昆山恒博电子股份有限公司") == ["昆山恒博电子股份有限公司"]


@pytest.mark.usefixtures("names")
def test_the_form_alone_finds_only_names_that_have_it() -> None:
    assert found("股份有限公司") == ["昆山恒博电子股份有限公司"]
    assert found("有限责任") == ["苏州恒博精密机械有限责任公司"]


@pytest.mark.usefixtures("names")
def test_what_belongs_to_an_enterprise_is_found_by_its_name() -> None:
    members = named(Member.objects.all(), "恒博电子", enterprise="enterprise")
    by_initials = named(Member.objects.all(), "kshbjm", enterprise="enterprise")

    assert [each.enterprise.name for each in members] == ["昆山恒博电子股份有限公司"]
    assert [each.enterprise.name for each in by_initials] == ["昆山恒博精密机械有限公司"]
