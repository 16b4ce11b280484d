"""What all tests share: real data, and a home of their own."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real data; its absence is an error, never a silent skip."""
    folder = Path(os.environ.get("BEFFROI_SHARED") or ROOT.parent / "shared").resolve()
    if not (folder / "data").is_dir():
        pytest.fail(f"No real data at {folder}: set BEFFROI_SHARED to the shared folder.")
    return folder


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Give each test the same language, whatever the page of the test before spoke."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, settings: object) -> None:
    """Give each test an index folder of its own."""
    settings.BEFFROI_INDEX = tmp_path / "index"  # type: ignore[attr-defined]
