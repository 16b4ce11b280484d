"""mix.lock."""

import pytest

from beffroi.policy.check.components.errors import UnreadableError
from tests.policy.check.components.making import read

TEXT = f"""%{{
  "jason": {{:hex, :jason, "1.4.1", "{"a" * 64}", [:mix], [{{:decimal, "~> 1.0 or ~> 2.0", [hex: :decimal, repo: "hexpm", optional: true]}}], "hexpm", "{"b" * 64}"}},
  "decimal": {{:hex, :decimal, "2.1.1", "{"c" * 64}", [:mix], [], "hexpm", "{"d" * 64}"}},
  "ours": {{:git, "https://example.org/ours.git", "abc", []}},
}}
"""  # noqa: E501 (mix writes an entry in one line)


def test_packages_of_hex_have_versions_digests_lines_and_needs() -> None:
    jason, decimal = read("mix.lock", TEXT)
    assert (jason.purl, jason.line, jason.needs) == (
        "pkg:hex/jason@1.4.1", 2, ("pkg:hex/decimal@2.1.1",),
    )  # fmt: skip
    assert (jason.hashes[0].content[0], decimal.hashes[0].content[0]) == ("b", "d")


def test_what_is_no_map_is_refused() -> None:
    with pytest.raises(UnreadableError):
        read("mix.lock", "hello")
