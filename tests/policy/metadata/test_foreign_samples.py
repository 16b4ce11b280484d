"""Every sample of software from abroad: a publiccode.yml, a report, and back without more loss."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from beffroi.policy.metadata.converting import FORMATS, convert
from beffroi.policy.metadata.shapes import Converted
from beffroi.policy.publiccode.writing import dump

SAMPLES = {
    "us-cfpb-code-1.0.1.json": 235, "us-dol-code-2.0.0.json": 162, "us-ed-code-2.0.0.json": 49,
    "us-hhs-index-0.0.1-sample.json": 98, "us-nasa-code-2.0.0-sample.json": 218,
    "us-va-index-2.0.0.json": 148, "it-software-page1.json": 13, "it-software-page2.json": 12,
}  # fmt: skip
EVERY = 12
"""Of the records of one sample, each so many-th goes every way there and back."""


@cache
def converted(folder: Path, name: str) -> list[Converted]:
    return convert((folder / name).read_bytes(), "publiccode")


def written(values: Any) -> bytes:
    return dump(values).encode()


@pytest.mark.slow
@pytest.mark.parametrize(("name", "count"), SAMPLES.items())
def test_every_sample_of_software_converts_with_a_report(
    shared: Path, name: str, count: int
) -> None:
    found = converted(shared / "data/catalogue/foreign", name)
    assert len(found) == count
    for record in found:
        assert record.document
        assert record.lost
        assert set(record.as_json()) == {"document", "lost", "guessed", "missing"}


@pytest.mark.slow
@pytest.mark.parametrize("target", FORMATS[1:])
@pytest.mark.parametrize("name", SAMPLES)
def test_there_and_back_loses_nothing_further(shared: Path, name: str, target: str) -> None:
    for record in converted(shared / "data/catalogue/foreign", name)[::EVERY]:
        (there,) = convert(written(record.document), target)
        (back,) = convert(json.dumps(there.document).encode(), "publiccode")
        (again,) = convert(written(back.document), target)
        assert again.document == there.document
        assert {one.key for one in again.lost} <= {one.key for one in there.lost}
