"""codemeta.json, there and back."""

from typing import Any

from beffroi.policy.metadata import codemeta
from tests.policy.publiccode.test_judging import MINIMAL, judge

DOCUMENT: dict[str, Any] = {
    "@context": "https://w3id.org/codemeta/3.0",
    "@type": "SoftwareSourceCode",
    "name": "Medusa",
    "description": "A library. " * 20,
    "codeRepository": "https://forge.example/a/b",
    "url": "https://medusa.example",
    "license": ["https://spdx.org/licenses/MIT", {"name": "Apache-2.0"}],
    "programmingLanguage": ["Python"],
    "keywords": "crm, medusa",
    "developmentStatus": "https://www.repostatus.org/#wip",
    "dateModified": "2026-11-24",
    "operatingSystem": "Debian, Windows 11",
    "softwareRequirements": ["PostgreSQL"],
    "author": [{"@type": "Person", "name": "A"}],
    "maintainer": {
        "@type": "Person",
        "givenName": "Bo",
        "familyName": "Li",
        "email": "b@c.example",
    },
    "publisher": {"@id": "https://body.example", "name": "Body"},
    "unknownKey": {"deep": [1, {"x": 2}]},
}


def test_what_publiccode_has_a_place_for_is_there() -> None:
    document = codemeta.read(DOCUMENT).document
    assert document["legal"]["license"] == "MIT OR Apache-2.0"
    assert document["developmentStatus"] == "development"
    assert document["platforms"] == ["linux", "windows"]
    assert document["categories"] == ["crm"]
    assert document["dependsOn"] == {"open": [{"name": "PostgreSQL"}]}
    assert document["organisation"] == {"uri": "https://body.example", "name": "Body"}
    contacts = document["maintenance"]["contacts"]
    assert contacts == [{"name": "Bo Li", "email": "b@c.example"}]


def test_what_it_has_no_place_for_is_told() -> None:
    lost = {one.key for one in codemeta.read(DOCUMENT).lost}
    assert {"programmingLanguage", "keywords", "author[0].name", "unknownKey.deep[1].x"} <= lost


def test_it_comes_back_without_further_loss() -> None:
    first = codemeta.read(DOCUMENT).document
    back = codemeta.write(first).document
    again = codemeta.read(back).document
    assert codemeta.write(again).document == back
    assert {key for key in first if again.get(key) != first[key]} == set()


def test_a_publiccode_file_becomes_codemeta_and_says_what_is_lost() -> None:
    found = codemeta.write(judge(MINIMAL.encode()).values)
    assert found.document["license"] == "https://spdx.org/licenses/EUPL-1.2"
    assert {one.key for one in found.lost} >= {
        "maintenance.type", "description.en.features", "localisation.localisationReady"
    }  # fmt: skip
