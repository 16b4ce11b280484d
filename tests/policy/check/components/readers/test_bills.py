"""Bills of materials that stand in the repository."""

import json

import pytest

from beffroi.policy.check.components.errors import UnreadableError
from beffroi.policy.check.components.readers.bills import licence_of
from tests.policy.check.components.making import read

CYCLONEDX = {
    "bomFormat": "CycloneDX",
    "components": [
        {"purl": "pkg:npm/%40a/one@1.0?x=y", "licenses": [{"license": {"id": "MIT"}}],
         "hashes": [{"alg": "SHA-256", "content": "a" * 64}], "scope": "excluded",
         "components": [{"purl": "pkg:maven/org.x/two", "version": "2"}]},
        {"name": "no purl"},
    ],
}  # fmt: skip
SPDX = {
    "spdxVersion": "SPDX-2.3",
    "packages": [
        {"licenseConcluded": "NOASSERTION", "licenseDeclared": "BSD-3-Clause",
         "checksums": [{"algorithm": "SHA1", "checksumValue": "b" * 40}],
         "externalRefs": [{"referenceType": "purl", "referenceLocator": "pkg:pypi/a.b@1"}]},
        {"name": "no purl"},
    ],
}  # fmt: skip


def test_a_bill_of_cyclonedx_gives_components_licences_and_digests() -> None:
    one, two = read("bom.json", json.dumps(CYCLONEDX))
    assert (one.purl, one.licence, one.scope) == ("pkg:npm/%40a/one@1.0", "MIT", "development")
    assert (one.hashes[0].content, two.purl) == ("a" * 64, "pkg:maven/org.x/two@2")


def test_a_bill_of_spdx_gives_components_licences_and_digests() -> None:
    (one,) = read("ours.spdx.json", json.dumps(SPDX))
    assert (one.purl, one.licence) == ("pkg:pypi/a-b@1", "BSD-3-Clause")
    assert one.hashes[0].algorithm == "SHA-1"


@pytest.mark.parametrize(
    ("stated", "licence"),
    [
        ([{"expression": "MIT OR ISC"}], "MIT OR ISC"),
        ([{"license": {"id": "MIT"}}, {"expression": "A OR B"}], "MIT AND (A OR B)"),
        ([{"license": {"name": "MIT"}}, {"license": {}}], None),
        ([], None), (None, None),
    ],
)  # fmt: skip
def test_several_licences_hold_together(stated: object, licence: str | None) -> None:
    assert licence_of(stated) == licence


def test_components_in_components_are_not_followed_without_end() -> None:
    row: dict[str, object] = {"purl": "pkg:npm/a@0"}
    for number in range(1, 40):
        row = {"purl": f"pkg:npm/a@{number}", "components": [row]}
    bill = {"bomFormat": "CycloneDX", "components": [row]}
    assert len(read("bom.json", json.dumps(bill))) == 20


@pytest.mark.parametrize(
    "bill", [{}, {"bomFormat": "CycloneDX", "components": [{"purl": "pkg:a/ "}]}]
)
def test_what_is_no_bill_is_refused(bill: object) -> None:
    with pytest.raises(UnreadableError):
        read("sbom.json", json.dumps(bill))
