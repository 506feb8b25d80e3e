"""Reading PDFs back, as the people who get them would."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.services.needs import missing


@pytest.fixture(scope="session")
def text_of_pdf() -> Callable[[Path], str]:
    """Give a function that reads the text of a PDF file, in the order of its layout."""
    program = shutil.which("pdftotext")
    if program is None:
        missing("pdftotext", "poppler-utils")

    def read(file: Path) -> str:
        done = subprocess.run(  # noqa: S603  a program that we found ourselves
            [program, "-layout", str(file), "-"], capture_output=True, check=True, timeout=60
        )
        return done.stdout.decode()

    return read
