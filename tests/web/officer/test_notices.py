"""From the last review to the register: shown, announced, recorded."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.services.sessions import code_of, set_up_app
from tests.services.world import NOW, World
from tests.web.officer.conftest import SignIn, Submits, fresh, move_on, words_of
from tidu.domain.accounts.models import Post
from tidu.domain.declarations.models import Declaration
from tidu.domain.recognitions.models import Recognition
from tidu.domain.reviews.actions import announce
from tidu.domain.reviews.models import PublicNotice
from tidu.domain.verification.models import Verification
from tidu.kit import clock
from tidu.rules.workflow import Status

TYPED = {"title": "2026年第一批创新型中小企业公示", "objections_to": "苏州市工信部门 0512-55550001"}
NUMBER = "苏州工信公告〔2026〕3号"


@pytest.fixture
def waiting(world: World, submits: Submits) -> list[Declaration]:
    """Two files that wait for the city's notice."""
    return [move_on(world, each, to="public_notice") for each in submits(2)]


def _chosen(files: list[Declaration]) -> dict[str, Any]:
    return {"edition_id": files[0].edition_id, "numbers": [each.number for each in files]} | TYPED


def publish(client: Client, files: list[Declaration], **typed: str) -> PublicNotice:
    response = client.post("/desk/notices/publish/", _chosen(files) | typed)
    assert response.status_code == 302
    return PublicNotice.objects.get()


def after(notice: PublicNotice) -> datetime:
    """The morning after the notice is over."""
    return datetime.combine(notice.closes_on + timedelta(days=1), NOW.timetz())


def test_what_waits_is_listed_with_the_day_until_which_it_would_be_shown(
    sign_in: SignIn, waiting: list[Declaration]
) -> None:
    page = sign_in("320500").get("/desk/notices/").content.decode()

    assert all(each.enterprise.name in page for each in waiting)
    assert "公示所选企业，到 4月22日" in page
    assert "暂定" in page
    assert "没有等待公示的企业" in sign_in("320583").get("/desk/notices/").content.decode()


def test_publishing_freezes_the_list_and_shows_its_digest(sign_in: SignIn, waiting: list[Declaration]) -> None:
    client = sign_in("320500")

    notice = publish(client, waiting)

    page = client.get(f"/desk/notices/{notice.pk}/").content.decode()
    assert notice.digest in page
    assert all(each.enterprise.name in page for each in waiting)
    assert "公告并认定" not in page
    assert sign_in("320100").get(f"/desk/notices/{notice.pk}/").status_code == 404


def test_without_a_title_nothing_is_shown_and_the_choice_stays(sign_in: SignIn, waiting: list[Declaration]) -> None:
    first, second = waiting

    response = sign_in("320500").post(
        "/desk/notices/publish/",
        {"edition_id": first.edition_id, "numbers": [first.number], "title": "", "objections_to": "0512"},
    )

    page = words_of(response)
    assert response.status_code == 422
    assert "还没有填" in page
    assert f'value="{first.number}" aria-label="公示 {first.enterprise.name}" checked' in page
    assert f'value="{second.number}" aria-label="公示 {second.enterprise.name}">' in page
    assert not PublicNotice.objects.exists()


def test_announcing_waits_for_the_end_a_number_and_a_confirmation(sign_in: SignIn, waiting: list[Declaration]) -> None:
    client = sign_in("320500")
    notice = publish(client, waiting)
    address = f"/desk/notices/{notice.pk}/announce/"

    early = client.post(address, {"document_number": NUMBER, "confirm": "on"})
    with clock.stopped_at(after(notice)):
        client = sign_in("320500")  # by now they have signed in anew
        unconfirmed = client.post(address, {"document_number": NUMBER})
        unnumbered = client.post(address, {"document_number": "", "confirm": "on"})

    assert [each.status_code for each in (early, unconfirmed, unnumbered)] == [422, 422, 422]
    assert "才结束。" in early.content.decode()
    assert "还没有确认。" in unconfirmed.content.decode()
    assert NUMBER in unconfirmed.content.decode()
    assert "还没有填公告文号。" in unnumbered.content.decode()
    assert not Recognition.objects.exists()


