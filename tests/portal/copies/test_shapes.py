"""The table of contents of a copy."""

import json

import pytest

from beffroi.portal.copies.shapes import CopyError, Manifest, Part, manifest_of

WHOLE = Manifest(
    "2026-11-24T19:00:00Z", "0.1.0", "sqlite", {"journal": ("0001_initial",)},
    (Part("journal.Act", 3, "a"), Part("journal.Lease", 2, "b")), (Part("country", 2, "c"),),
)  # fmt: skip


def test_it_is_read_as_it_was_written() -> None:
    assert manifest_of(json.loads(json.dumps(WHOLE.as_json()))) == WHOLE
    assert WHOLE.rows == 5


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": "zip"}, "no backup of Beffroi"),
        ({"version": 99}, "version 99"),
        ({"tables": [{"name": "x"}]}, "damaged"),
        ({"tables": 3}, "damaged"),
        ({"migrations": []}, "damaged"),
    ],
)
def test_one_that_is_not_ours_says_why(change: dict[str, object], said: str) -> None:
    with pytest.raises(CopyError, match=said):
        manifest_of({**WHOLE.as_json(), **change})


def test_a_text_is_no_table_of_contents() -> None:
    with pytest.raises(CopyError, match="no backup"):
        manifest_of(["beffroi-backup"])
