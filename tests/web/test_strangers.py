"""What a stranger learns at the forms that they reach: nothing about who exists, and no code by guessing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth import hashers
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.services.codes import code_sent
from tests.services.filling import PDF
from tests.services.world import PASSWORD, World, credit_code
from tidu.domain.verification.actions.opening import open_person_account
from tidu.domain.verification.actions.phones import ask_to_change_phone
from tidu.kit.models import Count

pytestmark = pytest.mark.django_db

PHONE, NOBODYS_PHONE = "13800000001", "13911119999"
PERSONS_PHONE, ASKERS_PHONE = "13800000088", "13911110002"
NUMBER = "the number of the application"  # stands for the one that the people of the test have
ID_NUMBER, NOBODYS_ID_NUMBER = "11010519491231002X", "110101199003070038"


@dataclass(frozen=True)
class Asked:
    """One form, as it is sent about somebody who exists and about somebody who does not."""

    url: str
    known: dict[str, str]
    unknown: dict[str, str]
    rest: dict[str, str]

    def send(self, of: dict[str, str], number: str) -> Any:
        typed = {name: number if value == NUMBER else value for name, value in (self.rest | of).items()}
        return Client().post(reverse(self.url), typed)


WRONG = {"password": "wrong-password-1", "audience": "applicant"}
SENDING = {"send_code": "1", "audience": "applicant"}
TYPING = {"code": "000000", "audience": "applicant"}
PERSON = {"id_number": ID_NUMBER, "phone": PERSONS_PHONE}
FORMS: dict[str, Asked] = {
    "the user name at the password": Asked("public:sign_in", {"username": "owner1"}, {"username": "nobody"}, WRONG),
    "the credit code at the password": Asked(
        "public:sign_in", {"username": credit_code("320583", 1)}, {"username": credit_code("320583", 77)}, WRONG
    ),
    "the phone at the password": Asked("public:sign_in", {"username": PHONE}, {"username": NOBODYS_PHONE}, WRONG),
    "the e-mail at the password": Asked(
        "public:sign_in", {"username": "owner1@example.com"}, {"username": "nobody@example.com"}, WRONG
    ),
    "an officer's name at the password": Asked(
        "public:sign_in",
        {"username": "reviewer-320583"},
        {"username": "reviewer-320584"},
        WRONG | {"audience": "officer"},
    ),
    "the name over the page": Asked("public:sign_in_over", {"username": "owner1"}, {"username": "nobody"}, WRONG),
    "the phone that a code is sent to": Asked(
        "public:sign_in_by_code", {"phone": PHONE}, {"phone": NOBODYS_PHONE}, SENDING
    ),
    "the phone whose code is typed": Asked(
        "public:sign_in_by_code", {"phone": PHONE}, {"phone": NOBODYS_PHONE}, TYPING
    ),
    "the phone of one who registers": Asked(
        "public:register_person",
        {"phone": PHONE},
        {"phone": NOBODYS_PHONE},
        {"name": "王建", "password": PASSWORD, "send_code": "1"},
    ),
    "the ID number of one who registers": Asked(
        "public:register_person",
        {"id_number": ID_NUMBER},
        {"id_number": NOBODYS_ID_NUMBER},
        {"name": "王建", "phone": NOBODYS_PHONE, "password": PASSWORD, "phone_code": "000000"},
    ),
    "the ID number that a code is sent for": Asked(
        "public:recover_person", PERSON, PERSON | {"id_number": NOBODYS_ID_NUMBER}, {"send_code": "1"}
    ),
    "the ID number whose code is typed": Asked(
        "public:recover_person", PERSON, PERSON | {"id_number": NOBODYS_ID_NUMBER}, {"code": "000000"}
    ),
    "the phone of somebody's ID number": Asked(
        "public:recover_person", PERSON, PERSON | {"phone": NOBODYS_PHONE}, {"send_code": "1"}
    ),
    "the number of an application": Asked(
        "public:progress", {"number": NUMBER}, {"number": "MC000000"}, {"phone": ASKERS_PHONE, "send_code": "1"}
    ),
    "the phone of an application": Asked(
        "public:progress", {"phone": ASKERS_PHONE}, {"phone": NOBODYS_PHONE}, {"number": NUMBER, "send_code": "1"}
    ),
    "the number of an application at the code": Asked(
        "public:progress", {"number": NUMBER}, {"number": "MC000000"}, {"phone": ASKERS_PHONE, "code": "000000"}
    ),
}


@pytest.fixture
def people(world: World) -> str:
    """An enterprise, an officer, a natural person, and an application; its number."""
    owner = world.enterprise()
    world.officer("320583")
    open_person_account(name="王建", phone=PERSONS_PHONE, password=PASSWORD, id_number=ID_NUMBER)
    licence = SimpleUploadedFile("营业执照.pdf", PDF)
    return ask_to_change_phone(owner.user_id, phone=ASKERS_PHONE, reason="手机停用。", licence=licence).number


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One entry for each time a password is hashed, whatever for."""
    done: list[str] = []
    kind = type(hashers.get_hasher())
    encode = kind.encode

    def counted(self: Any, password: str, *rest: Any, **more: Any) -> str:
        done.append(kind.__name__)
        return encode(self, password, *rest, **more)

    monkeypatch.setattr(kind, "encode", counted)
    return done


