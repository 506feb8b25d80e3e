from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from tools import port
from tools.steps import Stop


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as other:
        other.bind((port.HOST, 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_port_that_another_program_has_is_refused_in_one_sentence_with_a_way_on(taken: int) -> None:
    with pytest.raises(Stop) as refusal:
        port.require_free(taken)

    assert str(refusal.value).startswith(f"Port {taken} of 127.0.0.1 is taken by another program.")
    assert f"PORT={taken + 1} make run" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_port_that_nobody_has_is_not_refused(taken: int) -> None:
    with socket.socket() as other:
        other.bind((port.HOST, 0))
        free = other.getsockname()[1]

    port.require_free(free)


def test_the_port_is_8000_unless_the_environment_names_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORT", raising=False)
    assert port.wanted() == 8000

    monkeypatch.setenv("PORT", "8123")
    assert port.wanted() == 8123


@pytest.mark.parametrize("nonsense", ["", "abc", "0", "65536", "-1", "8000.5", "８０００"])
def test_a_port_that_is_no_number_of_a_port_is_refused(monkeypatch: pytest.MonkeyPatch, nonsense: str) -> None:
    monkeypatch.setenv("PORT", nonsense)

    with pytest.raises(Stop, match="is no port"):
        port.wanted()


def test_a_server_answers_only_when_it_speaks_http(taken: int) -> None:
    with socket.socket() as other:
        other.bind((port.HOST, 0))
        silent = other.getsockname()[1]

    assert port.answers(silent) is False
