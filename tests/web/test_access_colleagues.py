"""What a colleague is answered, told by what the owner is: an editor the same but for who may act, a viewer reads."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.web.access.scene import Scene, ask, standing
from tests.web.access.table import Row, rows

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

#: What the owner alone arranges.
OWNERS = {
    "POST applicant:colleagues",
    "POST applicant:submitting",
    "POST applicant:colleague",
    "GET applicant:hand_over",
    "POST applicant:hand_over",
    "POST applicant:invitation",
    "GET applicant:contested",
    "POST applicant:contested",
}
#: Printing what was submitted is reading it.
PRINTS = {"POST applicant:paper submitted", "POST applicant:paper printed"}
#: Whose messages they are is the person's, not the enterprise's; and signing in is anybody's.
PERSONAL = {"applicant:message"}
OWN = [row for row in rows() if row.url.startswith("applicant:") and row.url not in PERSONAL]


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    with standing(django_db_blocker) as found:
        yield found


@pytest.mark.parametrize("row", OWN, ids=str)
def test_an_editor_is_answered_as_the_owner_except_where_the_owner_arranges(scene: Scene, row: Row) -> None:
    expected = "403" if str(row) in OWNERS else row.expected["owner"]

    assert ask(scene, scene.askers["editor"], row) == expected


@pytest.mark.parametrize("row", OWN, ids=str)
def test_a_viewer_reads_what_the_owner_reads_and_writes_nothing(scene: Scene, row: Row) -> None:
    answer = ask(scene, scene.askers["viewer"], row)

    if str(row) in OWNERS:
        assert answer == "403"
    elif row.url == "applicant:fill" and row.method == "GET":
        assert answer == "302"  # on to the page where it is read
    elif row.method == "GET" or str(row) in PRINTS:
        assert answer == row.expected["owner"]
    else:
        assert "*" not in answer
        assert answer in {"403", "405", "422"}
