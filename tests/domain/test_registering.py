"""Registering a legal person, and keeping its record."""

from __future__ import annotations

from datetime import date

import pytest

from tests.services.world import PASSWORD, World, credit_code
from tidu.domain.accounts.errors import AccountRefusal
from tidu.domain.accounts.models import User
from tidu.domain.accounts.sign_in import SignInBackend
from tidu.domain.enterprises.actions import register, update_record
from tidu.domain.enterprises.errors import AlreadyRegistered, EnterpriseRefusal
from tidu.domain.enterprises.models import Enterprise
from tidu.domain.enterprises.names import initials
from tidu.domain.enterprises.queries import applicant_for
from tidu.domain.recognitions.queries import look_up
from tidu.domain.regions.models import Region


def registered(code: str, username: str = "kuaiji", password: str = PASSWORD, region: str = "320583") -> User:
    return register(
        credit_code=code,
        name="昆山澄川精密传动科技有限公司",
        region=Region.objects.get(code=region),
        legal_representative="顾言",
        contact="陈会计",
        phone="13800000046",
        email="a@example.com",
        username=username,
        password=password,
    )


def test_one_signs_in_by_user_name_and_by_credit_code(world: World) -> None:
    user = registered(credit_code("320583", 7))
    backend = SignInBackend()

    for name in ("kuaiji", "ＫＵＡＩＪＩ", credit_code("320583", 7), credit_code("320583", 7).lower()):
        assert backend.authenticate(None, username=name, password=PASSWORD) == user
    assert backend.authenticate(None, username="kuaiji", password="wrong") is None


def test_a_registered_code_says_since_when_and_which_phone(world: World) -> None:
    registered(credit_code("320583", 7))

    with pytest.raises(AlreadyRegistered, match=r"2026 年已注册，绑定手机 138\*\*\*\*0046"):
        registered(credit_code("320583", 7), username="another")

    assert (Enterprise.objects.count(), User.objects.count()) == (1, 1)


def test_a_taken_user_name_is_answered_with_free_ones(world: World) -> None:
    registered(credit_code("320583", 7))

    with pytest.raises(AccountRefusal, match="可以用：kuaiji2"):
        registered(credit_code("320583", 8))

    assert Enterprise.objects.count() == 1


def test_a_weak_password_leaves_nothing_behind(world: World) -> None:
    with pytest.raises(AccountRefusal, match="密码太弱"):
        registered(credit_code("320583", 7), password="12345678")

    assert (Enterprise.objects.count(), User.objects.count()) == (0, 0)


def test_a_city_with_counties_is_not_fine_enough(world: World) -> None:
    with pytest.raises(EnterpriseRefusal, match="还没选到县"):
        registered(credit_code("320500", 7), region="320500")


def test_the_second_of_two_who_change_the_record_is_told(world: World) -> None:
    owner = world.enterprise()
    update_record(owner, {"address": "甲路 1 号"}, based_on=1)

    with pytest.raises(EnterpriseRefusal, match="有人刚改过"):
        update_record(owner, {"address": "乙路 2 号"}, based_on=1)

    assert Enterprise.objects.get(pk=owner.enterprise_id).address == "甲路 1 号"


def test_columns_that_are_not_theirs_to_change_are_refused(world: World) -> None:
    owner = world.enterprise()

    with pytest.raises(EnterpriseRefusal):
        update_record(owner, {"credit_code": "x"}, based_on=1)


@pytest.mark.parametrize("typed", ["澄川精密", "澄川", "昆山澄川精密传动科技有限公司", "ccjmcd", " 澄川 精密 "])
def test_a_part_of_the_name_or_its_initials_finds_it(world: World, typed: str) -> None:
    user = registered(credit_code("320583", 7))
    owner = applicant_for(user.pk)
    assert owner is not None
    world.hold(owner, "innovative@2022-08-01+32", "320500", date(2025, 1, 1))
    world.hold(world.enterprise(), "innovative@2022-08-01+32", "320500", date(2025, 1, 1))

    assert [each.name for each, _ in look_up(typed)] == ["昆山澄川精密传动科技有限公司"]


@pytest.mark.parametrize("typed", ["川澄", "精传", "澄", "%", "' OR 1=1", ""])
def test_what_is_not_in_the_name_finds_nothing(world: World, typed: str) -> None:
    registered(credit_code("320583", 7))

    assert look_up(typed) == []


def test_initials_are_those_of_the_characters() -> None:
    assert initials("昆山澄川（集团）ABC 3 号") == "ksccjtabc3h"
