"""Gemfile.lock."""

import pytest

from beffroi.policy.check.components.errors import UnreadableError
from tests.policy.check.components.making import by_name, read

TEXT = f"""PATH
  remote: .
  specs:
    ours (0.1)
      rack

GEM
  remote: https://gems.example/
  specs:
    nokogiri (1.16.0-x86_64-linux)
      racc (~> 1.4)
    racc (1.7.3)

PLATFORMS
  ruby

DEPENDENCIES
  nokogiri (~> 1.16)
  ours!

CHECKSUMS
  racc (1.7.3) sha256={"a" * 64}

BUNDLED WITH
   2.5.0
"""


def test_a_gem_has_its_version_its_line_and_its_needs() -> None:
    found = by_name(read("Gemfile.lock", TEXT))
    assert (found["nokogiri"].purl, found["nokogiri"].line, found["nokogiri"].direct) == (
        "pkg:gem/nokogiri@1.16.0-x86_64-linux", 10, True,
    )  # fmt: skip
    assert found["nokogiri"].needs == ("pkg:gem/racc@1.7.3",)


def test_a_digest_at_the_end_belongs_to_its_gem() -> None:
    racc = by_name(read("Gemfile.lock", TEXT))["racc"]
    assert (racc.hashes[0].content, racc.direct) == ("a" * 64, False)


def test_a_gem_of_a_folder_is_the_work_itself() -> None:
    assert "ours" not in by_name(read("Gemfile.lock", TEXT))


def test_what_is_no_lock_file_is_refused() -> None:
    with pytest.raises(UnreadableError):
        read("Gemfile.lock", "hello")
