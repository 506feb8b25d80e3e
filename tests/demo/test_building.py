"""A world built through the product's own actions: every state reached, by the right people, the same every time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time

import pytest
from django.contrib.auth import authenticate
from django.core.files.storage import default_storage
from pytest_django import DjangoDbBlocker

from tests.demo.building import built, dump, small_world
from tests.services.world import NOW
from tidu.demo.building.accounts import DEMO_PASSWORD, enterprise_username
from tidu.demo.building.world import NotBuilt, build
from tidu.demo.enterprises import SyntheticEnterprise
from tidu.demo.plan import Flaw, State
from tidu.demo.titles import DEMO_DAY
from tidu.domain.accounts.models import Post, User
from tidu.domain.audit.models import Event
from tidu.domain.declarations.models import Change, Declaration, Evidence, SectionAnswers, Submission
from tidu.domain.enterprises.models import AnnualFigure, DigitalResult, Enterprise, OfficeFigure
from tidu.domain.files.models import StoredFile
from tidu.domain.messages.models import Message
from tidu.domain.notices.models import Announcement, Contact, OutsideLink
from tidu.domain.recognitions.models import Recognition, TitleState
from tidu.domain.reviews.models import Decision, NoticeEntry, PublicNotice
from tidu.domain.windows.models import Window
from tidu.kit import clock
from tidu.kit.working_days import is_working_day
from tidu.rules import catalogue
from tidu.rules.schema import StepKind
from tidu.rules.workflow import Outcome, Status

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Twice:
    """The second of two worlds, and the rows of both."""

    world: list[SyntheticEnterprise]
    told: list[str]
    first: list[str]
    second: list[str]

    def of(self, state: State) -> list[SyntheticEnterprise]:
        found = [each for each in self.world if each.state is state]
        assert found
        return found

    def flawed(self, flaw: Flaw) -> SyntheticEnterprise:
        return next(each for each in self.world if each.flaw is flaw)


@pytest.fixture(scope="module")
def twice(
    demo: list[SyntheticEnterprise],
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Twice]:
    world = small_world(demo)
    with django_db_blocker.unblock():
        with built(world, tmp_path_factory.mktemp("first")):
            first = dump()
        with built(world, tmp_path_factory.mktemp("second")) as told:
            yield Twice(world, told, first, dump())


def declaration_of(enterprise: SyntheticEnterprise, programme: str = "") -> Declaration:
    return Declaration.objects.select_related("window", "held_by__region").get(
        enterprise__credit_code=enterprise.credit_code, programme=programme or enterprise.programme
    )


def test_the_same_world_comes_out_to_the_byte(twice: Twice) -> None:
    assert len(twice.first) > 5_000
    assert twice.first == twice.second


def test_every_row_of_an_enterprise_says_that_it_is_synthetic(twice: Twice) -> None:
    assert Enterprise.objects.filter(is_synthetic=True).count() == len(twice.world)
    assert not Enterprise.objects.filter(is_synthetic=False).exists()


def test_progress_is_told_year_by_year_and_then_month_by_month(twice: Twice) -> None:
    assert twice.told[0].startswith(f"{len(twice.world)} 家")
    assert {"2024 年…", "2026 年 3 月…", "2026 年 4 月…"} <= set(twice.told)


_WAITS_AT = {State.COUNTY_REVIEW: "county_review", State.CITY_REVIEW: "city_review"}
_WAITS_AT |= {State.PROVINCE_REVIEW: "province_review", State.PUBLIC_NOTICE: "public_notice"}


@pytest.mark.parametrize("state", list(_WAITS_AT))
def test_what_is_under_review_waits_at_its_step_and_office(twice: Twice, state: State) -> None:
    for enterprise in twice.of(state):
        declaration = declaration_of(enterprise)

        assert (declaration.status, declaration.step) == (Status.UNDER_REVIEW, _WAITS_AT[state])
        assert declaration.held_by is not None
        place = enterprise.place
        wanted = {"county": place.county_code, "city": place.city_code, "province": place.province_code}
        assert declaration.held_by.region_id == wanted[enterprise.level]


@pytest.mark.parametrize(("state", "status"), [(State.RETURNED, Status.RETURNED), (State.REJECTED, Status.REJECTED)])
def test_what_was_sent_back_or_turned_down_was_so_by_its_level_and_with_a_reason(
    twice: Twice, state: State, status: Status
) -> None:
    for enterprise in twice.of(state):
        declaration = declaration_of(enterprise)
        last = Decision.objects.filter(declaration=declaration).order_by("-id")[0]

        assert (declaration.status, declaration.step) == (status, f"{enterprise.level}_review")
        assert last.outcome == (Outcome.RETURN if status is Status.RETURNED else Outcome.REJECT)
        assert len(last.reason) > 30
        assert bool(last.pinned) == (status is Status.RETURNED)
        assert declaration.open_cells == (sorted(last.pinned) if status is Status.RETURNED else [])


def test_an_enterprise_that_got_its_file_back_still_has_time_to_mend_it(twice: Twice) -> None:
    for enterprise in twice.of(State.RETURNED):
        due_at = declaration_of(enterprise).due_at

        assert due_at is not None
        assert due_at.astimezone(clock.CHINA).date() >= DEMO_DAY


def test_some_of_what_waits_came_back_and_was_mended(twice: Twice) -> None:
    again = Declaration.objects.filter(status=Status.UNDER_REVIEW, submissions_made=2)

    assert again.exists()
    for declaration in again:
        returned = Decision.objects.get(declaration=declaration, outcome=Outcome.RETURN)
        first, second = Submission.objects.filter(declaration=declaration).order_by("sequence")
        assert first.digest != second.digest
        assert returned.submission_id == first.pk
        assert returned.mend_by is not None
        assert second.submitted_at <= returned.mend_by
        assert Message.objects.filter(about=declaration.number, title__contains="退回").exclude(read_at=None).exists()


def test_drafts_are_open_and_hold_what_cannot_be_read(twice: Twice) -> None:
    unreadable = 0
    for enterprise in twice.of(State.DRAFT):
        declaration = declaration_of(enterprise)
        assert (declaration.status, declaration.submissions_made) == (Status.DRAFT, 0)
        cells = [cell for row in SectionAnswers.objects.filter(declaration=declaration) for cell in row.cells.values()]
        assert any(cell["n"] > 0 for cell in cells)
        unreadable += sum("p" in cell for cell in cells)

    assert unreadable >= 1


def test_yuan_taken_for_ten_thousand_yuan_stands_in_the_form_but_not_in_the_record(twice: Twice) -> None:
    enterprise = twice.flawed(Flaw.UNIT_MISTAKE)

    cells = {
        key: cell
        for row in SectionAnswers.objects.filter(declaration=declaration_of(enterprise))
        for key, cell in row.cells.items()
    }
    recorded = Enterprise.objects.get(credit_code=enterprise.credit_code).revenue

    assert recorded
    assert cells["revenue"]["v"] == recorded * 10_000
    assert cells["main_revenue"]["v"] > 1_000 * cells["main_revenue[-1]"]["v"]


def test_of_three_odd_files_only_the_readable_one_was_taken(twice: Twice) -> None:
    declaration = declaration_of(twice.flawed(Flaw.ODD_FILES))

    taken = [each.file for each in Evidence.objects.filter(declaration=declaration).select_related("file")]

    assert [each.name for each in taken] == ["审计报告 （最终版）＃2　2025.pdf"]
    assert taken[0].size > 500


def test_who_filed_in_two_years_running_took_it_back_both_times(twice: Twice) -> None:
    enterprise = twice.flawed(Flaw.REPEATED_FILING)

    filed = Declaration.objects.filter(enterprise__credit_code=enterprise.credit_code).select_related("window")

    assert {(each.window.year, each.status) for each in filed} == {(2025, "withdrawn"), (2026, "withdrawn")}


def test_running_notices_cover_the_morning_of_the_demo(twice: Twice) -> None:
    for enterprise in twice.of(State.PUBLIC_NOTICE):
        notice = NoticeEntry.objects.select_related("notice").get(declaration=declaration_of(enterprise)).notice

        assert notice.opens_on < DEMO_DAY <= notice.closes_on
        assert notice.announced_at is None


def test_earlier_notices_ended_in_titles_which_the_province_recorded_where_it_has_to(twice: Twice) -> None:
    announced = PublicNotice.objects.exclude(announced_at=None)
    granted = Declaration.objects.filter(status=Status.GRANTED)

    assert {each.programme for each in announced} == {"innovative", "specialised"}
    assert granted.count() == NoticeEntry.objects.filter(notice__in=announced).count() >= 2
    for declaration in granted:
        title = Recognition.objects.get(declaration_number=declaration.number)
        is_recorded_here = catalogue.edition(title.edition_id).workflow.record is not None
        assert title.state_on(DEMO_DAY) is TitleState.VALID
        if not is_recorded_here:
            assert title.recorded_on is None


@pytest.mark.parametrize(
    ("state", "expected"), [(State.RENEWAL_DUE, TitleState.EXPIRING), (State.EXPIRED, TitleState.EXPIRED)]
)
def test_titles_run_out_when_the_plan_says(twice: Twice, state: State, expected: TitleState) -> None:
    for enterprise in twice.of(state):
        held = enterprise.titles[-1]
        title = Recognition.objects.get(
            enterprise__credit_code=enterprise.credit_code, title=held.programme, granted_on=held.granted_on
        )
        assert title.valid_until == held.until
        assert title.state_on(DEMO_DAY) is expected


def test_each_title_comes_from_the_level_that_its_edition_names(twice: Twice) -> None:
    titles = Recognition.objects.select_related("office")

    assert {title.title for title in titles} == {"innovative", "specialised", "little_giant"}
    for title in titles:
        assert title.office.level == catalogue.edition(title.edition_id).workflow.grant.level


def test_every_decision_was_taken_at_the_office_that_had_the_file_by_somebody_with_a_post_there(twice: Twice) -> None:
    offices = {post.user_id: post.office_id for post in Post.objects.all()}
    decisions = Decision.objects.exclude(outcome=Outcome.GRANT).select_related("office", "declaration")

    assert decisions.count() > 20
    for decision in decisions:
        step = catalogue.edition(decision.declaration.edition_id).step(decision.step)
        assert offices[decision.officer_id] == decision.office_id
        assert (step.kind, step.level) == (StepKind.REVIEW, decision.office.level)


def test_offices_decide_in_working_hours_and_nothing_happens_after_the_demo_begins(twice: Twice) -> None:
    for decision in Decision.objects.all():
        at = decision.at.astimezone(clock.CHINA)
        assert is_working_day(at.date())
        assert time(9) <= at.time() <= time(17)

    latest = max(Event.objects.latest("at").at, Change.objects.latest("at").at)
    assert latest.astimezone(clock.CHINA).date() < DEMO_DAY


def test_figures_are_typed_as_people_type_them_and_read_exactly(twice: Twice) -> None:
    typed = [str(each) for each in Change.objects.filter(cell__startswith="revenue").values_list("typed", flat=True)]
    enterprise = next(each for each in twice.of(State.COUNTY_REVIEW) if each.programme == "innovative")
    submission = Submission.objects.filter(declaration=declaration_of(enterprise)).latest("sequence")

    assert any("," in each for each in typed)
    assert any(each.endswith("万元") for each in typed)
    assert submission.snapshot["sections"]["score"]["revenue"] == enterprise.figures[0].revenue
    assert submission.snapshot["sections"]["score"]["assets"] == enterprise.figures[0].assets


def test_what_an_earlier_filing_said_is_carried_over(twice: Twice) -> None:
    enterprise = next(each for each in twice.of(State.PROVINCE_REVIEW) if each.programme == "specialised")
    figures = AnnualFigure.objects.filter(enterprise__credit_code=enterprise.credit_code)
    operation = SectionAnswers.objects.get(declaration=declaration_of(enterprise), section="operation").cells

    assert {each.year for each in figures} == {2023, 2024}
    assert operation["revenue[-1]"]["s"] == "2025年填报"
    assert operation["revenue[-1]"]["v"] == enterprise.figures[1].revenue


def test_digital_levels_are_those_that_were_drawn(twice: Twice) -> None:
    results = DigitalResult.objects.select_related("enterprise", "office")
    drawn = {each.credit_code: each.standing for each in twice.world}

    assert results.count() > len(twice.world) // 2
    for result in results:
        standing = drawn[result.enterprise.credit_code]
        assert (result.level, result.assessed_on) == (standing.digital_level, standing.digital_assessed_on)
        assert result.office.level == "province"


def test_scores_of_offices_came_before_the_filling_and_make_points_known(twice: Twice) -> None:
    scores = {(each.enterprise_id, each.fact): each for each in OfficeFigure.objects.select_related("office")}
    drawn = {each.credit_code: each.standing.local_other_points for each in twice.world}
    known = 0
    for submission in Submission.objects.filter(declaration__programme="specialised").select_related(
        "declaration__enterprise"
    ):
        assert submission.assessment is not None
        enterprise = submission.declaration.enterprise
        has_points = bool(submission.assessment["indicators"])
        score = scores.get((enterprise.pk, "local_other_points" if has_points else "development_score"))
        total, record = submission.assessment["total"], submission.snapshot["record"]
        if has_points:
            assert (total is None) == (score is None)
        if score is not None:
            known += 1
            assert score.imported_at < submission.submitted_at
            assert record[score.fact] == score.value
            assert score.office.level == "province"
            assert not has_points or score.value == drawn[enterprise.credit_code]

    assert known >= 5
    imports = Event.objects.filter(act="office_figures.imported")
    assert sum(each.data["count"] for each in imports) == len(scores)


def test_the_windows_show_two_provinces_and_two_generations_of_the_standard(twice: Twice) -> None:
    is_open = {
        (each.region_id, each.edition_id) for each in Window.objects.filter(opens_at__lte=NOW, closes_at__gte=NOW)
    }

    assert is_open == {
        ("320000", "innovative@2022-08-01+32"),
        ("320000", "specialised@2022-08-01+32"),
        ("320000", "specialised@2026-04-01+32"),
        ("330000", "innovative@2022-08-01"),
    }


def test_the_public_finds_announcements_contacts_and_the_contest(twice: Twice) -> None:
    numbers = set(Announcement.objects.filter(issuer="ministry").values_list("document_number", flat=True))

    assert numbers == {"工信部企业〔2022〕63号", "工信部企业〔2026〕2号", "工信厅企业函〔2026〕117号"}
    provincial = Announcement.objects.filter(issuer="province")
    assert provincial.count() >= 3
    assert all("示例" in each.title and each.published_at.date() < DEMO_DAY for each in provincial)
    assert Contact.objects.filter(region_id="320500").count() == 2
    assert Contact.objects.filter(phone__startswith="025-0000 ").count() == Contact.objects.count() == 32
    assert "示例" in OutsideLink.objects.get(key="contest").note


def test_everybody_signs_in_with_the_published_password(twice: Twice) -> None:
    somebody = enterprise_username(twice.world[0].number)

    assert User.objects.values_list("password", flat=True).distinct().count() == 1
    for name in (somebody, twice.world[0].credit_code, "county-320583", "ministry-lead", "operator"):
        assert authenticate(None, username=name, password=DEMO_PASSWORD) is not None
    assert authenticate(None, username=somebody, password="Tidu-demo-2025") is None


def test_stored_files_are_where_their_rows_say(twice: Twice) -> None:
    files = StoredFile.objects.all()

    assert files.count() > 100
    for file in files[:20]:
        with default_storage.open(file.path) as content:
            assert content.read().startswith(b"%PDF-1.4")


def test_a_database_with_somebody_in_it_is_refused_with_a_sentence(twice: Twice) -> None:
    users = User.objects.count()

    with pytest.raises(NotBuilt, match="数据库里已有企业或用户"):
        build(twice.world, lambda _: None)

    assert User.objects.count() == users
