"""Tests: any database, a fast hasher, tasks at once, no caches on disk. The clock is stopped by a fixture."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("TIDU_SECRET_KEY", "only-for-tests-" + "x" * 40)
os.environ.setdefault("TIDU_SMS_GATEWAY", "outbox")
os.environ.setdefault("TIDU_EMAIL_GATEWAY", "outbox")
os.environ.setdefault("TIDU_DATA_KEYS", f"k1:{'1' * 32},blind:{'b' * 64}")
os.environ.setdefault("TIDU_DATA_DIR", tempfile.mkdtemp(prefix="tidu-test-"))
_worker = os.environ.get("PYTEST_XDIST_WORKER", "")
if _worker and Path(os.environ["TIDU_DATA_DIR"]).name != _worker:
    # workers inherit the folder of the run; a test that counts files must not see its neighbour's
    os.environ["TIDU_DATA_DIR"] = str(Path(os.environ["TIDU_DATA_DIR"]) / _worker)
    Path(os.environ["TIDU_DATA_DIR"]).mkdir(parents=True, exist_ok=True)

from tidu.config.settings.base import *  # noqa: E402, F403
from tidu.config.settings.base import DATA_DIR, DATABASES, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # a file, not memory: the tests of concurrency need several connections
    DATABASES["default"]["TEST"] = {"NAME": str(Path(DATA_DIR) / "test.sqlite3")}
else:
    DATABASES["default"]["OPTIONS"] = {}
(Path(DATA_DIR) / "static").mkdir(parents=True, exist_ok=True)  # nothing is collected; WhiteNoise asks for the folder
