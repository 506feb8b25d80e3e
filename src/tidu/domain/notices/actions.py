"""Publishing and withdrawing announcements; setting outside links and contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.http import Http404

from tidu.domain.accounts.access import Act, Actor, require
from tidu.domain.audit.actions import record
from tidu.domain.notices.errors import NoticeRefusal
from tidu.domain.notices.models import Announcement, Contact, OutsideLink
from tidu.domain.regions.queries import NATION
from tidu.kit import clock
from tidu.rules.schema import Level

if TYPE_CHECKING:
    from datetime import datetime


@transaction.atomic
def publish(
    actor: Actor, *, title: str, body: str, document_number: str = "", at: datetime | None = None
) -> Announcement:
    """Publish at once, or at a later moment."""
    require(actor, Act.PUBLISH)
    if actor.level not in {Level.PROVINCE, Level.MINISTRY}:
        require(actor, Act.PUBLISH, level=Level.PROVINCE)
    if not title.strip() or not body.strip():
        raise NoticeRefusal("标题和正文都要写。", "公众要看得懂发布了什么。", "请补上再发布。", field="title")
    announcement = Announcement.objects.create(
        issuer=Announcement.Issuer.MINISTRY if actor.level is Level.MINISTRY else Announcement.Issuer.PROVINCE,
        region_id=NATION if actor.level is Level.MINISTRY else actor.region_code,
        title=title.strip()[:200],
        document_number=document_number.strip(),
        body=body.strip(),
        published_at=at or clock.now(),
    )
    record(actor, "announcement.published", "announcement", announcement.pk)
    return announcement


@transaction.atomic
def withdraw(actor: Actor, pk: int) -> None:
    """Take an announcement of one's own office back from the public; it stays on record."""
    require(actor, Act.PUBLISH)
    region = NATION if actor.level is Level.MINISTRY else actor.region_code
    taken = Announcement.objects.filter(pk=pk, region_id=region, withdrawn_at=None).update(withdrawn_at=clock.now())
    if not taken:
        raise Http404(pk)
    record(actor, "announcement.withdrawn", "announcement", pk)


@transaction.atomic
def set_link(actor: Actor, key: str, *, name: str, url: str, note: str = "") -> OutsideLink:
    """Set an outside link; the ministry's office alone does."""
    require(actor, Act.PUBLISH, level=Level.MINISTRY)
    if not url.startswith("https://"):
        raise NoticeRefusal("链接要以 https:// 开头。", "访问者要能确认去的是哪里。", "请核对后再填。", field="url")
    link, _ = OutsideLink.objects.update_or_create(key=key, defaults={"name": name, "url": url, "note": note})
    record(actor, "link.set", "outside_link", key, url=url)
    return link


@transaction.atomic
def set_contact(actor: Actor, kind: str, *, name: str, phone: str, hours: str = "") -> Contact:
    """Set whom to ask in the actor's region."""
    require(actor, Act.PUBLISH)
    region = NATION if actor.level is Level.MINISTRY else actor.region_code
    contact, _ = Contact.objects.update_or_create(
        region_id=region, kind=kind, defaults={"name": name, "phone": phone, "hours": hours}
    )
    record(actor, "contact.set", "contact", contact.pk)
    return contact