def test_the_announcement_grants_and_the_province_records_each_once(
    sign_in: SignIn, waiting: list[Declaration]
) -> None:
    notice = publish(sign_in("320500"), waiting)

    with clock.stopped_at(after(notice)):
        city, province = sign_in("320500"), sign_in("320000")  # by now they have signed in anew
        response = city.post(f"/desk/notices/{notice.pk}/announce/", {"document_number": NUMBER, "confirm": "on"})
        assert response.status_code == 302
        assert "已公告，名单上的企业都已认定。" in city.get(response["Location"]).content.decode()

        titles = list(Recognition.objects.order_by("id"))
        assert [fresh(each).status for each in waiting] == [Status.GRANTED] * 2
        page = province.get("/desk/records/").content.decode()
        assert all(each.number in page for each in titles)

        numbers = [each.number for each in titles]
        assert province.post("/desk/records/", {"numbers": numbers[:1]}).status_code == 302
        partly = province.post("/desk/records/", {"numbers": numbers})

    assert partly.status_code == 422
    assert "已备案 1 项。" in partly.content.decode()
    assert "同一认定只备案一次。" in partly.content.decode()
    assert Recognition.objects.filter(recorded_on=None).count() == 0


def test_the_announcement_asks_for_a_fresh_second_factor_and_loses_nothing(
    sign_in: SignIn, world: World, waiting: list[Declaration]
) -> None:
    officer = world.officer("320500")
    set_up_app(officer.user_id)
    notice = publish(sign_in("320500"), waiting)
    address = f"/desk/notices/{notice.pk}/announce/"

    with clock.stopped_at(after(notice) - timedelta(minutes=11)):
        client = sign_in("320500")
    with clock.stopped_at(after(notice)):
        asked = client.post(address, {"document_number": NUMBER, "confirm": "on"})
        wrong = client.post(address, {"document_number": NUMBER, "confirm": "on", "factor_code": "000000"})
        assert not Recognition.objects.exists()
        code = code_of(officer.user_id)
        done = client.post(address, {"document_number": NUMBER, "confirm": "on", "factor_code": code})

    for page in (words_of(asked), words_of(wrong)):
        assert "再确认一次身份" in page
        assert f'name="document_number" value="{NUMBER}"' in page
        assert 'name="confirm" value="on"' in page
    assert "动态码不对，还可以试 4 次。" in words_of(wrong)
    assert 'value="000000"' not in words_of(wrong)
    assert done["Location"] == f"/desk/notices/{notice.pk}/?done=announced"
    assert Recognition.objects.count() == 2


def test_who_may_not_publish_announce_or_record_is_refused(sign_in: SignIn, waiting: list[Declaration]) -> None:
    numbers = [each.number for each in waiting]
    observer = sign_in("320500", Post.Role.OBSERVER)
    notice = publish(sign_in("320500"), waiting)

    posted = {"edition_id": waiting[0].edition_id, "numbers": numbers, **TYPED}
    assert observer.post("/desk/notices/publish/", posted).status_code == 403
    assert observer.post(f"/desk/notices/{notice.pk}/announce/", {"document_number": NUMBER}).status_code == 403
    assert sign_in("320000", Post.Role.OBSERVER).post("/desk/records/", {"numbers": ["x"]}).status_code == 403
    assert PublicNotice.objects.count() == 1


def test_public_notice_waits_for_the_verification_and_says_which_enterprise_lacks_it(
    sign_in: SignIn, waiting: list[Declaration]
) -> None:
    city = sign_in("320500")
    Verification.objects.filter(enterprise=waiting[0].enterprise).update(state="pending", verified_at=None)

    page = city.get("/desk/notices/").content.decode()
    refused = city.post("/desk/notices/publish/", _chosen(waiting))

    assert page.count("等实名核验，暂不能公示") == 1
    assert refused.status_code == 422
    told = refused.content.decode()
    assert f"有 1 家还没有通过实名核验：{waiting[0].enterprise.name}。" in told
    assert PublicNotice.objects.count() == 0
    assert city.post("/desk/notices/publish/", _chosen(waiting[1:])).status_code == 302


def test_who_loses_the_verification_while_shown_is_left_out_of_the_announcement(
    world: World, sign_in: SignIn, waiting: list[Declaration]
) -> None:
    notice = publish(sign_in("320500"), waiting)
    Verification.objects.filter(enterprise=waiting[0].enterprise).delete()

    with clock.stopped_at(after(notice)):
        granted = announce(world.officer("320500"), notice.pk, document_number=NUMBER)

    assert [each.enterprise_id for each in granted] == [waiting[1].enterprise_id]
    left = Declaration.objects.get(pk=waiting[0].pk)
    assert (left.status, left.step) == (waiting[0].status, waiting[0].step)
