"""Sealed text: whole again in its place with its key, and nothing anywhere else."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps.registry import Apps
from django.core.exceptions import FieldError, ValidationError
from django.db import connection, models
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from tidu.config import env
from tidu.kit import keyring, sealed

PLACE = "people.phone"
OLD, NEW, INDEX = f"k1:{'1' * 32}", f"k2:{'2' * 32}", f"blind:{'b' * 64}"


class Card(models.Model):
    """A table of this file only."""

    phone = sealed.SealedField(max_length=20, blank=True)
    objects: models.Manager[Card] = models.Manager()

    class Meta:
        app_label = "sealed_cards"
        apps = Apps()


@pytest.fixture
def _cards(transactional_db: None) -> Iterator[None]:
    with connection.schema_editor() as editor:
        editor.create_model(Card)
    try:
        yield
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(Card)


def in_the_database() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM sealed_cards_card ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


@given(st.text())
def test_any_text_comes_back_as_it_was(text: str) -> None:
    assert sealed.unseal(sealed.seal(text, PLACE), PLACE) == text


@given(st.text(min_size=8))
def test_two_sealings_of_one_text_differ_and_do_not_show_it(text: str) -> None:
    once, again = sealed.seal(text, PLACE), sealed.seal(text, PLACE)

    assert once != again
    assert text.encode("utf-8", "surrogatepass") not in base64.urlsafe_b64decode(once.partition(".")[2])[12:]


@given(st.text(min_size=1), st.data())
def test_a_changed_byte_is_found(text: str, data: st.DataObject) -> None:
    name, _, body = sealed.seal(text, PLACE).partition(".")
    raw = bytearray(base64.urlsafe_b64decode(body))
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] ^= data.draw(st.integers(1, 255))

    with pytest.raises(sealed.CannotOpen, match="changed"):
        sealed.unseal(f"{name}.{base64.urlsafe_b64encode(bytes(raw)).decode()}", PLACE)


@pytest.mark.parametrize("value", ["k1.", "k1.AAAA", "k1.!!", "k1.é", "k1." + "A" * 36])
def test_what_was_never_sealed_does_not_open(value: str) -> None:
    with pytest.raises(sealed.CannotOpen):
        sealed.unseal(value, PLACE)


@given(st.text(min_size=1), st.text())
def test_a_value_opens_in_its_own_place_only(text: str, place: str) -> None:
    if place != PLACE:
        with pytest.raises(sealed.CannotOpen, match="belongs elsewhere"):
            sealed.unseal(sealed.seal(text, PLACE), place.encode("utf-8", "ignore").decode() + "?")


def test_plain_text_where_a_sealed_value_should_be_does_not_pass() -> None:
    with pytest.raises(sealed.CannotOpen):
        sealed.unseal("13912345678", PLACE)


def test_a_rotated_ring_opens_what_the_old_one_sealed_until_the_old_key_is_gone() -> None:
    before = sealed.seal("13912345678", PLACE)
    with override_settings(DATA_KEYS=keyring.parse(f"{NEW},{OLD},{INDEX}")):
        assert sealed.unseal(before, PLACE) == "13912345678"
        assert sealed.key_id(sealed.seal("13912345678", PLACE)) == "k2"
    with (
        override_settings(DATA_KEYS=keyring.parse(f"{NEW},{INDEX}")),
        pytest.raises(sealed.CannotOpen, match="sealed with the key k1, which TIDU_DATA_KEYS does not hold"),
    ):
        sealed.unseal(before, PLACE)


def test_the_blind_index_is_steady_within_one_place_and_told_by_the_key_alone() -> None:
    index = sealed.blind("13912345678", PLACE)

    assert index == sealed.blind("13912345678", PLACE)
    assert len(index) == 64
    assert index != sealed.blind("13912345679", PLACE)
    assert index != sealed.blind("13912345678", "people.email")
    with override_settings(DATA_KEYS=keyring.parse(f"{NEW},{OLD},{INDEX}")):
        assert index == sealed.blind("13912345678", PLACE)
    with override_settings(DATA_KEYS=keyring.parse(f"{OLD},blind:{'c' * 64}")):
        assert index != sealed.blind("13912345678", PLACE)


@pytest.mark.usefixtures("_cards")
def test_the_column_holds_no_plain_text_however_it_is_written() -> None:
    first = Card.objects.create(phone="13912345678")
    Card.objects.bulk_create([Card(phone="13800000000"), Card(phone="")])
    Card.objects.filter(pk=first.pk).update(phone="13911111111")
    rows = list(Card.objects.order_by("id"))
    rows[1].phone = "13822222222"
    Card.objects.bulk_update(rows, ["phone"])

    assert [value[:3] for value in in_the_database()] == ["k1.", "k1.", ""]
    assert [row.phone for row in Card.objects.order_by("id")] == ["13911111111", "13822222222", ""]
    assert list(Card.objects.order_by("id").values_list("phone", flat=True))[:1] == ["13911111111"]
    assert Card.objects.filter(phone="").count() == 1
    assert Card.objects.exclude(phone="").count() == 2


@pytest.mark.parametrize(
    "asked", [{"phone": "13912345678"}, {"phone__in": ["1"]}, {"phone__contains": "139"}, {"phone__gt": "1"}]
)
def test_a_sealed_column_says_how_it_can_be_found(asked: dict[str, Any]) -> None:
    with pytest.raises(FieldError, match="keep a blind index beside it"):
        Card.objects.filter(**asked)


def test_the_longest_text_is_counted_in_plain_characters_and_forms_know_it() -> None:
    field = Card._meta.get_field("phone")  # noqa: SLF001

    assert field.formfield().max_length == 20  # type: ignore[union-attr]
    with pytest.raises(ValidationError):
        Card(phone="1" * 21).full_clean()


def test_a_sealed_column_cannot_be_unique() -> None:
    field: sealed.SealedField = sealed.SealedField(max_length=5, unique=True)
    field.set_attributes_from_name("phone")
    field.model = Card

    assert "cannot be unique" in str(field.check())


def test_a_migration_can_write_the_column_down() -> None:
    _, path, _, options = Card._meta.get_field("phone").deconstruct()  # noqa: SLF001

    assert path == "tidu.kit.sealed.SealedField"
    assert options == {"max_length": 20, "blank": True}


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (OLD, "the key of the blind indexes, blind:…, is missing"),
        (INDEX, "there is no data key"),
        (f"{OLD},{OLD},{INDEX}", "the id k1 stands there twice"),
        (f"k1:12,{INDEX}", "the key k1 must have 32 hexadecimal digits"),
        (f"k1:{'g' * 32},{INDEX}", "the key k1 is not written in hexadecimal digits"),
        (f"K 1:{'1' * 32},{INDEX}", "entry 1 has no id"),
    ],
)
def test_a_wrong_ring_is_refused_with_its_reason_and_without_its_keys(
    monkeypatch: pytest.MonkeyPatch, written: str, sentence: str
) -> None:
    monkeypatch.setenv("TIDU_DATA_KEYS", written)

    with pytest.raises(env.Misconfigured) as refused:
        env.read()

    assert sentence in str(refused.value)
    assert "1111" not in str(refused.value)


def test_without_a_ring_nothing_starts(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.delenv("TIDU_DATA_KEYS")
    monkeypatch.setenv("TIDU_DATA_DIR", str(tmp_path))

    with pytest.raises(env.Misconfigured, match="TIDU_DATA_KEYS is not set"):
        env.read()


def test_a_new_ring_is_one_and_its_keys_are_not_shown() -> None:
    ring = keyring.parse(keyring.new_ring())

    assert ring.current == "k1"
    assert ring.keys["k1"].hex() not in repr(ring)
