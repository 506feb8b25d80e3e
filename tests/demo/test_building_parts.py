"""What the demo world is built from: the plan of its stories, hands that type, days that fit, accounts that exist."""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from tests.services.world import NOW, World
from tidu.demo.building import accounts
from tidu.demo.building.answers_innovative import innovative_answers
from tidu.demo.building.answers_specialised import specialised_answers
from tidu.demo.building.evidence import evidence_pdf
from tidu.demo.building.findings import fault_of, rejection_of
from tidu.demo.building.handwriting import Hand
from tidu.demo.building.people import has_whole_record, record_of
from tidu.demo.building.scores import score_rows, waits
from tidu.demo.building.stories import NOTICE_ON, Step, Story, stories
from tidu.demo.building.timeline import Timeline, days_for, office_time, working_days
from tidu.demo.building.windows import SPECIALISED, SPECIALISED_OF_2022, WINDOWS, PlannedWindow
from tidu.demo.enterprises import SyntheticEnterprise
from tidu.demo.officers import officers
from tidu.demo.plan import State
from tidu.demo.seeds import Stream
from tidu.demo.shapes import Tier
from tidu.demo.titles import DEMO_DAY
from tidu.domain.accounts.actions import create_user, give_hash
from tidu.domain.accounts.models import User
from tidu.domain.enterprises.queries import REQUIRED
from tidu.domain.files.actions import make_room, store_upload
from tidu.domain.files.kinds import true_type
from tidu.domain.regions.names import LOOKUPS
from tidu.kit import clock
from tidu.kit.working_days import is_working_day
from tidu.rules import answers, catalogue
from tidu.rules.schema import FieldType


@pytest.fixture(scope="module")
def told(demo: list[SyntheticEnterprise]) -> list[Story]:
    return stories(demo)


def test_the_stories_end_in_the_states_that_the_recipe_promises(told: list[Story]) -> None:
    ends: Counter[str] = Counter()
    for story in told:
        last = story.steps[-1]
        passes = story.steps.count(Step.PASS)
        if story.granted:
            ends["granted"] += 1
        elif last in {Step.FILL, Step.FILL_IN_PART}:
            ends["draft"] += 1
        elif last in {Step.RETURN, Step.REJECT, Step.WITHDRAW}:
            ends[last.value] += 1
        elif Step.MEND in story.steps:
            ends[f"{story.enterprise.level} again"] += 1
        else:
            programme = catalogue.edition(story.window.edition_id).programme
            shown = passes == (2 if programme == "innovative" else 3)
            ends["notice" if shown else ("county", "city", "province")[passes]] += 1

    again = {level: ends.pop(f"{level} again", 0) for level in ("county", "city", "province")}
    waiting = {level: ends.pop(level) + again[level] for level in again}
    assert waiting == {"county": 10, "city": 10, "province": 8}
    assert all(again.values())
    assert ends == {"draft": 12, "notice": 6, "return": 8, "reject": 10, "granted": 9, "withdraw": 2}


def test_nobody_has_two_stories_in_one_window(told: list[Story]) -> None:
    pairs = [(story.enterprise.number, story.window.code) for story in told]

    assert len(set(pairs)) == len(pairs) == 75


def test_each_story_fits_between_the_opening_of_its_window_and_the_demo(told: list[Story]) -> None:
    for story in told:
        days = working_days(story.window.first_day, story.until)
        assert len(days) >= len(story.steps)
        assert story.until < DEMO_DAY


def test_notices_that_run_begin_on_working_days_before_the_demo() -> None:
    assert all(is_working_day(day) and day < DEMO_DAY for day in NOTICE_ON.values())


@pytest.mark.parametrize("window", WINDOWS, ids=lambda window: window.code)
def test_every_window_names_an_edition_of_its_province_and_its_levels(window: PlannedWindow) -> None:
    edition = catalogue.edition(window.edition_id)

    assert edition.region in {None, window.province[:2]}
    assert window.opened_on < window.first_day < window.last_day
    assert set(window.deadlines) == {step.level for step in edition.workflow.steps}


def account(number: int, demo: list[SyntheticEnterprise]) -> SyntheticEnterprise:
    name = accounts.enterprise_username(number)
    assert name in {each.username for each in accounts.DEMO_ACCOUNTS}
    return demo[number - 1]


