"""The operator's desk: what waits is decided, accounts are unlocked, wrong regions set right."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.services.filling import PDF, submit_filled
from tests.services.sessions import client_of
from tests.services.world import PASSWORD, World
from tidu.domain.accounts.access import Actor
from tidu.domain.accounts.attempts import who_signs_in
from tidu.domain.accounts.errors import NotSignedIn
from tidu.domain.accounts.models import Post
from tidu.domain.audit.queries import events_of
from tidu.domain.declarations.actions import begin
from tidu.domain.declarations.models import Declaration
from tidu.domain.messages.queries import inbox
from tidu.domain.verification.actions.licences import bring_licence, give_licence
from tidu.domain.verification.actions.verifying import ask_for_verification
from tidu.domain.verification.models import ManualCheck
from tidu.domain.verification.queries import state_of


@pytest.fixture
def client(world: World) -> Client:
    """Give the browser of an operator."""
    return client_of(world.officer("320000", Post.Role.OPERATOR))


@pytest.fixture
def asking(world: World) -> Actor:
    owner = world.enterprise(verified=False)
    give_licence(bring_licence(SimpleUploadedFile("营业执照.pdf", PDF)).pk, owner.enterprise_id)
    ask_for_verification(owner)
    return owner


def test_the_queue_leads_to_a_check_and_the_decision_back(client: Client, asking: Actor) -> None:
    number = ManualCheck.objects.get().number

    queue = client.get("/operate/checks/").content.decode()
    page = client.get(f"/operate/checks/{number}/").content.decode()
    answer = client.post(f"/operate/checks/{number}/", {"outcome": "grant", "reason": ""})

    assert number in queue
    assert asking.enterprise_name in page
    assert answer["Location"] == f"/operate/checks/?done={number}"
    assert state_of(asking.enterprise_id) == "verified"
    assert "没有等着核验的" in client.get("/operate/checks/").content.decode()


def test_a_refusal_without_a_reason_is_told_and_decides_nothing(client: Client, asking: Actor) -> None:
    number = ManualCheck.objects.get().number

    answer = client.post(f"/operate/checks/{number}/", {"outcome": "refuse", "reason": "不"})

    assert answer.status_code == 422
    assert "还没有写理由。" in answer.content.decode()
    assert state_of(asking.enterprise_id) == "pending"


@pytest.mark.parametrize("typed", ["昆山示例精密1号", "owner1", "13800000001", "owner1@example.com"])
def test_an_account_is_found_by_what_its_owner_has_at_hand(client: Client, world: World, typed: str) -> None:
    world.enterprise()

    page = client.get("/operate/accounts/", {"search": typed}).content.decode()

    assert "昆山示例精密1号有限公司" in page
    assert "138****0001" in page
    assert page.count("13800000001") == (typed == "13800000001")  # in the box alone


def test_who_is_locked_out_is_let_in_for_a_reason_that_is_logged_and_told(client: Client, world: World) -> None:
    owner = world.enterprise()
    for _ in range(5):
        with pytest.raises(NotSignedIn):
            who_signs_in("owner1", "wrong")
    with pytest.raises(NotSignedIn, match="锁定"):
        who_signs_in("owner1", PASSWORD)
    at = f"/operate/accounts/{owner.user_id}/"
    assert "已锁定" in client.get(at).content.decode()

    refused = client.post(f"{at}unlock/", {"reason": ""})
    answer = client.post(f"{at}unlock/", {"reason": "法人代表来电，核对了执照编号。"})

    assert refused.status_code == 422
    assert "还没有写理由。" in refused.content.decode()
    assert answer.status_code == 302
    assert who_signs_in("owner1", PASSWORD).pk == owner.user_id
    assert "account.unlocked" in [each.act for each in events_of("user", owner.user_id)]
    assert inbox(owner).rows[0].title == "账户已解锁"


@pytest.mark.parametrize("region", ["320582", "张家港", "江苏省苏州市张家港市"])
def test_a_file_under_review_goes_along_to_the_right_region(client: Client, world: World, region: str) -> None:
    owner = world.enterprise()
    declaration = begin(owner, world.window().code)
    submit_filled(owner, declaration)

    answer = client.post(
        f"/operate/accounts/{owner.user_id}/region/", {"region": region, "reason": "执照住所在张家港。"}
    )

    assert answer.status_code == 302
    moved = Declaration.objects.get()
    assert (moved.county_code, moved.held_by) == ("320582", world.office("320582"))
    assert next(each.act for each in events_of("declaration", moved.number)) == "declaration.region_moved"
    assert moved.number in inbox(owner).rows[0].body


@pytest.mark.parametrize(
    ("region", "reason", "sentence"),
    [
        ("320582", "", "还没有写理由。"),
        ("320583", "执照住所就在这里。", "注册地已经是昆山市。"),
        ("苏州市", "执照住所在苏州。", "还没有选到县（市、区）。"),
        ("330106", "执照住所在杭州。", "不能改到外省。"),
    ],
)
def test_a_move_that_cannot_be_is_told_and_moves_nothing(
    client: Client, world: World, region: str, reason: str, sentence: str
) -> None:
    owner = world.enterprise()
    submit_filled(owner, begin(owner, world.window().code))

    answer = client.post(f"/operate/accounts/{owner.user_id}/region/", {"region": region, "reason": reason})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Declaration.objects.get().county_code == "320583"
