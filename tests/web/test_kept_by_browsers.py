"""What a browser may keep: nothing that was made for somebody signed in, so that going back shows it to nobody else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.web.access.addresses import address
from tests.web.access.scene import Scene, send, standing
from tests.web.access.table import Row, rows

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

#: Answers that do not ask who is there, and are alike for everybody.
ALIKE = {"public:regions_below", "public:check_credit_code", "public:find_regions", "public:find_industries"}
PEOPLE = ("owner", "county", "lead_p", "operat")
SHOWN = [row for row in rows() if row.method == "GET" and row.url not in ALIKE]


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    with standing(django_db_blocker) as found:
        yield found


@pytest.mark.parametrize("row", SHOWN, ids=str)
def test_no_page_and_no_file_for_somebody_signed_in_is_kept(scene: Scene, row: Row) -> None:
    for column in PEOPLE:
        if row.expected[column] != "200":
            continue
        cache.clear()
        with transaction.atomic():
            asker = scene.askers[column]
            response = send(asker.client(), row, address(row.url, row.of, scene.things, asker))
            if response.streaming:
                assert b"".join(response.streaming_content)  # read to its end, a file is closed
            transaction.set_rollback(True)

        assert response["Cache-Control"] == "private, no-store", column


def test_refusals_and_forms_with_mistakes_are_not_kept_either(scene: Scene) -> None:
    client = scene.askers["owner"].client()

    answers = [client.get("/desk/"), client.get("/nowhere/"), client.post("/my/enterprise/", {"email": "x"})]

    assert [answer.status_code for answer in answers] == [403, 404, 422]
    assert [answer["Cache-Control"] for answer in answers] == ["private, no-store"] * 3
