"""Where Django keeps sessions: in our own table, so that people see theirs and end them.

A session ends by itself when nobody has used it for a while, and at the latest so long after it was begun. When it was
seen is written down every ten minutes and not at every request, so it may end up to ten minutes early, never late.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import IntegrityError, transaction

from tidu.domain.accounts.models import Session
from tidu.kit import clock

if TYPE_CHECKING:
    from django.db.models import QuerySet

SEEN_EVERY = timedelta(minutes=10)
KEPT_AFTER = timedelta(days=1)
BEGUN, DEVICE, ADDRESS = "begun_at", "device", "address"


def digest_of(key: str) -> str:
    """What stands for a session's key in the database: whoever reads it there cannot use it."""
    return hashlib.sha256(key.encode()).hexdigest()


def open_sessions() -> QuerySet[Session]:
    """The sessions that are not over."""
    now = clock.now()
    return Session.objects.filter(
        ended_at=None, seen_at__gt=now - settings.SESSION_IDLE, begun_at__gt=now - settings.SESSION_LONGEST
    )


class SessionStore(SessionBase):
    """One session of the table. `was_of` is whose it was, where it is over."""

    was_of: int | None = None

    def load(self) -> dict[str, Any]:
        row = Session.objects.filter(key_digest=digest_of(self.session_key)).first() if self.session_key else None
        now = clock.now()
        if row is not None and _is_open(row, now):
            if abs(now - row.seen_at) >= SEEN_EVERY:
                Session.objects.filter(pk=row.pk, ended_at=None).update(seen_at=now)
            return self.decode(row.data)
        self.was_of = None if row is None else row.user_id
        self._session_key = None  # a key that we did not give, or no longer hold good, is never taken up again
        return {}

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(key_digest=digest_of(session_key)).exists()

    def create(self) -> None:
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]  # the stubs forget it
            try:
                self.save(must_create=True)
            except CreateError:  # the same 32 letters twice
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:
        """Write it down; one that was ended meanwhile is not brought back."""
        if self.session_key is None:
            self.create()
            return
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]  # as above
        key, columns = digest_of(self.session_key), self._columns(data)
        if must_create:
            try:
                with transaction.atomic():
                    Session.objects.create(key_digest=key, **columns)
            except IntegrityError:
                raise CreateError from None
        elif not Session.objects.filter(key_digest=key, ended_at=None).update(**columns):
            raise UpdateError

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            Session.objects.filter(key_digest=digest_of(key)).delete()

    @classmethod
    def clear_expired(cls) -> None:
        forget_over()

    def _columns(self, data: dict[str, Any]) -> dict[str, Any]:
        now = clock.now()
        begun = data.setdefault(BEGUN, now.timestamp())
        user_id = data.get(SESSION_KEY)
        return {
            "data": self.encode(data),
            "user_id": None if user_id is None else int(user_id),
            "device": data.get(DEVICE, ""),
            "address": data.get(ADDRESS, ""),
            "begun_at": datetime.fromtimestamp(begun, UTC),
            "seen_at": now,
        }


def forget_over() -> int:
    """Take away the sessions that have been over for a day; how many they were."""
    before = clock.now() - KEPT_AFTER
    over = Session.objects.filter(ended_at__lt=before)
    over |= Session.objects.filter(seen_at__lt=before - settings.SESSION_IDLE)
    over |= Session.objects.filter(begun_at__lt=before - settings.SESSION_LONGEST)
    return over.delete()[0]


def _is_open(row: Session, now: datetime) -> bool:
    """Whether it still holds. On a demo world's time, which may be set back, nothing is too new."""
    is_used = now - row.seen_at <= settings.SESSION_IDLE
    return row.ended_at is None and is_used and now - row.begun_at <= settings.SESSION_LONGEST
