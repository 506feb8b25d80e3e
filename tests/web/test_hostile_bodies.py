"""Bodies that no page of ours sends: each is answered with a sentence, and nothing breaks or is stored by half."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from tests.web.access.addresses import CELL, address, section_of
from tests.web.access.scene import Scene, content, send, standing
from tests.web.access.table import Row, rows
from tidu.domain.declarations.models import Change, SectionAnswers

pytestmark = pytest.mark.django_db

TEXT = "leading_product"  # a cell of text in the draft's form


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    """The world of the table."""
    with standing(django_db_blocker) as found:
        yield found


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    cache.clear()


def nested(depth: int, opening: str = "[", closing: str = "]") -> str:
    return opening * depth + "1" + closing * depth


def save(scene: Scene, body: str | bytes, content_type: str = "application/json") -> Any:
    """Send a body to the address that saves a cell of the draft."""
    draft = scene.things.draft
    url = reverse("applicant:save", args=[draft.number, section_of(draft, CELL).section])
    return scene.askers["owner"].client().generic("POST", url, body, content_type=content_type)


def cell(scene: Scene, name: str = CELL, **other: Any) -> dict[str, Any]:
    """What the page would send for a cell, but for what is said otherwise."""
    version = section_of(scene.things.draft, name).cells[name]["n"]
    return {"cell": name, "typed": "6100", "based_on": version, "key": str(uuid.uuid4())} | other


NO_SAVES: dict[str, str | bytes] = {
    "nothing": "",
    "no JSON": "{",
    "null": "null",
    "a list": "[]",
    "a list of saves": '[{"cell": "revenue"}]',
    "a word": '"revenue"',
    "a number": "1",
    "no such number": "1" * 5000,
    "a form": "cell=revenue&typed=1",
    "no text": b"\xff\xfe\x00",
    "text of another kind": "营业收入".encode("gb18030"),
    "a mark in front": b"\xef\xbb\xbf{}",
    "much in much": nested(100_000),
    "objects in objects": nested(50_000, '{"typed":', "}"),
}


@pytest.mark.parametrize("body", NO_SAVES.values(), ids=NO_SAVES)
def test_what_is_no_save_is_answered_with_a_sentence(scene: Scene, body: str | bytes) -> None:
    response = save(scene, body)

    assert response.status_code == 400
    assert response.json()["refusal"]["what"] == "这一处没有存下。"
    assert response.json()["refusal"]["mend"]
    assert content() == scene.content


WRONG_PARTS: dict[str, dict[str, Any]] = {
    "no cell": {"cell": None},
    "a list for a cell": {"cell": ["revenue"]},
    "a version in words": {"based_on": "1"},
    "half a version": {"based_on": 1.5},
    "yes for a version": {"based_on": True},
    "no key": {"key": None},
    "a key that is none": {"key": "1; DROP TABLE"},
    "a cell of no form": {"cell": "__class__"},
    "a cell with a quote": {"cell": "revenue'\"--"},
    "a cell with nothing in it": {"cell": "revenue\x00"},
    "a cell with half a character": {"cell": "\ud800"},
    "a year that is not asked": {"cell": "revenue[-9]"},
    "a computed cell": {"cell": "rd_staff_share"},
    "a slot for files": {"cell": "audit_file", "typed": [str(uuid.UUID(int=1))]},
    "lists in lists": {"typed": [[[[[["1"]]]]]]},
}


@pytest.mark.parametrize("part", WRONG_PARTS.values(), ids=WRONG_PARTS)
def test_a_save_with_a_wrong_part_is_refused_with_a_sentence(scene: Scene, part: dict[str, Any]) -> None:
    response = save(scene, json.dumps(cell(scene) | part))

    assert response.status_code in {400, 422}
    assert response.json()["refusal"]["what"].endswith("。")
    assert content() == scene.content


@pytest.mark.parametrize("depth", [5, 50, 150, 300, 450, 600, 900, 2000])
def test_nesting_of_any_depth_is_answered(scene: Scene, depth: int) -> None:
    body = json.dumps(cell(scene)).replace('"6100"', nested(depth))

    response = save(scene, body)

    assert response.status_code == 400
    assert content() == scene.content


TYPED: dict[str, Any] = {
    "nothing": None,
    "yes": True,
    "a list": ["6100"],
    "an object": {"v": 1},
    "a row": [{"id": "1", "name": "x"}],
    "a huge number": 10**400,
    "half a character": "\ud800 6100 \udfff",
    "nothing in the middle": "61\x0000",
    "ten thousand digits": "9" * 10_000,
    "an emoji": "💰",
    "writing from the right": "\u202e6100",
    "many lines": "6100\n" * 1000,
    "a script": "<script>alert(1)</script>",
    "a formula": "=HYPERLINK(1)",
    "a long paste": "研发" * 100_000,
}


@pytest.mark.parametrize("name", [CELL, TEXT])
@pytest.mark.parametrize("typed", TYPED.values(), ids=TYPED)
def test_whatever_is_typed_is_kept_and_the_page_still_opens(scene: Scene, name: str, typed: Any) -> None:
    draft, owner = scene.things.draft, scene.askers["owner"].client()
    row = section_of(draft, name)
    body = json.dumps(cell(scene, name, typed=typed))

    response = owner.post(
        reverse("applicant:save", args=[draft.number, row.section]), body, content_type="application/json"
    )

    assert response.status_code == 200
    assert response.json()["version"] == row.cells[name]["n"] + 1
    assert SectionAnswers.objects.get(pk=row.pk).cells[name]["n"] == response.json()["version"]
    assert Change.objects.filter(declaration=draft, cell=name, version=response.json()["version"]).exists()
    for page in ("applicant:check", "applicant:read", "applicant:declaration"):
        assert owner.get(reverse(page, args=[draft.number])).status_code == 200
    assert owner.get(reverse("applicant:fill", args=[draft.number, row.section])).status_code == 200


@pytest.mark.parametrize("typed", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_a_number_that_is_none_is_kept_as_a_wrong_figure(scene: Scene, typed: str) -> None:
    response = save(scene, json.dumps(cell(scene)).replace('"6100"', typed))

    assert response.status_code == 200
    assert response.json()["problem"]["what"]


def test_ten_megabytes_are_refused_with_a_sentence(scene: Scene) -> None:
    response = save(scene, json.dumps(cell(scene, typed="研" * 3_500_000), ensure_ascii=False).encode())

    assert 400 <= response.status_code < 500
    assert response.json()["refusal"]["what"] == "这一处没有存下。"
    assert content() == scene.content


@pytest.mark.parametrize("content_type", ["text/plain", "multipart/form-data; boundary=x", "a/b; charset=rot13"])
def test_a_save_in_other_clothes_is_none(scene: Scene, content_type: str) -> None:
    draft, asker = scene.things.draft, scene.askers["owner"].client()
    client = Client(enforce_csrf_checks=True)
    client.cookies = asker.cookies
    client.cookies["csrftoken"] = token = "a" * 32
    url = reverse("applicant:save", args=[draft.number, section_of(draft, CELL).section])

    body, headers = json.dumps(cell(scene)), {"X-CSRFToken": token}
    response: Any = client.generic("POST", url, body, content_type=content_type, headers=headers)

    assert response.status_code == 400
    assert content() == scene.content


def posts() -> list[tuple[Row, str]]:
    """Each row that posts a form, with the first asker to whom it is open."""
    found = []
    for row in rows():
        open_to = [column for column, cell in row.expected.items() if cell.rstrip("*") in {"200", "302", "422"}]
        if row.method == "POST" and open_to:
            found.append((row, open_to[0]))
    return found


HOSTILE_WORDS = {
    "nothing in the middle": "a\x00b",
    "half a character": "\udc80",
    "very long": "长" * 20_000,
    "a huge number": "9" * 5000,
    "Arabic digits": "١٢٣",
    "a power": "²",
    "writing from the right": "\u202etxt.exe",
}


@pytest.mark.parametrize("word", HOSTILE_WORDS)
@pytest.mark.parametrize(("row", "column"), posts(), ids=str)
def test_no_form_breaks_on_any_word(scene: Scene, row: Row, column: str, word: str) -> None:
    asker = scene.askers[column]
    where = address(row.url, row.of, scene.things, asker)
    posted = json.loads(where.posted) if isinstance(where.posted, str) else where.posted
    text = HOSTILE_WORDS[word].encode("utf-8", "surrogateescape")
    boundary = "the-boundary"
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n'.encode() + text + b"\r\n"
        for key in [*posted, "reason", "title", "next", "seen-basic", "pick", "pinned"]
    ]
    body = b"".join(parts) + f"--{boundary}--\r\n".encode()

    response = asker.client().generic(
        "POST",
        reverse(row.url, args=where.args) + (f"?{where.query}" if where.query else ""),
        body,
        content_type=f"multipart/form-data; boundary={boundary}",
    )

    assert response.status_code < 500


@pytest.mark.parametrize("row", [row for row in rows() if row.method == "GET"], ids=str)
def test_no_address_breaks_on_any_question(scene: Scene, row: Row) -> None:
    open_to = [column for column, cell in row.expected.items() if cell.rstrip("*") == "200"]
    asker = scene.askers[open_to[0] if open_to else "owner"]
    where = address(row.url, row.of, scene.things, asker)
    names = (
        *("q", "search", "kind", "cursor", "view", "next", "edition", "before", "after", "as", "show", "county"),
        *("issuer", "programme", "passed", "recorded", "imported", "done", "saved", "code", "narrow", "region"),
    )

    for word in ("a%00b", "%ff%fe", "%ED%A0%80", "9" * 5000, "%C2%B2", "W3siYSI6MX1d", "WzFd", "bnVsbA", "%5B%5D", ""):
        query = "&".join(f"{name}={word}" for name in names if name not in where.query)
        url = reverse(row.url, args=where.args) + "?" + "&".join(filter(None, [where.query, query]))
        response: Any = asker.client().get(url)
        if response.streaming:
            assert b"".join(response.streaming_content)
        assert response.status_code < 500, word


@pytest.mark.parametrize(
    ("column", "path"),
    [
        ("nobody", "/certificates/a%00b/"),
        ("nobody", "/programmes/a%00b/"),
        ("nobody", "/region/a%00b/"),
        ("nobody", "/regions/a%00b/below/"),
        ("owner", "/my/declarations/a%00b/"),
        ("owner", "/my/declarations/%ED%A0%80/"),
        ("owner", "/my/declarations/%ff/check/"),
        ("lead_p", "/desk/rules/a%00b/"),
    ],
)
def test_no_path_breaks(scene: Scene, column: str, path: str) -> None:
    response = scene.askers[column].client().get(path)

    assert response.status_code in {200, 400, 404}


@pytest.mark.parametrize(
    "cookie", ["a\x00b", '"a\\000bcdefgh"', "'", "../../etc", "9" * 3000, "32000²".encode().decode("latin-1")]
)
def test_a_cookie_that_was_made_up_is_ignored(scene: Scene, cookie: str) -> None:
    client = Client()
    for name in ("region", "sessionid", "csrftoken"):
        client.cookies[name] = cookie

    assert client.get("/").status_code == 200
    assert client.get("/my/").status_code == 302
    assert client.post("/sign-in/", {"username": "x"}).status_code == 422


def test_the_rows_of_these_tests_are_those_of_the_table() -> None:
    assert len(posts()) > 20
    assert {str(row) for row, _ in posts()} <= {str(row) for row in rows()}


def test_a_body_that_is_sent_as_the_page_does_is_saved(scene: Scene) -> None:
    asker = scene.askers["owner"]

    response = send(
        asker.client(),
        Row("POST", "applicant:save", "-", {}),
        address("applicant:save", "-", scene.things, asker),
    )

    assert response.status_code == 200
