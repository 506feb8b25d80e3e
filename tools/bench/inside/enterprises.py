"""Enterprises by the thousand, named and placed like those of the demo world, with the pieces that find them."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection, transaction

from tidu.demo.contacts import credit_code
from tidu.demo.industries import demo_industries
from tidu.demo.names import enterprise_name
from tidu.demo.places import demo_places
from tidu.demo.seeds import Stream
from tidu.domain.accounts.models import User
from tidu.domain.accounts.session_store import SessionStore
from tidu.domain.enterprises.models import Enterprise, Member
from tidu.domain.enterprises.names import pieces_of_name
from tidu.kit import clock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SEED = 20260102
_AT_ONCE = 20_000
_WAN = 1_000_000  # fen


@transaction.atomic
def add_enterprises(count: int) -> list[Enterprise]:
    """Add enterprises with complete records; returns them with their keys."""
    taken = Enterprise.objects.count()
    made = list(islice(_enterprises(taken), count))
    Enterprise.objects.bulk_create(made, batch_size=_AT_ONCE)
    _add_pieces([(each.pk, piece) for each in made for piece in sorted(pieces_of_name(each.name))])
    return made


def _add_pieces(rows: Sequence[tuple[int, str]]) -> None:
    """Two dozen rows for each enterprise: by the fastest way that each database has."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany("insert into enterprises_namepiece (enterprise_id, piece) values (%s, %s)", rows)
        else:
            ids, pieces = [row[0] for row in rows], [row[1] for row in rows]
            cursor.execute(
                "insert into enterprises_namepiece (enterprise_id, piece) "
                "select unnest(%s::bigint[]), unnest(%s::text[])",
                [ids, pieces],
            )


def _enterprises(taken: int) -> Iterator[Enterprise]:
    places, industries = demo_places(SEED), demo_industries(SEED)
    now = clock.now()
    number = taken
    while True:
        number += 1
        place, industry = places[number % len(places)], industries[number // 7 % len(industries)]
        yield Enterprise(
            credit_code=credit_code(place.county_code, number),
            name=enterprise_name(Stream(SEED, number), place, industry, (), legal_person=True, rare=False),
            region_id=place.county_code,
            province_code=place.province_code,
            city_code=place.city_code,
            county_code=place.county_code,
            address=f"{place.full_name}示例路 {number % 400} 号",
            postcode="215300",
            legal_representative="顾言",
            legal_mobile="13800000000",
            contact="陈会计",
            contact_mobile="13800000000",
            email="owner@example.com",
            industry="3489",
            registered_on=date(2010 + number % 10, 6, 1),
            registered_capital=1_000 * _WAN,
            employees=20 + number % 200,
            revenue=(2_000 + number % 9_000) * _WAN,
            assets=(3_000 + number % 9_000) * _WAN,
            is_synthetic=True,
            created_at=now,
        )


@transaction.atomic
def let_sign_in(enterprises: Sequence[Enterprise]) -> dict[int, str]:
    """Give each enterprise a person who is signed in already; the key of the session, by enterprise."""
    now = clock.now()
    users = [
        User(username=f"bench{each.pk}", name="陈会计", password=f"!{each.pk}", created_at=now) for each in enterprises
    ]
    User.objects.bulk_create(users)
    Member.objects.bulk_create(
        Member(enterprise=enterprise, user=user, role=Member.Role.OWNER)
        for enterprise, user in zip(enterprises, users, strict=True)
    )
    sessions = sign_in(users)
    return {enterprise.pk: session for enterprise, session in zip(enterprises, sessions, strict=True)}


def sign_in(users: Iterable[User], **besides: int) -> list[str]:
    """Sign people in as the sign-in page does; the keys of their sessions, which know ``besides`` what is named."""
    keys = []
    for user in users:
        session = SessionStore()
        session.update(besides)
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        assert session.session_key is not None
        keys.append(session.session_key)
    return keys
