"""Showing that a phone or an address is one's own, by a code; once shown, it is not asked again in this session."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tidu.domain.accounts.codes import redeem
from tidu.kit.sealed import blind

if TYPE_CHECKING:
    from django.http import HttpRequest

    from tidu.domain.accounts.codes import Purpose

_KEY = "proven"
_SECONDS = 30 * 60


def prove(request: HttpRequest, purpose: Purpose, to: str, typed: str) -> None:
    """Redeem the code for ``to``, unless that was done in this session; CodeWrong says what is wrong with it."""
    if is_proven(request, purpose, to):
        return
    redeem(purpose, to, typed)
    request.session[_KEY] = {**request.session.get(_KEY, {}), _mark(purpose, to): int(time.time())}


def is_proven(request: HttpRequest, purpose: Purpose, to: str) -> bool:
    """Whether ``to`` was shown to be this person's within the last half an hour."""
    at = request.session.get(_KEY, {}).get(_mark(purpose, to))
    return isinstance(at, int) and time.time() - at < _SECONDS


def forget_proven(request: HttpRequest) -> None:
    """What was shown has served its purpose."""
    request.session.pop(_KEY, None)


def _mark(purpose: Purpose, to: str) -> str:
    """A session is no place for a phone number."""
    return blind(f"{purpose}:{to}", "session.proven")
