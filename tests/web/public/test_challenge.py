"""The challenge before the look-up."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.services.world import NOW
from tests.web.public.conftest import proof_for
from tidu.kit import clock
from tidu.web.public.challenge import Challenge, NotPassed, issue, require_passed

pytestmark = pytest.mark.django_db

SPELLED = [f"{tens}十{ones}" for tens in ("", "二") for ones in ("", *"一二三四五六七八九")]
WORDS = {word: number for number, word in enumerate("零一二三四五六七八九")}


def number_in(words: str) -> int:
    tens, is_ten, ones = words.partition("十")
    return (WORDS.get(tens, 1) * 10 if is_ten else 0) + WORDS.get(ones if is_ten else words, 0)


def answer_to(given: Challenge) -> int:
    asked = re.fullmatch(r"(.+)加(.+)等于几？", given.question)
    assert asked
    return number_in(asked[1]) + number_in(asked[2])


def test_the_work_of_a_browser_passes() -> None:
    given = issue()

    require_passed(given.token, proof=proof_for(given.nonce), answer="")


def in_words(number: int) -> str:
    return next(word for word in SPELLED if number_in(word) == number)


def full_width(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))


@pytest.mark.parametrize("spell", [str, full_width, in_words])
def test_an_answer_passes_in_digits_full_width_digits_and_words(spell: Callable[[int], str]) -> None:
    given = issue()

    require_passed(given.token, proof="", answer=spell(answer_to(given)))


def test_a_wrong_answer_and_a_wrong_proof_do_not_pass() -> None:
    for proof, shift in (("", 1), ("1x", 1), ("", -1)):
        given = issue()

        with pytest.raises(NotPassed, match="没有答对"):
            require_passed(given.token, proof=proof, answer=str(answer_to(given) + shift))


def test_a_challenge_is_used_once_even_when_the_answer_was_wrong() -> None:
    given = issue()
    with pytest.raises(NotPassed, match="没有答对"):
        require_passed(given.token, proof="", answer="0")

    with pytest.raises(NotPassed, match="过期"):
        require_passed(given.token, proof="", answer=str(answer_to(given)))


def test_a_challenge_lives_five_minutes() -> None:
    given = issue()
    answer = str(answer_to(given))

    with clock.stopped_at(NOW + timedelta(minutes=5)), pytest.raises(NotPassed, match="过期"):
        require_passed(given.token, proof="", answer=answer)


def test_a_token_of_someone_elses_making_does_not_pass() -> None:
    given = issue()

    for token in ("", "x", given.token[:-1] + ("a" if given.token[-1] != "a" else "b")):
        with pytest.raises(NotPassed, match="没有带上验证"):
            require_passed(token, proof=proof_for(given.nonce), answer="")


def test_the_token_does_not_carry_the_answer_in_the_clear() -> None:
    from django.core import signing  # noqa: PLC0415  only this test reads a token

    given = issue()

    payload = signing.loads(given.token, salt="public.challenge")

    assert set(payload) == {"n", "a", "t"}
    assert payload["a"] != str(answer_to(given))
    assert len(payload["a"]) == 64