def test_the_demo_accounts_are_what_they_say(demo: list[SyntheticEnterprise], told: list[Story]) -> None:
    fresh, filling, returned, titled = (account(number, demo) for number in (206, 240, 69, 92))

    assert (fresh.state, fresh.place.city) == (State.REGISTERED, "苏州市")
    assert has_whole_record(fresh)
    assert set(REQUIRED) - set(record_of(fresh)) == {"legal_representative", "contact", "contact_mobile", "email"}
    half = next(story for story in told if story.enterprise.number == filling.number)
    assert (half.window.edition_id.partition("@")[0], half.steps) == ("specialised", (Step.FILL_IN_PART,))
    assert (returned.state, returned.place.county) == (State.RETURNED, "昆山市")
    assert (titled.tier, titled.place.county) == (Tier.LITTLE_GIANT, "常熟市")
    known = {officer.username for officer in officers()}
    assert {each.username for each in accounts.DEMO_ACCOUNTS if not each.username.startswith("enterprise")} <= known


def test_the_accounts_are_written_down_with_their_password_in_even_columns() -> None:
    first, *lines = accounts.as_text().splitlines()

    assert accounts.DEMO_PASSWORD in first
    assert len(lines) == len(accounts.DEMO_ACCOUNTS)
    assert all(each.username in line for each, line in zip(accounts.DEMO_ACCOUNTS, lines, strict=True))


def test_acts_are_done_in_the_order_of_time_with_the_clock_stopped_there() -> None:
    timeline, done = Timeline(), list[tuple[str, object]]()

    def act(name: str) -> Callable[[], None]:
        return lambda: done.append((name, clock.now()))

    timeline.at(NOW + timedelta(days=2), act("third"))
    timeline.at(NOW, act("first"))
    timeline.at(NOW, act("second"))
    timeline.at(NOW, lambda: timeline.at(NOW + timedelta(days=3), act("planned meanwhile")))
    timeline.run(lambda _: None)

    assert [name for name, _ in done] == ["first", "second", "third", "planned meanwhile"]
    assert done[2][1] == NOW + timedelta(days=2)


@pytest.mark.parametrize("steps", [1, 2, 5, 8])
def test_steps_get_different_working_days_in_order_the_last_of_them_lately(steps: int) -> None:
    days = working_days(date(2026, 4, 1), date(2026, 4, 15))

    for number in range(200):
        chosen = days_for(Stream(1, number), days, steps, lately=3, apart=3)
        assert chosen == sorted(set(chosen))
        assert len(chosen) == steps
        assert chosen[-1] in days[-3:]
        places = [days.index(day) for day in chosen]
        assert all(later - earlier <= 3 for earlier, later in pairwise(places))


def test_more_steps_than_days_are_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        days_for(Stream(1, 1), working_days(date(2026, 4, 1), date(2026, 4, 3)), 4, lately=1, apart=3)


def test_office_times_lie_in_the_morning_or_the_afternoon() -> None:
    for number in range(300):
        at = office_time(Stream(1, number), "step", date(2026, 4, 9))
        minutes = at.hour * 60 + at.minute
        assert 540 <= minutes <= 680 or 810 <= minutes <= 1000


@pytest.mark.parametrize("edition_id", ["innovative@2022-08-01+32", "specialised@2022-08-01+32"])
def test_what_is_typed_reads_as_what_was_drawn(demo: list[SyntheticEnterprise], edition_id: str) -> None:
    edition, styles = catalogue.edition(edition_id), set()
    for enterprise in [each for each in demo if each.programme and each.flaw is None]:
        make = innovative_answers if edition.programme == "innovative" else specialised_answers
        typed, _ = make(enterprise, enterprise.figures, Hand(enterprise))
        for cell, value in typed.items():
            field = edition.fields.get(cell.partition("[")[0])
            if field is not None:
                reading = answers.read(field, value, LOOKUPS)
                assert reading.problem is None, (cell, value)
                styles.add(reading.tidied)
        revenue = answers.read(edition.fields["revenue"], typed["revenue"], LOOKUPS)
        assert revenue.value == enterprise.figures[0].revenue

    assert styles == {True, False}


def test_slots_that_get_a_file_are_slots_of_the_form(demo: list[SyntheticEnterprise]) -> None:
    enterprise = next(each for each in demo if each.programme == "specialised")
    _, slots = specialised_answers(enterprise, enterprise.figures, Hand(enterprise))
    asked = catalogue.edition("specialised@2026-04-01+32").fields

    assert len(slots) == len(set(slots)) > 8
    assert all(asked[slot].type is FieldType.FILES for slot in slots)


