"""What is asked at each row of the table: the address with its things, and what a browser there would post."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.services.filling import PDF, seen
from tests.services.world import PASSWORD, credit_code
from tests.web.access.things import Things
from tidu.domain.accounts.models import Post
from tidu.domain.declarations.models import Declaration, SectionAnswers
from tidu.domain.enterprises.models import ColleagueInvitation, Enterprise, Member
from tidu.web.public import challenge

if TYPE_CHECKING:
    from tests.web.access.actors import Asker
    from tidu.domain.accounts.access import Actor

EDITION = "innovative@2022-08-01+32"
NATIONAL = "innovative@2022-08-01"
SLOT, CELL = "audit_file", "revenue"  # a slot and a cell of that edition's form
_DATES = {
    "opens_at": "2026-05-06T09:00",
    "closes_at": "2026-06-06T17:00",
    "due_county": "2026-06-15T17:00",
    "due_city": "2026-06-30T17:00",
    "due_province": "2026-07-15T17:00",
}
_NEW_WINDOW = {"batch": "增补批", "year": "2026", "code": "ZB26", **_DATES}


@dataclass(frozen=True)
class Address:
    """What follows the name of the URL: its arguments, its query, and what is posted there."""

    args: tuple[Any, ...] = ()
    query: str = ""
    posted: Any = field(default_factory=dict)
    content_type: str = ""


Make = Callable[[Things, "Asker"], Address]


def _of(*args: Any) -> Make:
    return lambda _, __: Address(args)


def _posts(**posted: Any) -> Make:
    return lambda _, __: Address(posted=posted)


def _filed(which: str, *rest: Any, **posted: Any) -> Make:
    """A declaration by the name it has among the things, and what stands behind it in the address."""
    return lambda things, _: Address((getattr(things, which).number, *rest), posted=posted)


def _in_draft(make: Callable[[Declaration], Address]) -> Make:
    return lambda things, _: make(things.draft)


def section_of(declaration: Declaration, cell: str) -> SectionAnswers:
    """The section that holds a cell."""
    return next(each for each in SectionAnswers.objects.filter(declaration=declaration) if cell in each.cells)


def _fill(draft: Declaration) -> Address:
    return Address((draft.number, section_of(draft, CELL).section))


def _save(draft: Declaration) -> Address:
    row = section_of(draft, CELL)
    body = {"cell": CELL, "typed": "6100", "based_on": row.cells[CELL]["n"], "key": str(uuid.uuid4())}
    return Address((draft.number, row.section), posted=json.dumps(body), content_type="application/json")


def _slot(draft: Declaration) -> Address:
    upload = SimpleUploadedFile("审计报告.pdf", PDF)
    return Address((draft.number, section_of(draft, SLOT).section, SLOT), posted={"file": upload})


def _detach(things: Things, _: Asker) -> Address:
    evidence = things.draft_file
    section = section_of(things.draft, evidence.field).section
    return Address((things.draft.number, section, evidence.field, evidence.file_id))


def _submit(draft: Declaration) -> Address:
    return Address((draft.number,), posted={f"seen-{key}": revision for key, revision in seen(draft).items()})


def _file(which: str) -> Make:
    def made(things: Things, _: Asker) -> Address:
        declaration: Declaration = getattr(things, which)
        return Address((declaration.number, declaration.evidence.earliest("pk").file_id))

    return made


def _decide(which: str) -> Make:
    def made(things: Things, _: Asker) -> Address:
        found: Declaration = getattr(things, which)
        posted = {"at_step": found.step, "at_submission": found.submissions_made, "outcome": "pass"}
        return Address((found.number,), posted=posted)

    return made


def _pass_several(things: Things, _: Asker) -> Address:
    found = things.submitted
    return Address(posted={"pick": [f"{found.number}:{found.step}:{found.submissions_made}"]})


def _publish_notice(things: Things, _: Asker) -> Address:
    posted = {"edition_id": EDITION, "numbers": [things.waiting.number], "title": "公示", "objections_to": "0512"}
    return Address(posted=posted)


def _record_of_enterprise(_: Things, asker: Asker) -> Address:
    """The record as its own people would send it back, with another address."""
    found = Enterprise.objects.get(pk=asker.actor.enterprise_id) if asker.actor and asker.actor.enterprise_id else None
    typed = {
        "address": "昆山市示例路 2 号",
        "postcode": "215300",
        "legal_representative": "顾言",
        "legal_mobile": "13800000000",
        "contact": "陈会计",
        "contact_mobile": "13800000001",
        "email": "a@example.com",
        "registered_on": "2015-06-01",
        "registered_capital": "1000",
        "industry": "3489",
        "employees": "120",
        "revenue": "6000",
        "assets": "7000",
    }
    return Address(posted=typed | {"version": found.version if found else 0})


def _registering(_: Things, __: Asker) -> Address:
    who = {"legal_representative": "顾言", "contact": "陈会计", "phone": "13800000009", "email": "n@example.com"}
    place = {"province": "320000", "city": "320500", "county": "320583"}
    account = {"username": "newcomer", "password": PASSWORD, "again": PASSWORD}
    return Address(
        posted={"credit_code": credit_code("320583", 99), "name": "昆山新设有限公司"} | who | place | account
    )


def _own_post(_: Things, asker: Asker) -> Address:
    return Address(posted={"post": asker.actor.post_id if asker.actor else 0})


def _post_of_another(_: Things, asker: Asker) -> Address:
    own = asker.actor.post_id if asker.actor else 0
    return Address(posted={"post": Post.objects.exclude(pk=own).earliest("pk").pk})


def member_id(actor: Actor) -> int:
    """The membership of somebody who acts for an enterprise."""
    return Member.objects.get(user_id=actor.user_id).pk


def _person(what: str, **posted: Any) -> Make:
    """The page of a reviewer of 昆山, and what is done there."""

    def made(things: Things, _: Asker) -> Address:
        filled = {"post": things.officer.post_id, "office": things.officer.office_id} | posted
        return Address((things.officer.user_id,), posted={"what": what} | filled)

    return made


def _new_person(things: Things, _: Asker) -> Address:
    named = {"name": "陈立", "username": "chenli", "role": "reviewer", "since": "2026-04-16", "until": ""}
    return Address(posted=named | {"office": things.officer.office_id})


def _stand_in(things: Things, _: Asker) -> Address:
    days = {"since": "2026-04-20", "until": "2026-04-24"}
    return Address(posted={"post": things.officer.post_id, "user": things.colleague, "role": "reviewer"} | days)


def _look_up(things: Things, __: Asker) -> Address:
    token, proof = _challenge_met()
    return Address(posted={"q": things.certificate.enterprise.name, "token": token, "proof": proof})


@cache
def _challenge_met() -> tuple[str, str]:
    """One challenge for all: that it was used is undone between two askers."""
    issued = challenge.issue()
    for number in range(1_000_000):
        digest = hashlib.sha256(f"{issued.nonce}:{number}".encode()).digest()
        if int.from_bytes(digest, "big") >> (len(digest) * 8 - issued.bits) == 0:
            return issued.token, str(number)
    raise AssertionError("no proof in a million tries")


#: The tables that an office brings: the head with one row behind the code, and that row as the page hands it on.
_TABLES: Mapping[str, tuple[str, str, dict[str, Any]]] = {
    "digital_levels": (
        "统一社会信用代码,等级,评测日期",
        "三级,2026-03-15",
        {"level": 3, "assessed_on": "2026-03-15"},
    ),
    "office_figures": (
        "统一社会信用代码,项目,申报年度,得分,截止日期",
        "地方特色指标得分,2026,7,2026-03-15",
        {"fact": "local_feature_points", "year": 2026, "value": 7, "as_of": "2026-03-15"},
    ),
}


def _sheet(of: str) -> Make:
    def made(things: Things, _: Asker) -> Address:
        code = Enterprise.objects.get(pk=things.owner.enterprise_id).credit_code
        head, row, _read = _TABLES[of]
        upload = SimpleUploadedFile("表.csv", f"{head}\n{code},{row}\n".encode("utf-8-sig"))
        return Address(posted={"of": of, "file": upload})

    return made


def _confirmed(of: str) -> Make:
    """What the page of the check hands on, as if the asker had come that far."""

    def made(things: Things, asker: Asker) -> Address:
        found = Enterprise.objects.get(pk=things.owner.enterprise_id)
        row = {"number": 2, "credit_code": found.credit_code, "enterprise_name": found.name, **_TABLES[of][2]}
        content = {"user": asker.actor.user_id if asker.actor else 0, "of": of, "rows": [row]}
        return Address(posted={"of": of, "token": signing.dumps(content, salt="officer.imports", compress=True)})

    return made


#: By name of the URL and, behind a space, the thing that stands in it where there are several.
ADDRESSES: Mapping[str, Make] = {
    "public:choose_region": _of("330000"),
    "public:regions_below": _of("320500"),
    "public:find_regions": lambda _, __: Address(query="q=ks"),
    "public:find_industries": lambda _, __: Address(query="q=3489"),
    "public:announcement": lambda things, _: Address((things.announcement.pk,)),
    "public:notice": lambda things, _: Address((things.notice.pk,)),
    "public:certificate": lambda things, _: Address((things.certificate.number,)),
    "public:programme": _of(EDITION),
    "public:look_up": _look_up,
    "public:sign_in": _posts(audience="applicant", username="owner1", password=PASSWORD),
    "public:sign_in_by_code": _posts(audience="applicant", phone="1", code=""),
    "public:sign_in_over": _posts(username="owner1", password=PASSWORD),
    "public:posts own": _own_post,
    "public:posts another": _post_of_another,
    "public:register": _registering,
    "public:check_credit_code": lambda _, __: Address(query=f"code={credit_code('320583', 99)}"),
    "applicant:enterprise": _record_of_enterprise,
    "operator:check": lambda things, _: Address((things.check.number,), posted={"outcome": "grant"}),
    "operator:check decided": lambda things, _: Address((things.decided.number,), posted={"outcome": "grant"}),
    "operator:check contested": lambda things, _: Address((things.contest.number,)),
    "operator:check_file": lambda things, _: Address((things.check.number, things.check.evidence.get().pk)),
    "operator:accounts": lambda _, __: Address(query="search=owner1"),
    "operator:account": lambda things, _: Address((things.owner.user_id,)),
    "operator:unlock": lambda things, _: Address((things.owner.user_id,), posted={"reason": "本人来电。"}),
    "operator:move_region": lambda things, _: Address(
        (things.other.user_id,), posted={"region": "320582", "reason": "执照住所在张家港。"}
    ),
    "applicant:licence": lambda _, __: Address(posted={"licence": SimpleUploadedFile("营业执照.pdf", PDF)}),
    "applicant:begin window": lambda things, _: Address((things.window.code,)),
    "applicant:begin foreign": lambda things, _: Address((things.foreign_window.code,)),
    "applicant:declaration draft": _filed("draft"),
    "applicant:declaration returned": _filed("returned"),
    "applicant:withdraw": _filed("submitted"),
    "applicant:check": _filed("draft"),
    "applicant:submit": _in_draft(_submit),
    "applicant:receipt": _filed("submitted", 1),
    "applicant:paper submitted": _filed("submitted", 1),
    "applicant:paper printed": _filed("printed", 1),
    "applicant:paper_file": _filed("printed", 1),
    "applicant:read": _filed("draft"),
    "applicant:file": _file("draft"),
    "applicant:fill draft": _in_draft(_fill),
    "applicant:fill returned": lambda things, _: _fill(things.returned),
    "applicant:panel": _in_draft(_fill),
    "applicant:save": _in_draft(_save),
    "applicant:attach": _in_draft(_slot),
    "applicant:detach": _detach,
    "applicant:message": lambda things, _: Address((things.message.pk,)),
    "operator:erase": lambda things, _: Address((things.owner.user_id,)),
    "operator:outgoing": lambda things, _: Address(
        (things.outgoing.pk,), posted={"verdict": "sent", "reason": "向网关核实"}
    ),
    "officer:pass_several": _pass_several,
    "officer:publish_notice": _publish_notice,
    "officer:notice": lambda things, _: Address((things.notice.pk,)),
    "officer:announce": lambda things, _: Address(
        (things.notice.pk,), posted={"document_number": "示例公告〔2026〕2号", "confirm": "on"}
    ),
    "officer:records": lambda things, _: Address(posted={"numbers": [things.certificate.number]}),
    "officer:window_new": _of(),
    "officer:window_new province": lambda _, __: Address(
        query="edition=innovative@2022-08-01%2B32", posted=_NEW_WINDOW
    ),
    "officer:window_new nation": lambda _, __: Address(query=f"edition={NATIONAL}", posted=_NEW_WINDOW),
    "officer:window": lambda things, _: Address((things.window.code,), posted=_DATES),
    "officer:announcement_new": _posts(title="通知", body="全文。"),
    "officer:announcement_settings contact": _posts(what="contact", kind="support", name="支持", phone="025-00000001"),
    "officer:announcement_settings link": _posts(what="link", name="创客大赛", url="https://contest.example.com/"),
    "officer:announcement_withdraw asked": lambda things, _: Address((things.announcement.pk,)),
    "officer:announcement_withdraw sure": lambda things, _: Address(
        (things.announcement.pk,), posted={"confirm": "yes"}
    ),
    "officer:digital_example": _of("office_figures"),
    "officer:digital_results_check levels": _sheet("digital_levels"),
    "officer:digital_results_check figures": _sheet("office_figures"),
    "officer:digital_results_accept levels": _confirmed("digital_levels"),
    "officer:digital_results_accept figures": _confirmed("office_figures"),
    "officer:rule": _of(EDITION),
    "public:join_by": lambda things, _: Address((things.join_code,)),
    "applicant:colleagues": _posts(to="13911110009", role="viewer"),
    "applicant:submitting": _posts(reserves="1"),
    "applicant:colleague": lambda things, _: Address((member_id(things.editor),), posted={"remove": "1"}),
    "applicant:hand_over": lambda things, _: Address((member_id(things.editor),), posted={"code": ""}),
    "applicant:invitation": lambda things, _: Address((ColleagueInvitation.objects.get().pk,)),
    "applicant:contested": lambda things, _: Address((things.contest.number,), posted={"answer": "不是这样的。"}),
    "public:invited": lambda things, _: Address((things.invitation,), posted={"password": PASSWORD, "again": PASSWORD}),
    "officer:person_new": _new_person,
    "officer:person county": _person(""),
    "officer:person give": _person("give", role="observer", since="2026-04-16", until=""),
    "officer:person change": _person("change", until="2026-05-16"),
    "officer:person end": _person("end"),
    "officer:person stand_in": lambda things, _: Address(
        (things.officer.user_id,), posted=_stand_in(things, _).posted | {"what": "stand_in"}
    ),
    "officer:factor_reset": lambda things, _: Address(
        (things.officer.user_id,), posted={"reason": "手机遗失，已当面核实"}
    ),
    "officer:stand_ins": _stand_in,
    "officer:stand_in_end": lambda things, _: Address((things.officer.post_id,)),
    "officer:security": _posts(what="codes"),
    "officer:review submitted": _filed("submitted"),
    "officer:review returned": _filed("returned"),
    "officer:review draft": _filed("draft"),
    "officer:decide submitted": _decide("submitted"),
    "officer:decide at_city": _decide("at_city"),
    "officer:reveal": _filed("submitted"),
    "officer:reveal submitted": _filed("submitted", field="contact_mobile", reason="联系企业核实材料"),
    "officer:reveal draft": _filed("draft", field="contact_mobile", reason="联系企业核实材料"),
    "officer:file submitted": _file("submitted"),
    "officer:file draft": _file("draft"),
}


def address(url: str, of: str, things: Things, asker: Asker) -> Address:
    """What is asked at a row; a URL without arguments and posts needs nothing said."""
    make = ADDRESSES.get(url if of == "-" else f"{url} {of}")
    return make(things, asker) if make is not None else Address()
