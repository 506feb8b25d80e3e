"""An installation that is reached over https: what its settings are, read as a server reads them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

_READ = """
import json
from tidu.config.settings import base
wanted = (
    "DEBUG", "ALLOWED_HOSTS", "SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY",
    "SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_NAME", "CSRF_COOKIE_SECURE", "CSRF_COOKIE_SAMESITE",
    "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "PASSWORD_HASHERS",
    "CONTENT_SECURITY_POLICY",
)
print(json.dumps({name: getattr(base, name) for name in wanted}))
"""


@pytest.fixture(scope="module")
def settings_there(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The settings of an installation behind https."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TIDU_", "DJANGO_"))}
    told = {
        "TIDU_HTTPS": "1",
        "TIDU_SECRET_KEY": "only-for-tests-" + "x" * 40,
        "TIDU_DATA_KEYS": f"k1:{'1' * 32},blind:{'b' * 64}",
        "TIDU_DATA_DIR": str(tmp_path_factory.mktemp("there")),
        "TIDU_ALLOWED_HOSTS": "tidu.example.cn",
    }
    read = subprocess.run(  # noqa: S603 - our own settings, and nothing else
        [sys.executable, "-c", _READ],
        env=kept | told,
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    found: dict[str, Any] = json.loads(read.stdout)
    return found


def test_cookies_are_for_this_host_alone(settings_there: dict[str, Any]) -> None:
    for name in ("SESSION", "CSRF"):
        assert settings_there[f"{name}_COOKIE_NAME"].startswith("__Host-")
        assert settings_there[f"{name}_COOKIE_SECURE"] is True
        assert settings_there[f"{name}_COOKIE_SAMESITE"] == "Lax"
    assert settings_there["SESSION_COOKIE_HTTPONLY"] is True


def test_browsers_come_over_https_for_a_year(settings_there: dict[str, Any]) -> None:
    assert settings_there["SECURE_SSL_REDIRECT"] is True
    assert settings_there["SECURE_HSTS_SECONDS"] >= 365 * 24 * 3600
    assert settings_there["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is True


def test_nothing_of_development_is_on(settings_there: dict[str, Any]) -> None:
    assert settings_there["DEBUG"] is False
    assert settings_there["ALLOWED_HOSTS"] == ["tidu.example.cn"]


def test_passwords_are_kept_by_argon2(settings_there: dict[str, Any]) -> None:
    assert settings_there["PASSWORD_HASHERS"][0].endswith("Argon2PasswordHasher")


def test_the_policy_of_every_page_lets_nothing_in_from_elsewhere(settings_there: dict[str, Any]) -> None:
    policy = settings_there["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]

    assert policy["object-src"] == policy["base-uri"] == ["'none'"]
    assert policy["default-src"] == policy["form-action"] == policy["frame-ancestors"] == ["'self'"]
