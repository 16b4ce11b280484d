"""CycloneDX: what a bill of materials is about, there and back, and what is lost."""

import json
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from hypothesis import given
from hypothesis import strategies as st

from beffroi.lib.errors import UsageError
from beffroi.policy.metadata import cyclonedx
from beffroi.policy.metadata.converting import convert
from beffroi.policy.metadata.shapes import Converted
from tests.policy.metadata.test_crosswalk import WHOLE

FULL: dict[str, Any] = {
    **WHOLE, "softwareType": "standalone/web", "isBasedOn": "https://forge.example/a/older.git",
}  # fmt: skip
HERE = "metadata.component"


def about(component: object) -> Converted:
    return cyclonedx.read({"bomFormat": "CycloneDX", "metadata": {"component": component}})


def lost_of(component: object) -> set[str]:
    return {one.key.removeprefix(f"{HERE}.") for one in about(component).lost}


@pytest.mark.parametrize("values", [FULL, WHOLE, {"name": "Medusa"}])
def test_the_official_schema_accepts_what_is_written(values: dict[str, Any]) -> None:
    text = json.dumps(cyclonedx.write(values).document)
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None


def test_the_way_back_loses_nothing_and_the_way_there_tells_all() -> None:
    there = cyclonedx.write(FULL)
    back = cyclonedx.read(there.document)
    assert back.lost == ()
    assert cyclonedx.write(back.document).document == there.document
    assert cyclonedx.write(back.document).lost == ()
    assert {("softwareType", "folded"), ("releaseDate", "no-place")} <= {
        (one.key, one.reason) for one in there.lost
    }
    assert {one.key for one in there.lost} == {
        "softwareType", "releaseDate", "applicationSuite", "categories", "developmentStatus",
        "intendedAudience.countries", "intendedAudience.scope", "legal.mainCopyrightOwner",
        "description.en.localisedName", "description.en.genericName",
        "description.en.shortDescription", "localisation.availableLanguages",
    }  # fmt: skip


def test_what_is_not_said_is_guessed_or_missing_and_told() -> None:
    found = cyclonedx.write({})
    assert found.missing == (f"{HERE}.name",)
    assert [(one.key, one.value) for one in found.guessed] == [(f"{HERE}.type", "application")]


@pytest.mark.parametrize(
    ("component", "lost"),
    [
        ({"purl": "pkg:npm/a@1", "bom-ref": "a"}, {"purl", "bom-ref"}),
        ({"type": "container"}, {"type"}),
        ({"licenses": [{"license": {"name": "MIT License"}}, {"license": {"id": "ISC"}}]},
         {"licenses[0].license.name", "licenses[1].license.id"}),
        ({"licenses": [{"license": {"name": "Ours"}}]}, {"licenses[0].license.name"}),
        ({"supplier": {"name": "B", "url": ["https://a.example", "https://b.example"]}},
         {"supplier.url"}),
        ({"supplier": {"name": "B", "url": ["no"]}}, {"supplier.url"}),
        ({"externalReferences": [{"type": "vcs", "url": "git+ssh:no way"}]},
         {"externalReferences[0].type", "externalReferences[0].url"}),
        ({"pedigree": {"ancestors": [{"name": "x", "version": "2"}]}},
         {"pedigree.ancestors[0].name", "pedigree.ancestors[0].version"}),
        ({"hashes": 3, "supplier": [], "licenses": "x", "externalReferences": {}},
         {"hashes", "licenses"}),
    ],
)  # fmt: skip
def test_what_publiccode_has_no_place_for_is_told(component: object, lost: set[str]) -> None:
    assert lost_of(component) == lost


def test_a_supplier_without_an_address_is_the_owner() -> None:
    assert about({"supplier": {"name": "B"}}).document["legal"] == {"mainCopyrightOwner": "B"}
    assert cyclonedx.write({"legal": {"mainCopyrightOwner": "B"}}).document["metadata"] == {
        "component": {"type": "application", "supplier": {"name": "B"}}
    }


def test_the_parts_of_a_bill_of_materials_are_told_as_lost() -> None:
    document = {**cyclonedx.write(FULL).document, "components": [{"type": "file", "name": "part"}]}
    (found,) = convert(json.dumps(document).encode(), "publiccode")
    assert {one.key for one in found.lost} == {"components[0].type", "components[0].name"}
    assert found.document["name"] == "Medusa"


@pytest.mark.parametrize("metadata", [None, [], {}, {"component": {}}, {"component": "x"}])
def test_a_bill_of_materials_of_nothing_is_refused(metadata: object) -> None:
    document = json.dumps({"bomFormat": "CycloneDX", "metadata": metadata}).encode()
    with pytest.raises(UsageError, match=r"no metadata\.component"):
        convert(document, "publiccode")


@given(
    st.dictionaries(
        st.sampled_from(["type", "name", "version", "description", "licenses", "supplier",
                         "externalReferences", "pedigree"]),
        st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=20),
                     lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
                         st.sampled_from(["url", "type", "name", "license", "id", "ancestors",
                                          "externalReferences"]), inner)),
        max_size=5,
    ),
)  # fmt: skip
def test_any_component_of_a_stranger_can_be_read(component: dict[str, Any]) -> None:
    cyclonedx.write(about(component).document)
