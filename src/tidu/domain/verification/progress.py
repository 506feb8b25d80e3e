"""Where an application stands, for whoever made it: they have its number and their phone, not an account."""

from __future__ import annotations

from django.http import Http404
from django.utils.crypto import constant_time_compare

from tidu.domain.verification.models import ManualCheck


def is_asker(number: str, phone: str) -> bool:
    """Whether that phone was given with that application. One query, whatever the answer."""
    return _of(number, phone) is not None


def progress_of(number: str, phone: str) -> ManualCheck:
    """The application, once the phone was shown to be theirs; Http404 where it is not that phone's."""
    found = _of(number, phone)
    if found is None:
        raise Http404(number)
    return found


def _of(number: str, phone: str) -> ManualCheck | None:
    rows = ManualCheck.objects.filter(number=number).exclude(kind=ManualCheck.Kind.VERIFICATION)
    found = rows.select_related("enterprise").first()
    return found if found is not None and constant_time_compare(found.phone, phone) else None
