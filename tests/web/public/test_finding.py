"""What pickers ask while somebody types."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db

FETCH = {"X-Requested-With": "fetch"}


def test_a_division_comes_with_its_way_and_the_text_for_the_box(client: Client) -> None:
    answer = client.get("/find/regions/", {"q": "昆山"})

    assert answer.json() == {
        "found": [
            {
                "code": "320583",
                "name": "昆山市",
                "within": "江苏省苏州市",
                "path": ["320000", "320500", "320583"],
                "text": "江苏省苏州市昆山市",
            }
        ],
        "more": False,
    }
    assert answer["Cache-Control"] == "public, max-age=3600"


def test_an_industry_comes_with_a_text_that_the_record_reads(client: Client) -> None:
    found = client.get("/find/industries/", {"q": "qttylbj"}).json()["found"]

    assert [(each["code"], each["text"]) for each in found] == [("3489", "3489 其他通用零部件制造")]


def test_twenty_are_given_at_most_and_that_there_are_more(client: Client) -> None:
    answer = client.get("/find/industries/", {"q": "制造"}).json()

    assert (len(answer["found"]), answer["more"]) == (20, True)


@pytest.mark.parametrize("address", ["/find/regions/", "/find/industries/"])
def test_nothing_typed_finds_nothing(client: Client, address: str) -> None:
    assert client.get(address).json() == {"found": [], "more": False}


@pytest.mark.parametrize("address", ["/find/regions/", "/find/industries/"])
def test_finding_asks_no_table_but_the_limit_s(client: Client, address: str) -> None:
    for typed in ("昆山", "制造"):  # one that is found, and twenty
        with CaptureQueriesContext(connection) as asked:
            client.get(address, {"q": typed})

        assert [each["sql"] for each in asked if "kit_count" not in each["sql"]] == []
        assert len(asked) <= 1


def test_finding_has_a_limit(client: Client) -> None:
    for _ in range(120):
        client.get("/find/regions/", {"q": "昆山"})

    answer = client.get("/find/industries/", {"q": "3489"}, headers=FETCH)

    assert answer.status_code == 429
    assert answer.json()["what"] == "操作太频繁，先停一会儿。"
