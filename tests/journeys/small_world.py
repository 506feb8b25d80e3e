"""Build the small world of the journeys through the product's own actions, in a process of its own."""

from __future__ import annotations

import json
import uuid
from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction

from tests.journeys.people import CITY, COUNTY, MINISTRY, MORE, OPERATOR, PASSWORD, PROVINCE, SPARES, STATES, Firm
from tests.journeys.people import lead as lead_of
from tests.journeys.people import reviewer as reviewer_of
from tests.services.filling import PDF, fill, seen, submit_filled
from tests.services.world import credit_code
from tidu.domain.accounts.access import Actor, actor_from, posts_of
from tidu.domain.accounts.actions import create_user, give_hash, give_post
from tidu.domain.accounts.models import Post
from tidu.domain.accounts.second_factor import give_demo_app
from tidu.domain.declarations.actions import attach, begin, save_field, submit
from tidu.domain.declarations.models import Declaration, Evidence
from tidu.domain.declarations.tasks import request_paper
from tidu.domain.enterprises.actions import note_digital_result, register, update_record
from tidu.domain.enterprises.queries import applicant_for, enterprise_of
from tidu.domain.files.models import StoredFile
from tidu.domain.messages.models import Outgoing
from tidu.domain.messages.outbox import send_sms
from tidu.domain.messages.queries import inbox
from tidu.domain.notices.actions import publish, set_contact, set_link
from tidu.domain.notices.models import Announcement
from tidu.domain.recognitions.actions import grant
from tidu.domain.recognitions.models import Recognition
from tidu.domain.regions.models import Office
from tidu.domain.regions.queries import region
from tidu.domain.reviews.actions import announce, decide, publish_notice
from tidu.domain.reviews.models import PublicNotice
from tidu.domain.verification.actions.verifying import vouch_for
from tidu.domain.windows.actions import open_window
from tidu.kit import clock
from tidu.rules import catalogue
from tidu.rules.schema import Level
from tidu.rules.workflow import Outcome

FILE = "world.json"
INNOVATIVE = "innovative@2022-08-01+32"
#: Code of the window, edition, batch.
WINDOWS = (
    ("CX2601", INNOVATIVE, "第一批"),
    ("ZJTX2601", "specialised@2026-04-01+32", "第一批"),
    ("ZJTX2502", "specialised@2022-08-01+32", "第二批（按2022年标准）"),
)
RECORD = {
    "address": "昆山市示例路 1 号",
    "postcode": "215300",
    "legal_mobile": "13800000000",
    "industry": "3489",
    "registered_on": date(2015, 6, 1),
    "registered_capital": 1000 * 1_000_000,  # fen
    "employees": 120,
    "revenue": 6000 * 1_000_000,
    "assets": 7000 * 1_000_000,
}
_OBJECTIONS = "苏州市工信部门，0512-0000 0000"


def moment(month: int, day: int, hour: int = 10) -> datetime:
    """An instant of the spring of 2026, in China's time."""
    return datetime(2026, month, day, hour, tzinfo=clock.CHINA)


@transaction.atomic
def build() -> None:
    """Make everything, and write down what the journeys must know of it."""
    call_command("load_reference", verbosity=0)
    world = SmallWorld()
    world.appoint()
    world.open()
    for number in range(1, SPARES + 1):
        world.enterprise(f"spare-{number:02d}")
    for state in STATES:
        getattr(world, state)(state)
    for state, times in MORE.items():
        for number in range(1, times + 1):
            getattr(world, state)(f"{state}-{number}")
    # hashed once: it is slow on purpose, and all of them have the same
    give_hash(world.user_ids, make_password(PASSWORD))
    give_demo_app([officer.user_id for officer in world.officers.values()])
    world.write(Path(settings.DATA_DIR) / FILE)


