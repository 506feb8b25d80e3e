"""The queue: what waits comes first, counts lead to lists, and htmx gets rows alone."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.services.world import World
from tests.web.officer.conftest import SignIn, Submits, fresh, move_on
from tidu.domain.declarations.models import Declaration
from tidu.rules.workflow import Outcome, Status


def shown(client: Client, query: str = "") -> str:
    response = client.get(f"/desk/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_a_county_sees_what_waits_there_with_points_and_checks(sign_in: SignIn, submits: Submits) -> None:
    (declaration,) = submits()

    page = shown(sign_in("320583"))

    assert declaration.enterprise.name in page
    assert f"/desk/{declaration.number}/" in page
    assert "<b>95</b>" in page
    assert "未见异常" in page
    assert "待县级审核" in page
    assert "待我县审核 <b>1</b>" in page


@pytest.mark.parametrize("region", ["320582", "330106", "320100"])
def test_an_office_elsewhere_sees_nothing_of_it(sign_in: SignIn, submits: Submits, region: str) -> None:
    (declaration,) = submits()

    page = shown(sign_in(region), "?view=all")

    assert declaration.enterprise.name not in page


def test_the_city_finds_it_among_what_lies_below_and_then_among_what_waits(
    world: World, sign_in: SignIn, submits: Submits
) -> None:
    (declaration,) = submits()
    city = sign_in("320500")

    assert declaration.enterprise.name not in shown(city)
    assert "县级审核中 <b>1</b>" in shown(city)
    assert declaration.enterprise.name in shown(city, "?view=below")

    move_on(world, declaration, to="city_review")

    assert declaration.enterprise.name in shown(city)


def test_names_are_found_by_a_part_or_by_initials_and_other_names_are_not(sign_in: SignIn, submits: Submits) -> None:
    first, second = submits(2)
    client = sign_in("320583")

    assert first.enterprise.name in shown(client, "?search=昆山示例")
    assert first.enterprise.name in shown(client, "?search=kssl")
    found = shown(client, f"?search={second.enterprise.credit_code}")
    assert second.enterprise.name in found
    assert first.enterprise.name not in found
    assert "没有符合这些条件的企业" in shown(client, "?search=不存在的名字")


def test_filters_by_programme_and_county_narrow_the_list(world: World, sign_in: SignIn, submits: Submits) -> None:
    here, there = (move_on(world, submits(1, region)[0], to="city_review") for region in ("320583", "320582"))
    city = sign_in("320500")

    page = shown(city, "?county=320582")

    assert there.enterprise.credit_code in page
    assert here.enterprise.credit_code not in page
    assert "去掉条件 张家港市" in page
    assert here.enterprise.credit_code not in shown(city, "?programme=specialised")


def test_pages_follow_each_other_by_key_and_no_file_is_on_two(sign_in: SignIn, submits: Submits) -> None:
    made = submits(22)
    client = sign_in("320583")

    first = client.get("/desk/")
    second = client.get("/desk/", {"cursor": first.context["page"].next_cursor})

    numbers = [row.declaration.number for row in [*first.context["rows"], *second.context["rows"]]]
    assert len(first.context["rows"]) == 20
    assert sorted(numbers) == sorted(each.number for each in made)


def test_htmx_gets_the_rows_alone(sign_in: SignIn, submits: Submits) -> None:
    submits()

    part = sign_in("320583").get("/desk/", headers={"HX-Request": "true"}).content.decode()

    assert "data-rows" in part
    assert "<html" not in part


def test_several_are_passed_at_once_and_those_with_findings_are_told_and_kept(
    sign_in: SignIn, submits: Submits
) -> None:
    usual, unusual = submits(2)
    Declaration.objects.filter(pk=unusual.pk).update(findings=1)
    client = sign_in("320583")
    picks = [f"{each.number}:{each.step}:1" for each in (usual, unusual)]

    response = client.post("/desk/pass/", {"pick": picks})

    assert response.status_code == 422
    assert "有 1 处异常提示，没有批量通过。" in response.content.decode()
    assert fresh(usual).step == "city_review"
    assert fresh(unusual).step == "county_review"
    assert unusual.decisions.count() == 0


def test_passing_several_without_findings_leads_back_and_says_how_many(sign_in: SignIn, submits: Submits) -> None:
    made = submits(2)
    client = sign_in("320583")

    response = client.post("/desk/pass/", {"pick": [f"{each.number}:{each.step}:1" for each in made]}, follow=True)

    assert "已通过 2 家" in response.content.decode()
    assert [each.decisions.get().outcome for each in made] == [Outcome.PASS] * 2


def test_a_batch_on_what_has_moved_since_passes_nothing(world: World, sign_in: SignIn, submits: Submits) -> None:
    (declaration,) = submits()
    move_on(world, declaration, to="city_review")

    response = sign_in("320583").post("/desk/pass/", {"pick": [f"{declaration.number}:county_review:1"]})

    assert response.status_code == 422
    assert fresh(declaration).step == "city_review"
    assert fresh(declaration).status == Status.UNDER_REVIEW
