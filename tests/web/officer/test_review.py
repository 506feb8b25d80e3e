"""The review page: content, changes, points, evidence, and the decision with its refusals."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from tests.services.filling import seen
from tests.services.world import World
from tests.web.officer.conftest import SignIn, Submits, fresh, move_on, words_of
from tidu.domain.accounts.models import Post
from tidu.domain.audit.models import Event
from tidu.domain.declarations.actions import save_field, submit
from tidu.domain.declarations.models import Declaration, Evidence
from tidu.domain.enterprises.queries import applicant_for
from tidu.domain.messages.models import Message
from tidu.kit import clock
from tidu.rules.workflow import Status


def post(client: Client, declaration: Declaration, outcome: str, **typed: Any) -> Any:
    carried = {"at_step": declaration.step, "at_submission": declaration.submissions_made, "outcome": outcome}
    return client.post(f"/desk/{declaration.number}/decide/", {**carried, **typed})


def mend(declaration: Declaration, cell: str, value: str) -> Declaration:
    """Let the enterprise change one cell and submit again."""
    member = declaration.enterprise.members.get()
    owner = applicant_for(member.user_id)
    assert owner is not None
    row = next(each for each in declaration.sections.all() if cell in each.cells)
    save_field(
        owner,
        declaration.number,
        row.section,
        cell,
        value,
        based_on=row.cells[cell]["n"],
        key=uuid.uuid4(),
    )
    submit(owner, declaration.number, seen=seen(declaration))
    return fresh(declaration)


def test_the_page_shows_content_points_with_clauses_and_the_digital_level(sign_in: SignIn, submits: Submits) -> None:
    (declaration,) = submits()

    page = sign_in("320583").get(f"/desk/{declaration.number}/").content.decode()

    assert "<h1>" + declaration.enterprise.name in page
    assert "6,000.00" in page
    assert "<b>95</b> / 100 分" in page
    assert "5%，二、（一）2</small>" in page
    assert "2 级，2026-01-15 评测，由江苏省工信部门导入" in page
    assert "通过并推荐到市级" in page


def test_outside_the_region_there_is_no_such_file_and_a_draft_is_for_no_office(
    world: World, sign_in: SignIn, submits: Submits
) -> None:
    (declaration,) = submits()

    assert sign_in("320582").get(f"/desk/{declaration.number}/").status_code == 404
    assert sign_in("330000").get(f"/desk/{declaration.number}/").status_code == 404
    Declaration.objects.filter(pk=declaration.pk).update(status="draft", step="", held_by=None)
    assert sign_in("320583").get(f"/desk/{declaration.number}/").status_code == 404


def test_passing_moves_it_up_and_leads_to_the_next_file_with_a_line_about_it(sign_in: SignIn, submits: Submits) -> None:
    first, second = submits(2)
    client = sign_in("320583")
    page = client.get(f"/desk/{first.number}/")
    assert page.context["behind"] == second.number

    response = post(client, first, "pass", reason="现场核查属实", next=second.number)

    assert response.status_code == 302
    assert response["Location"].startswith(f"/desk/{second.number}/?after={first.number}")
    assert fresh(first).step == "city_review"
    assert first.decisions.get().reason == "现场核查属实"
    assert f"{first.number}：已通过。" in client.get(response["Location"]).content.decode()


def test_a_return_reopens_the_chosen_fields_and_the_next_round_shows_what_changed(
    sign_in: SignIn, submits: Submits
) -> None:
    (declaration,) = submits()
    client = sign_in("320583")

    response = post(
        client, declaration, "return", reason="研发费用与审计报告不一致，请核对。", pinned=["rd_expense"], days="3"
    )

    assert response.status_code == 302
    returned = fresh(declaration)
    assert (returned.status, returned.open_cells) == (Status.RETURNED, ["rd_expense"])
    assert returned.due_at == datetime(2026, 4, 21, 17, tzinfo=clock.CHINA)

    again = mend(returned, "rd_expense", "240")
    page = client.get(f"/desk/{declaration.number}/").content.decode()

    assert again.submissions_made == 2
    assert '<del class="num xs txt">300.00</del> <ins class="txt">240.00</ins>' in page
    assert "退回后改动 1" in page
    assert "退回后重交" in page
    assert "县级退回" in page
    assert "6,000.00" not in page
    assert "6,000.00" in client.get(f"/desk/{declaration.number}/?show=all").content.decode()


def test_a_return_without_a_reason_is_refused_and_what_was_chosen_stays(sign_in: SignIn, submits: Submits) -> None:
    (declaration,) = submits()

    response = post(sign_in("320583"), declaration, "return", reason="补", pinned=["rd_expense"], days="10")

    page = words_of(response)
    assert response.status_code == 422
    assert "还没有写理由。" in page
    assert ">补</textarea>" in page
    assert 'value="rd_expense" id="pin-rd_expense" checked' in page
    assert '<option value="10" selected>' in page
    assert fresh(declaration).status == Status.UNDER_REVIEW
    assert declaration.decisions.count() == 0


def test_rejecting_needs_a_second_confirmation(sign_in: SignIn, submits: Submits) -> None:
    (declaration,) = submits()
    client = sign_in("320583")

    response = post(client, declaration, "reject", reason="不符合申报条件第一条。")

    assert response.status_code == 422
    assert "还没有确认。" in response.content.decode()
    assert fresh(declaration).status == Status.UNDER_REVIEW

    assert post(client, declaration, "reject", reason="不符合申报条件第一条。", confirm="yes").status_code == 302
    assert fresh(declaration).status == Status.REJECTED
    assert Message.objects.filter(about=declaration.number, body__contains="不符合申报条件第一条。").exists()


def test_what_a_colleague_decided_meanwhile_is_told_and_the_reason_is_kept(
    world: World, sign_in: SignIn, submits: Submits
) -> None:
    (declaration,) = submits()
    opened = fresh(declaration)
    move_on(world, declaration, to="city_review")

    response = post(sign_in("320583"), opened, "return", reason="研发费用与审计报告不一致。")

    page = response.content.decode()
    assert response.status_code == 422
    assert "没有办成：这件申报已不在您打开时的环节。" in page
    assert "研发费用与审计报告不一致。</textarea>" in page
    assert declaration.decisions.count() == 1


def test_a_double_click_decides_once(sign_in: SignIn, submits: Submits) -> None:
    (declaration,) = submits()
    client = sign_in("320583")

    first, second = (post(client, declaration, "pass") for _ in range(2))

    assert (first.status_code, second.status_code) == (302, 422)
    assert declaration.decisions.count() == 1


def test_who_may_not_decide_reads_and_is_told_who_may(sign_in: SignIn, submits: Submits) -> None:
    (declaration,) = submits()
    city, observer = sign_in("320500"), sign_in("320583", Post.Role.OBSERVER)

    assert "现由昆山市工信部门办理" in city.get(f"/desk/{declaration.number}/").content.decode()
    assert "您的岗位可以查看，不能决定。" in observer.get(f"/desk/{declaration.number}/").content.decode()
    assert post(city, declaration, "pass").status_code == 403
    assert post(observer, declaration, "pass").status_code == 403
    assert declaration.decisions.count() == 0


def test_a_template_adds_its_words_and_decides_nothing(sign_in: SignIn, submits: Submits) -> None:
    (declaration,) = submits()

    response = post(sign_in("320583"), declaration, "", reason="1. 第一条。", template="missing")

    assert response.status_code == 200
    assert "1. 第一条。\n2. 缺少“…”。" in response.content.decode()
    assert declaration.decisions.count() == 0


def test_findings_stand_beside_their_field(sign_in: SignIn, submits: Submits) -> None:
    (declaration,) = submits(rd_expense="0")
    client = sign_in("320583")

    page = client.get(f"/desk/{declaration.number}/?show=unusual").content.decode()

    assert "异常 1</a>" in page
    assert "异常：2025 年研发费用是零。" in page
    assert "6,000.00" not in page
    assert "1 处异常" in client.get("/desk/?view=unusual").content.decode()
    offered = words_of(client.get(f"/desk/{declaration.number}/?decide=return"))
    assert 'value="rd_expense" id="pin-rd_expense" checked' in offered


def test_evidence_opens_in_the_pane_and_looking_at_it_is_logged(sign_in: SignIn, submits: Submits) -> None:
    (declaration,) = submits()
    evidence = Evidence.objects.filter(declaration=declaration).first()
    assert evidence is not None
    client = sign_in("320583")
    address = f"/desk/{declaration.number}/files/{evidence.file_id}/"

    page = words_of(client.get(f"/desk/{declaration.number}/?file={evidence.file_id}"))
    response = client.get(address)

    assert f'<iframe class="ev__f" src="{address}"' in page
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("inline")
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert b"".join(response).startswith(b"%PDF")
    assert Event.objects.filter(act="evidence.viewed", thing_id=declaration.number).count() == 1
    assert sign_in("320582").get(address).status_code == 404


@pytest.mark.parametrize("query", ["?decide=return", "?decide=reject", "?show=unusual", "?show=nonsense&file=nonsense"])
def test_every_address_of_the_page_stands(sign_in: SignIn, submits: Submits, query: str) -> None:
    (declaration,) = submits()

    assert sign_in("320583").get(f"/desk/{declaration.number}/{query}").status_code == 200
