"""Rotating the keys: everything is sealed anew while people work, and the old key can go."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.test import override_settings

from tests.services.filling import submit_filled
from tests.services.world import NOW, World
from tidu.config.cli import main
from tidu.domain.accounts.models import SecondFactor, User
from tidu.domain.accounts.people import by_sign_in_name
from tidu.domain.audit.models import Event
from tidu.domain.declarations.actions import begin
from tidu.domain.declarations.models import Change, SectionAnswers, Submission
from tidu.domain.enterprises.models import ColleagueInvitation, Enterprise
from tidu.domain.messages.models import Outgoing
from tidu.domain.verification.models import ManualCheck, NaturalPerson
from tidu.kit import keyring, resealing, sealed
from tidu.kit.canonical import digest
from tidu.kit.resealing import counted, sealed_columns
from tidu.kit.sealed_json import marked

OLD, NEW, INDEX = f"k1:{'1' * 32}", f"k2:{'2' * 32}", f"blind:{'b' * 64}"
RECORD = {
    "legal_phone": "0512-66660001",
    "legal_mobile": "13911110001",
    "contact_phone": "0512-66660002",
    "contact_mobile": "13911110002",
    "email": "chen@example.com",
}


@contextmanager
def ring(*keys: str) -> Iterator[None]:
    with override_settings(DATA_KEYS=keyring.parse(",".join([*keys, INDEX]))):
        yield


def names() -> dict[str, set[str]]:
    """The keys that each sealed column names."""
    return {column.place: set(counted(column)) for column in sealed_columns()}


def read_everything() -> list[Any]:
    """Every row of every table with something sealed in it, opened."""
    tables = {column.table for column in sealed_columns()}
    models = [each for each in apps.get_models() if each._meta.db_table in tables]  # noqa: SLF001
    return [row for model in models for row in model._default_manager.order_by("pk").values()]  # noqa: SLF001


@pytest.fixture
def everything(world: World) -> None:
    """A row in every sealed column, sealed with the old key."""
    owner = world.enterprise()
    enterprise = Enterprise.objects.get(pk=owner.enterprise_id)
    for column, value in RECORD.items():
        setattr(enterprise, column, value)
    enterprise.save()
    declaration = begin(owner, world.window().code)
    submit_filled(owner, declaration)
    row = SectionAnswers.objects.filter(declaration=declaration).earliest("id")
    SectionAnswers.objects.filter(pk=row.pk).update(cells=row.cells | {"phone": marked({"v": "13911110004", "n": 1})})
    Change.objects.create(
        declaration=declaration, section=row.section, cell="phone", version=1, revision=1, key=uuid.uuid4(), at=NOW,
        user_id=owner.user_id, user_name="陈会计", value=marked("13911110004"), typed=marked("139 1111 0004"),
    )  # fmt: skip
    user = User.objects.get(pk=owner.user_id)
    SecondFactor.objects.create(user=user, kind="app", name="手机", secret="JBSWY3DPEHPK3PXP", made_at=NOW)
    Outgoing.objects.create(
        key="1", kind="sms", to="13911110005", to_blind="b", content="{}", next_at=NOW, written_at=NOW
    )
    ColleagueInvitation.objects.create(
        enterprise=enterprise, role="viewer", to="13911110007", digest="d", invited_at=NOW, until=NOW
    )
    NaturalPerson.objects.create(user=user, id_number="320502199001011234")
    ManualCheck.objects.create(
        kind="phone_change", number="H1", enterprise=enterprise, user=user, phone="13911110006", asked_at=NOW
    )


@pytest.mark.usefixtures("everything")
def test_after_the_rotation_every_column_opens_without_the_old_key(capsys: pytest.CaptureFixture[str]) -> None:
    assert {place: keys for place, keys in names().items() if keys != {"k1"}} == {}, "give it a row in the fixture"
    before = read_everything()

    with ring(NEW, OLD):
        assert main(["keys", "rotate"]) == 0

    assert "全部用密钥 k2 封存" in capsys.readouterr().out
    with ring(NEW):
        assert {place: keys for place, keys in names().items() if keys != {"k2"}} == {}
        assert read_everything() == before
        submission = Submission.objects.get()
        assert digest(submission.snapshot) == submission.digest
        assert by_sign_in_name("owner1") is not None
    assert Event.objects.get(act="keys.rotated").thing_id == "k2"


@pytest.mark.usefixtures("everything")
def test_what_never_changes_is_as_well_guarded_after_it_as_before() -> None:
    with ring(NEW, OLD):
        main(["keys", "rotate"])

        for model in (Change, Submission):
            with pytest.raises(DatabaseError), transaction.atomic():
                model.objects.update(declaration_id=0)
            with pytest.raises(DatabaseError), transaction.atomic():
                model.objects.all().delete()


@pytest.mark.usefixtures("everything")
def test_a_second_rotation_finds_nothing_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    with ring(NEW, OLD):
        main(["keys", "rotate"])
        stored = _raw("accounts_user", "phone")
        capsys.readouterr()
        main(["keys", "rotate"])

    assert _raw("accounts_user", "phone") == stored
    assert "改封 0 个值" in capsys.readouterr().out


@pytest.mark.usefixtures("everything")
def test_one_that_was_broken_off_is_simply_begun_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(_: resealing.Progress) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(resealing, "BATCH", 1)
    with ring(NEW, OLD):
        phones = next(column for column in sealed_columns() if column.place == "accounts_user.phone")
        with pytest.raises(KeyboardInterrupt):
            resealing.reseal(phones, dies)
        assert main(["keys", "rotate"]) == 0
        assert names()["accounts_user.phone"] == {"k2"}


@pytest.mark.usefixtures("everything")
def test_what_somebody_saves_in_the_middle_is_not_overwritten() -> None:
    with ring(NEW, OLD):
        column = next(each for each in sealed_columns() if each.place == "accounts_user.phone")
        user = User.objects.get(username="owner1")
        (stored,) = _raw("accounts_user", "phone")
        User.objects.filter(pk=user.pk).update(phone="13999999999")

        assert resealing._put(column, [(column.resealed(stored), user.pk, stored)]) == 0  # noqa: SLF001
        assert User.objects.get(pk=user.pk).phone == "13999999999"


@pytest.mark.usefixtures("everything")
def test_what_does_not_open_is_named_and_the_rest_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET phone = 'k1.AAAA'")
    with ring(NEW, OLD):
        assert main(["keys", "rotate"]) == 1
        told = capsys.readouterr().err
        assert "旧密钥先不要移除" in told
        assert "accounts_user.phone" in told
        assert names()["accounts_user.email"] == {"k2"}


@pytest.mark.usefixtures("everything")
def test_the_list_tells_how_much_each_key_seals_and_shows_no_key(capsys: pytest.CaptureFixture[str]) -> None:
    with ring(NEW):
        assert main(["keys", "list"]) == 0
        assert sealed.keyring().current == "k2"

    told = capsys.readouterr().out
    assert "k1\taccounts_user.phone\t1\t没有这把密钥，打不开" in told
    assert "k2\t当前密钥" in told
    assert "2222" not in told


def test_a_new_key_and_a_new_ring_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    main(["keys", "new"])
    main(["keys", "new", "k2"])
    whole, one = capsys.readouterr().out.split()

    assert keyring.parse(f"{one},{whole}").current == "k2"


def _raw(table: str, column: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE {column} <> ''")  # noqa: S608
        return [value for (value,) in cursor.fetchall()]
