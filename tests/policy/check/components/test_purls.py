"""Package URLs, against an independent reader."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packageurl import PackageURL

from beffroi.policy.check.components import purls

SIGNS = string.ascii_letters + string.digits + "._-@~"
NAMES = st.text(SIGNS, min_size=1, max_size=20)
VERSIONS = st.text(SIGNS + "+:!", min_size=1, max_size=20)
KINDS = st.sampled_from(["npm", "pypi", "golang", "composer", "gem", "maven", "nuget", "cargo"])


@pytest.mark.parametrize(
    ("kind", "name", "version", "address"),
    [
        ("pypi", "Zope.Interface_x", "7.0", "pkg:pypi/zope-interface-x@7.0"),
        ("npm", "@babel/core", "7.1.0", "pkg:npm/%40babel/core@7.1.0"),
        ("golang", "github.com/Sirupsen/logrus", "v1", "pkg:golang/github.com/sirupsen/logrus@v1"),
        ("composer", "Laravel/Laravel", "5.5", "pkg:composer/laravel/laravel@5.5"),
        ("maven", "org.apache/x", "1:2", "pkg:maven/org.apache/x@1:2"),
        ("nuget", "Newtonsoft.Json", "13", "pkg:nuget/Newtonsoft.Json@13"),
        ("cargo", "serde", "1.0.0+a", "pkg:cargo/serde@1.0.0%2Ba"),
        ("hex", "Jason", "", "pkg:hex/jason"),
    ],
)
def test_each_type_is_written_as_the_specification_says(
    kind: str, name: str, version: str, address: str
) -> None:
    assert purls.purl(kind, name, version) == address


@pytest.mark.slow
@given(KINDS, st.lists(NAMES, min_size=1, max_size=3), VERSIONS)
def test_an_independent_reader_reads_the_same_and_writes_it_so(
    kind: str, names: list[str], version: str
) -> None:
    address = purls.purl(kind, "/".join(names), version)
    read = PackageURL.from_string(address)
    assert read.version == version
    assert read.to_string() == address


@pytest.mark.slow
@given(KINDS, st.lists(NAMES, min_size=1, max_size=3), VERSIONS)
def test_the_parts_of_a_purl_make_it_again(kind: str, names: list[str], version: str) -> None:
    address = purls.purl(kind, "/".join(names), version)
    assert purls.purl(*purls.parts(address)) == address
    assert purls.bare(address) == purls.purl(kind, "/".join(names))


def test_qualifiers_and_subpaths_are_not_part_of_the_bare_purl() -> None:
    address = purls.purl("deb", "a", "1", {"b": "x/y", "a": "z"})
    assert address == "pkg:deb/a@1?a=z&b=x/y"
    assert purls.bare(address + "#sub") == "pkg:deb/a"
    assert purls.bare("pkg:npm/%40a/b") == "pkg:npm/%40a/b"


def test_what_is_no_purl_has_no_type() -> None:
    assert (purls.kind_of("https://a"), purls.parts("a"), purls.kind_of("pkg:NPM/a")) == (
        "", ("", "", ""), "npm",
    )  # fmt: skip
