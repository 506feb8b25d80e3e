"""The front page, announcements, notices, what is open, the official tables and the small pages."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from tests.services.world import NOW, PASSWORD, World
from tidu.domain.accounts.models import Post
from tidu.domain.notices import actions as notices
from tidu.domain.notices.models import Announcement, Contact
from tidu.domain.recognitions.models import Recognition
from tidu.domain.reviews.models import PublicNotice
from tidu.kit import clock
from tidu.rules import catalogue
from tidu.rules.schema import Edition


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def announced(issuer: str, region: str, title: str, at: datetime = NOW, body: str = "正文") -> Announcement:
    return Announcement.objects.create(issuer=issuer, region_id=region, title=title, body=body, published_at=at)


def test_the_ladder_counts_the_valid_titles_of_the_province(world: World, client: Client) -> None:
    for _ in range(3):
        world.hold(world.enterprise(), "innovative@2022-08-01+32", "320500")
    world.hold(world.enterprise(), "innovative@2022-08-01+32", "320500", granted_on=date(2022, 1, 1))
    world.hold(world.enterprise(), "innovative@2022-08-01+32", "320500", granted_on=date(2026, 2, 1))
    world.hold(world.enterprise("330106"), "innovative@2022-08-01", "330000")
    cancelled = Recognition.objects.order_by("pk").first()
    assert cancelled
    Recognition.objects.filter(pk=cancelled.pk).update(cancelled_on=date(2025, 1, 1))

    shown = page(client, "/")

    step = shown[shown.index("tp-step--2") :][:600]
    assert "3<small>家</small>" in step
    assert "今年新认定 1 家" in step
    assert "评价满 60 分，或符合 4 项直通条件之一" in step


def test_each_step_of_the_ladder_has_a_name_that_fits_on_it(world: World, client: Client) -> None:
    shown = page(client, "/")

    names = re.findall(r'tp-step__t">([^<]+)<', shown)
    assert names == ["培育库", "创新型中小企业", "专精特新中小企业", "专精特新“小巨人”"]


def test_what_the_front_page_keeps_does_not_lie_about_the_hour(world: World, client: Client) -> None:
    world.window(closes_at=NOW + timedelta(seconds=30))
    before = page(client, "/")

    with clock.stopped_at(NOW + timedelta(seconds=45)):
        after = page(client, "/")

    assert "今天截止" in before
    assert "去申报" in before
    assert "今天截止" not in after
    assert "去申报" not in after


def test_windows_are_shown_open_ahead_and_over(world: World, client: Client) -> None:
    world.window(code="OPEN", batch="第一批", closes_at=NOW + timedelta(days=4))
    world.window(code="AHEAD", batch="第二批", opens_at=NOW + timedelta(days=24), closes_at=NOW + timedelta(days=60))
    world.window(
        code="OVER", batch="去年第一批", opens_at=NOW - timedelta(days=300), closes_at=NOW - timedelta(days=250)
    )

    shown = page(client, "/apply/")

    assert shown.index("正在开放") < shown.index("第一批，") < shown.index("即将开放") < shown.index("第二批，")
    assert shown.index("第二批，") < shown.index("已经截止") < shown.index("去年第一批，")
    assert "剩<big>4</big>天" in shown
    assert "/my/declarations/?window=OPEN" in shown
    assert "window=AHEAD" not in shown
    assert "window=OVER" not in shown


def test_a_programme_that_is_not_open_keeps_its_row_with_its_last_days(world: World, client: Client) -> None:
    world.window(
        code="LAST",
        opens_at=datetime(2025, 5, 6, 9, tzinfo=clock.CHINA),
        closes_at=datetime(2025, 6, 10, 17, tzinfo=clock.CHINA),
    )

    shown = page(client, "/apply/")

    assert "本省未开放，上次为 2025年5月6日 至 6月10日" in shown
    assert "?window=" not in shown


def test_a_stranger_who_wants_to_declare_signs_in_and_comes_back_to_the_window(world: World, client: Client) -> None:
    window = world.window()
    world.enterprise()

    detour = client.get(f"/my/declarations/?window={window.code}")
    answer = client.post(
        "/sign-in/",
        {
            "audience": "applicant",
            "username": "owner1",
            "password": PASSWORD,
            "next": f"/my/declarations/?window={window.code}",
        },
    )

    assert detour["Location"] == f"/sign-in/?next=%2Fmy%2Fdeclarations%2F%3Fwindow%3D{window.code}"
    assert answer["Location"] == f"/my/declarations/?window={window.code}"


def test_the_province_is_chosen_by_a_link_and_remembered(world: World, client: Client) -> None:
    announced("province", "330000", "浙江省的通知")
    assert "浙江省的通知" not in page(client, "/")

    answer = client.get("/region/330000/?next=/apply/")

    assert answer["Location"] == "/apply/"
    assert "浙江省的通知" in page(client, "/")
    assert client.get("/region/330000/?next=//evil.example/")["Location"] == "/"
    assert client.get("/region/320500/").status_code == 404


def test_an_enterprise_has_its_own_province_and_chooses_none(world: World, client: Client) -> None:
    world.enterprise("330106")
    client.post("/sign-in/", {"audience": "applicant", "username": "owner1", "password": PASSWORD})
    client.get("/region/320000/")

    for path in ("/", "/apply/", "/announcements/"):
        shown = page(client, path)
        assert "浙江省，按企业注册地" in shown
        assert "/region/320000/" not in shown


def test_announcements_are_found_by_issuer_and_by_a_word_of_the_title(world: World, client: Client) -> None:
    announced("province", "320000", "省级认定通知")
    announced("ministry", "000000", "部级印发办法")
    announced("province", "320000", "明天才发布的通知", at=NOW + timedelta(days=1))

    everything = page(client, "/announcements/")
    ministry = page(client, "/announcements/?issuer=ministry")
    found = page(client, "/announcements/?q=认定")
    nothing = page(client, "/announcements/?q=<b>没有</b>")

    assert "省级认定通知" in everything
    assert "部级印发办法" in everything
    assert "明天才发布的通知" not in everything
    assert "省级认定通知" not in ministry
    assert "部级印发办法" not in found
    assert "没有标题含这几个字的公告" in nothing
    assert "<b>没有</b>" not in nothing


def test_announcements_go_on_by_key(world: World, client: Client) -> None:
    for n in range(23):
        announced("province", "320000", f"通知第{n:02d}号", at=NOW - timedelta(hours=n))

    first = page(client, "/announcements/")
    cursor = first.split("cursor=")[1].split('"')[0]
    second = page(client, f"/announcements/?cursor={cursor}")

    assert first.count("通知第") == 20
    assert second.count("通知第") == 3
    assert "通知第22号" in second


def test_an_announcement_is_text_and_never_markup(world: World, client: Client) -> None:
    row = announced("province", "320000", "通知", body="第一段\n\n<script>alert(1)</script>")

    shown = page(client, f"/announcements/{row.pk}/")

    assert "<p>第一段</p>" in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert client.get("/announcements/999/").status_code == 404


def test_a_withdrawn_announcement_is_gone_from_the_public(world: World, client: Client) -> None:
    lead = world.officer("320000", Post.Role.LEAD)
    row = notices.publish(lead, title="撤回的通知", body="正文")
    notices.withdraw(lead, row.pk)

    assert client.get(f"/announcements/{row.pk}/").status_code == 404
    assert "撤回的通知" not in page(client, "/announcements/")


def test_a_public_notice_shows_its_days_its_digest_and_where_objections_go(world: World, client: Client) -> None:
    notice = PublicNotice.objects.create(
        office=world.office("320500"),
        programme="innovative",
        edition_id="innovative@2022-08-01+32",
        title="拟公告名单",
        opens_on=date(2026, 4, 14),
        closes_on=date(2026, 4, 16),
        objections_to="苏州市工信部门 0512-0000 0003",
        digest="ab" * 32,
        published_at=NOW,
    )

    during = page(client, f"/notices/{notice.pk}/")
    with clock.stopped_at(NOW + timedelta(days=1)):
        behind = page(client, f"/notices/{notice.pk}/")

    assert "公示中" in during
    assert "2026-04-14 至 2026-04-16" in during
    assert "ab" * 32 in during
    assert "请在 4月16日前提出" in during
    assert "公示期已过" in behind
    assert "拟公告名单" in page(client, "/notices/")
    assert client.get("/notices/999/").status_code == 404


@pytest.mark.parametrize("edition", catalogue.editions(), ids=lambda edition: str(edition.id))
def test_every_edition_has_its_official_table(world: World, client: Client, edition: Edition) -> None:
    shown = page(client, f"/programmes/{edition.id}/")

    assert edition.standard is not None
    for indicator in edition.standard.indicators:
        assert indicator.name in shown
        assert indicator.clause in shown
    for condition in edition.standard.conditions:
        assert condition.name in shown
    for step in edition.workflow.steps:
        assert step.name in shown
    placeholders = [each for each in edition.standard.indicators if each.basis == "placeholder"]
    assert ("由主管部门设定" in shown) or not placeholders


def test_an_edition_that_does_not_exist_is_not_found(world: World, client: Client) -> None:
    assert client.get("/programmes/innovative@1999-01-01/").status_code == 404


def test_the_digital_result_is_shown_with_its_day_and_office_to_its_enterprise_alone(
    world: World, client: Client
) -> None:
    world.enterprise()
    before = page(client, "/digital/")
    client.post("/sign-in/", {"audience": "applicant", "username": "owner1", "password": PASSWORD})
    after = page(client, "/digital/")

    assert "登录查看" in before
    assert "2 级" not in before
    assert "2 级" in after
    assert "2026-01-15" in after
    assert "江苏省工信部门导入" in after


def test_the_contest_says_where_one_is_going_or_that_nothing_is_set(world: World, client: Client) -> None:
    before = page(client, "/contest/")
    notices.set_link(
        world.officer("000000", Post.Role.LEAD), "contest", name="创客大赛", url="https://contest.example.org/x"
    )
    after = page(client, "/contest/")

    assert "大赛网址还没有设定" in before
    assert "您将离开本平台，去往 contest.example.org。" in after
    assert 'rel="external noopener noreferrer"' in after


def test_contacts_stand_by_region_the_visitors_own_first(world: World, client: Client) -> None:
    for region in ("000000", "320000", "330000"):
        Contact.objects.create(region_id=region, kind="support", name=f"{region}组", phone=f"010-{region}")
    client.get("/region/330000/")

    shown = page(client, "/contacts/").split("<main", 1)[1].split("</main>")[0]

    assert shown.index("010-330000") < shown.index("010-000000") < shown.index("010-320000")


def test_the_guide_answers_the_questions_of_the_manuals(world: World, client: Client) -> None:
    shown = page(client, "/guide/")

    for question in ("绑定的手机号要换", "个人能申报吗", "为什么没有本省的申报入口", "提交以后还想改", "材料传不上去"):
        assert question in shown


def test_a_fault_of_ours_has_a_number_that_the_log_has_too(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr("tidu.web.public.views.contacts.all_contacts", broken)
    client.raise_request_exception = False

    answer = client.get("/contacts/")

    assert answer.status_code == 500
    number = answer.content.decode().split("问题编号 ")[1][:8]
    assert f"incident {number} at /contacts/" in caplog.text
