from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

from django.test import Client

from tests.services.world import NOW
from tests.web.applicant.conftest import sign_in
from tidu.domain.declarations.models import Change, SectionAnswers
from tidu.kit import clock

if TYPE_CHECKING:
    from tests.services.world import World
    from tests.web.applicant.conftest import Browser
    from tidu.domain.declarations.models import Declaration


def test_a_save_answers_with_the_tidied_text_and_the_new_version(browser: Browser, draft: Declaration) -> None:
    response = browser.save(draft, "revenue", "6842.5")

    assert response.status_code == 200
    told = response.json()
    assert (told["shown"], told["tidied"], told["version"], told["problem"]) == ("6,842.50", True, 1, None)


def test_what_cannot_be_read_is_saved_all_the_same_and_told_beside_the_field(
    browser: Browser, draft: Declaration
) -> None:
    response = browser.save(draft, "revenue", "六千")

    assert response.status_code == 200
    assert "不是数字" in response.json()["problem"]["what"]
    assert response.json()["shown"] == "六千"
    page = browser.client.get(f"/my/declarations/{draft.number}/score/")
    assert 'value="六千"' in page.text


def test_two_who_save_one_field_are_told_and_both_values_are_there(browser: Browser, draft: Declaration) -> None:
    browser.save(draft, "revenue", "7100")

    response = browser.save(draft, "revenue", "7200", based_on=0)

    assert response.status_code == 409
    told = response.json()
    assert told["theirs"]["shown"] == "7,100.00"
    assert "7200" in told["conflict"]["why"]
    assert f"{NOW:%H:%M}" in told["conflict"]["what"]
    assert Change.objects.filter(declaration=draft, cell="revenue").count() == 1


def test_the_same_request_twice_is_one_change(browser: Browser, draft: Declaration) -> None:
    key = str(uuid.uuid4())
    first = browser.save(draft, "revenue", "7100", based_on=0, key=key)

    again = browser.save(draft, "revenue", "7100", based_on=0, key=key)

    assert again.status_code == 200
    assert again.json()["version"] == first.json()["version"] == 1
    assert Change.objects.filter(declaration=draft).count() == 1


def test_after_the_deadline_the_save_is_refused_with_three_sentences(browser: Browser, draft: Declaration) -> None:
    with clock.stopped_at(NOW + timedelta(days=21)):
        browser = sign_in(browser.actor)
        response = browser.save(draft, "revenue", "7100")

    assert response.status_code == 422
    assert all(response.json()["refusal"].values())
    assert not Change.objects.filter(declaration=draft).exists()


def test_a_body_that_is_no_save_is_refused(browser: Browser, draft: Declaration) -> None:
    for body in ("", "[]", '{"cell": 1}', '{"cell": "revenue", "based_on": true, "key": "x"}'):
        response = browser.client.post(
            f"/my/declarations/{draft.number}/score/save/", body, content_type="application/json"
        )

        assert response.status_code == 400


def test_a_stranger_is_told_where_to_sign_in_and_nothing_is_written(draft: Declaration) -> None:
    response = Client().post(
        f"/my/declarations/{draft.number}/score/save/",
        "{}",
        content_type="application/json",
        headers={"X-Requested-With": "fetch"},
    )

    assert response.status_code == 401
    assert response["X-Sign-In"]


def test_another_enterprise_finds_no_such_declaration(world: World, draft: Declaration) -> None:
    other = sign_in(world.enterprise())

    assert other.client.get(f"/my/declarations/{draft.number}/score/").status_code == 404
    assert other.save(draft, "revenue", "1").status_code == 404
    assert not Change.objects.filter(declaration=draft).exists()


def test_the_panel_follows_what_is_saved(browser: Browser, draft: Declaration) -> None:
    browser.save(draft, "revenue", "6000")
    browser.save(draft, "main_revenue", "6099.80")

    panel = browser.client.get(f"/my/declarations/{draft.number}/score/panel/")

    assert "99.80" in panel.text
    assert "1 处要改" in panel.text


def test_only_the_cells_that_a_return_named_can_be_typed_in(browser: Browser, draft: Declaration) -> None:
    draft.status, draft.step, draft.open_cells = "returned", "county_review", ["revenue"]
    draft.due_at = NOW + timedelta(days=5)
    draft.save()

    page = browser.client.get(f"/my/declarations/{draft.number}/score/").text

    assert 'data-cell="revenue"' in page
    assert 'data-cell="assets"' not in page
    assert "要求修改" in page
    assert browser.save(draft, "assets", "1").status_code == 422


def test_a_value_carried_over_stays_visible_when_it_is_changed(browser: Browser, draft: Declaration) -> None:
    row = SectionAnswers.objects.get(declaration=draft, section="score")
    row.cells["revenue"] = {"v": 521_000_0000, "n": 0, "s": "2025年填报", "o": 521_000_0000}
    row.save()

    browser.save(draft, "revenue", "6000")

    assert "已改，原 5,210.00" in browser.client.get(f"/my/declarations/{draft.number}/score/").text
