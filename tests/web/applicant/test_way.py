"""From the windows to the receipt, and what the officers' answers make of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.services.world import NOW
from tests.web.applicant.conftest import section_of, sign_in
from tidu.domain.declarations.judging import Judgement
from tidu.domain.declarations.models import Declaration, SectionAnswers, Submission
from tidu.domain.declarations.preconditions import Standing
from tidu.domain.messages.models import Message
from tidu.domain.reviews.actions import decide
from tidu.rules import catalogue
from tidu.rules.checks import REQUIRED
from tidu.rules.schema import Column, FieldType, FormField
from tidu.rules.workflow import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.services.world import World
    from tests.web.applicant.conftest import Browser

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
TYPED = {
    FieldType.MONEY: "1000",
    FieldType.COUNT: "2",
    FieldType.YES_NO: "yes",
    FieldType.TEXT: "精密减速器",
    FieldType.LONG_TEXT: "说明",
    FieldType.DATE: "2020-01-01",
}


def upload(name: str = "证明.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def fill_all(browser: Browser, draft: Declaration) -> None:
    """Type something right into every field that is required and blank."""
    for _ in range(3):  # what is required may follow from what was answered
        rows = list(SectionAnswers.objects.filter(declaration=draft))
        judgement = Judgement.of(draft, rows, Standing.of(draft.enterprise))
        for finding in [each for each in judgement.blocking if each.check == REQUIRED]:
            field = judgement.edition.fields[finding.field]
            if field.type is FieldType.FILES:
                address = f"/my/declarations/{draft.number}/{finding.section}/files/{field.key}/"
                assert browser.client.post(address, {"file": upload()}).status_code == 302
                continue
            assert browser.save(draft, finding.cells[0], something_right(field)).status_code == 200


def something_right(field: FormField | Column) -> Any:
    if field.type is FieldType.TABLE and isinstance(field, FormField):
        return [{"id": "a1", **{column.key: something_right(column) for column in field.columns}}]
    return list(field.options)[-1] if field.options else TYPED.get(field.type, "2025")


def submitted(browser: Browser, draft: Declaration) -> Declaration:
    fill_all(browser, draft)
    rows = SectionAnswers.objects.filter(declaration=draft)
    seen = {f"seen-{row.section}": row.revision for row in rows}
    response = browser.client.post(f"/my/declarations/{draft.number}/submit/", seen)
    assert response.status_code == 302, response.text
    draft.refresh_from_db()
    return draft


def test_an_open_window_can_be_begun_and_leads_to_the_first_section(world: World, browser: Browser) -> None:
    window = world.window()

    listed = browser.client.get("/my/declarations/")
    begun = browser.client.post(f"/my/declarations/begin/{window.code}/")

    assert "开始申报" in listed.text
    draft = Declaration.objects.get()
    first = catalogue.edition(draft.edition_id).form.sections[0].key
    assert begun["Location"] == f"/my/declarations/{draft.number}/{first}/"


def test_an_obstacle_is_told_with_the_way_to_mend_it_and_nothing_is_begun(world: World) -> None:
    browser = sign_in(world.enterprise(complete=False))
    window = world.window()

    listed = browser.client.get("/my/declarations/")
    refused = browser.client.post(f"/my/declarations/begin/{window.code}/")

    assert "企业信息还缺" in listed.text
    assert "/my/enterprise/?next=/my/declarations/" in listed.text
    assert "开始申报<" not in listed.text
    assert refused.status_code == 422
    assert not Declaration.objects.exists()


def test_the_check_lists_what_blocks_and_each_line_leads_to_its_field(browser: Browser, draft: Declaration) -> None:
    page = browser.client.get(f"/my/declarations/{draft.number}/check/")

    assert "还不能提交" in page.text
    assert f"/my/declarations/{draft.number}/score/#f-revenue" in page.text
    assert "昆山市工信部门" in page.text


def test_an_incomplete_declaration_is_not_submitted(browser: Browser, draft: Declaration) -> None:
    seen = {f"seen-{row.section}": row.revision for row in draft.sections.all()}

    response = browser.client.post(f"/my/declarations/{draft.number}/submit/", seen)

    assert response.status_code == 422
    assert not Submission.objects.exists()


def test_what_changed_since_the_page_was_shown_is_named_and_nothing_is_sent(
    browser: Browser, draft: Declaration
) -> None:
    fill_all(browser, draft)
    seen = {f"seen-{row.section}": row.revision for row in draft.sections.all()}
    browser.save(draft, "revenue", "8765.43")

    response = browser.client.post(f"/my/declarations/{draft.number}/submit/", seen)

    assert response.status_code == 422
    assert "8,765.43" in response.text
    assert not Submission.objects.exists()


def test_a_complete_declaration_gets_a_receipt_and_a_message(browser: Browser, draft: Declaration) -> None:
    submitted(browser, draft)

    receipt = browser.client.get(f"/my/declarations/{draft.number}/receipt/1/")

    assert f"{draft.number}-1" in receipt.text
    assert Submission.objects.get().digest in receipt.text
    message = Message.objects.get()
    opened = browser.client.get(f"/my/messages/{message.pk}/")
    assert draft.number in opened.text
    message.refresh_from_db()
    assert message.read_at is not None


def test_it_can_be_taken_back_until_the_first_decision(world: World, browser: Browser, draft: Declaration) -> None:
    submitted(browser, draft)

    assert "撤回申报" in browser.client.get(f"/my/declarations/{draft.number}/").text
    browser.client.post(f"/my/declarations/{draft.number}/withdraw/")

    draft.refresh_from_db()
    assert draft.status == "withdrawn"
    refused = browser.client.post(f"/my/declarations/{draft.number}/withdraw/")
    assert refused.status_code == 422


def test_a_return_is_shown_in_full_with_links_to_the_fields_it_names(
    world: World, browser: Browser, draft: Declaration
) -> None:
    submitted(browser, draft)
    decide(
        world.officer("320583"),
        draft.number,
        Outcome.RETURN,
        at_step=draft.step,
        at_submission=1,
        reason="营业收入与审计报告不一致，请核对。",
        pinned=["revenue"],
        mend_until=NOW + timedelta(days=5),
    )

    page = browser.client.get(f"/my/declarations/{draft.number}/").text

    assert "营业收入与审计报告不一致，请核对。" in page
    assert f"/my/declarations/{draft.number}/{section_of(draft, 'revenue')}/#f-revenue" in page
    assert "退回修改" in page


def test_a_file_is_sent_with_its_name_and_may_run_nothing(browser: Browser, draft: Declaration) -> None:
    field = next(each for each in catalogue.edition(draft.edition_id).fields.values() if each.type is FieldType.FILES)
    section = section_of(draft, field.key)
    browser.client.post(
        f"/my/declarations/{draft.number}/{section}/files/{field.key}/", {"file": upload("执照 (终).pdf")}
    )
    held = SectionAnswers.objects.get(declaration=draft, section=section).cells[field.key]["v"]

    response = browser.client.get(f"/my/declarations/{draft.number}/files/{held[0]}/")

    assert b"".join(response) == PDF
    assert "filename*=utf-8''" in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response["Content-Security-Policy"]


@pytest.mark.parametrize("fetched", [True, False])
def test_what_is_no_document_is_refused_beside_its_slot(browser: Browser, draft: Declaration, fetched: bool) -> None:
    field = next(each for each in catalogue.edition(draft.edition_id).fields.values() if each.type is FieldType.FILES)
    address = f"/my/declarations/{draft.number}/{section_of(draft, field.key)}/files/{field.key}/"

    response = browser.client.post(
        address, {"file": upload("x.exe", b"MZ" + b"\0" * 99)}, headers={"X-Requested-With": "fetch"} if fetched else {}
    )

    assert response.status_code == 422
    assert "没传上" in response.text
    assert f'id="f-{field.key}"' in response.text


def test_a_file_taken_out_is_no_longer_in_its_slot(browser: Browser, draft: Declaration) -> None:
    field = next(each for each in catalogue.edition(draft.edition_id).fields.values() if each.type is FieldType.FILES)
    section = section_of(draft, field.key)
    address = f"/my/declarations/{draft.number}/{section}/files/{field.key}/"
    browser.client.post(address, {"file": upload()})
    held = SectionAnswers.objects.get(declaration=draft, section=section).cells[field.key]["v"]

    browser.client.post(f"{address}{held[0]}/remove/")

    assert SectionAnswers.objects.get(declaration=draft, section=section).cells[field.key]["v"] == []


def test_the_pdf_is_made_and_can_be_downloaded(
    browser: Browser, draft: Declaration, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    submitted(browser, draft)
    address = f"/my/declarations/{draft.number}/paper/1/"

    with django_capture_on_commit_callbacks(execute=True):
        asked = browser.client.post(address)
    page = browser.client.get(address)
    file = browser.client.get(f"{address}file/")

    assert asked["Location"] == address
    assert "下载申报书" in page.text
    assert b"".join(file).startswith(b"%PDF")
