"""From submission to the public look-up: each level decides, each side is told, nothing happens twice."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.http import Http404

from tests.services.filling import fill, seen, submit_filled
from tests.services.world import NOW, World
from tidu.domain.accounts.access import Actor
from tidu.domain.accounts.models import Post
from tidu.domain.audit.models import Event
from tidu.domain.declarations.actions import begin, save_field, submit, withdraw
from tidu.domain.declarations.errors import DeclarationRefusal, NotComplete, NotOpen, Outdated
from tidu.domain.declarations.models import Declaration, SectionAnswers
from tidu.domain.messages.models import Message
from tidu.domain.recognitions.actions import record
from tidu.domain.recognitions.models import Recognition
from tidu.domain.recognitions.queries import look_up
from tidu.domain.reviews.actions import announce, decide, publish_notice
from tidu.domain.reviews.errors import ReviewRefusal
from tidu.domain.reviews.models import Decision
from tidu.kit import clock
from tidu.rules.workflow import Outcome, Status


@pytest.fixture
def owner(world: World) -> Actor:
    return world.enterprise()


@pytest.fixture
def submitted(world: World, owner: Actor) -> Declaration:
    declaration = begin(owner, world.window().code)
    submit_filled(owner, declaration)
    return now(declaration)


def now(declaration: Declaration) -> Declaration:
    return Declaration.objects.select_related("window", "enterprise", "held_by").get(pk=declaration.pk)


def passes(actor: Actor, declaration: Declaration) -> Declaration:
    current = now(declaration)
    decide(actor, current.number, Outcome.PASS, at_step=current.step, at_submission=current.submissions_made)
    return now(declaration)


def test_an_empty_declaration_cannot_be_submitted_and_every_gap_is_named(world: World, owner: Actor) -> None:
    declaration = begin(owner, world.window().code)

    with pytest.raises(NotComplete) as told:
        submit(owner, declaration.number, seen=seen(declaration))

    assert {"revenue", "rd_expense", "assets"} <= {each.field for each in told.value.findings}
    assert now(declaration).status == Status.DRAFT


def test_a_submission_goes_to_the_county_with_a_receipt_and_its_points(submitted: Declaration) -> None:
    submission = submitted.submissions.get()

    assert (submitted.status, submitted.step, submitted.held_by and submitted.held_by.region_id) == (
        Status.UNDER_REVIEW,
        "county_review",
        "320583",
    )
    assert (submitted.points, submitted.qualifies, submitted.route) == (95, "yes", "score")
    assert submission.receipt == f"{submitted.number}-1"
    assert submission.snapshot["sections"]


def test_what_was_not_seen_is_not_submitted(world: World, owner: Actor) -> None:
    declaration = begin(owner, world.window().code)
    fill(owner, declaration)
    opened = seen(declaration)
    section = next(row for row in SectionAnswers.objects.filter(declaration=declaration) if "revenue" in row.cells)
    save_field(
        owner,
        declaration.number,
        section.section,
        "revenue",
        "6100",
        based_on=section.cells["revenue"]["n"],
        key=uuid.uuid4(),
    )

    with pytest.raises(Outdated) as told:
        submit(owner, declaration.number, seen=opened)

    assert told.value.cells == ["revenue"]
    assert not declaration.submissions.exists()


def test_a_double_click_submits_once(owner: Actor, submitted: Declaration) -> None:
    first = submitted.submissions.get()

    again = submit(owner, submitted.number, seen=seen(submitted))

    assert again.pk == first.pk
    assert submitted.submissions.count() == 1


def test_county_city_notice_announcement_record_and_look_up(world: World, owner: Actor, submitted: Declaration) -> None:
    passes(world.officer("320583"), submitted)
    on_notice = passes(world.officer("320500"), submitted)
    assert on_notice.step == "public_notice"
    city = world.officer("320500")
    notice = publish_notice(
        city, submitted.edition_id, [submitted.number], title="第一批公示", objections_to="0512-55550001"
    )
    assert notice.closes_on.isoformat() == "2026-04-22"  # five working days from Thursday 16 April

    with pytest.raises(ReviewRefusal, match="公示到"):
        announce(city, notice.pk, document_number="苏示公告〔2026〕1号")
    with clock.stopped_at(NOW + timedelta(days=7)):
        announce(city, notice.pk, document_number="苏示公告〔2026〕1号")

    title = Recognition.objects.get(declaration_number=submitted.number)
    assert (title.title, title.granted_on.isoformat(), title.valid_until.isoformat()) == (
        "innovative",
        "2026-04-23",
        "2029-04-22",
    )
    assert now(submitted).status == Status.GRANTED
    record(world.officer("320000"), title.number)
    found = look_up(submitted.enterprise.name[2:6])
    assert [(enterprise.pk, [each.number for each in titles]) for enterprise, titles in found] == [
        (owner.enterprise_id, [title.number])
    ]
    titles = [message.title for message in Message.objects.order_by("id")]
    assert [part for part in ("已提交", "已通过", "已通过", "进入公示", "已公告") if any(part in t for t in titles)]
    assert len(titles) == 5


def test_a_return_opens_only_the_pinned_fields_until_its_own_date(
    world: World, owner: Actor, submitted: Declaration
) -> None:
    until = NOW + timedelta(days=60)  # later than the window's end
    decide(
        world.officer("320583"),
        submitted.number,
        Outcome.RETURN,
        at_step="county_review",
        at_submission=1,
        reason="研发费用与审计报告不一致，请核对。",
        pinned=["rd_expense"],
        mend_until=until,
    )
    returned = now(submitted)
    assert (returned.status, returned.step, returned.due_at) == (Status.RETURNED, "county_review", until)
    row = next(each for each in SectionAnswers.objects.filter(declaration=returned) if "rd_expense" in each.cells)

    def retype(cell: str, typed: str) -> None:
        there = SectionAnswers.objects.get(pk=row.pk).cells[cell]["n"]
        save_field(owner, returned.number, row.section, cell, typed, based_on=there, key=uuid.uuid4())

    with clock.stopped_at(NOW + timedelta(days=50)):
        retype("rd_expense", "290")
        with pytest.raises(NotOpen, match="没有被要求修改"):
            retype("revenue", "9000")
        again = submit(owner, returned.number, seen=seen(returned))

    assert (again.sequence, now(submitted).step, now(submitted).submissions_made) == (2, "county_review", 2)
    assert Decision.objects.get().reason.startswith("研发费用")


def test_a_return_needs_a_reason_and_nothing_happens_without_one(world: World, submitted: Declaration) -> None:
    with pytest.raises(ReviewRefusal, match="还没有写理由"):
        decide(world.officer("320583"), submitted.number, Outcome.RETURN, at_step="county_review", at_submission=1)

    assert not Decision.objects.exists()
    assert now(submitted).step == "county_review"


def test_a_second_decision_on_the_same_step_is_refused(world: World, submitted: Declaration) -> None:
    passes(world.officer("320583"), submitted)

    with pytest.raises(ReviewRefusal, match="已不在您打开时的环节"):
        decide(world.officer("320583"), submitted.number, Outcome.PASS, at_step="county_review", at_submission=1)

    assert Decision.objects.count() == 1


@pytest.mark.parametrize(
    ("region", "role", "refusal"),
    [
        ("320582", Post.Role.REVIEWER, Http404),  # a sibling county
        ("330106", Post.Role.REVIEWER, Http404),  # another province
        ("320500", Post.Role.REVIEWER, PermissionDenied),  # above, but the county has it
        ("320583", Post.Role.OBSERVER, PermissionDenied),
    ],
)
def test_who_may_not_decide(
    world: World, submitted: Declaration, region: str, role: Post.Role, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        decide(world.officer(region, role), submitted.number, Outcome.PASS, at_step="county_review", at_submission=1)

    assert now(submitted).step == "county_review"


def test_a_draft_does_not_exist_for_offices(world: World, owner: Actor) -> None:
    declaration = begin(owner, world.window().code)

    with pytest.raises(Http404):
        decide(world.officer("320583"), declaration.number, Outcome.PASS, at_step="county_review", at_submission=0)


def test_the_applicant_may_withdraw_until_the_first_decision(
    world: World, owner: Actor, submitted: Declaration
) -> None:
    withdraw(owner, submitted.number)
    assert now(submitted).status == Status.WITHDRAWN

    again = submit(owner, submitted.number, seen=seen(submitted))
    assert again.sequence == 2
    passes(world.officer("320583"), submitted)
    with pytest.raises(DeclarationRefusal, match="现在不能撤回"):
        withdraw(owner, submitted.number)


@pytest.mark.parametrize(
    "table",
    [
        "audit_event",
        "declarations_change",
        "declarations_submission",
        "reviews_decision",
        "recognitions_recognitionevent",
    ],
)
def test_the_database_itself_refuses_to_change_history(world: World, submitted: Declaration, table: str) -> None:
    passes(world.officer("320583"), submitted)
    world.hold(world.enterprise(), "innovative@2022-08-01+32", "320500")
    assert Event.objects.exists()
    for statement in (f"UPDATE {table} SET id = id + 1000", f"DELETE FROM {table}"):  # noqa: S608
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
