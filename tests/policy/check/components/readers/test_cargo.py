"""Cargo.lock."""

import pytest

from beffroi.policy.check.components.errors import UnreadableError
from tests.policy.check.components.making import by_name, read

SOURCE = 'source = "registry+https://example.org/index"'
TEXT = f"""version = 4

[[package]]
name = "ours"
version = "0.1.0"
dependencies = [
 "serde",
 "syn 2.0.0",
]

[[package]]
name = "serde"
version = "1.0.0"
{SOURCE}
checksum = "{"a" * 64}"
dependencies = [
 "syn 1.0.0 (registry+https://example.org/index)",
]

[[package]]
name = "syn"
version = "1.0.0"
{SOURCE}

[[package]]
name = "syn"
version = "2.0.0"
{SOURCE}
"""


def test_a_crate_has_its_version_its_digest_its_line_and_its_needs() -> None:
    serde = by_name(read("Cargo.lock", TEXT))["serde"]
    assert (serde.purl, serde.line, serde.direct) == ("pkg:cargo/serde@1.0.0", 11, True)
    assert serde.hashes[0].content == "a" * 64
    assert serde.needs == ("pkg:cargo/syn@1.0.0",)


def test_two_versions_of_one_crate_are_two_components() -> None:
    found = [one for one in read("Cargo.lock", TEXT) if one.name == "syn"]
    assert [(one.version, one.direct) for one in found] == [("1.0.0", False), ("2.0.0", True)]


def test_the_old_place_of_digests_is_read() -> None:
    text = (
        f'[[package]]\nname = "a"\nversion = "1.0.0"\n{SOURCE}\n\n[metadata]\n'
        f'"checksum a 1.0.0 (registry+https://example.org)" = "{"b" * 64}"\n"other" = "x"\n'
    )
    assert read("Cargo.lock", text)[0].hashes[0].content == "b" * 64


def test_what_is_no_lock_file_is_refused() -> None:
    with pytest.raises(UnreadableError):
        read("Cargo.lock", "hello")
