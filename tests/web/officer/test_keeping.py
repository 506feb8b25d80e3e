"""What leads keep: windows, announcements, contacts; and the rules everybody reads."""

from __future__ import annotations

import pytest

from tests.services.sessions import client_of
from tests.services.world import World
from tests.web.officer.conftest import SignIn, words_of
from tidu.domain.accounts.models import Post
from tidu.domain.notices.models import Announcement, Contact, OutsideLink
from tidu.domain.windows.models import Window

LEAD = Post.Role.LEAD
EDITION = "innovative@2022-08-01+32"
DATES = {
    "opens_at": "2026-05-06T09:00",
    "closes_at": "2026-06-06T17:00",
    "due_county": "2026-06-15T17:00",
    "due_city": "2026-06-30T17:00",
}
NEW = {"batch": "第二批", "year": "2026", "code": "CX26JS2", **DATES}


def test_a_lead_of_the_province_opens_a_window_under_a_chosen_edition(sign_in: SignIn) -> None:
    client = sign_in("320000", LEAD)

    choice = client.get("/desk/windows/new/").content.decode()
    response = client.post(f"/desk/windows/new/?edition={EDITION.replace('+', '%2B')}", NEW)

    assert EDITION in choice
    assert response.status_code == 302
    window = Window.objects.get(code="CX26JS2")
    assert (window.edition_id, window.region_id, window.deadlines.count()) == (EDITION, "320000", 2)
    assert "CX26JS2" in sign_in("320583").get("/desk/windows/").content.decode()
    assert "CX26JS2" not in sign_in("330106").get("/desk/windows/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"closes_at": "2026-05-01T17:00"}, "截止时间不晚于开始时间。"),
        ({"due_city": "2026-06-10T17:00"}, "设区市组织评价的截止时间早于上一环节。"),
        ({"due_county": ""}, "还没有填"),
        ({"opens_at": "五月六日"}, "看不懂这个时间。"),
        ({"code": "创新"}, "只能用大写字母和数字"),
    ],
)
def test_a_window_that_cannot_be_is_refused_and_what_was_typed_stays(
    sign_in: SignIn, wrong: dict[str, str], sentence: str
) -> None:
    response = sign_in("320000", LEAD).post(f"/desk/windows/new/?edition={EDITION.replace('+', '%2B')}", NEW | wrong)

    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert 'value="第二批"' in page
    assert not Window.objects.exists()


def test_dates_of_a_window_are_changed_by_its_own_region_alone(world: World, sign_in: SignIn) -> None:
    window = world.window()

    assert sign_in("320000", LEAD).post(f"/desk/windows/{window.code}/", DATES).status_code == 302
    assert Window.objects.get(pk=window.pk).closes_at.isoformat() == "2026-06-06T09:00:00+00:00"
    assert sign_in("330000", LEAD).get(f"/desk/windows/{window.code}/").status_code == 404
    assert sign_in("320500", LEAD).get(f"/desk/windows/{window.code}/").status_code == 403
    assert sign_in("320000").get(f"/desk/windows/{window.code}/").status_code == 403


def test_announcements_are_published_and_taken_back_after_a_question(sign_in: SignIn) -> None:
    client = sign_in("320000", LEAD)

    client.post("/desk/announcements/new/", {"title": "开展2026年申报的通知", "body": "各市：\n\n现予通知。"})
    announcement = Announcement.objects.get()
    asked = client.post(f"/desk/announcements/{announcement.pk}/withdraw/")
    assert asked.status_code == 422
    assert "确认撤下" in asked.content.decode()
    assert Announcement.objects.get().withdrawn_at is None

    client.post(f"/desk/announcements/{announcement.pk}/withdraw/", {"confirm": "yes"})
    assert Announcement.objects.get().withdrawn_at is not None
    assert "已撤下" in client.get("/desk/announcements/").content.decode()


