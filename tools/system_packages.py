"""What the tests need from the system, and bringing it where we may: as root, by apt-get."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tools import house, steps

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_CHROME = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
POSTGRES_FOLDERS = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql*/bin")
FONT_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("/System/Library/Fonts"),
    Path("/Library/Fonts"),
)
CJK_FONT = re.compile(
    r"wqy|cjk|sourcehan|pingfang|heiti|songti|msyh|simsun|uming|ukai|droidsansfallback", re.IGNORECASE
)


@dataclass(frozen=True)
class Need:
    """One thing of the system that tests need."""

    name: str
    package: str
    is_there: bool


def chromium() -> str | None:
    """Give the path of a Chromium that the journeys can drive."""
    named = [os.environ["CHROMIUM"]] if os.environ.get("CHROMIUM") else list(CHROMIUM_NAMES)
    found = (shutil.which(name) for name in named)
    return next((path for path in found if path), str(MAC_CHROME) if MAC_CHROME.exists() else None)


def postgres_binaries() -> Path | None:
    """Give the folder with `initdb` and `postgres`, of the newest version installed."""
    folders = [folder for pattern in POSTGRES_FOLDERS for folder in Path("/").glob(pattern)]
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    complete = [folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()]
    return max(complete, key=_version, default=None)


def _version(folder: Path) -> int:
    numbers = re.findall(r"\d+", str(folder))
    return int(numbers[-1]) if numbers else 0


def has_chinese_font() -> bool:
    """Tell whether a page can be drawn with Chinese characters instead of boxes."""
    folders = [*FONT_FOLDERS, Path.home() / ".fonts", Path.home() / ".local/share/fonts"]
    files = (file for folder in folders if folder.is_dir() for file in folder.rglob("*.[tTo][tT][fFcC]"))
    return any(CJK_FONT.search(file.name) for file in files)


def needs() -> list[Need]:
    """List what the tests need from the system and whether it is there."""
    return [
        Need("Chromium", "chromium", chromium() is not None),
        Need("a Chinese font", "fonts-wqy-microhei", has_chinese_font()),
        Need("poppler-utils", "poppler-utils", shutil.which("pdftotext") is not None),
        Need("PostgreSQL", "postgresql", postgres_binaries() is not None),
    ]


def install_missing() -> None:
    """Bring what is missing where we may; where we may not, the tests say themselves what they leave out."""
    missing = [need.package for need in needs() if not need.is_there]
    if missing and _may_install():
        try:
            _apt_get(missing)
        except steps.Stop as stop:
            if house.is_ci():
                raise
            print(stop)


def install_venv_module() -> None:
    """Bring Python's own venv module, which Debian packs apart from Python."""
    package = f"python3.{sys.version_info.minor}-venv"
    if not _may_install():
        raise steps.Stop(f"This Python has no ensurepip, so no virtual environment can be made. Install {package}.")
    _apt_get([package])


def _may_install() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def _apt_get(packages: Iterable[str]) -> None:
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    names = list(packages)
    advice = f"Install by hand: {' '.join(names)}."
    steps.run("List of system packages", ["apt-get", "update"], env=quiet, advice=advice)
    install = ["apt-get", "install", "-y", "--no-install-recommends", *names]
    steps.run(f"System packages {' '.join(names)}", install, env=quiet, advice=advice)
