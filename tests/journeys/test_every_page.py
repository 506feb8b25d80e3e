"""Every page of every audience, at a desk and on a phone: nothing for axe to find, nothing to scroll sideways."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.journeys.desk import Desk
from tests.journeys.looking import at_both_widths
from tests.journeys.people import CITY, COUNTY, MINISTRY, OPERATOR, PROVINCE, lead, reviewer

if TYPE_CHECKING:
    from tests.journeys.people import Cast
    from tests.services.server import Server

pytestmark = pytest.mark.journey

Seat = Callable[[type[Desk]], Desk]
INNOVATIVE, OF_2026 = "innovative@2022-08-01+32", "specialised@2026-04-01+32"
INNOVATIVE_WINDOW = "CX2601"

#: Addresses that answer with data, a file or a redirect, or that only take a form: there is no page to look at.
NO_PAGE = {
    "public:choose_region", "public:regions_below", "public:sign_out", "public:check_credit_code",
    "public:find_regions", "public:find_industries", "public:receipt",
    "applicant:begin", "applicant:withdraw", "applicant:submit", "applicant:paper_file", "applicant:file",
    "applicant:save", "applicant:panel", "applicant:attach", "applicant:detach",
    "officer:pass_several", "officer:publish_notice", "officer:announce", "officer:announcement_withdraw",
    "officer:digital_results_check", "officer:digital_results_accept", "officer:digital_example",
    "officer:decide", "officer:file", "officer:factor_reset", "officer:stand_in_end",
    "public:recovery_codes_file", "public:identity", "public:identity_back",
    # over a page, where test_signed_out.py looks at it; and between two, where test_carrying.py goes through it
    "public:sign_in_over", "public:carry_on",
    "officer:reveal", "operator:log_export", "applicant:submitting", "applicant:colleague", "applicant:invitation",
    "public:licence", "public:licence_file", "applicant:licence", "applicant:licence_file",
    "operator:check_file", "operator:unlock", "operator:move_region",
    # on the way in, where test_registering.py looks at them
    "person:home", "operator:check", "operator:account",
    # on the way in, where test_officers.py looks at them
    "public:second_factor", "public:set_up_factor", "public:invited",
    # on the way back in, where test_getting_back.py looks at them
    "applicant:contested", "applicant:hand_over",
}  # fmt: skip


def public_pages(cast: Cast) -> list[tuple[str, list[str]]]:
    things = cast.things
    return [
        *[(f"public:{name}", []) for name in (
            "home", "announcements", "notices", "look_up", "apply", "digital", "contest", "guide", "contacts",
            "sign_in", "sign_in_by_code", "register", "register_person", "recover", "recover_person", "change_phone",
            "phone_by_hand", "contested", "progress", "join",
        )],
        ("public:announcement", [things["announcement"]]),
        ("public:notice", [things["notice"]]),
        ("public:notice", [things["announced"]]),
        ("public:certificate", [things["certificate"]]),
        ("public:programme", [INNOVATIVE]),
        ("public:programme", [OF_2026]),
    ]  # fmt: skip


def pages_of_a_draft(number: str) -> list[tuple[str, list[str]]]:
    sections = ("base", "direct", "score", "eligibility", "attachments")
    return [
        ("applicant:home", []),
        ("applicant:enterprise", []),
        ("applicant:verification", []),
        ("applicant:declarations", []),
        ("applicant:openings", []),
        ("applicant:messages", []),
        ("applicant:declaration", [number]),
        ("applicant:check", [number]),
        ("applicant:read", [number]),
        *[("applicant:fill", [number, section]) for section in sections],
    ]


def test_every_address_has_its_page_here_or_is_known_to_have_none(server: Server) -> None:
    looked_at = {name for pages in everything(server.cast).values() for name, _ in pages}

    assert names_of_all_addresses() - looked_at - NO_PAGE == set()
    assert looked_at & NO_PAGE == set()


def everything(cast: Cast) -> dict[str, list[tuple[str, list[str]]]]:
    """Every page by who looks at it: nobody in particular, an enterprise by its state, an officer."""
    firms = cast.firms
    begun = {state: firm.declaration for state, firm in firms.items()}
    message = [cast.things["message"]]
    settled = [begun["granted"], "1"]
    window = [INNOVATIVE_WINDOW]
    return {
        "": public_pages(cast),
        firms["spare-01"].username: [("applicant:home", []), ("applicant:colleagues", []), ("public:digital", [])],
        firms["half_filled"].username: pages_of_a_draft(begun["half_filled"]),
        firms["returned"].username: [
            ("applicant:home", []),
            ("applicant:declaration", [begun["returned"]]),
            ("applicant:fill", [begun["returned"], "score"]),
            ("applicant:messages", []),
            ("applicant:message", message),
        ],
        firms["granted"].username: [
            ("applicant:home", []),
            ("applicant:enterprise", []),
            ("applicant:declarations", []),
            ("applicant:declaration", [begun["granted"]]),
            ("applicant:fill", [begun["granted"], "score"]),
            ("applicant:receipt", settled),
            ("applicant:paper", settled),
        ],
        reviewer(COUNTY): [
            ("officer:queue", []),
            ("officer:review", [begun["submitted"]]),
            ("officer:review", [begun["resubmitted"]]),
            ("officer:review", [begun["returned"]]),
            ("officer:notices", []),
            ("officer:announcements", []),
            ("public:posts", []),
            ("public:sessions", []),
        ],
        reviewer(CITY): [
            ("officer:queue", []),
            ("officer:notices", []),
            ("officer:notice", [cast.things["notice"]]),
            ("officer:notice", [cast.things["announced"]]),
        ],
        lead(PROVINCE): [
            ("officer:queue", []),
            ("officer:people", []),
            ("officer:person_new", []),
            ("officer:person", [cast.things["person"]]),
            ("officer:stand_ins", []),
            ("officer:accesses", []),
            ("officer:security", []),
            ("officer:records", []),
            ("officer:windows", []),
            ("officer:window_new", []),
            ("officer:window", window),
            ("officer:announcements", []),
            ("officer:announcement_new", []),
            ("officer:announcement_settings", []),
            ("officer:digital_results", []),
            ("officer:rules", []),
            ("officer:rule", [INNOVATIVE]),
            ("officer:rule", [OF_2026]),
        ],
        lead(MINISTRY): [("officer:queue", []), ("officer:announcement_settings", []), ("officer:windows", [])],
        OPERATOR: [
            ("operator:home", []),
            ("operator:log", []),
            ("operator:checks", []),
            ("operator:accounts", []),
            ("operator:outbox", []),
            ("operator:outgoing", [cast.things["outgoing"]]),
            ("operator:retention", []),
            ("operator:erase", [cast.things["person"]]),
        ],
    }


def names_of_all_addresses() -> set[str]:
    """Every named address of the platform, with its namespace."""
    names = set()
    for audience in get_resolver().url_patterns:
        assert isinstance(audience, URLResolver)
        names |= {f"{audience.namespace}:{each.name}" for each in audience.url_patterns if isinstance(each, URLPattern)}
    return names


WHO = [
    "", "firm-spare-01", "firm-half_filled", "firm-returned", "firm-granted",
    reviewer(COUNTY), reviewer(CITY), lead(PROVINCE), lead(MINISTRY), OPERATOR,
]  # fmt: skip


@pytest.mark.parametrize("username", WHO)
def test_pages_have_no_fault_at_a_desk_or_on_a_phone(seat: Seat, server: Server, username: str) -> None:
    desk = seat(Desk)
    pages = everything(server.cast)[username]
    if username:
        desk.sign_in(username, as_staff=not username.startswith("firm-"))

    found = []
    for name, arguments in pages:
        path = reverse(name, args=arguments)
        answer = desk.page.goto(server.at(path))
        assert answer is not None
        found += [f"{answer.status}: {path}"] if answer.status != 200 else at_both_widths(desk.page)

    assert found == []


def test_everybody_in_the_table_looks(server: Server) -> None:
    assert sorted(everything(server.cast)) == sorted(WHO)
