"""实名核验: over the licence by an operator, or by a registry that answers, lags, lies and dies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from tests.services.filling import PDF
from tests.services.registry import SECRET, Registry, running
from tests.services.world import NOW, World
from tidu.domain.accounts.access import Actor
from tidu.domain.accounts.models import Post
from tidu.domain.audit.queries import events_of
from tidu.domain.enterprises.models import Enterprise
from tidu.domain.messages.queries import inbox
from tidu.domain.verification import registry as asking_side
from tidu.domain.verification.actions import asking
from tidu.domain.verification.actions.licences import bring_licence, give_licence
from tidu.domain.verification.actions.verifying import ask_for_verification, decide_verification
from tidu.domain.verification.errors import VerificationRefusal
from tidu.domain.verification.models import ManualCheck, RegistryQuestion, Verification
from tidu.domain.verification.queries import checks, state_of
from tidu.kit import clock

WAITING, VERIFIED, REFUSED = "pending", "verified", "refused"


@pytest.fixture
def owner(world: World) -> Actor:
    return world.enterprise(verified=False)


@pytest.fixture
def operator(world: World) -> Actor:
    return world.officer("320000", Post.Role.OPERATOR)


@pytest.fixture
def registry(settings: Settings) -> Iterator[Registry]:
    with running() as found:
        settings.REGISTRY_URL, settings.REGISTRY_SECRET = found.url, SECRET
        yield found


def with_licence(owner: Actor) -> None:
    licence = bring_licence(SimpleUploadedFile("营业执照.pdf", PDF))
    give_licence(licence.pk, owner.enterprise_id)


def asked(owner: Actor) -> RegistryQuestion:
    """The question of an enterprise that has just asked; what it was asked at once is done."""
    check = ask_for_verification(owner)
    asking.ask(check.question.pk)
    return RegistryQuestion.objects.get(check_of=check)


def entry(owner: Actor, **changes: str) -> dict[str, dict[str, str]]:
    found = Enterprise.objects.get(pk=owner.enterprise_id)
    return {
        found.credit_code: {"name": found.name, "legal_representative": found.legal_representative} | changes,
    }


# -- by an operator ------------------------------------------------------------------------------------------------


def test_without_a_licence_there_is_nothing_to_verify_by(owner: Actor) -> None:
    with pytest.raises(VerificationRefusal, match="还没有传营业执照"):
        ask_for_verification(owner)

    assert state_of(owner.enterprise_id) == "not_verified"


def test_an_operator_verifies_over_the_licence_and_the_enterprise_is_told(owner: Actor, operator: Actor) -> None:
    with_licence(owner)
    check = ask_for_verification(owner)
    assert state_of(owner.enterprise_id) == WAITING
    assert [each.number for each in checks(operator).rows] == [check.number]

    decide_verification(operator, check.number, is_granted=True)

    assert state_of(owner.enterprise_id) == VERIFIED
    assert inbox(owner).rows[0].title == "实名核验已通过"
    assert checks(operator).rows == []
    assert [each.act for each in events_of("enterprise", owner.enterprise_id)][:2] == [
        "enterprise.verified",
        "enterprise.pending",
    ]


def test_a_refusal_says_why_and_one_may_ask_again(owner: Actor, operator: Actor) -> None:
    with_licence(owner)
    check = ask_for_verification(owner)
    with pytest.raises(VerificationRefusal, match="还没有写理由"):
        decide_verification(operator, check.number, is_granted=False, reason="不对")
    assert state_of(owner.enterprise_id) == WAITING

    decide_verification(operator, check.number, is_granted=False, reason="执照上的法定代表人是另一位。")

    found = Verification.objects.get(pk=owner.enterprise_id)
    assert (found.state, found.reason) == (REFUSED, "执照上的法定代表人是另一位。")
    assert "执照上的法定代表人是另一位。" in inbox(owner).rows[0].body
    ask_for_verification(owner)
    assert state_of(owner.enterprise_id) == WAITING


def test_a_check_is_decided_once_and_asked_once(owner: Actor, operator: Actor) -> None:
    with_licence(owner)
    check = ask_for_verification(owner)
    with pytest.raises(VerificationRefusal, match="正在核验"):
        ask_for_verification(owner)
    decide_verification(operator, check.number, is_granted=True)

    with pytest.raises(VerificationRefusal, match="已办结：已通过"):
        decide_verification(operator, check.number, is_granted=False, reason="手滑点错了。")

    assert state_of(owner.enterprise_id) == VERIFIED
    assert ManualCheck.objects.get().decided_by == operator.user_id


@pytest.mark.parametrize("role", [Post.Role.REVIEWER, Post.Role.LEAD, Post.Role.OBSERVER])
def test_nobody_but_an_operator_decides(world: World, owner: Actor, role: Post.Role) -> None:
    with_licence(owner)
    check = ask_for_verification(owner)

    with pytest.raises(PermissionDenied):
        decide_verification(world.officer("320000", role), check.number, is_granted=True)

    assert state_of(owner.enterprise_id) == WAITING


def test_another_enterprise_s_licence_is_not_taken(world: World, owner: Actor) -> None:
    licence = bring_licence(SimpleUploadedFile("营业执照.pdf", PDF))
    give_licence(licence.pk, world.enterprise(verified=False).enterprise_id)

    with pytest.raises(VerificationRefusal, match="还没有传营业执照"):
        ask_for_verification(owner, licence_id=licence.pk)


# -- by the registry -----------------------------------------------------------------------------------------------


def test_what_the_registry_confirms_is_verified_without_anybody(owner: Actor, registry: Registry) -> None:
    registry.entries = entry(owner)

    question = asked(owner)

    assert question.state == "matches"
    assert state_of(owner.enterprise_id) == VERIFIED
    check = ManualCheck.objects.get()
    assert (check.state, check.decided_by, check.decided_by_name) == ("granted", None, "登记信息核对")
    assert registry.headers[0]["X-Signature"]
    assert SECRET not in str(registry.headers)


@pytest.mark.parametrize(
    ("entries", "sentence"),
    [
        ({"legal_representative": "别人"}, "与登记信息不一致：法定代表人。"),
        ({"name": "别的公司", "legal_representative": "别人"}, "与登记信息不一致：企业名称、法定代表人。"),
        (None, "没有查到这个信用代码"),
    ],
)
def test_what_the_registry_has_otherwise_is_refused_with_what_differs(
    owner: Actor, registry: Registry, entries: dict[str, str] | None, sentence: str
) -> None:
    registry.entries = {} if entries is None else entry(owner, **entries)

    asked(owner)

    found = Verification.objects.get(pk=owner.enterprise_id)
    assert found.state == REFUSED
    assert sentence in found.reason


def test_with_a_licence_an_operator_looks_at_what_the_registry_has_otherwise(
    owner: Actor, operator: Actor, registry: Registry
) -> None:
    with_licence(owner)
    registry.entries = entry(owner, legal_representative="别人")

    question = asked(owner)

    assert (question.state, question.differs) == ("differs", ["legal_representative"])
    assert state_of(owner.enterprise_id) == WAITING
    assert len(checks(operator).rows) == 1


def test_a_token_will_do_where_nothing_is_signed(owner: Actor, registry: Registry, settings: Settings) -> None:
    settings.REGISTRY_SECRET, settings.REGISTRY_TOKEN = "", "a token"
    registry.entries, registry.secret = entry(owner), "whatever"

    assert asked(owner).state == "matches"
    assert registry.headers[0]["Authorization"] == "Bearer a token"


def _unsigned(registry: Registry) -> None:
    registry.secret = "somebody else's"


def _dies(registry: Registry) -> None:
    registry.dies = True


def _fails(registry: Registry) -> None:
    registry.status = 500


def _leads_elsewhere(registry: Registry) -> None:
    registry.status = 302


def _twisted(twist: Callable[[dict[str, Any]], Any]) -> Callable[[Registry], None]:
    def change(registry: Registry) -> None:
        registry.twist = twist

    return change


@pytest.mark.parametrize(
    "lie",
    [
        pytest.param(_unsigned, id="signed by somebody else"),
        pytest.param(_dies, id="hangs up"),
        pytest.param(_fails, id="500"),
        pytest.param(_leads_elsewhere, id="302"),
        pytest.param(_twisted(lambda said: said | {"credit_code": "91320583MA1XXXXX0X"}), id="another's answer"),
        pytest.param(_twisted(lambda said: said | {"nonce": "0" * 32}), id="an old answer"),
        pytest.param(_twisted(lambda said: said | {"result": "yes"}), id="a word of its own"),
        pytest.param(_twisted(lambda said: said | {"result": "differs", "differs": []}), id="differs in nothing"),
        pytest.param(_twisted(lambda said: said | {"differs": ["name"]}), id="matches and differs"),
        pytest.param(
            _twisted(lambda said: said | {"result": "differs", "differs": ["x"]}), id="differs in the unknown"
        ),
        pytest.param(_twisted(lambda _: []), id="a list"),
        pytest.param(_twisted(lambda _: b"<html>"), id="no JSON"),
        pytest.param(_twisted(lambda _: b'{"a":"' + b"x" * 70_000 + b'"}'), id="without end"),
    ],
)
def test_what_cannot_be_believed_decides_nothing_and_is_asked_again(
    owner: Actor, registry: Registry, lie: Callable[[Registry], None]
) -> None:
    registry.entries = entry(owner)
    lie(registry)

    question = asked(owner)

    assert (question.state, state_of(owner.enterprise_id)) == ("waiting", WAITING)
    assert question.problem
    assert question.next_at == NOW + timedelta(minutes=1)
    assert len(registry.asked) == 1


def test_a_registry_that_drips_is_left_in_time(
    owner: Actor, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking_side, "_SECONDS", 0.3)
    registry.entries, registry.lag = entry(owner), 0.2

    assert "too long" in asked(owner).problem


def test_when_it_is_down_it_is_asked_again_and_filing_goes_on(owner: Actor, registry: Registry) -> None:
    registry.entries, registry.dies = entry(owner), True
    asked(owner)
    assert asking.due() == []
    registry.dies = False

    with clock.stopped_at(NOW + timedelta(minutes=1)):
        for question in asking.due():
            asking.ask(question)

    assert state_of(owner.enterprise_id) == VERIFIED
    assert asking.due() == []


def test_pauses_grow(owner: Actor, registry: Registry) -> None:
    registry.dies = True
    question, at, waited = asked(owner), NOW, []
    for _ in range(6):
        assert question.next_at is not None
        waited.append(question.next_at - at)
        at = question.next_at
        with clock.stopped_at(at):
            asking.ask(question.pk)
        question.refresh_from_db()

    assert [int(each.total_seconds()) // 60 for each in waited] == [1, 5, 15, 60, 180, 180]


def test_an_operator_need_not_wait_for_the_registry_and_its_late_answer_changes_nothing(
    owner: Actor, operator: Actor, registry: Registry
) -> None:
    with_licence(owner)
    registry.dies = True
    question = asked(owner)
    decide_verification(operator, question.check_of.number, is_granted=True)
    registry.dies, registry.entries = False, entry(owner, name="别的公司")

    with clock.stopped_at(NOW + timedelta(hours=1)):
        asking.ask(question.pk)

    question.refresh_from_db()
    assert question.state == "differs"  # kept beside the decision
    assert state_of(owner.enterprise_id) == VERIFIED
