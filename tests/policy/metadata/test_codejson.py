"""code.json of the United States: every sample, there and back."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from beffroi.policy.metadata import codejson
from beffroi.policy.publiccode import judge
from beffroi.policy.publiccode.writing import dump

SAMPLES = {
    "us-cfpb-code-1.0.1": 235, "us-dol-code-2.0.0": 162, "us-ed-code-2.0.0": 49,
    "us-hhs-index-0.0.1-sample": 98, "us-nasa-code-2.0.0-sample": 218, "us-va-index-2.0.0": 148,
}  # fmt: skip
STILL_MISSING = {"required", "some", "needed-when"}
RELEASE = {
    "name": "Medusa", "description": "Short.", "status": "Alpha", "organization": "Body",
    "repositoryURL": "https://forge.example/a/b.git", "laborHours": 12, "tags": ["crm", "x"],
    "permissions": {"licenses": [{"name": "GPLv3"}], "usageType": "governmentWideReuse"},
    "contact": {"email": "contact@body.example"}, "date": {"lastModified": "2026-11-24T10:00:00Z"},
}  # fmt: skip


@cache
def releases(folder: Path, name: str) -> list[dict[str, Any]]:
    document = json.loads((folder / f"{name}.json").read_text())
    found = document.get("releases", document.get("projects"))
    return [dict(one, agency_of_file=document["agency"]) for one in found]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "count"), SAMPLES.items())
def test_every_release_converts_and_comes_back_without_further_loss(
    shared: Path, name: str, count: int
) -> None:
    found = releases(shared / "data/catalogue/foreign", name)
    assert len(found) == count
    assert all(codejson.read(release).document for release in found)
    for release in found[::4]:
        first = codejson.read(release)
        back = codejson.write(first.document)
        again = codejson.read(back.document)
        assert again.document == first.document
        assert codejson.write(again.document).document == back.document


@pytest.mark.slow
@pytest.mark.parametrize("name", SAMPLES)
def test_what_was_converted_lacks_things_but_is_never_wrong(shared: Path, name: str) -> None:
    for release in releases(shared / "data/catalogue/foreign", name)[::8]:
        verdict = judge(dump(codejson.read(release).document).encode())
        wrong = [one for one in verdict.results if one.rule not in STILL_MISSING]
        assert wrong == []


@pytest.mark.slow
@pytest.mark.parametrize("name", SAMPLES)
def test_every_value_is_in_the_draft_or_in_the_report(shared: Path, name: str) -> None:
    for release in releases(shared / "data/catalogue/foreign", name)[::8]:
        found = codejson.read(release)
        told = {one.key.partition(".")[0].partition("[")[0] for one in found.lost}
        text = dump(found.document)
        for key, value in release.items():
            if isinstance(value, int | float) and value:
                assert key in told or str(value) in text


def test_what_was_lost_or_guessed_is_told_field_by_field() -> None:
    found = codejson.read(RELEASE)
    assert found.document["developmentStatus"] == "development"
    assert found.document["legal"] == {"license": "GPL-3.0-only", "mainCopyrightOwner": "Body"}
    assert found.document["releaseDate"] == "2026-11-24"
    lost = {(one.key, one.reason) for one in found.lost}
    assert lost == {
        ("status", "folded"), ("permissions.licenses[0].name", "folded"), ("tags", "no-place"),
        ("permissions.usageType", "not-open"), ("date.lastModified", "folded"),
        ("laborHours", "no-place"),
    }  # fmt: skip
    guessed = {one.key for one in found.guessed}
    assert {"softwareType", "platforms", "maintenance.type", "description.en"} <= guessed
    assert "description.en.features" in found.missing


def test_an_inventory_of_nonsense_converts_to_nothing_much() -> None:
    nonsense = {"name": [], "tags": "a, crm", "permissions": 3, "contact": [], "date": "x"}
    found = codejson.read(nonsense)
    assert found.document["categories"] == ["crm"]
    assert {one.key for one in found.lost} >= {"permissions", "date"}