def test_an_announcement_without_a_text_is_refused_and_its_title_stays(sign_in: SignIn) -> None:
    response = sign_in("320000", LEAD).post("/desk/announcements/new/", {"title": "通知", "body": ""})

    assert response.status_code == 422
    assert 'value="通知"' in response.content.decode()
    assert not Announcement.objects.exists()


def test_contacts_are_set_by_leads_and_the_outside_link_by_the_ministry(sign_in: SignIn) -> None:
    contact = {"what": "contact", "kind": "support", "name": "省平台支持", "phone": "025-00000001"}
    link = {"what": "link", "name": "创客大赛", "url": "https://contest.example.com/"}

    assert sign_in("320000", LEAD).post("/desk/announcements/settings/", contact).status_code == 302
    assert Contact.objects.get().region_id == "320000"
    assert sign_in("320000", LEAD).post("/desk/announcements/settings/", link).status_code == 422
    assert not OutsideLink.objects.exists()
    assert sign_in("000000", LEAD).post("/desk/announcements/settings/", link).status_code == 302
    assert OutsideLink.objects.get().url == "https://contest.example.com/"
    insecure = sign_in("000000", LEAD).post("/desk/announcements/settings/", link | {"url": "http://example.com"})
    assert insecure.status_code == 422


def test_the_rules_are_shown_as_the_official_table_and_compared(sign_in: SignIn) -> None:
    client = sign_in("320583")

    listed = client.get("/desk/rules/").content.decode()
    table = client.get(f"/desk/rules/{EDITION}/").content.decode()
    compared = client.get("/desk/rules/", {"before": "innovative@2022-08-01", "after": EDITION}).content.decode()

    assert EDITION in listed
    assert "5%以上：20 分" in table
    assert "二、（一）2" in table
    assert '<span class="tp-tag tp-tag--warn tp-tag--sm">暂定</span>' in table
    assert "设区市公示" in compared
    assert client.get("/desk/rules/innovative@1999-01-01/").status_code == 404


def test_an_edition_whose_document_is_not_confirmed_is_marked_wherever_it_is_named(
    world: World, sign_in: SignIn
) -> None:
    unconfirmed, confirmed = "specialised@2026-04-01+32", "specialised@2022-08-01+32"
    world.window(unconfirmed)
    client = sign_in("320000", LEAD)
    mark = '<span class="tp-tag tp-tag--warn">暂定</span>'

    table = words_of(client.get(f"/desk/rules/{unconfirmed}/"))
    offered = words_of(client.get("/desk/windows/new/"))
    chosen = words_of(client.get("/desk/windows/new/", {"edition": unconfirmed}))
    windows = words_of(client.get("/desk/windows/"))
    listed = words_of(client.get("/desk/rules/"))

    assert "苏工信中小〔2024〕95号 申报条件（暂定；按2026年办法修订的江苏细则未取得，暂沿用此前的申报前提）" in table
    assert f'苏工信中小〔2024〕95号 {mark} <br><span class="small muted">按2026年办法修订' in chosen
    for page in (listed, offered, windows):
        assert page.count(mark) == 1
        assert page.partition(mark)[0].removesuffix(" ").removesuffix("</span>").endswith("苏工信中小〔2024〕95号")
    assert mark not in words_of(client.get("/desk/windows/new/", {"edition": confirmed}))


def test_the_operator_finds_where_an_enterprise_stands_and_no_one_else_gets_there(
    world: World, sign_in: SignIn
) -> None:
    owner = world.enterprise()
    operator = client_of(world.officer("000000", Post.Role.OPERATOR))

    page = operator.get("/operate/", {"search": "昆山示例"}).content.decode()

    assert owner.enterprise_name in page
    assert "还没有申报。" in page
    assert sign_in("320000").get("/operate/").status_code == 403
    assert operator.get("/desk/").status_code == 403
    assert client_of(owner).get("/desk/").status_code == 403
