from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from tests.web.applicant.conftest import sign_in
from tidu.domain.enterprises.models import Enterprise
from tidu.kit import clock
from tidu.rules.enterprise_record import enterprise_record

if TYPE_CHECKING:
    from tests.services.world import World
    from tests.web.applicant.conftest import Browser

IN_JUNE = datetime(2026, 6, 1, 9, tzinfo=clock.CHINA)


def typed(browser: Browser, **changes: str) -> dict[str, str]:
    """The whole record as its form would send it, with some boxes typed over."""
    record = Enterprise.objects.get(pk=browser.actor.enterprise_id)
    boxes = {key: getattr(record, key) for key in enterprise_record().fields}
    for money in ("registered_capital", "revenue", "assets"):
        boxes[money] = "" if boxes[money] is None else boxes[money] // 1_000_000
    boxes = {key: "" if value is None else str(value) for key, value in boxes.items()}
    return boxes | {"version": str(record.version)} | changes


def test_amounts_and_codes_are_taken_as_people_type_them(browser: Browser) -> None:
    response = browser.client.post(
        "/my/enterprise/", typed(browser, revenue="７，２００ 万元", registered_on="2015年6月12日")
    )

    assert response.status_code == 302
    saved = Enterprise.objects.get(pk=browser.actor.enterprise_id)
    assert (saved.revenue, saved.registered_on) == (7200 * 1_000_000, date(2015, 6, 12))


def test_an_industry_is_taken_as_it_was_picked_and_stands_there_with_its_name(browser: Browser) -> None:
    response = browser.client.post("/my/enterprise/", typed(browser, industry="3453 齿轮及齿轮减、变速箱制造"))
    page = browser.client.get("/my/enterprise/").text

    assert response.status_code == 302
    assert Enterprise.objects.get(pk=browser.actor.enterprise_id).industry == "3453"
    assert 'name="industry" value="3453 齿轮及齿轮减、变速箱制造"' in page
    assert 'data-pick="/find/industries/"' in page


def test_a_wrong_value_is_shown_beside_its_field_and_nothing_typed_is_lost(browser: Browser) -> None:
    response = browser.client.post("/my/enterprise/", typed(browser, revenue="六千", address="新路 9 号"))

    assert response.status_code == 422
    assert 'value="六千"' in response.text
    assert 'value="新路 9 号"' in response.text
    assert 'id="e-revenue"' in response.text
    assert Enterprise.objects.get(pk=browser.actor.enterprise_id).address != "新路 9 号"


def test_whom_somebody_overtook_sees_both_values(browser: Browser) -> None:
    mine = typed(browser, address="我的路 1 号")
    browser.client.post("/my/enterprise/", typed(browser, address="同事的路 2 号"))

    response = browser.client.post("/my/enterprise/", mine)

    assert response.status_code == 422
    assert "我的路 1 号" in response.text
    assert "现在保存的是：同事的路 2 号" in response.text
    assert Enterprise.objects.get(pk=browser.actor.enterprise_id).address == "同事的路 2 号"


def test_saving_leads_back_to_where_one_came_from_and_nowhere_else(browser: Browser) -> None:
    back = browser.client.post("/my/enterprise/", typed(browser, next="/my/declarations/"))
    away = browser.client.post("/my/enterprise/", typed(browser, next="https://example.com/"))

    assert back["Location"] == "/my/declarations/"
    assert away["Location"] == "/my/enterprise/?saved=1"


def test_who_holds_a_title_changes_the_record_only_within_the_days_of_updating(world: World, browser: Browser) -> None:
    world.hold(browser.actor, "innovative@2022-08-01+32", "320500")

    in_april = browser.client.post("/my/enterprise/", typed(browser, address="四月路 1 号"))
    with clock.stopped_at(IN_JUNE):
        late = sign_in(browser.actor)
        in_june = late.client.post("/my/enterprise/", typed(browser, address="六月路 1 号"))
        page = late.client.get("/my/enterprise/")

    assert (in_april.status_code, in_june.status_code) == (302, 422)
    assert "2027-01-01 至 2027-05-31" in page.text
    assert "readonly" in page.text
    assert "data-pick" not in page.text
    assert Enterprise.objects.get(pk=browser.actor.enterprise_id).address == "四月路 1 号"


def test_the_days_of_updating_are_those_of_the_rules_in_force() -> None:
    record = enterprise_record()

    assert record.update_period(date(2025, 5, 1)).days_of(2025)[1] == date(2025, 4, 30)
    assert record.update_period(date(2026, 4, 1)).days_of(2026)[1] == date(2026, 5, 31)


def test_the_size_class_is_reckoned_and_cites_its_document(browser: Browser) -> None:
    page = browser.client.get("/my/enterprise/")

    assert "小型" in page.text or "中型" in page.text
    assert "300号" in page.text
