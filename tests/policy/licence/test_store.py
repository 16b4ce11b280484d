"""Where the index lies and how it comes there."""

import sys
from pathlib import Path

import pytest

from beffroi.lib.errors import UsageError
from beffroi.policy.licence import sources, store

pytestmark = pytest.mark.slow
FEW = [sources.Source("MIT", "Permission is granted to anyone to deal in this software")]


@pytest.fixture
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Build from one text, which takes no time."""
    monkeypatch.setattr(sources, "shipped", lambda: FEW)


def test_the_index_beside_the_packages_is_opened() -> None:
    assert store.default_index() is store.default_index()
    assert any("MIT" in names for names in store.open_index().names)


@pytest.mark.usefixtures("_few")
def test_without_a_folder_to_write_the_index_is_built_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "file"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert any("MIT" in names for names in store.open_index().names)


@pytest.mark.usefixtures("_few")
def test_a_damaged_index_is_built_anew_in_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    assert store.prepare()
    (path,) = (tmp_path / "share" / "beffroi").iterdir()
    path.write_bytes(path.read_bytes()[:-9])
    assert any("MIT" in names for names in store.open_index().names)
    assert store.open_index().names


@pytest.mark.usefixtures("_few")
def test_an_operators_texts_come_into_an_index_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "Our-1.0.txt").write_text("Officers of this town may use this work")
    assert ["Our-1.0"] in store.open_index(tmp_path / "texts").names
    assert ["Our-1.0"] in store.open_index(tmp_path / "texts").names
    with pytest.raises(UsageError):
        store.open_index(tmp_path / "nothing")
