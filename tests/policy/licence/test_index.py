"""The index file: mapped, checked, looked into."""

from pathlib import Path

import pytest

from beffroi.policy.licence.build import build
from beffroi.policy.licence.index import DamagedIndexError, Index
from beffroi.policy.licence.sources import Source

DATA = build([Source("A", "Anyone may freely use this work version 2.0 for ever")])


def test_a_file_is_mapped_and_spells_its_texts(tmp_path: Path) -> None:
    (tmp_path / "i").write_bytes(DATA)
    index = Index.open(tmp_path / "i")
    codes, _ = index.text(0)
    assert index.spell(codes) == "anyone may freely use this work version 2.0 for ever"
    assert index.whole(codes) == 0
    assert index.whole(codes[:-1]) is None


def test_every_key_leads_to_its_text() -> None:
    index = Index(DATA)
    assert len(index.keys_of(0)) == index.key_counts[0] == 7
    assert index.keys_of(0) is index.keys_of(0)
    assert index.spell("\x02") == "?"


@pytest.mark.parametrize("data", [b"", b"other", DATA[:-1], DATA[:200] + b"x" + DATA[201:]])
def test_a_damaged_index_is_refused(data: bytes) -> None:
    with pytest.raises(DamagedIndexError, match="make setup"):
        Index(data)
