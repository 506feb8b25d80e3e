"""Personal data on the review page: masked, and shown one value at a time to whoever says why."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.web.officer.conftest import SignIn, Submits, words_of
from tidu.domain.audit.models import Event
from tidu.domain.declarations.models import Declaration
from tidu.domain.enterprises.models import Enterprise

WHY = "联系企业核实材料"


@pytest.fixture
def file(submits: Submits) -> Declaration:
    (declaration,) = submits()
    return declaration


@pytest.fixture
def plain(file: Declaration) -> dict[str, str]:
    """The personal data of the file's enterprise, by field."""
    enterprise = Enterprise.objects.get(pk=file.enterprise_id)
    return {key: getattr(enterprise, key) for key in ("legal_mobile", "contact", "contact_mobile", "email")}


def ask(client: Client, file: Declaration, field: str, reason: str, **headers: Any) -> Any:
    return client.post(f"/desk/{file.number}/reveal/", {"field": field, "reason": reason}, **headers)


def revealed() -> list[tuple[str, str, dict[str, Any]]]:
    return [(each.thing_id, each.actor_name, each.data) for each in Event.objects.filter(act="personal.revealed")]


def test_an_officer_sees_masks_and_nothing_else(sign_in: SignIn, file: Declaration, plain: dict[str, str]) -> None:
    page = words_of(sign_in("320583").get(f"/desk/{file.number}/"))

    assert [value for value in plain.values() if value in page] == []
    for mask in ("138****0000", "138****0001", "ow***@example.com", "陈**"):
        assert mask in page
    assert "顾言" in page  # the legal representative stands on the licence and in the public register


def test_one_value_is_shown_for_a_reason_that_the_log_keeps(
    sign_in: SignIn, file: Declaration, plain: dict[str, str]
) -> None:
    answer = words_of(ask(sign_in("320583"), file, "contact_mobile", f" {WHY} "))

    assert plain["contact_mobile"] in answer
    assert [plain[key] for key in ("legal_mobile", "contact", "email") if plain[key] in answer] == []
    told = {"field": "contact_mobile", "name": "联系人手机", "reason": WHY}
    assert revealed() == [(file.number, "320583经办", told)]


def test_with_script_the_line_alone_comes_back(sign_in: SignIn, file: Declaration, plain: dict[str, str]) -> None:
    answer = words_of(ask(sign_in("320583"), file, "email", WHY, headers={"HX-Request": "true"}))

    assert plain["email"] in answer
    assert "<h1" not in answer
    assert "显示全文" not in answer


def test_it_is_masked_again_the_next_time(sign_in: SignIn, file: Declaration, plain: dict[str, str]) -> None:
    client = sign_in("320583")
    ask(client, file, "contact_mobile", WHY)

    assert plain["contact_mobile"] not in words_of(client.get(f"/desk/{file.number}/"))


@pytest.mark.parametrize(
    ("reason", "said"), [("", "还没有写明理由"), ("  看 看 ", "还没有写明理由"), ("长" * 201, "理由太长")]
)
@pytest.mark.parametrize("headers", [{}, {"headers": {"HX-Request": "true"}}])
def test_without_a_reason_it_stays_masked_and_nothing_is_logged(
    sign_in: SignIn, file: Declaration, plain: dict[str, str], reason: str, said: str, headers: dict[str, Any]
) -> None:
    answer = ask(sign_in("320583"), file, "contact_mobile", reason, **headers)

    assert answer.status_code == 422
    assert said in words_of(answer)
    assert 'aria-describedby="reason-contact_mobile-e"' in words_of(answer)
    assert plain["contact_mobile"] not in words_of(answer)
    assert revealed() == []


@pytest.mark.parametrize("field", ["revenue", "nothing", "", "contact_mobile[-1]"])
def test_what_is_no_personal_data_cannot_be_asked_for(sign_in: SignIn, file: Declaration, field: str) -> None:
    assert ask(sign_in("320583"), file, field, WHY).status_code == 404
    assert revealed() == []


def test_the_enterprise_reads_its_own_data_whole(file: Declaration, plain: dict[str, str]) -> None:
    client = Client()
    client.force_login(file.enterprise.members.get().user)

    page = words_of(client.get(f"/my/declarations/{file.number}/read/"))

    assert [value for value in plain.values() if value not in page] == []
