"""同事与权限: who acts for an enterprise beside its owner, and what each of them may not."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from tests.services.codes import code_sent
from tests.services.filling import submit_filled
from tests.services.sessions import client_of
from tests.services.world import NOW, PASSWORD, World
from tidu.domain.accounts.access import Actor
from tidu.domain.accounts.models import Post, User
from tidu.domain.accounts.people import by_sign_in_name
from tidu.domain.audit.models import Event
from tidu.domain.declarations.actions import begin
from tidu.domain.enterprises.errors import EnterpriseRefusal
from tidu.domain.enterprises.models import ColleagueInvitation, Enterprise, Member
from tidu.domain.enterprises.queries import applicant_for
from tidu.domain.messages.models import Outgoing
from tidu.domain.messages.outbox import text
from tidu.domain.messages.queries import inbox
from tidu.domain.verification.actions.opening import open_person_account
from tidu.kit import clock

PHONE = "13911110002"
PAGE = "/my/colleagues/"


@pytest.fixture
def owner(world: World) -> Actor:
    return world.enterprise()


@pytest.fixture
def browser(owner: Actor) -> Client:
    return client_of(owner)


def invited(browser: Client, to: str = PHONE, role: str = "editor") -> str:
    """The code of an invitation that was just sent."""
    response = browser.post(PAGE, {"to": to, "role": role})
    assert response.status_code == 302, response.content.decode()
    found = re.search(r"邀请码[ ：]([A-Z0-9]{10})", text(Outgoing.objects.latest("pk")))
    assert found
    return found[1]


def person(phone: str = PHONE, name: str = "林真") -> tuple[User, Client]:
    """A natural person and the browser they are signed in with."""
    user = open_person_account(name=name, phone=phone, password=PASSWORD)
    actor = applicant_for(user.pk)
    assert actor is not None
    return user, client_of(actor)


def colleague(browser: Client, role: str = "editor", phone: str = PHONE, name: str = "林真") -> Actor:
    """Somebody who was invited and has joined."""
    user, theirs = person(phone, name)
    theirs.post(f"/join/{invited(browser, phone, role)}/")
    actor = applicant_for(user.pk)
    assert actor is not None
    assert actor.role == role
    return actor


def member_of(actor: Actor) -> Member:
    return Member.objects.get(user_id=actor.user_id)


# -- inviting -------------------------------------------------------------------------------------------------------


def test_who_was_invited_joins_with_their_own_account_once_and_the_owner_is_told(browser: Client, owner: Actor) -> None:
    code = invited(browser)
    user, theirs = person()
    assert "加入昆山示例精密1号有限公司" in theirs.get(f"/join/{code}/").content.decode()

    response = theirs.post(f"/join/{code}/")

    assert response.headers["Location"] == "/my/"
    assert theirs.get("/my/").status_code == 200
    assert (member_of_user(user).role, member_of_user(user).enterprise_id) == ("editor", owner.enterprise_id)
    assert inbox(owner).rows[0].title == "林真已加入"
    assert Event.objects.filter(act="colleague.joined", actor_id=user.pk).exists()
    _, another = person("13911110003", "周安")
    assert another.post(f"/join/{code}/").status_code == 422
    assert Member.objects.count() == 2


def member_of_user(user: User) -> Member:
    return Member.objects.get(user=user)


def test_an_invitation_by_email_has_its_link(browser: Client) -> None:
    invited(browser, "lin@example.com")

    assert re.search(r"http://testserver/join/[A-Z0-9]{10}/", text(Outgoing.objects.latest("pk")))


def test_a_code_is_good_for_three_days_and_until_it_is_taken_back(browser: Client, client: Client) -> None:
    code = invited(browser)
    typed = f"{code[:5].lower()} {code[5:]}"

    assert client.post("/join/", {"code": typed}).headers["Location"] == f"/join/{code}/"
    with clock.stopped_at(NOW + timedelta(days=3, minutes=1)):
        assert client.post("/join/", {"code": code}).status_code == 422
    browser.post(f"{PAGE}invitations/{ColleagueInvitation.objects.get().pk}/")
    assert client.get(f"/join/{code}/").status_code == 404


def test_codes_are_not_guessed_one_after_the_other(browser: Client, client: Client) -> None:
    code = invited(browser)
    for _ in range(20):
        client.post("/join/", {"code": "AAAAAAAAAA"})

    page = client.post("/join/", {"code": code})

    assert page.status_code == 422
    assert "操作太频繁" in page.content.decode()


def test_an_account_of_another_enterprise_or_office_cannot_join(browser: Client, world: World) -> None:
    other = world.enterprise()
    code = invited(browser)

    for actor in (other, world.officer("320583"), world.officer("320000", Post.Role.OPERATOR)):
        page = client_of(actor).post(f"/join/{code}/")
        assert page.status_code == 422
        assert "这个账户不能加入。" in page.content.decode()

    assert Member.objects.filter(role="editor").count() == 0


@pytest.mark.parametrize(("to", "said"), [("12", "手机号"), ("lin@", "邮箱"), ("", "还没有填")])
def test_what_is_wrong_with_an_invitation_is_said(browser: Client, to: str, said: str) -> None:
    page = browser.post(PAGE, {"to": to, "role": "editor"})

    assert page.status_code == 422
    assert said in page.content.decode()
    assert Outgoing.objects.count() == 0


# -- what each may --------------------------------------------------------------------------------------------------


def test_a_viewer_reads_everything_and_writes_nothing(browser: Client, owner: Actor, world: World) -> None:
    window = world.window()
    number = begin(owner, window.code).number
    viewer = client_of(colleague(browser, "viewer"))
    before = Event.objects.count()

    assert viewer.get("/my/").status_code == 200
    assert viewer.get(f"/my/declarations/{number}/").status_code == 200
    refused = [
        viewer.post("/my/enterprise/", {"version": "1"}),
        viewer.post(f"/my/declarations/begin/{window.code}/"),
        viewer.post(f"/my/declarations/{number}/submit/", {}),
        viewer.post(f"/my/declarations/{number}/withdraw/"),
        viewer.post("/my/verification/"),
        viewer.post(PAGE, {"to": PHONE, "role": "editor"}),
    ]

    assert [each.status_code for each in refused] == [403] * 6
    assert Event.objects.count() == before


def test_a_colleague_submits_unless_the_owner_reserves_it(browser: Client, owner: Actor, world: World) -> None:
    editor = colleague(browser)
    first, second = world.window(), world.window()
    browser.post(f"{PAGE}submitting/", {"reserves": "1"})
    declaration = begin(editor, first.code)

    with pytest.raises(EnterpriseRefusal, match="提交和撤回由负责人办理"):
        submit_filled(editor, declaration)

    browser.post(f"{PAGE}submitting/", {"reserves": "0"})
    submit_filled(editor, begin(editor, second.code))
    assert Event.objects.filter(act="declaration.submitted", actor_id=editor.user_id).count() == 1


def test_the_owner_changes_a_role_and_removes_and_both_are_told(browser: Client, owner: Actor) -> None:
    editor = colleague(browser)
    theirs = client_of(editor)
    here = f"{PAGE}{member_of(editor).pk}/"

    browser.post(here, {"role": "viewer"})
    assert member_of(editor).role == "viewer"
    browser.post(here, {"remove": "1"})

    assert not Member.objects.filter(user_id=editor.user_id).exists()
    assert theirs.get("/my/").status_code == 302
    assert [each.title for each in inbox(owner).rows[:2]] == ["已移除", "权限已更改"]
    assert [each.title for each in inbox(editor).rows[:2]] == ["已移除", "权限已更改"]
    acts = set(Event.objects.filter(actor_id=owner.user_id).values_list("act", flat=True))
    assert {"colleague.invited", "colleague.role_changed", "colleague.removed"} <= acts


def test_a_colleague_arranges_nothing_and_another_enterprise_sees_nobody(
    browser: Client, owner: Actor, world: World
) -> None:
    editor = colleague(browser)
    pk, own = member_of(editor).pk, member_of(owner).pk

    assert client_of(editor).post(f"{PAGE}{pk}/", {"remove": "1"}).status_code == 403
    assert client_of(world.enterprise()).post(f"{PAGE}{pk}/", {"remove": "1"}).status_code == 404
    assert browser.post(f"{PAGE}{own}/", {"remove": "1"}).status_code == 422
    assert Member.objects.filter(enterprise_id=owner.enterprise_id).count() == 2


# -- handing over ---------------------------------------------------------------------------------------------------


def test_the_owner_hands_over_with_a_code_to_their_own_phone(browser: Client, owner: Actor) -> None:
    editor = colleague(browser)
    here = f"{PAGE}{member_of(editor).pk}/hand-over/"
    assert browser.post(here, {"code": "123456"}).status_code == 422
    assert member_of(owner).role == "owner"
    assert "已发往 138****0001" in browser.post(here, {"send_code": "1"}).content.decode()

    browser.post(here, {"code": code_sent()})

    code = Enterprise.objects.get(pk=owner.enterprise_id).credit_code
    found = by_sign_in_name(code)
    assert found is not None
    assert (member_of(owner).role, member_of(editor).role, found.pk) == ("editor", "owner", editor.user_id)
    assert browser.post(PAGE, {"to": PHONE, "role": "viewer"}).status_code == 403
    assert Event.objects.get(act="enterprise.handed_over").data["owner"] == editor.user_id
