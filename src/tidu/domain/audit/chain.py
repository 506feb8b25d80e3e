"""The chain itself: what a link's digest is made of. SM3 over one canonical spelling."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives import hashes

from tidu.kit.canonical import canonical

if TYPE_CHECKING:
    from tidu.domain.audit.models import Event, Link

#: What stands before the first link.
BEGINNING = "0" * 64


def link_digest(sequence: int, previous: str, sealed: dict[str, Any]) -> str:
    """The digest of the link at that place, in hex."""
    return sm3(canonical({"sequence": sequence, "previous": previous, "sealed": sealed}))


def of_event(event: Event) -> dict[str, Any]:
    """Everything an event says."""
    return {
        "id": event.pk,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor_id": event.actor_id,
        "actor_name": event.actor_name,
        "post": event.post,
        "role": event.role,
        "office_id": event.office_id,
        "act": event.act,
        "thing": event.thing,
        "thing_id": event.thing_id,
        "data": event.data,
    }


def of_gap(first: int, last: int) -> dict[str, Any]:
    """The numbers from ``first`` to ``last`` were given to nobody's event."""
    return {"missing_from": first, "missing_to": last}


def recomputed(link: Link) -> str:
    """What the digest of a link must be by what it seals now; its event must be there."""
    if link.event is not None:
        return link_digest(link.sequence, link.previous, of_event(link.event))
    return link_digest(link.sequence, link.previous, of_gap(link.missing_from or 0, link.missing_to or 0))


def sm3(content: bytes) -> str:
    """SM3 of ``content``, in hex."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(content)
    return digest.finalize().hex()
