"""yarn.lock, classic and berry."""

import json

import pytest

from beffroi.policy.check.components.errors import UnreadableError
from tests.policy.check.components.making import by_name, read

CLASSIC = """# yarn lockfile v1


"@a/one@^1.0.0", "@a/one@^1.1.0":
  version "1.1.0"
  resolved "https://registry.example/@a/one/-/one-1.1.0.tgz#{sha1}"
  dependencies:
    deep "^1.0.0"
  : odd

deep@^1.0.0:
  version "1.5.0"

"nick@npm:true-name@^2":
  version "2.0.0"

"tool@~3":
  version "3.0.1"

"own@file:../own":
  version "0.0.0"
""".format(sha1="ab" * 20)
BERRY = """__metadata:
  version: 8

"@a/one@npm:^1.0.0, @a/one@npm:^1.1.0":
  version: 1.1.0
  resolution: "@a/one@npm:1.1.0"
  dependencies:
    deep: "npm:^1.0.0"
  checksum: 10c0/abcdef
  languageName: node
  linkType: hard

"deep@npm:^1.0.0":
  version: 1.5.0
  resolution: "deep@npm:1.5.0"

"own@workspace:.":
  version: 0.0.0-use.local
  resolution: "own@workspace:."
"""
MANIFEST = json.dumps({"dependencies": {"@a/one": "^1.1.0"}, "devDependencies": {"tool": "~3"}})


@pytest.mark.parametrize(("text", "line"), [(CLASSIC, 4), (BERRY, 4)])
def test_a_package_has_its_version_its_line_and_what_it_needs(text: str, line: int) -> None:
    one = by_name(read("yarn.lock", text))["@a/one"]
    assert (one.purl, one.line, one.needs) == (
        "pkg:npm/%40a/one@1.1.0", line, ("pkg:npm/deep@1.5.0",),
    )  # fmt: skip


def test_a_digest_behind_the_address_is_taken_when_there_is_no_better_one() -> None:
    digest = by_name(read("yarn.lock", CLASSIC))["@a/one"].hashes
    assert [(one.algorithm, one.content) for one in digest] == [("SHA-1", "ab" * 20)]


def test_an_alias_goes_by_its_true_name() -> None:
    assert by_name(read("yarn.lock", CLASSIC))["true-name"].version == "2.0.0"


def test_a_folder_of_the_work_itself_is_no_component() -> None:
    assert "own" not in by_name(read("yarn.lock", CLASSIC)) | by_name(read("yarn.lock", BERRY))


def test_package_json_beside_it_says_what_is_for_working_only() -> None:
    found = by_name(read("yarn.lock", CLASSIC, package_json=MANIFEST))
    assert (found["tool"].scope, found["tool"].direct) == ("development", True)
    assert (found["deep"].scope, found["deep"].direct) == ("required", False)


def test_without_a_readable_package_json_nobody_knows_who_asked() -> None:
    found = by_name(read("yarn.lock", CLASSIC, package_json="{"))
    assert (found["tool"].scope, found["tool"].direct) == ("required", None)


def test_a_line_that_belongs_to_no_entry_is_refused_with_its_number() -> None:
    with pytest.raises(UnreadableError) as refused:
        read("yarn.lock", "# yarn\n\nhello\n")
    assert refused.value.line == 3
