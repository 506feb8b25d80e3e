"""People before their screens; whatever they do, their browsers must have nothing to complain about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeVar

import pytest

from tests.journeys.applicant import Applicant
from tests.journeys.desk import Desk
from tests.journeys.officer import Officer
from tests.services.browser import DESK, person

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.services.server import Server

D = TypeVar("D", bound=Desk)
Seat = Callable[[type[D]], D]


@pytest.fixture
def seat(browser: Browser, server: Server) -> Iterator[Callable[[type[Desk]], Desk]]:
    """Give a function that seats a fresh person before a desk of the kind asked for."""
    desks: list[Desk] = []

    def sit(kind: type[D]) -> D:
        desk = kind(person(browser, DESK).new_page(), server)
        desks.append(desk)
        return desk

    yield sit
    for desk in desks:
        desk.remember()
        desk.page.context.close()
    assert [complaint for desk in desks for complaint in desk.complaints] == []


@pytest.fixture
def applicant(seat: Seat[Applicant]) -> Applicant:
    """Give a person of an enterprise who has not signed in."""
    return seat(Applicant)


@pytest.fixture
def officer(seat: Seat[Officer]) -> Callable[[str], Officer]:
    """Give a function that seats an officer and signs them in."""

    def arrive(username: str) -> Officer:
        desk = seat(Officer)
        desk.arrive(username)
        return desk

    return arrive
