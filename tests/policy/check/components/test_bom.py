"""The bill of materials, against the official schema and an independent reader."""

import json
from typing import Any

import pytest
from cyclonedx.model.bom import Bom
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from beffroi.policy.check.components.bom import cyclonedx
from beffroi.policy.check.components.shapes import Component, Components, Fault, Hash
from tests.policy.check.components.making import make_component

WHEELS = tuple(Hash("SHA-256", letter * 64) for letter in "ab")
FOUND = Components(
    (
        make_component("npm/@a/one", "1.0", licence="MIT OR ISC", line=0, direct=True,
                       needs=("pkg:npm/two@2.0", "pkg:npm/absent@1")),
        make_component("npm/two", "2.0", scope="optional", hashes=(Hash("SHA-512", "c" * 128),)),
        make_component("pypi/three", "", scope="development", hashes=WHEELS,
                       licence="LicenseRef-x", path="a\udcff/ré.txt"),
    ),
    ("package-lock.json",),
)  # fmt: skip


def bill(found: Components = FOUND, **known: str) -> dict[str, Any]:
    return json.loads(cyclonedx(found, known.pop("name", "ours"), **known))  # type: ignore[no-any-return]


@pytest.mark.slow
@pytest.mark.parametrize("found", [FOUND, Components()])
def test_the_official_schema_accepts_it(found: Components) -> None:
    text = cyclonedx(found, "", "1.2", "EUPL-1.2")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None


@pytest.mark.slow
def test_an_independent_reader_finds_the_same() -> None:
    read = Bom.from_json(bill(version="1", licence="EUPL-1.2"))  # type: ignore[attr-defined]
    found = {str(one.purl): one for one in read.components}
    assert set(found) == {one.purl for one in FOUND.components}
    assert {str(one.value) for one in found["pkg:npm/%40a/one@1.0"].licenses} == {"MIT OR ISC"}
    assert [one.content for one in found["pkg:npm/two@2.0"].hashes] == ["c" * 128]
    assert read.metadata.component.name == "ours"


def test_who_needs_whom_is_written_for_what_is_listed() -> None:
    assert bill()["dependencies"] == [
        {"ref": "beffroi:subject", "dependsOn": ["pkg:npm/%40a/one@1.0"]},
        {"ref": "pkg:npm/%40a/one@1.0", "dependsOn": ["pkg:npm/two@2.0"]},
    ]


def test_a_component_says_its_group_use_and_place() -> None:
    one, two, three = bill()["components"]
    assert (one["group"], one["name"], one["scope"]) == ("@a", "one", "required")
    assert (two["scope"], three["scope"]) == ("optional", "excluded")
    assert two["evidence"] == {"occurrences": [{"location": "lock", "line": 1}]}
    assert three["evidence"]["occurrences"][0]["location"] == "a\ufffd/ré.txt"


def test_digests_of_several_files_stand_each_with_its_file() -> None:
    _, two, three = bill()["components"]
    assert two["hashes"] == [{"alg": "SHA-512", "content": "c" * 128}]
    assert [one["hashes"][0]["content"][0] for one in three["externalReferences"]] == ["a", "b"]


def test_the_same_components_give_the_same_bytes_and_others_another_number() -> None:
    assert cyclonedx(FOUND, "ours") == cyclonedx(FOUND, "ours")
    assert bill()["serialNumber"] != bill(name="others")["serialNumber"]
    assert "timestamp" not in bill()["metadata"]


def completeness(*components: Component, **known: Any) -> str:
    found = Components(components, files=("a",), **known)
    return str(bill(found)["compositions"][0]["aggregate"])


def test_a_bill_says_whether_it_is_whole() -> None:
    assert completeness(make_component()) == "complete"
    assert completeness(make_component(version="")) == "unknown"
    assert completeness(faults=(Fault("a", 1, "no"),)) == "incomplete"
