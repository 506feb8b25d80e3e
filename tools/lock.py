"""`make lock-deps`: pin every package with its hashes, for the platform and for its development.

The files name no registry: whoever installs from them uses the one that their machine is set up for.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

from tools import house, steps

OPTIONS = ("--universal", "--python-version=3.11", "--generate-hashes", "--no-emit-index-url")
PLAIN = ("--no-header", "--no-annotate", "--quiet")


def main() -> int:
    """Write both locks; versions that still fit stay (delete a lock first to take the newest of all)."""
    uv = house.in_venv("uv")
    if not Path(uv).exists():
        steps.run("The resolver", [house.in_venv("python"), "-m", "pip", "install", "uv"])
    # what is set up here reads pictures, too; who installs the package alone may leave that out
    _lock(uv, house.RUNTIME_LOCK, "--extra=ocr")
    _lock(uv, house.DEVELOPMENT_LOCK, "--extra=ocr", "--extra=dev", f"--constraint={house.RUNTIME_LOCK.name}")
    return 0


def _lock(uv: str, lock: Path, *options: str) -> None:
    project = tomllib.loads((house.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    # what builds the project is locked too, so that the set-up takes nothing unchecked
    build = "\n".join(project["build-system"]["requires"])
    command = [uv, "pip", "compile", "pyproject.toml", "-", *OPTIONS, *PLAIN, *options, f"--output-file={lock.name}"]
    compiled = subprocess.run(command, cwd=house.ROOT, input=build, text=True, check=False)
    if compiled.returncode:
        raise steps.Stop(f"{lock.name} could not be made: see uv's words above.")


if __name__ == "__main__":
    sys.exit(steps.plainly(main))
