"""Vulnerabilities of the formats that are read."""

import pytest

from beffroi.policy.check.components.errors import UnreadableError
from beffroi.policy.check.components.vulnerabilities import matched, read
from tests.policy.check.components.making import make_component

DJANGO = make_component("pypi/django", "5.2.1")
OSV = {
    "id": "TEST-2026-1",
    "affected": [
        {"package": {"ecosystem": "PyPI", "name": "Django"},
         "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "5.0"}, {"fixed": "5.2.2"}]}]},
        {"package": {"ecosystem": "Linux", "name": "kernel"}},
    ],
    "database_specific": {"severity": "HIGH"},
}  # fmt: skip
SCANNED = {"results": [{"packages": [{
    "package": {"ecosystem": "PyPI", "name": "django", "version": "5.2.1"},
    "vulnerabilities": [{"id": "TEST-1"},
                        {"id": "TEST-2", "database_specific": {"severity": "LOW"}}],
    "groups": [{"ids": ["TEST-1", 3], "max_severity": "8.1"}, {"ids": ["TEST-3"]}],
}]}]}  # fmt: skip
VEX = {
    "bomFormat": "CycloneDX",
    "components": [{"bom-ref": "it", "purl": "pkg:pypi/django@5.2.1"}],
    "vulnerabilities": [
        {"id": "TEST-1", "ratings": [{"score": 7.5}, {"severity": "low"}],
         "affects": [{"ref": "it"}]},
        {"id": "TEST-2", "affects": [{"ref": "pkg:pypi/django@5.2.1"}],
         "analysis": {"state": "not_affected"}},
        {"id": "TEST-3", "affects": [{"ref": "elsewhere"}]},
    ],
}  # fmt: skip


def hits(document: object, component: object = DJANGO) -> list[tuple[str, float | None]]:
    return [(known.id, known.score) for _, known in matched(read(document), [component])]  # type: ignore[list-item]


@pytest.mark.parametrize("document", [OSV, [OSV, OSV], {"vulns": [OSV]}])
def test_an_entry_of_osv_is_known_of_the_versions_in_its_range(document: object) -> None:
    assert hits(document) == [("TEST-2026-1", 7.0)]
    assert hits(document, make_component("pypi/django", "5.2.2")) == []
    assert hits(document, make_component("pypi/django", "")) == []


def test_a_withdrawn_entry_says_nothing() -> None:
    assert read({**OSV, "withdrawn": "2026-01-01T00:00:00Z"}) == []


def test_a_package_may_be_named_by_its_purl_or_by_maven_s_colon() -> None:
    one = {"id": "T", "affected": [{"package": {"purl": "pkg:npm/%40a/b"}, "versions": ["1.0"]},
                                   {"package": {"ecosystem": "Maven", "name": "org.x:y"},
                                    "severity": [{"score": 5}]}]}  # fmt: skip
    assert hits(one, make_component("npm/@a/b", "1.0")) == [("T", None)]
    assert hits(one, make_component("maven/org.x/y", "1")) == [("T", 5.0)]


def test_what_a_scanner_found_is_taken_for_that_version_alone() -> None:
    assert hits(SCANNED) == [("TEST-1", 8.1), ("TEST-2", 0.1)]
    assert hits(SCANNED, make_component("pypi/django", "5.2.2")) == []


def test_an_ecosystem_is_known_by_the_names_of_osv() -> None:
    package = {"ecosystem": "cra" + "tes.io", "name": "a"}
    assert hits({"id": "T", "affected": [{"package": package}]}, make_component("cargo/a"))


def test_an_affected_package_of_no_known_ecosystem_is_left_out() -> None:
    package = {"ecosystem": "Linux", "name": "kernel", "version": "1"}
    rows = [{"package": package, "vulnerabilities": [{"id": "T"}], "groups": [{"ids": 3}]}]
    assert read({"results": [{"packages": rows}]}) == []


def test_a_vex_takes_back_what_does_not_concern_the_work() -> None:
    assert hits(VEX) == [("TEST-1", 7.5)]


@pytest.mark.parametrize("document", [{}, 3, None, "a", [{"a": 1}]])
def test_what_is_no_list_of_vulnerabilities_is_refused(document: object) -> None:
    with pytest.raises(UnreadableError):
        read(document)


def test_an_empty_list_knows_nothing() -> None:
    assert read([]) == []


def test_an_identifier_that_cannot_be_printed_is_not_shown() -> None:
    assert hits({**OSV, "id": "\x1b[31m"}) == [("?", 7.0)]
