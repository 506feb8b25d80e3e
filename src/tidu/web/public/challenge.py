"""The challenge before the look-up: a little work for a browser, or a plain question where script is off.

A challenge is signed, lives five minutes and is used once, whatever the answer was.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from tidu.kit import clock
from tidu.kit.refusals import Refusal
from tidu.kit.throttle import first_time

BITS = 14  # leading zeros asked of the digest: about 16,000 tries, a third of a second in a browser
LIFETIME = timedelta(minutes=5)
_SALT = "public.challenge"
_PROOF_LONGEST = 12
_DIGITS = "零一二三四五六七八九"


class NotPassed(Refusal):
    """The challenge was not met; a new one goes with the sentence."""


@dataclass(frozen=True)
class Challenge:
    """What a form carries: the token for the server, the nonce for the browser, the question for people."""

    token: str
    nonce: str
    question: str
    bits: int = BITS


def issue() -> Challenge:
    """A new challenge."""
    nonce = secrets.token_hex(12)
    left, right = secrets.randbelow(9) + 11, secrets.randbelow(8) + 2
    payload = {"n": nonce, "a": _sealed(nonce, str(left + right)), "t": int(clock.now().timestamp())}
    question = f"{_in_words(left)}加{_in_words(right)}等于几？"
    return Challenge(signing.dumps(payload, salt=_SALT), nonce, question)


def require_passed(token: str, *, proof: str, answer: str) -> None:
    """Use the challenge up; raise NotPassed unless the proof of work or the answer is right."""
    try:
        payload = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        raise NotPassed("还没有查。", "页面没有带上验证。", "请再点一次“查询”。") from None
    age = clock.now() - datetime.fromtimestamp(payload["t"], clock.CHINA)
    if not timedelta() <= age < LIFETIME or not first_time(
        "challenge", payload["n"], seconds=int(LIFETIME.total_seconds())
    ):
        raise NotPassed("验证过期了。", "每次验证只用一次，五分钟内有效。", "已换了新的，请再点一次“查询”。")
    if proof and _is_proof(payload["n"], proof):
        return
    if answer and constant_time_compare(_sealed(payload["n"], _as_number(answer)), payload["a"]):
        return
    raise NotPassed("验证题没有答对。", "这一题用来挡住批量查询的程序。", "已换了新题，请写数字或汉字。")


def _is_proof(nonce: str, proof: str) -> bool:
    if len(proof) > _PROOF_LONGEST or not proof.isdecimal():
        return False
    digest = hashlib.sha256(f"{nonce}:{proof}".encode()).digest()
    return int.from_bytes(digest, "big") >> (len(digest) * 8 - BITS) == 0


def _sealed(nonce: str, answer: str) -> str:
    """The answer as the token carries it: nobody reads it out of there."""
    return salted_hmac(_SALT, f"{nonce}:{answer}", algorithm="sha256").hexdigest()


def _in_words(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{_DIGITS[tens]}十")
    return head + (_DIGITS[ones] if ones or not tens else "")


def _as_number(answer: str) -> str:
    """12, １２ and 十二 are one answer."""
    tidy = "".join(answer.split())
    for number in range(100):
        if tidy == _in_words(number):
            return str(number)
    return str(int(tidy)) if tidy.isdecimal() and len(tidy) <= len("100") else tidy
