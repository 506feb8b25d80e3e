from __future__ import annotations

from typing import TYPE_CHECKING

from tidu.domain.accounts.access import Actor
from tidu.domain.notices.models import Announcement, Contact, OutsideLink
from tidu.domain.regions.queries import NATION
from tidu.kit import clock
from tidu.kit.paging import Page, page_of

if TYPE_CHECKING:
    from django.db.models import QuerySet


def _published() -> QuerySet[Announcement]:
    return Announcement.objects.filter(published_at__lte=clock.now(), withdrawn_at=None)


def announcements(
    *, issuer: str = "", province_code: str = "", search: str = "", cursor: str = "", size: int = 20
) -> Page[Announcement]:
    """Published announcements, newest first, of an issuer, a province, with a word in the title. One query."""
    rows = _published().defer("body")
    if issuer:
        rows = rows.filter(issuer=issuer)
    if province_code and issuer != Announcement.Issuer.MINISTRY:
        rows = rows.filter(region_id__in=[province_code, NATION])
    if search.strip():
        rows = rows.filter(title__icontains=search.strip())
    return page_of(rows.select_related("region"), by=["-published_at", "-id"], cursor=cursor, size=size)


def announcement(pk: int) -> Announcement | None:
    """One published announcement, or None."""
    return _published().filter(pk=pk).select_related("region").first()


def own_announcements(actor: Actor) -> list[Announcement]:
    """What the actor's office published, newest first, withdrawn ones included."""
    return list(Announcement.objects.filter(region_id=_region(actor)).order_by("-published_at", "-id")[:200])


def _region(actor: Actor) -> str:
    return actor.region_code or NATION


def contacts(province_code: str) -> list[Contact]:
    """Whom to ask in a province, the nation's where it has none. One query."""
    rows = list(Contact.objects.filter(region_id__in=[province_code, NATION]).order_by("-kind", "id"))
    own = [row for row in rows if row.region_id == province_code]
    return own or rows


def all_contacts() -> list[Contact]:
    """Support and consultation contacts of every region. One query."""
    return list(Contact.objects.select_related("region").order_by("region_id", "-kind", "id"))


def outside_link(key: str) -> OutsideLink | None:
    """A link that the ministry's office sets, or None."""
    return OutsideLink.objects.filter(pk=key).first()
