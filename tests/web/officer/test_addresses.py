"""Every address of officers × roles × regions: 404 outside the region, 403 below the role."""

from __future__ import annotations

import uuid

import pytest

from tests.services.world import World
from tests.web.officer.conftest import SignIn, Submits, move_on
from tidu.domain.accounts.models import Post
from tidu.domain.declarations.models import Evidence
from tidu.domain.reviews.actions import publish_notice
from tidu.web.officer import urls

REVIEWER, LEAD, OBSERVER = Post.Role.REVIEWER, Post.Role.LEAD, Post.Role.OBSERVER

#: Name, address, method, and the status for: a reviewer of the county that holds the file, its observer, its lead, the
#: city above, the county beside, another province; a lead and a reviewer of the province.
COLUMNS = [
    ("320583", REVIEWER),
    ("320583", OBSERVER),
    ("320583", LEAD),
    ("320500", REVIEWER),
    ("320582", REVIEWER),
    ("330000", REVIEWER),
    ("320000", LEAD),
    ("320000", REVIEWER),
]
TABLE: dict[str, tuple[str, str, list[int]]] = {
    "queue": ("GET", "", [200] * 8),
    "pass_several": ("POST", "pass/", [422, 403, 422, 422, 422, 422, 422, 422]),
    "notices": ("GET", "notices/", [200] * 8),
    "publish_notice": ("POST", "notices/publish/", [422, 403, 422, 422, 422, 422, 422, 422]),
    "notice": ("GET", "notices/{notice}/", [404, 404, 404, 200, 404, 404, 404, 404]),
    "announce": ("POST", "notices/{notice}/announce/", [404, 403, 404, 422, 404, 404, 404, 404]),
    "records": ("GET", "records/", [200] * 8),
    "windows": ("GET", "windows/", [200] * 8),
    "window_new": ("GET", "windows/new/", [403, 403, 403, 403, 403, 403, 200, 403]),
    "window": ("GET", "windows/{window}/", [403, 403, 403, 403, 403, 403, 200, 403]),
    "announcements": ("GET", "announcements/", [200] * 8),
    "announcement_new": ("GET", "announcements/new/", [403, 403, 403, 403, 403, 403, 200, 403]),
    "announcement_settings": ("GET", "announcements/settings/", [403, 403, 200, 403, 403, 403, 200, 403]),
    "announcement_withdraw": ("POST", "announcements/9/withdraw/", [403, 403, 403, 403, 403, 403, 404, 403]),
    "digital_results": ("GET", "digital/", [200] * 8),
    "digital_example": ("GET", "digital/example/office_figures.csv", [200] * 8),
    "digital_results_check": ("POST", "digital/check/", [403, 403, 422, 403, 403, 403, 422, 403]),
    "digital_results_accept": ("POST", "digital/accept/", [403, 403, 422, 403, 403, 403, 422, 403]),
    "rules": ("GET", "rules/", [200] * 8),
    "rule": ("GET", "rules/innovative@2022-08-01/", [200] * 8),
    "people": ("GET", "people/", [403, 403, 200, 403, 403, 403, 200, 403]),
    "person_new": ("GET", "people/new/", [403, 403, 200, 403, 403, 403, 200, 403]),
    "person": ("GET", "people/{person}/", [403, 403, 200, 403, 403, 403, 200, 403]),
    "factor_reset": ("POST", "people/{person}/second-factor/reset/", [403] * 8),
    "security": ("GET", "security/", [200] * 8),
    "accesses": ("GET", "accesses/", [200] * 8),
    "stand_ins": ("GET", "stand-ins/", [200] * 8),
    "stand_in_end": ("POST", "stand-ins/9/end/", [404] * 8),
    "review": ("GET", "{number}/", [200, 200, 200, 200, 404, 404, 200, 200]),
    "decide": ("POST", "{number}/decide/", [422, 403, 422, 422, 404, 404, 422, 422]),
    "reveal": ("POST", "{number}/reveal/", [404] * 8),
    "file": ("GET", "{number}/files/{file}/", [200, 200, 200, 200, 404, 404, 200, 200]),
}


@pytest.fixture
def places(world: World, submits: Submits) -> dict[str, object]:
    """A file that waits at the county, a notice of the city, the window of both."""
    waiting, shown = submits(2)
    move_on(world, shown, to="public_notice")
    city = world.officer("320500")
    notice = publish_notice(city, shown.edition_id, [shown.number], title="公示", objections_to="0512-55550001")
    evidence = Evidence.objects.filter(declaration=waiting).first()
    return {
        "number": waiting.number,
        "notice": notice.pk,
        "window": waiting.window.code,
        "person": world.officer("320583").user_id,
        "file": evidence.file_id if evidence else uuid.uuid4(),
    }


def test_every_address_has_its_line() -> None:
    assert {each.name for each in urls.urlpatterns} == set(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_each_role_gets_what_it_may(sign_in: SignIn, places: dict[str, object], name: str) -> None:
    method, pattern, expected = TABLE[name]
    address = f"/desk/{pattern.format(**places)}"

    found = []
    for region, role in COLUMNS:
        client = sign_in(region, role)
        response = (client.post if method == "POST" else client.get)(address)
        found.append(response.status_code)
        if response.streaming:
            response.getvalue()  # a file stays open until somebody has read it

    assert found == expected
