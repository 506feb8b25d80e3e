"""The sessions one is signed in with: listed, ended, ending by themselves, and costing no request a write."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pyotp
import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.services.sessions import client_of
from tests.services.world import NOW, PASSWORD, World
from tests.web.public.conftest import Answer
from tidu.domain.accounts.models import SecondFactor, Session
from tidu.domain.accounts.session_store import digest_of, forget_over
from tidu.domain.accounts.sessions import end_others
from tidu.domain.audit.models import Event
from tidu.kit import clock
from tidu.web.sessions import device_of, masked

if TYPE_CHECKING:
    from tidu.domain.accounts.access import Actor

WINDOWS_EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"
)
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Safari/604.1"


def signed_in(username: str = "owner1", agent: str = WINDOWS_EDGE, address: str = "203.0.113.7") -> Client:
    client = Client(headers={"User-Agent": agent}, REMOTE_ADDR=address)
    answer = client.post("/sign-in/", {"audience": "applicant", "username": username, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/my/").status_code == 200


@pytest.fixture
def owner(world: World) -> Actor:
    return world.enterprise()


def listed(client: Client) -> str:
    answer: Answer = client.get("/sessions/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_session_is_listed_in_words_with_this_one_marked(owner: Actor) -> None:
    desk = signed_in()
    with clock.stopped_at(NOW + timedelta(minutes=20)):
        phone = signed_in(agent=IPHONE, address="2001:db8:1:2::9")

        page = listed(phone)

    assert "Windows 电脑，Edge" in page
    assert "iPhone，Safari" in page
    assert "203.0.*.*" in page
    assert "203.0.113.7" not in page
    assert "2001:db8:*" in page
    assert page.index("iPhone，Safari") < page.index("本机") < page.index("Windows 电脑，Edge")
    assert str(desk.session.session_key) not in page
    assert f'value="{digest_of(desk.session.session_key or "")}"' in page


def test_the_sessions_of_others_are_neither_seen_nor_ended(owner: Actor, world: World) -> None:
    world.enterprise()
    mine, theirs = signed_in(), signed_in("owner2", agent=IPHONE)

    answer = mine.post("/sessions/", {"end": digest_of(theirs.session.session_key or "")})

    assert answer.status_code == 302
    assert "iPhone" not in listed(mine)
    assert is_in(theirs)
    assert not Event.objects.filter(act="account.session_ended").exists()


def test_one_session_is_ended_and_the_log_says_so(owner: Actor) -> None:
    here, lost = signed_in(), signed_in(agent=IPHONE)

    here.post("/sessions/", {"end": digest_of(lost.session.session_key or "")})

    assert not is_in(lost)
    assert is_in(here)
    assert Event.objects.filter(act="account.session_ended", actor_id=owner.user_id).count() == 1


def test_all_others_are_ended_at_once(owner: Actor) -> None:
    here, others = signed_in(), [signed_in(agent=IPHONE) for _ in range(3)]

    here.post("/sessions/", {"end": "others"})

    assert is_in(here)
    assert [is_in(each) for each in others] == [False, False, False]
    assert Event.objects.get(act="account.sessions_ended").data == {"count": 3}


def test_whatever_changes_how_one_gets_in_can_end_every_session(owner: Actor) -> None:
    browsers = [signed_in() for _ in range(2)]

    assert end_others(owner.user_id, but=None) == 2
    assert [is_in(each) for each in browsers] == [False, False]


def test_a_changed_second_factor_ends_the_other_sessions(world: World) -> None:
    officer = world.officer("320500")
    here, elsewhere = client_of(officer), client_of(officer)
    here.post("/desk/security/", {"what": "begin_app"})
    secret = SecondFactor.objects.get(user_id=officer.user_id, confirmed_at=None).secret

    here.post("/desk/security/", {"what": "confirm_app", "new_code": pyotp.TOTP(secret).at(clock.real_now())})

    assert here.get("/desk/").status_code == 200
    assert elsewhere.get("/desk/").status_code == 302


def test_a_session_that_was_ended_is_not_brought_back_by_a_request_that_was_under_way(owner: Actor) -> None:
    client = signed_in()
    under_way = client.session  # loaded before the other browser ends it
    under_way["seen"] = "before"
    end_others(owner.user_id, but=None)

    with pytest.raises(UpdateError):
        under_way.save()

    assert not is_in(client)


def test_a_session_ends_after_two_idle_hours_and_after_twelve_in_any_case(owner: Actor) -> None:
    idle, busy = signed_in(), signed_in()
    for minute in range(0, 12 * 60 + 1, 60):
        with clock.stopped_at(NOW + timedelta(minutes=minute)):
            assert is_in(busy), minute

    with clock.stopped_at(NOW + timedelta(minutes=120)):
        assert is_in(idle)
    with clock.stopped_at(NOW + timedelta(minutes=241)):
        assert not is_in(idle)
    with clock.stopped_at(NOW + timedelta(hours=12, minutes=1)):
        assert not is_in(busy)


def test_when_it_was_seen_is_written_every_ten_minutes_and_not_at_every_request(owner: Actor) -> None:
    client = signed_in()

    def writes(minute: int) -> list[str]:
        with clock.stopped_at(NOW + timedelta(minutes=minute)), CaptureQueriesContext(connection) as queries:
            client.get("/my/messages/")
        return [each["sql"] for each in queries if not each["sql"].startswith("SELECT")]

    assert writes(9) == []
    assert len(writes(10)) == 1
    assert writes(19) == []
    assert len(writes(20)) == 1


def test_sessions_that_are_over_are_taken_away_a_day_later(owner: Actor) -> None:
    signed_in()
    end_others(owner.user_id, but=None)
    signed_in()

    with clock.stopped_at(NOW + timedelta(hours=23)):
        forget_over()
        assert Session.objects.count() == 2
    with clock.stopped_at(NOW + timedelta(hours=25)):
        forget_over()
        assert Session.objects.count() == 1
    with clock.stopped_at(NOW + timedelta(hours=27)):
        forget_over()
        assert Session.objects.count() == 0


def test_the_key_of_a_session_stands_nowhere_in_the_database(owner: Actor) -> None:
    key = signed_in().session.session_key

    row = Session.objects.get()

    assert key is not None
    assert key not in f"{row.pk} {row.data}"


def test_a_key_that_a_stranger_brings_is_not_taken_up(owner: Actor) -> None:
    client = Client()
    client.cookies["sessionid"] = "a" * 32

    client.post("/sign-in/", {"audience": "applicant", "username": "owner1", "password": PASSWORD})

    assert client.cookies["sessionid"].value != "a" * 32


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (WINDOWS_EDGE, "Windows 电脑，Edge"),
        (IPHONE, "iPhone，Safari"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140 Mobile MicroMessenger/8.0", "安卓设备，微信"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Linux 电脑，火狐"),
        ("curl/8.5<script>", "没有说明的设备"),
        ("", "没有说明的设备"),
    ],
)
def test_a_device_is_told_in_words(agent: str, words: str) -> None:
    assert device_of(agent) == words


def test_an_address_is_never_whole() -> None:
    assert [masked(each) for each in ("198.51.100.23", "2001:db8::1", "")] == ["198.51.*.*", "2001:db8:*", ""]
