"""Where things lie in a checkout."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
RUNTIME_LOCK = ROOT / "requirements.lock"
DEVELOPMENT_LOCK = ROOT / "requirements-dev.lock"


def in_venv(program: str) -> str:
    """Give the path of a program of the virtual environment."""
    return str(VENV / "bin" / program)


def data_dir() -> Path:
    """Give the folder of the database and the files, as the platform's settings read it."""
    return (ROOT / os.environ.get("TIDU_DATA_DIR", "var")).resolve()


def is_ci() -> bool:
    """Tell whether nobody is watching, so that a missing service is a failure and not a remark."""
    return os.environ.get("CI", "").lower() not in {"", "0", "false", "no"}
