"""法人登录 by a government identity service: a real provider, and everything that may be wrong with what it brings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.test import Client
from joserfc.jwk import KeySet

from tests.services.identity import Provider, provider, there_and_back, told_of
from tests.services.world import World, credit_code
from tidu.domain.accounts import identity_service
from tidu.domain.accounts.models import OutsideIdentity
from tidu.domain.audit.models import Event
from tidu.domain.messages.models import Message
from tidu.kit import clock

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

    from tidu.domain.accounts.access import Actor


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    with provider() as found:
        yield found


@pytest.fixture(autouse=True)
def stopped_clock() -> Iterator[None]:
    """The provider lives in the present."""
    with clock.stopped_at(datetime.now(UTC)):
        yield


@pytest.fixture
def at(running: Provider, settings: Settings) -> Provider:
    settings.IDENTITY = running.settings
    running.knows("firm", user_type="legal", credit_code=credit_code("320583", 1), legal_name="昆山示例精密1号有限公司")
    running.knows("unknown", user_type="legal", credit_code=credit_code("320583", 77), legal_name="昆山新设有限公司")
    running.knows("person", user_type="natural", name="顾言")
    running.knows("odd", user_type="legal", credit_code="1234")
    return running


@pytest.fixture
def owner(world: World) -> Actor:
    return world.enterprise()


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def refused(answer: object) -> str:
    """The page of a refusal, which offers every other way in."""
    page: str = answer.content.decode()  # type: ignore[attr-defined]
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert 'name="password"' in page
    assert 'href="/sign-in/code/"' in page
    return page


def test_without_a_service_there_is_no_button_and_no_address(owner: Actor, client: Client) -> None:
    assert "法人身份登录" not in client.get("/sign-in/").content.decode()
    assert client.get("/sign-in/identity/").status_code == 404
    assert client.get("/sign-in/identity/back/").status_code == 404


def test_a_legal_person_signs_in_to_its_account_and_goes_where_it_wanted(
    at: Provider, owner: Actor, client: Client
) -> None:
    assert "用江苏政务服务网的法人身份登录" in client.get("/sign-in/").content.decode()

    answer = there_and_back(client, at, "firm", to="/my/declarations/")

    assert answer["Location"] == "/my/declarations/"
    assert client.session["_auth_user_id"] == str(owner.user_id)


def test_the_holder_is_told_the_first_time_and_not_again(at: Provider, owner: Actor) -> None:
    for _ in range(2):
        there_and_back(Client(), at, "firm")

    assert Message.objects.filter(user_id=owner.user_id, title__contains="法人身份已和本账户绑定").count() == 1
    assert OutsideIdentity.objects.count() == 1
    assert Event.objects.filter(act="account.identity_bound").count() == 1
    assert Event.objects.filter(act="account.signed_in", data__by="identity").count() == 2


def test_the_browser_carries_a_challenge_and_never_the_secret(at: Provider, owner: Actor, client: Client) -> None:
    address = client.get("/sign-in/identity/")["Location"]
    asked = {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}

    assert asked["code_challenge_method"] == "S256"
    assert len(asked["code_challenge"]) == 43
    assert asked["redirect_uri"] == "http://testserver/sign-in/identity/back/"
    assert at.settings["client_secret"] not in address
    assert client.session["identity"]["verifier"] not in address


def test_a_legal_person_without_an_account_registers_with_what_is_verified(
    at: Provider, client: Client, db: None
) -> None:
    answer = there_and_back(client, at, "unknown")
    page = client.get(answer["Location"]).content.decode()

    assert answer["Location"] == "/register/"
    assert f'value="{credit_code("320583", 77)}"' in page
    assert 'value="昆山新设有限公司"' in page
    assert not is_in(client)


def test_a_natural_person_is_told_why_and_what_to_do(at: Provider, owner: Actor, client: Client) -> None:
    page = there_and_back(client, at, "person").content.decode()

    assert "申报要用法人账户。" in page
    assert 'href="/sign-in/identity/"' in page
    assert 'href="/register/"' in page
    assert "顾言" not in page
    assert not is_in(client)


def test_a_wrong_state_is_refused(at: Provider, owner: Actor, client: Client) -> None:
    answer = there_and_back(client, at, "firm", state="guessed")

    assert "它不是从本页开始的" in refused(answer)
    assert not is_in(client)


def test_a_sign_in_that_another_browser_began_is_refused(at: Provider, owner: Actor, client: Client) -> None:
    other = Client()
    back = at.sign_in(other.get("/sign-in/identity/")["Location"], "firm")

    assert "它不是从本页开始的" in refused(client.get(back))
    assert not is_in(client)


def test_a_code_is_taken_once(at: Provider, owner: Actor, client: Client) -> None:
    back = at.sign_in(client.get("/sign-in/identity/")["Location"], "firm")
    client.get(back)
    client.post("/sign-out/")
    again = client.get(back)
    session = Client()
    address = session.get("/sign-in/identity/")["Location"]
    state = parse_qs(urlsplit(address).query)["state"][0]
    code = parse_qs(urlsplit(back).query)["code"][0]
    stolen = session.get("/sign-in/identity/back/", {"state": state, "code": code})

    assert "它不是从本页开始的，或者已经用过一次" in refused(again)
    assert "身份信息核对不上" in refused(stolen)
    assert not is_in(client)
    assert not is_in(session)


def test_a_token_for_another_sign_in_is_refused(at: Provider, owner: Actor, client: Client) -> None:
    answer = there_and_back(client, at, "firm", nonce="of-another-sign-in")

    assert "身份信息核对不上" in refused(answer)
    assert not is_in(client)


def test_a_token_for_another_client_is_refused(at: Provider, owner: Actor, client: Client, settings: Settings) -> None:
    back = at.sign_in(client.get("/sign-in/identity/")["Location"], "firm", client_id="somebody-else")

    assert "身份信息核对不上" in refused(client.get(back))
    assert not is_in(client)


def test_a_legal_person_without_a_credit_code_is_refused(at: Provider, owner: Actor, client: Client) -> None:
    assert "身份信息核对不上" in refused(there_and_back(client, at, "odd"))


def test_a_service_that_calls_itself_by_another_name_is_refused(
    at: Provider, owner: Actor, client: Client, settings: Settings
) -> None:
    settings.IDENTITY = at.settings | {"issuer": at.issuer.replace("localhost", "127.0.0.1") + "/"}

    assert "身份信息核对不上" in refused(client.get("/sign-in/identity/"))


def test_a_token_of_another_issuer_is_refused(at: Provider, owner: Actor, client: Client, settings: Settings) -> None:
    with describing(at.issuer) as issuer:
        settings.IDENTITY = told_of(issuer)

        answer = there_and_back(client, at, "firm")

    assert "身份信息核对不上" in refused(answer)
    assert not is_in(client)


def test_an_old_token_is_refused(owner: Actor, client: Client, settings: Settings) -> None:
    with provider(token_lasts=timedelta(seconds=-120)) as late:
        settings.IDENTITY = late.settings
        late.knows("firm", user_type="legal", credit_code=credit_code("320583", 1))

        answer = there_and_back(client, late, "firm")

    assert "身份信息核对不上" in refused(answer)
    assert not is_in(client)


def test_keys_that_were_changed_are_fetched_anew(at: Provider, owner: Actor, client: Client) -> None:
    there_and_back(Client(), at, "firm")
    with provider() as other:  # its keys stand in for those the service had before
        old = KeySet.import_key_set(httpx.get(f"{other.issuer}/jwks").json())
    for address in list(identity_service._KEYS):  # noqa: SLF001 - what was kept is made old
        identity_service._KEYS[address] = old  # noqa: SLF001 - as above

    there_and_back(client, at, "firm")

    assert is_in(client)


def test_a_token_that_the_published_keys_did_not_sign_is_refused(
    at: Provider, owner: Actor, client: Client, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    with provider() as other, describing(at.issuer, jwks=f"{other.issuer}/jwks") as issuer:
        settings.IDENTITY = told_of(issuer)

        answer = there_and_back(client, at, "firm")

    assert "身份信息核对不上" in refused(answer)
    assert "BadSignatureError" in caplog.text
    assert not is_in(client)


def test_a_service_that_is_down_is_said_plainly(owner: Actor, client: Client, settings: Settings) -> None:
    with provider() as gone:
        settings.IDENTITY = gone.settings
        gone.knows("firm", user_type="legal", credit_code=credit_code("320583", 1))
        back = gone.sign_in(client.get("/sign-in/identity/")["Location"], "firm")

    assert "法人登录现在连不上。" in refused(client.get(back))
    assert "法人登录现在连不上。" in refused(client.get("/sign-in/identity/"))


@pytest.mark.parametrize(
    ("status", "body"), [(500, "{}"), (200, "<html>"), (200, "[]"), (302, "{}"), (200, "x" * 300_000)]
)
def test_a_service_that_answers_nonsense_is_refused(
    owner: Actor, client: Client, settings: Settings, status: int, body: str
) -> None:
    with answering(status, body) as issuer:
        settings.IDENTITY = told_of(issuer)

        refused(client.get("/sign-in/identity/"))


def test_whoever_cancels_there_is_told_so(at: Provider, owner: Actor, client: Client) -> None:
    left = client.get("/sign-in/identity/")["Location"]
    state = parse_qs(urlsplit(left).query)["state"][0]

    answer = client.get("/sign-in/identity/back/", {"error": "access_denied", "state": state})

    assert "您在江苏政务服务网取消了登录。" in refused(answer)


def test_signing_in_there_never_leads_to_another_site(at: Provider, owner: Actor) -> None:
    for elsewhere in ("https://evil.example/", "//evil.example/", "/\\evil.example"):
        assert there_and_back(Client(), at, "firm", to=elsewhere)["Location"] == "/my/"


def test_the_session_of_before_is_not_the_one_that_is_signed_in(at: Provider, owner: Actor, client: Client) -> None:
    left = client.get("/sign-in/identity/")
    before = client.session.session_key

    client.get(at.sign_in(left["Location"], "firm"))

    assert is_in(client)
    assert client.session.session_key != before


class describing:  # noqa: N801 - reads as a verb where it is used
    """A service that describes itself and sends browsers and us to another's addresses."""

    def __init__(self, other: str, *, jwks: str = "") -> None:
        self.other, self.jwks = other, jwks

    def __enter__(self) -> str:
        def described(own: str) -> str:
            at = httpx.get(f"{self.other}/.well-known/openid-configuration").json()
            return json.dumps(at | {"issuer": own} | ({"jwks_uri": self.jwks} if self.jwks else {}))

        self.server = answering(200, described)
        return self.server.__enter__()

    def __exit__(self, *problem: object) -> None:
        self.server.__exit__(*problem)


class answering:  # noqa: N801 - as above
    """A server that answers everything alike."""

    def __init__(self, status: int, body: object) -> None:
        self.status, self.body = status, body

    def __enter__(self) -> str:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                own = f"http://localhost:{self.server.server_port}"  # type: ignore[attr-defined]
                text = outer.body(own) if callable(outer.body) else str(outer.body)
                self.send_response(outer.status)
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, *_: object) -> None: ...

        self.http = HTTPServer(("127.0.0.1", 0), Handler)
        self.thread = Thread(target=self.http.serve_forever, daemon=True)
        self.thread.start()
        return f"http://localhost:{self.http.server_port}"

    def __exit__(self, *_: object) -> None:
        self.http.shutdown()
        self.http.server_close()