def read(response: Any, typed: dict[str, str]) -> str:
    """What is told, without what was typed and what differs at every request."""
    text = response.content.decode()
    for value in typed.values():
        text = text.replace(value, "…").replace(f"{value[:3]}****{value[-4:]}", "…")
    text = re.sub(r'(csrfmiddlewaretoken" value=")[^"]+', r"\1", text)
    return re.sub(r"[0-9A-Za-z]{64}", "", text)


@pytest.mark.parametrize("form", FORMS)
def test_who_exists_and_who_does_not_are_answered_alike_after_the_same_work(
    people: str, hashed: list[str], form: str
) -> None:
    asked = FORMS[form]

    told, work = {}, {}
    for which, typed in (("known", asked.known), ("unknown", asked.unknown)):
        Count.objects.all().delete()  # who asked before is not what is compared
        hashed.clear()
        response = asked.send(typed, people)
        told[which] = (response.status_code, read(response, {**typed, "": people}), set(response.cookies))
        work[which] = len(hashed)

    assert told["known"] == told["unknown"]
    assert work["known"] == work["unknown"]
    assert work["known"] == (1 if "password" in asked.rest and asked.rest["password"] == WRONG["password"] else 0)


# -- codes are not guessed ------------------------------------------------------------------------------------------

Typed = dict[str, str]
CREDIT_CODE = credit_code("320583", 1)
GUESSED: dict[str, tuple[str, Typed, str, str]] = {  # the address, what is typed, the button and the field of the code
    "signing in": ("public:sign_in_by_code", {"phone": PHONE, "audience": "applicant"}, "send_code", "code"),
    "finding the account": ("public:recover", {"credit_code": CREDIT_CODE}, "send_code", "code"),
    "finding a person's account": (
        "public:recover_person",
        {"id_number": ID_NUMBER, "phone": PERSONS_PHONE},
        "send_code",
        "code",
    ),
    "changing the phone": ("public:change_phone", {"credit_code": CREDIT_CODE}, "send_code", "code"),
    "looking at an application": ("public:progress", {"number": NUMBER, "phone": ASKERS_PHONE}, "send_code", "code"),
    "registering": (
        "public:register_person",
        {"name": "陈新", "phone": NOBODYS_PHONE, "password": PASSWORD},
        "send_code",
        "phone_code",
    ),
}


@pytest.mark.parametrize("way", GUESSED)
def test_after_five_guesses_the_right_code_opens_nothing(people: str, way: str) -> None:
    url, typed, button, field = GUESSED[way]
    here, typed = reverse(url), {name: people if value == NUMBER else value for name, value in typed.items()}
    Client().post(here, typed | {button: "1"})
    right = code_sent()

    guesses = [f"{(int(right) + n) % 10**6:06}" for n in range(1, 6)]
    answers = [Client().post(here, typed | {field: guess}) for guess in [*guesses, right]]

    assert [each.status_code for each in answers] == [422] * 6
    assert "还可以试 1 次" in answers[3].content.decode()
    assert "作废" in answers[5].content.decode()
