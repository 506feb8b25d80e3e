"""States, deadlines, figures, times and drawings: the words and shapes pages rely on."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.web.rendering import NOW, at, render
from tidu.kit import clock
from tidu.kit.clock import CHINA
from tidu.rules.schema import Level, StepKind
from tidu.rules.workflow import Status
from tidu.web.ui import icons
from tidu.web.ui.deadlines import deadline
from tidu.web.ui.drawings import Axis
from tidu.web.ui.states import State, TitleState, look

# -- icons and drawings -----------------------------------------------------------------------------------------------


def test_an_icon_is_drawn_in_the_colour_of_its_text_and_skipped_by_readers() -> None:
    drawn = render('{% icon "check" "sm" "ok" %}')

    assert drawn.startswith('<svg class="ico ico-sm ok" viewBox="0 0 24 24" fill="none" stroke="currentColor"')
    assert 'aria-hidden="true"' in drawn
    assert drawn.count("<path") == 1


def test_a_filled_icon_is_filled() -> None:
    assert 'fill="currentColor" aria-hidden' in render('{% icon "bookmark-filled" %}')


def test_an_icon_that_was_not_brought_is_a_mistake_with_its_remedy() -> None:
    with pytest.raises(icons.NoSuchIcon, match=r"icons\.txt"):
        icons.icon("no-such-icon")


def test_a_bar_has_its_share_and_is_decoration_unless_it_has_a_label() -> None:
    assert render("{% bar 4 5 %}") == (
        '<svg class="tp-bar" aria-hidden="true"><rect width="80.0%" height="100%" rx="3"/></svg>'
    )
    assert 'role="progressbar" aria-valuenow="62"' in render('{% bar 62 label="审计报告上传进度" %}')
    assert 'width="100.0%"' in render("{% bar 9 5 %}")


def test_a_threshold_says_points_and_pass_mark() -> None:
    drawn = render("{% threshold 67 100 60 %}")

    assert 'aria-label="67 分，合格线 60 分"' in drawn
    assert '<rect class="got" y="18" width="67.0%"' in drawn
    assert '<svg x="60.0%"' in drawn


def test_the_axis_begins_with_whole_months_and_leaves_out_what_today_covers() -> None:
    axis = Axis.around(NOW)
    drawn = render("{% axis over %}", over=axis)

    assert [start.month for start in axis.starts] == [2, 3, 4, 5, 6]
    assert axis.at(at(2, 1, 0)) == 0
    assert axis.at(at(9, 1)) == 100
    assert "今天 4月16日" in drawn
    assert ">3月<" in drawn
    assert ">4月<" not in drawn


def test_the_axis_crosses_the_end_of_a_year() -> None:
    axis = Axis.around(datetime(2026, 1, 10, tzinfo=CHINA))

    assert [(start.year, start.month) for start in axis.starts][:3] == [(2025, 11), (2025, 12), (2026, 1)]


def test_a_window_lies_on_the_axis_where_its_days_are() -> None:
    drawn = render('{% track over opens closes "urgent" %}', over=Axis.around(NOW), opens=at(2, 1, 0), closes=at(4, 20))

    assert '<rect class="bar bar--urgent" x="0.0%"' in drawn
    assert "style=" not in drawn


# -- states and deadlines ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (State(Status.DRAFT), "草稿"),
        (State(Status.UNDER_REVIEW, Level.COUNTY, StepKind.REVIEW), "待县级审核"),
        (State(Status.UNDER_REVIEW, Level.MINISTRY, StepKind.REVIEW), "待部级审核"),
        (State(Status.UNDER_REVIEW, Level.CITY, StepKind.REVIEW, resubmitted=True), "退回后重交"),
        (State(Status.UNDER_REVIEW, Level.CITY, StepKind.PUBLIC_NOTICE, resubmitted=True), "公示中"),
        (State(Status.RETURNED, Level.CITY), "退回修改"),
        (State(Status.GRANTED), "已认定"),
        (State(Status.GRANTED, granted_as="已公告"), "已公告"),
        (State(Status.REJECTED, Level.COUNTY), "不予推荐"),
        (State(Status.REJECTED, Level.PROVINCE, grants=True), "不予认定"),
        (State(Status.WITHDRAWN), "已撤回"),
        (TitleState.VALID, "有效"),
        (TitleState.EXPIRING, "临近到期"),
        (TitleState.IN_RENEWAL, "复核中"),
        (TitleState.EXPIRED, "已到期"),
        (TitleState.CANCELLED, "已取消"),
    ],
)
def test_a_state_is_a_word_an_icon_and_a_colour(state: State | TitleState, word: str) -> None:
    shown = render("{% tag state %}", state=state)

    assert look(state).word == word
    assert f"{word}</span>" in shown
    assert "<svg" in shown
    assert shown.startswith('<span class="tp-tag')


def test_every_status_can_be_shown() -> None:
    assert {look(State(status)).word for status in Status} == {
        "草稿", "待审核", "退回修改", "已认定", "不予推荐", "已撤回",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("due", "words", "css"),
    [
        (at(4, 14), "超期 2 天", "o"),
        (at(4, 16, 8, 59), "今天 08:59 已超期", "o"),
        (at(4, 16), "今天 17:00", "u"),
        (at(4, 17, 0), "剩 1 天", "w"),
        (at(4, 20), "剩 4 天", "w"),
        (at(4, 21), "剩 5 天", "n"),
    ],
)
def test_a_deadline_is_told_in_days_of_the_calendar(due: datetime, words: str, css: str) -> None:
    shown = deadline(due, NOW)

    assert (shown.words, shown.css) == (words, css)
    assert words in render("{% deadline due now %}", due=due, now=NOW)


def test_a_todo_shows_its_days_large_and_louder_as_they_shrink() -> None:
    assert render("{% due_block due now %}", due=at(4, 20), now=NOW) == ('<span class="due due--u"><b>4</b>天后</span>')
    assert 'class="due due--w"' in render("{% due_block due now %}", due=at(4, 30), now=NOW)
    assert 'class="due"' in render("{% due_block due now %}", due=at(5, 15), now=NOW)
    assert render("{% due_block due now %}", due=at(4, 14), now=NOW) == '<span class="due due--u"><b>2</b>天前</span>'


def test_a_window_says_how_long_it_is_open() -> None:
    assert "剩<big>29</big>天" in render("{% left closes now %}", closes=at(5, 15), now=NOW)
    assert "已截止" in render("{% left closes now %}", closes=at(4, 15), now=NOW)
    assert "今天截止" in render("{% left closes now %}", closes=at(4, 16), now=NOW)


# -- figures and times ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fen", "shown"),
    [(6_842_500_000, "6,842.50"), (0, "0.00"), (-1_500_000, "-1.50"), (1, "0.000001"), (None, "未填")],
)
def test_money_is_shown_in_wan_and_never_rounded_away(fen: int | None, shown: str) -> None:
    assert render("{{ fen|money }}", fen=fen) == shown


def test_percent_count_and_days_are_shown_as_people_read_them() -> None:
    assert render("{{ value|percent }}", value=520) == "5.20%"
    assert render("{{ value|percent }}", value=None) == "未填"
    assert render("{{ value|count }}", value=68_412) == "68,412"
    assert render("{{ value|day }}", value=at(7, 1)) == "2026-07-01"


def test_a_moment_is_told_in_chinas_time_with_the_year_only_where_it_differs() -> None:
    with clock.stopped_at(NOW):
        assert render("{{ value|moment }}", value=at(4, 16, 14, 32)) == "4月16日 14:32"
        assert render("{{ value|moment }}", value=datetime.fromisoformat("2025-12-31T20:00+00:00")) == "1月1日 04:00"
        assert render("{{ value|day_in_words }}", value=date(2024, 7, 1)) == "2024年7月1日"
