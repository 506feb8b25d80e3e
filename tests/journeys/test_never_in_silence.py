"""What was acknowledged stays, what was typed is kept, and nobody's value goes without a word."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.applicant import Applicant, is_save
from tests.journeys.officer import Officer
from tests.journeys.people import CITY, COUNTY, Firm, reviewer

if TYPE_CHECKING:
    from tests.services.server import Server

pytestmark = pytest.mark.journey

PROGRAMME, BATCH = "创新型中小企业评价", "第一批"
Arrive = Callable[[str], Officer]
Seat = Callable[[type[Applicant]], Applicant]


def at_the_figures(desk: Applicant, firm: Firm) -> Applicant:
    """Sign in and open the section of the figures of what the enterprise has begun, or begins now."""
    desk.sign_in(firm.username)
    if firm.declaration:
        desk.number = firm.declaration
    else:
        desk.begin(PROGRAMME, BATCH)
    desk.go(f"/my/declarations/{desk.number}/score/")
    return desk


def colleague(seat: Seat, desk: Applicant, firm: Firm) -> Applicant:
    """A second person of the same enterprise, before another screen, with the same section open."""
    other = seat(Applicant)
    other.sign_in(firm.username)
    other.number = desk.number
    other.go(f"/my/declarations/{desk.number}/score/")
    return other


def test_saves_that_were_acknowledged_survive_kill_9(applicant: Applicant, server: Server) -> None:
    desk = at_the_figures(applicant, server.spare())
    desk.server_is_away = True
    for name, text in {"资产总额": "7,000", "负债总额": "3500万元", "主导产品名称": "减速器"}.items():
        desk.type_in(desk.box(name), text)

    server.kill()  # in the same moment as the last answer
    server.restart()

    desk.page.reload()
    for name, text in {"资产总额": "7,000.00", "负债总额": "3,500.00", "主导产品名称": "减速器"}.items():
        expect(desk.box(name)).to_have_value(text)


def test_what_is_typed_while_the_server_is_dead_goes_up_when_it_lives_again(
    applicant: Applicant, server: Server
) -> None:
    desk = at_the_figures(applicant, server.spare())
    desk.server_is_away = True
    server.kill()
    desk.box("负债总额").fill("3,500")
    desk.box("负债总额").press("Tab")
    expect(desk.page.locator("#save")).to_contain_text("网络断开，未上传的 1 处已存在本机")

    with desk.page.expect_response(is_save):
        server.restart()
    desk.page.reload()

    expect(desk.box("负债总额")).to_have_value("3,500.00")


def test_the_second_of_two_who_change_one_field_sees_both_values_and_keeps_theirs(
    applicant: Applicant, seat: Seat, server: Server
) -> None:
    firm = server.spare()
    one = at_the_figures(applicant, firm)
    other = colleague(seat, one, firm)
    one.type_in(one.box("资产总额"), "7,000")

    other.type_in(other.box("资产总额"), "8,000")

    box = other.page.locator("main .errbox")
    expect(box).to_contain_text("现在是“7,000.00”")
    expect(box).to_contain_text("您填的是“8,000”，还没有写入")
    one.page.reload()
    expect(one.box("资产总额")).to_have_value("7,000.00")
    with other.page.expect_response(is_save) as saved:
        other.page.get_by_role("button", name="用我填的").click()
    assert saved.value.status == 200
    one.page.reload()
    expect(one.box("资产总额")).to_have_value("8,000.00")


def test_the_second_of_two_may_as_well_take_the_value_of_the_first(
    applicant: Applicant, seat: Seat, server: Server
) -> None:
    firm = server.spare()
    one = at_the_figures(applicant, firm)
    other = colleague(seat, one, firm)
    one.type_in(one.box("主导产品名称"), "减速器")
    other.type_in(other.box("主导产品名称"), "齿轮箱")

    other.page.get_by_role("button", name="用对方的").click()

    expect(other.box("主导产品名称")).to_have_value("减速器")
    assert other.type_in(other.box("主导产品名称"), "精密减速器")["shown"] == "精密减速器"
    one.page.reload()
    expect(one.box("主导产品名称")).to_have_value("精密减速器")


def test_what_is_typed_offline_is_kept_through_a_closed_page_and_goes_up_later(
    applicant: Applicant, seat: Seat, server: Server
) -> None:
    firm = server.spare()
    desk = at_the_figures(applicant, firm)
    desk.server_is_away = True
    desk.page.context.set_offline(True)
    # the network stays away while the page is closed, when the browser itself forgets that it is offline
    desk.page.context.route("**/save/", lambda route: route.abort())
    for name, text in {"资产总额": "7,000", "负债总额": "3,5OO", "主导产品名称": "减速器"}.items():
        desk.box(name).fill(text)
        desk.box(name).press("Tab")
    expect(desk.page.locator("#save")).to_contain_text("未上传的 3 处已存在本机")
    desk.page.close()
    other = colleague(seat, desk, firm)
    expect(other.box("资产总额")).to_have_value("")

    desk.page.context.unroute("**/save/")
    desk.page.context.set_offline(False)
    desk.page = desk.page.context.new_page()
    desk.go(f"/my/declarations/{desk.number}/score/")
    expect(desk.page.locator("#save")).to_have_attribute("data-s", "ok")  # all its words stand there, one is seen

    other.page.reload()
    expect(other.box("资产总额")).to_have_value("7,000.00")
    expect(other.box("负债总额")).to_have_value("3,5OO")  # with letters for noughts: kept as typed, and said
    expect(other.page.locator("main .errbox").first).to_be_visible()
    expect(other.box("主导产品名称")).to_have_value("减速器")


def test_nobody_is_told_that_it_is_kept_where_the_machine_keeps_nothing(applicant: Applicant, server: Server) -> None:
    applicant.page.context.add_init_script("Object.defineProperty(window, 'indexedDB', { value: undefined })")
    desk = at_the_figures(applicant, server.spare())
    desk.server_is_away = True
    desk.page.context.set_offline(True)

    desk.box("资产总额").fill("7,000")
    desk.box("资产总额").press("Tab")

    expect(desk.page.locator("#save")).to_contain_text("1 处还没有保存，这台电脑也存不下")
    desk.page.context.set_offline(False)
    expect(desk.page.locator("#save")).to_have_attribute("data-s", "ok")  # all its words stand there, one is seen


def test_a_double_click_submits_once(applicant: Applicant, server: Server) -> None:
    firm = server.cast.firms["filled-1"]
    applicant.sign_in(firm.username)
    applicant.number = firm.declaration
    applicant.check()

    applicant.page.get_by_role("button", name="提交申报书").dblclick()
    applicant.page.wait_for_url("**/receipt/1/")

    applicant.go(f"/my/declarations/{firm.declaration}/")
    applicant.sees(f"回执号 {firm.declaration}-1")
    expect(applicant.page.get_by_text(f"回执号 {firm.declaration}-2")).to_have_count(0)
    assert len([title for title in applicant.inbox() if "已提交" in title]) == 1


def test_the_same_submission_sent_twice_at_once_is_one(applicant: Applicant, server: Server) -> None:
    firm = server.cast.firms["filled-2"]
    applicant.sign_in(firm.username)
    applicant.number = firm.declaration
    applicant.check()

    answers = applicant.page.evaluate(SEND_TWICE, "form[action$='/submit/']")

    assert [answer["path"] for answer in answers] == [f"/my/declarations/{firm.declaration}/receipt/1/"] * 2


def test_a_double_click_decides_once(officer: Arrive, server: Server) -> None:
    firm = server.cast.firms["submitted-1"]
    county = officer(reviewer(COUNTY))
    county.open(firm.name)

    county.page.get_by_role("button", name="通过并推荐到市级").dblclick()
    county.page.wait_for_url("**/desk/**after=*")

    city = officer(reviewer(CITY))
    city.open(firm.name)  # at the city's step, and not beyond
    expect(city.page.get_by_role("button", name="通过，进入公示")).to_be_visible()


def test_the_same_decision_sent_twice_at_once_is_taken_once_and_the_other_is_told(
    officer: Arrive, server: Server
) -> None:
    firm = server.cast.firms["submitted-2"]
    county = officer(reviewer(COUNTY))
    county.open(firm.name)

    answers = county.page.evaluate(SEND_TWICE, "form[action$='/decide/']")

    assert sorted(answer["status"] for answer in answers) == [200, 422]
    told = next(answer["text"] for answer in answers if answer["status"] == 422)
    assert "没有办成" in told
    city = officer(reviewer(CITY))
    city.open(firm.name)
    expect(city.page.get_by_role("button", name="通过，进入公示")).to_be_visible()


def test_submitting_from_a_tab_that_is_behind_is_refused_and_shows_what_changed(
    applicant: Applicant, server: Server
) -> None:
    firm = server.cast.firms["filled-3"]
    applicant.sign_in(firm.username)
    applicant.number = firm.declaration
    applicant.check()
    behind = applicant.page
    applicant.page = behind.context.new_page()
    applicant.go(f"/my/declarations/{firm.declaration}/score/")
    applicant.type_in(applicant.box("资产总额"), "7,777")
    applicant.page.close()
    applicant.page = behind

    assert applicant.press("提交申报书").status == 422
    applicant.sees("没有提交：打开这一页之后，有 1 处被改过。", "资产总额", "现在是“7,777.00”")
    assert applicant.press("提交申报书").status == 302
    applicant.page.wait_for_url("**/receipt/1/")


WRONG_FIGURES = [
    "六千左右",
    "abc",
    "😀😀",
    "9" * 200,
    "<script>document.title='taken'</script>",
    "1,2,3",
    "-5",
    "NaN",
    "1e400",
    "12.345.678",
    "' OR 1=1 --",
    "{{ 7*7 }}",
    "\u202e00.7",
]


BOXES = ("资产总额", "负债总额", "研发费用总额", "营业收入总额", "2025年主营业务收入总额", "2024年主营业务收入总额")


def test_every_wrong_figure_is_kept_and_answered_with_a_sentence(applicant: Applicant, server: Server) -> None:
    desk = at_the_figures(applicant, server.spare())
    for start in range(0, len(WRONG_FIGURES), len(BOXES)):
        told: dict[str, tuple[str, str]] = {}
        for name, text in zip(BOXES, WRONG_FIGURES[start : start + len(BOXES)], strict=False):
            problem = desk.type_in(desk.box(name), text)["problem"]
            assert problem is not None, text
            assert problem["what"], text
            assert problem["mend"], text
            told[name] = text, problem["what"]

        desk.page.reload()

        for name, (text, what) in told.items():
            expect(desk.box(name)).to_have_value(text)
            desk.sees(what)
    assert desk.page.title() != "taken"
    assert desk.type_in(desk.box("资产总额"), "7,000")["problem"] is None


def test_wild_words_are_kept_as_words(applicant: Applicant, server: Server) -> None:
    desk = at_the_figures(applicant, server.spare())
    for text in ('<b>减速器</b> & "轴"', "减速器😀𠮷", '=HYPERLINK("x")', "减速器\u200b"):
        desk.type_in(desk.box("主导产品名称"), text)
        desk.page.reload()
        assert desk.box("主导产品名称").input_value().startswith(text.rstrip("\u200b"))


@pytest.mark.parametrize("length", [61, 300_000])
def test_a_huge_paste_is_kept_and_answered_with_a_sentence(applicant: Applicant, server: Server, length: int) -> None:
    desk = at_the_figures(applicant, server.spare())
    text = "减" * length

    problem = desk.type_in(desk.box("主导产品名称"), text)["problem"]

    assert str(length) in problem["what"].replace(",", "")
    desk.page.reload()
    expect(desk.box("主导产品名称")).to_have_value(text)


def test_a_paste_that_no_server_takes_stays_on_the_page_until_it_is_typed_anew(
    applicant: Applicant, server: Server
) -> None:
    desk = at_the_figures(applicant, server.spare())
    text = "减" * 3_000_000
    desk.box("主导产品名称").fill(text)
    desk.box("主导产品名称").press("Tab")
    desk.sees("这一处没有存下。", "请删短后再填")
    expect(desk.page.locator("#save")).to_contain_text("1 处没有写入，见表中说明")
    desk.page.reload()
    expect(desk.box("主导产品名称")).to_have_value(text)
    desk.sees("这一处没有存下。")

    desk.type_in(desk.box("主导产品名称"), "减速器")

    expect(desk.page.locator("main .errbox")).to_have_count(0)
    expect(desk.page.locator("#save")).to_have_attribute("data-s", "ok")  # all its words stand there, one is seen
    desk.page.reload()
    expect(desk.box("主导产品名称")).to_have_value("减速器")


SEND_TWICE = """async (selector) => {
  const form = document.querySelector(selector);
  const button = form.querySelector("button[type=submit][name]");
  const body = new URLSearchParams(new FormData(form));
  if (button) body.append(button.name, button.value);
  const send = async () => {
    const answer = await fetch(form.action, { method: "POST", body });
    return { status: answer.status, path: new URL(answer.url).pathname, text: await answer.text() };
  };
  return Promise.all([send(), send()]);
}"""
