"""Personal data is whole for those it belongs to, sealed in the database, and found all the same."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.services.filling import submit_filled
from tests.services.whole_database import everything_in_the_database
from tests.services.world import PASSWORD, World
from tidu.domain.accounts.actions import create_user, suggestions
from tidu.domain.accounts.attempts import who_signs_in
from tidu.domain.accounts.errors import AccountRefusal, NotSignedIn
from tidu.domain.accounts.models import SignInName, User
from tidu.domain.accounts.people import by_sign_in_name, sign_in_name
from tidu.domain.declarations.actions import begin
from tidu.domain.declarations.models import Submission
from tidu.domain.enterprises.actions import update_record
from tidu.domain.enterprises.models import Enterprise
from tidu.kit.canonical import digest

PERSONAL = {
    "legal_phone": "0512-66660001",
    "legal_mobile": "13911110001",
    "contact_phone": "0512-66660002",
    "contact_mobile": "13911110002",
    "email": "kuaiji.chen@example.com",
}


def test_no_phone_and_no_address_of_a_person_can_be_read_in_the_database(world: World) -> None:
    owner = world.enterprise()
    update_record(owner, PERSONAL, based_on=1)
    submit_filled(owner, begin(owner, world.window().code))
    with pytest.raises(NotSignedIn):
        who_signs_in("13911110003", "wrong")

    stolen = everything_in_the_database()

    assert "昆山示例精密1号有限公司" in stolen
    for secret in [*PERSONAL.values(), "13800000001", "owner1@example.com", "13911110003"]:
        assert secret not in stolen
    enterprise = Enterprise.objects.get(pk=owner.enterprise_id)
    assert {column: getattr(enterprise, column) for column in PERSONAL} == PERSONAL


def test_what_was_frozen_reads_as_it_was_and_its_digest_holds(world: World) -> None:
    owner = world.enterprise()
    update_record(owner, PERSONAL, based_on=1)
    submit_filled(owner, begin(owner, world.window().code))
    submission = Submission.objects.get()

    frozen = {key: value for cells in submission.snapshot["sections"].values() for key, value in cells.items()}
    assert {key: frozen[key] for key in PERSONAL} == PERSONAL
    assert frozen["contact"] == "陈会计"
    assert digest(submission.snapshot) == submission.digest


@pytest.mark.parametrize("typed", ["owner1", " Owner1 ", "ＯＷＮＥＲ１", "13911110009", "chen@Example.com"])
def test_a_person_is_found_by_every_name_they_have_however_it_is_spelled(world: World, typed: str) -> None:
    user = User.objects.get(pk=world.enterprise().user_id)
    sign_in_name(user, SignInName.Kind.PHONE, "13911110009").save()
    sign_in_name(user, SignInName.Kind.EMAIL, "Chen@example.com").save()

    assert by_sign_in_name(typed) == user
    assert who_signs_in(typed, PASSWORD) == user


def test_the_credit_code_finds_the_account_and_nothing_near_it_does(world: World) -> None:
    owner = world.enterprise()
    code = Enterprise.objects.get(pk=owner.enterprise_id).credit_code

    assert by_sign_in_name(code.lower()) == User.objects.get(pk=owner.user_id)
    assert by_sign_in_name(code[:-1]) is None
    assert by_sign_in_name("") is None


def test_a_name_is_taken_in_every_spelling_and_the_suggestions_are_free(world: World) -> None:
    world.enterprise()

    with pytest.raises(AccountRefusal, match="已有人用"):
        create_user(username="OWNER1", password=PASSWORD, name="某人")
    assert by_sign_in_name(suggestions("owner1")[0]) is None
    assert "owner12" in suggestions("owner1")
    create_user(username="owner12", password=PASSWORD, name="某人")
    assert "owner12" not in suggestions("owner1")


def test_a_sign_in_name_can_be_shown_to_its_owner(world: World) -> None:
    user = User.objects.get(pk=world.enterprise().user_id)

    assert [each.shown for each in user.sign_in_names.filter(kind="username")] == ["owner1"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT value, shown FROM accounts_signinname")
        assert "owner1" not in str(cursor.fetchall())
