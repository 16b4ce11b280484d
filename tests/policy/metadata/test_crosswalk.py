"""ADMS, DPGA nominees, the SILL, SPDX and CycloneDX: cell by cell, there and back."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.policy.metadata import crosswalk, cyclonedx
from beffroi.policy.metadata.converting import convert
from beffroi.policy.publiccode import judge

WHOLE: dict[str, Any] = {
    "publiccodeYmlVersion": "0", "name": "Medusa", "url": "https://forge.example/a/b.git",
    "landingURL": "https://medusa.example", "softwareVersion": "1.0", "releaseDate": "2026-05-04",
    "applicationSuite": "Suite", "categories": ["blog"], "developmentStatus": "stable",
    "intendedAudience": {"countries": ["FR", "DE"], "scope": ["culture"]},
    "organisation": {"uri": "https://body.example", "name": "Body"},
    "description": {"en": {
        "localisedName": "Jelly", "genericName": "Editor", "shortDescription": "Short.",
        "longDescription": "word " * 39 + "word", "documentation": "https://doc.example"}},
    "legal": {"license": "EUPL-1.2", "mainCopyrightOwner": "Owner"},
    "localisation": {"availableLanguages": ["fr", "en"]},
}  # fmt: skip
LONG = WHOLE["description"]["en"]["longDescription"]
CELLS = [
    ("adms", "name", "dct:title", "Medusa"),
    ("adms", "identifier", "@id", "https://forge.example/a/b.git"),
    ("adms", "landing page", "dcat:landingPage", {"@id": "https://medusa.example"}),
    ("adms", "version", "owl:versionInfo", "1.0"),
    ("adms", "release date", "dct:modified", "2026-05-04"),
    ("adms", "localised name", "skos:altLabel", {"@language": "en", "@value": "Editor"}),
    ("adms", "long text", "dct:description", {"@language": "en", "@value": LONG}),
    ("adms", "category", "dcat:theme", ["blog"]),
    ("adms", "field of government", "dcat:keyword", ["culture"]),
    ("adms", "audience countries", "dct:spatial", [
        {"@id": "http://publications.europa.eu/resource/authority/country/FRA"},
        {"@id": "http://publications.europa.eu/resource/authority/country/DEU"}]),
    ("adms", "status", "adms:status", {"@id": "http://purl.org/adms/status/Completed"}),
    ("adms", "licence", "dcat:distribution",
     {"dct:license": {"@id": "http://spdx.org/licenses/EUPL-1.2"}}),
    ("adms", "publishing body", "dct:publisher",
     {"@id": "https://body.example", "foaf:name": "Body"}),
    ("adms", "languages of UI", "dct:language", [
        {"@id": "http://publications.europa.eu/resource/authority/language/FRA"},
        {"@id": "http://publications.europa.eu/resource/authority/language/ENG"}]),
    ("adms", "documentation", "foaf:page", {"@id": "https://doc.example"}),
    ("dpga", "name", "name", "Medusa"),
    ("dpga", "localised name", "aliases", ["Jelly"]),
    ("dpga", "several repositories", "repositories", [{"url": "https://forge.example/a/b.git"}]),
    ("dpga", "landing page", "website", "https://medusa.example"),
    ("dpga", "short text", "description", LONG),
    ("dpga", "category", "sectors", ["blog"]),
    ("dpga", "licence", "license",
     [{"spdx": "EUPL-1.2", "licenseURL": "https://spdx.org/licenses/EUPL-1.2"}]),
    ("dpga", "status", "stage", "nominee"),
    ("dpga", "publishing body", "organizations", [{"name": "Body"}]),
    ("dpga", "documentation", "documentation", {"documentationURL": "https://doc.example"}),
    ("sill", "name", "nom", "Medusa"),
    ("sill", "landing page", "website", "https://medusa.example"),
    ("sill", "several repositories", "sources", "https://forge.example/a/b.git"),
    ("sill", "version", "version", "1.0"),
    ("sill", "short text", "fonction", LONG),
    ("sill", "licence", "licence", "EUPL-1.2"),
    ("sill", "suite", "parent", "Suite"),
    ("sill", "documentation", "doc", "https://doc.example"),
    ("spdx", "name", "name", "Medusa"),
    ("spdx", "several repositories", "downloadLocation", "https://forge.example/a/b.git"),
    ("spdx", "landing page", "homepage", "https://medusa.example"),
    ("spdx", "version", "versionInfo", "1.0"),
    ("spdx", "release date", "releaseDate", "2026-05-04"),
    ("spdx", "short text", "summary", "Short."),
    ("spdx", "long text", "description", LONG),
    ("spdx", "licence", "licenseDeclared", "EUPL-1.2"),
    ("spdx", "owner", "supplier", "Owner"),
]  # fmt: skip
MATERIALS = [
    ("name", "name", "Medusa"), ("version", "version", "1.0"), ("long text", "description", LONG),
    ("software type", "type", "library"), ("licence", "licenses", [{"expression": "EUPL-1.2"}]),
    ("publishing body", "supplier", {"name": "Body", "url": ["https://body.example"]}),
    ("landing page", "externalReferences", [
        {"type": "vcs", "url": "https://forge.example/a/b.git"},
        {"type": "website", "url": "https://medusa.example"},
        {"type": "documentation", "url": "https://doc.example"}]),
    ("derived from", "pedigree", {"ancestors": [{
        "type": "application", "name": "older", "externalReferences": [
            {"type": "vcs", "url": "https://forge.example/a/older.git"}]}]}),
]  # fmt: skip
"""Cells of the last column, as CycloneDX has them in ``metadata.component``."""
COLUMNS = {"adms": "adms_dcat_ap", "dpga": "dpga_nominee", "sill": "sill", "spdx": "spdx_cyclonedx"}


@pytest.mark.parametrize(("format_", "concept", "key", "value"), CELLS)
def test_every_cell_of_the_crosswalk_is_written(
    format_: str, concept: str, key: str, value: Any
) -> None:
    assert crosswalk.write(format_, WHOLE).document[key] == value, concept


@pytest.mark.parametrize(("concept", "key", "value"), MATERIALS)
def test_every_cell_of_a_bill_of_materials_is_written(
    shared: Path, concept: str, key: str, value: Any
) -> None:
    older = "https://forge.example/a/older.git"
    values = {**WHOLE, "softwareType": "library", "isBasedOn": older}
    assert cyclonedx.write(values).document["metadata"]["component"][key] == value
    with (shared / "data/cooperation/crosswalk.csv").open(encoding="utf-8") as file:
        cells = {row["concept"]: row for row in csv.DictReader(file)}
    assert cells[concept]["spdx_cyclonedx"] not in {"–", ""}


def test_the_concepts_are_those_of_the_crosswalk(shared: Path) -> None:
    with (shared / "data/cooperation/crosswalk.csv").open(encoding="utf-8") as file:
        cells = {row["concept"]: row for row in csv.DictReader(file)}
    for format_, concept, _, _ in CELLS:
        assert cells[concept][COLUMNS[format_]] not in {"–", ""}, (format_, concept)


@pytest.mark.parametrize("format_", crosswalk.FORMATS)
def test_what_a_format_has_no_place_for_is_told_and_the_rest_comes_back(format_: str) -> None:
    there = crosswalk.write(format_, WHOLE)
    back = crosswalk.read(format_, there.document)
    assert there.lost
    assert {one.key for one in back.lost} == set()
    again = crosswalk.write(format_, back.document)
    assert again.document == there.document
    assert again.lost == () or {one.key for one in again.lost} <= {
        "description.en.shortDescription"
    }


@pytest.mark.parametrize("format_", crosswalk.FORMATS)
def test_the_format_of_a_file_is_found_out(format_: str) -> None:
    there = crosswalk.write(format_, WHOLE)
    assert crosswalk.format_of(there.document) == format_
    assert (
        convert(json.dumps(there.document).encode(), "publiccode")[0].document["name"] == "Medusa"
    )


@pytest.mark.parametrize(
    ("format_", "document", "lost"),
    [
        ("dpga", {"stage": "DPG", "SDGs": [{"SDGNumber": 3}]}, ["SDGs[0].SDGNumber", "stage"]),
        ("dpga", {"repositories": [{"name": "x", "url": "https://a.example"}, {"url": "b"}]},
         ["repositories"]),
        ("dpga", {"license": [{"spdx": "ours"}], "website": "no"}, ["license[0].spdx", "website"]),
        ("sill", {"nom": "a", "statut": "R", "licence": "MIT License"}, ["licence", "statut"]),
        ("adms", {"dct:title": "a", "adms:status": "http://purl.org/adms/status/UnderDevelopment"},
         ["adms:status"]),
        ("adms", {"dct:language": [{"@id": "x/FRA"}, {"@id": "x/QQQ"}]}, ["dct:language"]),
        ("spdx", {"name": "a", "releaseDate": "soon", "downloadLocation": "NOASSERTION"},
         ["downloadLocation", "releaseDate"]),
    ],
)  # fmt: skip
def test_what_publiccode_has_no_place_for_is_told(
    format_: str, document: dict[str, Any], lost: list[str]
) -> None:
    assert sorted({one.key for one in crosswalk.read(format_, document).lost}) == lost


def test_an_expression_that_a_format_cannot_hold_is_lost() -> None:
    values = {"legal": {"license": "MIT AND Apache-2.0"}}
    for format_ in ("adms", "dpga"):
        assert [one.key for one in crosswalk.write(format_, values).lost] == ["legal.license"]
    both = crosswalk.write("dpga", {"legal": {"license": "MIT OR EUPL-1.2"}}).document["license"]
    assert [one["spdx"] for one in both] == ["MIT", "EUPL-1.2"]


def test_three_states_fold_into_one_and_that_is_told() -> None:
    lost = crosswalk.write("adms", {"developmentStatus": "concept"}).lost
    assert [(one.key, one.reason) for one in lost] == [("developmentStatus", "folded")]


def test_addresses_speak_the_language_of_the_texts_beside_them() -> None:
    said = {"dct:title": "a", "foaf:page": "https://doc.example",
            "dct:description": {"@language": "it", "@value": "word " * 40}}  # fmt: skip
    found = crosswalk.read("adms", said).document["description"]
    assert {language: set(part) for language, part in found.items()} == {
        "it": {"longDescription", "documentation"}
    }


@pytest.mark.parametrize("page", [1, 2])
def test_entries_of_the_italian_catalogue_give_their_own_file(shared: Path, page: int) -> None:
    data = (shared / f"data/catalogue/foreign/it-software-page{page}.json").read_bytes()
    entries, records = json.loads(data)["data"], convert(data, "publiccode")
    assert len(records) == len(entries)
    for entry, record in zip(entries, records, strict=True):
        assert record.document == judge(entry["publiccodeYml"].encode()).values
        assert "id" in {one.key for one in record.lost}


@given(
    st.sampled_from(crosswalk.FORMATS),
    st.dictionaries(
        st.sampled_from([row[1].split(".")[0] for name in crosswalk.FORMATS
                         for row in crosswalk.rows(name)]),
        st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=20),
                     lambda inner: st.lists(inner, max_size=3)
                     | st.dictionaries(st.sampled_from(["@id", "@value", "url", "spdx"]), inner)),
        max_size=5,
    ),
)  # fmt: skip
def test_any_document_of_a_stranger_can_be_read(format_: str, document: dict[str, Any]) -> None:
    found = crosswalk.read(format_, document)
    crosswalk.write(format_, found.document)