def test_evidence_is_a_pdf_and_the_same_every_time() -> None:
    first, second = (evidence_pdf("audit_file", "91320583XXT0000010", "审计报告.pdf") for _ in range(2))

    assert first.read() == second.read()
    first.seek(0)
    assert true_type(first, "审计报告.pdf") == "application/pdf"
    first.seek(0)
    content = first.read()
    start = int(content.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    assert content[start : start + 4] == b"xref"
    assert b"SYNTHETIC" in content


def test_a_fault_pins_fields_of_the_form_and_what_was_wrong_can_be_mended(demo: list[SyntheticEnterprise]) -> None:
    editions = {"innovative": "innovative@2022-08-01+32", "specialised": "specialised@2026-04-01+32"}
    for enterprise in [each for each in demo if each.programme]:
        fault = fault_of(enterprise, enterprise.programme)
        fields = catalogue.edition(editions[enterprise.programme]).fields
        wrong = fault.wrong(enterprise, Hand(enterprise))

        assert set(fault.pinned) <= set(fields)
        assert set(fault.files) <= set(fault.pinned)
        assert {cell.partition("[")[0] for cell in wrong} <= set(fault.pinned)


def test_a_rejection_states_the_figures_and_the_clause(demo: list[SyntheticEnterprise]) -> None:
    for enterprise in [each for each in demo if each.state is State.REJECTED]:
        share = 100 * enterprise.figures[0].rd_expense / enterprise.figures[0].revenue
        for edition_id in ("innovative@2022-08-01+32", "specialised@2022-08-01+32", "specialised@2026-04-01+32"):
            reason = rejection_of(enterprise, edition_id, 45)
            assert f"{share:.2f}%" in reason
            assert "工信部企业〔" in reason
            assert "！" not in reason


def test_a_hash_that_was_made_elsewhere_opens_the_account(world: World) -> None:
    user = create_user(username="给定", password=None, name="示例")
    other = create_user(username="别人", password=None, name="示例")

    give_hash([user.pk], make_password("Given-elsewhere-1", salt="x" * 22))

    assert authenticate(None, username="给定", password="Given-elsewhere-1") == user
    assert authenticate(None, username="别人", password="Given-elsewhere-1") is None
    assert User.objects.get(pk=other.pk).password == other.password


def test_room_is_made_only_where_nothing_is_kept(db: None) -> None:
    kept, left = uuid.UUID(int=0xD1), uuid.UUID(int=0xD2)
    stored = store_upload(evidence_pdf("audit_file", "91", "a.pdf"), user_id=1, file_id=kept)
    orphan = default_storage.save(f"{left.hex[:2]}/{left.hex}", ContentFile(b"broken off"))

    make_room(kept)
    make_room(left)

    assert default_storage.exists(stored.path)
    assert not default_storage.exists(orphan)
    default_storage.delete(stored.path)


def test_the_command_refuses_a_database_that_somebody_uses(world: World) -> None:
    world.enterprise()

    with pytest.raises(CommandError, match="数据库里已有企业或用户"):
        call_command("build_demo_world")

    assert User.objects.count() == 1


def test_the_command_refuses_a_database_without_divisions(db: None) -> None:
    with pytest.raises(CommandError, match="load_reference"):
        call_command("build_demo_world")


def test_nobody_whose_file_was_decided_waits_for_a_score_and_a_few_others_do(told: list[Story]) -> None:
    asked = [each for each in told if each.window in (SPECIALISED, SPECIALISED_OF_2022)]
    waiting = [each for each in asked if waits(each)]

    assert 2 <= len(waiting) <= len(asked) // 5
    assert not [
        each for each in waiting if each.granted or each.enterprise.state in {State.PUBLIC_NOTICE, State.REJECTED}
    ]


def test_a_score_drawn_for_the_standard_of_2026_meets_it(told: list[Story]) -> None:
    scores = [row[3] for each in told if each.window == SPECIALISED for row in score_rows(each, DEMO_DAY)]

    assert len(scores) > 5
    assert all(re.fullmatch(r"(5[0-9]|6[0-9]|7[0-5])\.[0-9]{2}", each) for each in scores)
