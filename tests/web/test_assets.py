"""The front-end files are what was committed as expected, and nothing names where they came from."""

from __future__ import annotations

import json
import re

import pytest

from tools import assets


def test_what_pages_use_is_in_place_and_as_expected() -> None:
    expected = assets.expected()

    assert "static/ui/vendor/htmx-2.min.js" in expected
    assert "icons/check.svg" in expected
    assert {name: assets.digest((assets.UI / name).read_bytes()) for name in expected} == expected


def test_a_file_that_is_not_the_expected_one_is_refused() -> None:
    files = {name: (assets.UI / name).read_bytes() for name in assets.expected()}
    assets.verify(files)

    with pytest.raises(assets.AssetsFailed, match=r"icons/check\.svg"):
        assets.verify({**files, "icons/check.svg": b"<svg/>"})
    del files["icons/check.svg"]
    with pytest.raises(assets.AssetsFailed, match=r"icons/check\.svg"):
        assets.verify(files)


def test_pictures_inside_a_style_sheet_become_files_beside_it() -> None:
    style = b"a{background:url(\"data:image/svg+xml,%3csvg fill='red'/%3e\")}\n/*# sourceMappingURL=x.css.map */"

    files = assets._with_pictures_apart("kit", style)  # noqa: SLF001  the part that must not go wrong unseen

    picture = next(name for name in files if name.endswith(".svg"))
    assert files[picture] == b"<svg fill='red'/>"
    assert files["kit.min.css"] == f'a{{background:url("{picture}")}}'.encode()


def test_the_lock_pins_by_hash_and_names_no_host_to_fetch_from() -> None:
    packages = json.loads(assets.LOCK.read_text())["packages"]
    manifest = json.loads((assets.ROOT / "package.json").read_text())

    assert not [path for path, package in packages.items() if "resolved" in package]
    assert all(package["integrity"].startswith("sha512-") for path, package in packages.items() if path)
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in manifest["dependencies"].values())