class SmallWorld:
    """Officers of one line of offices, three windows, and enterprises on every step of the way."""

    def __init__(self) -> None:
        self.officers: dict[str, Actor] = {}
        self.actors: dict[str, Actor] = {}
        self.firms: dict[str, Firm] = {}
        self.user_ids: list[int] = []

    # -- around it --------------------------------------------------------------------------------------------------

    def appoint(self) -> None:
        """Give every office a reviewer and a lead, and the platform its operator."""
        with clock.stopped_at(moment(1, 5)):
            for code in (COUNTY, CITY, PROVINCE, MINISTRY):
                self._post(reviewer_of(code), code, Post.Role.REVIEWER)
                self._post(lead_of(code), code, Post.Role.LEAD)
            self._post(OPERATOR, MINISTRY, Post.Role.OPERATOR)

    def _post(self, username: str, code: str, role: Post.Role) -> None:
        office = Office.objects.get(region_id=code)
        user = create_user(username=username, password=None, name=f"{office.region.name}经办")
        self.user_ids.append(user.pk)
        give_post(user, office, role, since=date(2026, 1, 1))
        self.officers[username] = actor_from(posts_of(user.pk)[0])

    def open(self) -> None:
        """Open the windows, say whom to ask, announce it."""
        province, ministry = self.officers[lead_of(PROVINCE)], self.officers[lead_of(MINISTRY)]
        closes = moment(6, 30, 17)
        due = {Level.COUNTY: timedelta(days=10), Level.CITY: timedelta(days=20), Level.PROVINCE: timedelta(days=30)}
        with clock.stopped_at(moment(2, 20)):
            for code, edition_id, batch in WINDOWS:
                levels = {step.level for step in catalogue.edition(edition_id).workflow.steps}
                open_window(
                    province,
                    code=code,
                    edition_id=edition_id,
                    batch=batch,
                    year=2026,
                    opens_at=moment(3, 1, 9),
                    closes_at=closes,
                    deadlines={level: closes + later for level, later in due.items() if level in levels},
                )
            for kind, phone in (("support", "025-0000 0001"), ("consult", "025-0000 0002")):
                set_contact(province, kind, name="示例处室", phone=phone, hours="工作日 9:00–17:30")
            set_link(ministry, "contest", name="创客大赛", url="https://example.com/contest", note="示例")
            publish(province, title="关于组织2026年度申报的通知（示例）", body="各有关企业：\n\n现组织申报。")

    def enterprise(self, key: str) -> Actor:
        """Register an enterprise of Kunshan and complete its record."""
        number = len(self.firms) + 1
        firm = Firm(f"firm-{key}", f"昆山示例{number:02d}号精密有限公司", credit_code(COUNTY, number))
        place = region(COUNTY)
        assert place is not None
        with clock.stopped_at(moment(3, 2)):
            user = register(
                credit_code=firm.credit_code,
                name=firm.name,
                region=place,
                legal_representative="顾言",
                contact="陈会计",
                phone=f"1380000{number:04d}",
                email=f"firm{number}@example.com",
                username=firm.username,
                password=None,
                is_synthetic=True,
            )
            self.user_ids.append(user.pk)
            actor = applicant_for(user.pk)
            assert actor is not None
            vouch_for([actor.enterprise_id])
            update_record(actor, RECORD, based_on=enterprise_of(actor).version)
            note_digital_result(enterprise_of(actor), 2, date(2026, 1, 15), Office.objects.get(region_id=PROVINCE))
        self.firms[key], self.actors[key] = firm, actor
        return actor

    # -- one state after the other ----------------------------------------------------------------------------------

    def half_filled(self, key: str) -> None:
        """A draft with an amount that cannot be read, a table and a file."""
        actor, draft = self._begun(key)
        with clock.stopped_at(moment(4, 10)):
            wanted: dict[str, Any] = {"revenue": "六千左右", "main_revenue": "5,400.00", "science_award": True}
            for section in catalogue.edition(draft.edition_id).form.sections:
                for field in section.fields:
                    if field.key in wanted:
                        typed = wanted[field.key]
                        save_field(actor, draft.number, section.key, field.key, typed, based_on=0, key=uuid.uuid4())
            attach(actor, draft.number, "attachments", "licence_file", SimpleUploadedFile("营业执照.pdf", PDF))

    def titled(self, key: str) -> None:
        """Nothing begun, and the title that 专精特新 asks for in Jiangsu held since 2024."""
        actor = self.enterprise(key)
        city = Office.objects.get(region_id=CITY)
        edition = catalogue.edition(INNOVATIVE)
        granted_on = date(2024, 7, 1)
        place = len(self.firms)
        grant(enterprise_of(actor), edition, city, on=granted_on, document_number="示例〔2024〕1号", sequence=place)

    def filled(self, key: str) -> None:
        """A draft that lacks nothing but its submission."""
        actor, draft = self._begun(key)
        with clock.stopped_at(moment(4, 10)):
            fill(actor, draft)

    def submitted(self, key: str) -> None:
        actor, draft = self._begun(key)
        with clock.stopped_at(moment(4, 10)):
            submit_filled(actor, draft)

    def returned(self, key: str) -> Declaration:
        actor, draft = self._begun(key)
        with clock.stopped_at(moment(4, 13)):
            submit_filled(actor, draft)
        with clock.stopped_at(moment(4, 14)):
            self._decide(
                draft,
                COUNTY,
                Outcome.RETURN,
                reason="1. 资产总额与审计报告不一致，请按审计报告改。",
                pinned=["assets", "leading_product", "audit_file"],
                mend_until=moment(6, 15, 17),
            )
        return draft

    def resubmitted(self, key: str) -> None:
        draft = self.returned(key)
        actor = self.actors[key]
        with clock.stopped_at(moment(4, 15)):
            fill(actor, draft, {"assets": "7100"})
            submit(actor, draft.number, seen=seen(draft))

    def recommended(self, key: str) -> None:
        self._passed(key, COUNTY)

    def evaluated(self, key: str) -> None:
        self._passed(key, COUNTY, CITY)

    def _passed(self, key: str, *offices: str, month: int = 4, day: int = 10) -> Declaration:
        actor, draft = self._begun(key)
        with clock.stopped_at(moment(month, day)):
            submit_filled(actor, draft)
            for office in offices:
                self._decide(draft, office, Outcome.PASS)
        return draft

    def shown(self, key: str) -> None:
        draft = self._passed(key, COUNTY, CITY)
        with clock.stopped_at(moment(4, 15)):
            self._show(draft, "2026年第一批公示（示例）")

    def granted(self, key: str) -> None:
        draft = self._passed(key, COUNTY, CITY, month=3, day=12)
        with clock.stopped_at(moment(3, 13)):
            notice = self._show(draft, "2026年先行公示（示例）")
        with clock.stopped_at(moment(3, 30)):
            announce(self.officers[lead_of(CITY)], notice.pk, document_number="苏州示例公告〔2026〕1号")
            request_paper(self.actors[key], draft.number, 1)

    def _show(self, draft: Declaration, title: str) -> PublicNotice:
        return publish_notice(
            self.officers[lead_of(CITY)], INNOVATIVE, [draft.number], title=title, objections_to=_OBJECTIONS
        )

    def _begun(self, key: str) -> tuple[Actor, Declaration]:
        actor = self.enterprise(key)
        with clock.stopped_at(moment(3, 5)):
            draft = begin(actor, WINDOWS[0][0])
        self.firms[key] = Firm(**asdict(self.firms[key]) | {"declaration": draft.number})
        return actor, draft

    def _decide(self, draft: Declaration, office: str, outcome: Outcome, **said: Any) -> None:
        draft.refresh_from_db()
        officer = self.officers[reviewer_of(office)]
        decide(officer, draft.number, outcome, at_step=draft.step, at_submission=draft.submissions_made, **said)

    def _unknown(self) -> Outgoing:
        """A text message of which nobody knows whether it went out."""
        message = send_sms("13800000001", "username", {"username": "chenlan"}, key="unknown")
        Outgoing.objects.filter(pk=message.pk).update(state=Outgoing.State.UNKNOWN, gateway="http")
        return message

    # -- for the journeys ---------------------------------------------------------------------------------------------

    def write(self, file: Path) -> None:
        """Write down who there is and where things are."""
        things = {
            "notice": PublicNotice.objects.get(announced_at=None).pk,
            "announced": PublicNotice.objects.exclude(announced_at=None).get().pk,
            "announcement": Announcement.objects.get().pk,
            "certificate": Recognition.objects.exclude(declaration_number="").get().number,
            "file": Evidence.objects.filter(declaration__number=self.firms["submitted"].declaration)[0].file_id,
            "own_file": StoredFile.objects.get(name="营业执照.pdf").pk,
            "person": self.officers[reviewer_of(COUNTY)].user_id,
            "message": inbox(self.actors["returned"]).rows[0].pk,
            "outgoing": self._unknown().pk,
        }
        cast = {
            "firms": {key: asdict(firm) for key, firm in self.firms.items()},
            "things": {key: str(thing) for key, thing in things.items()},
        }
        file.write_text(json.dumps(cast, ensure_ascii=False), encoding="utf-8")
