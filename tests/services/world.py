"""A small world for tests: regions with offices, officers, enterprises, windows; the clock stopped in April 2026."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tidu.domain.accounts.access import Actor, actor_from, posts_of
from tidu.domain.accounts.actions import create_user, give_post
from tidu.domain.accounts.models import Post, User
from tidu.domain.enterprises.actions import note_digital_result, note_office_figure, register
from tidu.domain.enterprises.models import Enterprise, OfficeFigure
from tidu.domain.enterprises.queries import applicant_for
from tidu.domain.recognitions.actions import grant
from tidu.domain.regions.models import Office, Region
from tidu.domain.verification.actions.verifying import vouch_for
from tidu.domain.windows.models import ReviewDeadline, Window
from tidu.kit import clock
from tidu.rules import catalogue
from tidu.rules.codes import body_check_character, credit_check_character
from tidu.rules.schema import Level

NOW = datetime(2026, 4, 16, 9, tzinfo=clock.CHINA)
PASSWORD = "Kunshan-2026-spring"

_REGIONS = [
    ("000000", "全国", "nation", None),
    ("320000", "江苏省", "province", "000000"),
    ("320500", "苏州市", "city", "320000"),
    ("320583", "昆山市", "county", "320500"),
    ("320582", "张家港市", "county", "320500"),
    ("320100", "南京市", "city", "320000"),
    ("320102", "玄武区", "county", "320100"),
    ("330000", "浙江省", "province", "000000"),
    ("330100", "杭州市", "city", "330000"),
    ("330106", "西湖区", "county", "330100"),
]
_LEVELS = {"nation": Level.MINISTRY, "province": Level.PROVINCE, "city": Level.CITY, "county": Level.COUNTY}


def credit_code(region: str, number: int) -> str:
    """A valid code that belongs to nobody: the body begins with XXT."""
    body = f"XXT{number:05d}"
    first_17 = f"91{region}{body}{body_check_character(body)}"
    return first_17 + credit_check_character(first_17)


class World:
    """Makes the smallest valid thing of each kind; names and codes are synthetic."""

    def __init__(self) -> None:
        self.enterprises_made = 0
        for code, name, kind, parent in _REGIONS:
            region = Region.objects.create(
                code=code,
                name=name,
                full_name=name,
                kind=kind,
                parent_id=parent,
                province_code="" if kind == "nation" else code[:2] + "0000",
                city_code=code[:4] + "00" if kind in {"city", "county"} else "",
            )
            Office.objects.create(region=region, level=_LEVELS[kind], name=f"{name}工信部门")

    def office(self, region: str) -> Office:
        return Office.objects.get(region_id=region)

    def officer(self, region: str, role: Post.Role = Post.Role.REVIEWER) -> Actor:
        """An officer of a region, the same one each time."""
        username = f"{role}-{region}"
        user = User.objects.filter(username=username).first()
        if user is None:
            user = create_user(username=username, password=PASSWORD, name=f"{region}经办")
            give_post(user, self.office(region), role, since=date(2026, 1, 1))
        return actor_from(posts_of(user.pk)[0])

    def enterprise(
        self, region: str = "320583", *, complete: bool = True, verified: bool = True, **columns: Any
    ) -> Actor:
        """A verified enterprise whose record is complete, small and has a digital level of 2; its owner's actor."""
        self.enterprises_made += 1
        number = self.enterprises_made
        code = credit_code(region, number)
        user = register(
            credit_code=code,
            name=columns.pop("name", f"昆山示例精密{number}号有限公司"),
            region=Region.objects.get(code=region),
            legal_representative="顾言",
            contact="陈会计",
            phone=f"1380000{number:04d}",
            email=f"owner{number}@example.com",
            username=f"owner{number}",
            password=PASSWORD,
            is_synthetic=True,
        )
        actor = applicant_for(user.pk)
        assert actor is not None
        if verified:
            vouch_for([actor.enterprise_id])
        if complete:
            wan = 1_000_000  # fen
            Enterprise.objects.filter(pk=actor.enterprise_id).update(
                **{
                    "address": "昆山市示例路 1 号",
                    "postcode": "215300",
                    "legal_mobile": "13800000000",
                    "industry": "3489",
                    "registered_on": date(2015, 6, 1),
                    "registered_capital": 1000 * wan,
                    "employees": 120,
                    "revenue": 6000 * wan,
                    "assets": 7000 * wan,
                }
                | columns
            )
            enterprise = Enterprise.objects.get(pk=actor.enterprise_id)
            province = self.office("320000")
            note_digital_result(enterprise, 2, date(2026, 1, 15), province)
            for fact, value in (
                (OfficeFigure.Fact.DEVELOPMENT_SCORE, 6250),
                (OfficeFigure.Fact.LOCAL_FEATURE_POINTS, 9),
                (OfficeFigure.Fact.LOCAL_OTHER_POINTS, 5),
            ):
                note_office_figure(enterprise, fact, 2026, value, as_of=date(2026, 3, 1), office=province)
        return actor

    def hold(self, actor: Actor, edition_id: str, region: str, granted_on: date = date(2024, 7, 1)) -> None:
        """Let the enterprise hold the edition's title."""
        edition = catalogue.edition(edition_id)
        enterprise = Enterprise.objects.get(pk=actor.enterprise_id)
        grant(
            enterprise,
            edition,
            self.office(region),
            on=granted_on,
            document_number="示例公告〔2024〕1号",
            sequence=enterprise.pk,
        )

    def window(self, edition_id: str = "innovative@2022-08-01+32", region: str = "320000", **columns: Any) -> Window:
        """A window that is open now, with a deadline for each level."""
        edition = catalogue.edition(edition_id)
        window = Window.objects.create(
            **{
                "code": f"T{Window.objects.count() + 1:02d}",
                "region_id": region,
                "programme": edition.programme,
                "edition_id": edition.id,
                "batch": f"第{Window.objects.count() + 1}批",
                "year": 2026,
                "opens_at": NOW - timedelta(days=30),
                "closes_at": NOW + timedelta(days=20),
            }
            | columns
        )
        for weeks, step in enumerate(edition.workflow.steps, start=1):
            ReviewDeadline.objects.get_or_create(
                window=window, level=step.level, defaults={"due_at": window.closes_at + timedelta(weeks=weeks)}
            )
        return window


@pytest.fixture(autouse=True)
def stopped_clock() -> Iterator[None]:
    """Stop the clock for every test."""
    with clock.stopped_at(NOW):
        yield


@pytest.fixture
def world(db: None) -> World:
    """Give the small world."""
    return World()
