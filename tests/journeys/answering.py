"""Answers what the check before submitting asks for, at the places that its links lead to."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag

from playwright.sync_api import expect

from tests.journeys.applicant import Applicant, is_save
from tests.services.filling import PDF, typed_for

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tidu.rules.schema import Edition, FormField

ROUNDS = 4  # one answer may ask for another


def answer_what_is_asked(desk: Applicant, edition: Edition) -> None:
    """Go where the check leads, and answer there, until it asks for nothing more."""
    for _ in range(ROUNDS):
        asked = places_asked(desk)
        if not asked:
            return
        for page, ids in asked.items():
            desk.go(page)
            for each in ids:
                answer(desk, edition, desk.page.locator(f"[id='{each}']"))
    desk.check()
    desk.sees("可以提交")


def places_asked(desk: Applicant) -> dict[str, list[str]]:
    """The places that block submitting: ids by page, as the check links to them."""
    desk.check()
    links = desk.page.locator("ul.chk li", has=desk.page.locator("span.bad")).locator("a")
    places: dict[str, list[str]] = defaultdict(list)
    for target in links.evaluate_all("links => links.map((link) => link.getAttribute('href'))"):
        page, each = urldefrag(target)
        if each not in places[page]:
            places[page].append(each)
    return {page: ids for page, ids in places.items() if ids}


def answer(desk: Applicant, edition: Edition, place: Locator) -> None:
    """Type, tick, add a row or upload: what the place is for."""
    if place.get_attribute("data-slot") is not None:
        _upload(desk, place)
        return
    cell = str(place.get_attribute("data-cell"))
    field = edition.fields[cell.partition("[")[0]]
    typed = typed_for(field, cell, {})
    match place.get_attribute("data-kind"):
        case "table":
            _add_row(desk, place, field, typed[0])
        case "choice" | "choices" | "yes_no":
            _tick(desk, place, typed)
        case _:
            problem = desk.type_in(place, str(typed))["problem"]
            assert problem is None, problem


def _tick(desk: Applicant, place: Locator, typed: Any) -> None:
    word = {True: "yes", False: "no"}.get(typed, typed) if not isinstance(typed, list) else typed[0]
    with desk.page.expect_response(is_save):
        place.locator(f"input[value='{word}']").check()


def _add_row(desk: Applicant, place: Locator, field: FormField, typed: dict[str, Any]) -> None:
    place.get_by_role("button", name="加一行").click()
    row = place.locator("tbody tr[data-row]").last
    for column in field.columns:
        box = row.locator(f"[data-column='{column.key}']")
        value = {True: "yes", False: "no"}.get(typed[column.key], str(typed[column.key]))
        with desk.page.expect_response(is_save):
            if box.evaluate("each => each.tagName") == "SELECT":
                box.select_option(value)
            else:
                box.fill(value)
                box.press("Tab")


def _upload(desk: Applicant, place: Locator) -> None:
    file = Path(desk.server.platform.folder) / "佐证 材料.pdf"
    file.write_bytes(PDF)
    place.locator("input[type=file]").set_input_files(str(file))
    expect(place.get_by_role("link", name=re.compile("佐证 材料"))).to_be_visible()
