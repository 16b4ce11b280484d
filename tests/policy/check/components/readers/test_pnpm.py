"""pnpm-lock.yaml, versions 5, 6 and 9."""

import base64

import pytest

from beffroi.policy.check.components.errors import UnreadableError
from tests.policy.check.components.making import by_name, read

DIGEST = "sha512-" + base64.b64encode(bytes(64)).decode()
NINE = f"""lockfileVersion: '9.0'

importers:

  .:
    dependencies:
      '@a/one':
        specifier: ^1
        version: 1.1.0(peer@2.0.0)
      own:
        specifier: workspace:*
        version: link:packages/own
    devDependencies:
      tool:
        specifier: ^3
        version: 3.0.0
    optionalDependencies:
      maybe:
        specifier: ^4
        version: 4.0.0

packages:

  '@a/one@1.1.0':
    resolution: {{integrity: {DIGEST}}}
    engines: {{node: '>=18'}}

  deep@1.5.0:
    resolution: {{integrity: {DIGEST}}}
    deprecated: |-
      a long text: with a colon
  maybe@4.0.0:
    resolution: {{integrity: {DIGEST}}}
  nick@7.0.0:
    resolution: {{integrity: {DIGEST}}}
  tool@3.0.0:
    resolution: {{integrity: {DIGEST}}}

snapshots:

  '@a/one@1.1.0(peer@2.0.0)':
    dependencies:
      deep: 1.5.0
      alias: nick@7.0.0
      own: link:packages/own

  tool@3.0.0: {{}}
"""
FIVE = """lockfileVersion: 5.4
dependencies:
  one: 1.1.0_peer@2.0.0
packages:
  /@a/deep/1.5.0:
    resolution: {integrity: sha512-x}
    dev: false
  /one/1.1.0_peer@2.0.0:
    resolution: {integrity: sha512-x}
    dependencies:
      '@a/deep': 1.5.0
    dev: false
  /tool/3.0.0:
    dev: true
"""
SIX = FIVE.replace("5.4", "'6.0'").replace("/deep/1", "/deep@1").replace("/one/1", "/one@1")


def test_version_9_tells_versions_digests_lines_and_needs() -> None:
    one = by_name(read("pnpm-lock.yaml", NINE))["@a/one"]
    assert (one.purl, one.line, one.hashes[0].content) == ("pkg:npm/%40a/one@1.1.0", 24, "00" * 64)
    assert one.needs == ("pkg:npm/deep@1.5.0", "pkg:npm/nick@7.0.0")


def test_version_9_tells_the_use_by_who_leads_to_it() -> None:
    found = read("pnpm-lock.yaml", NINE)
    assert {one.name: (one.scope, one.direct) for one in found} == {
        "@a/one": ("required", True), "deep": ("required", False), "nick": ("required", False),
        "maybe": ("optional", True), "tool": ("development", True),
    }  # fmt: skip


@pytest.mark.parametrize("text", [FIVE, SIX])
def test_versions_5_and_6_say_the_use_themselves(text: str) -> None:
    found = by_name(read("pnpm-lock.yaml", text))
    assert found["one"].needs == ("pkg:npm/%40a/deep@1.5.0",)
    assert {one.name: one.scope for one in found.values()} == {
        "@a/deep": "required", "one": "required", "tool": "development",
    }  # fmt: skip


def test_what_is_no_lock_file_of_pnpm_is_refused() -> None:
    with pytest.raises(UnreadableError):
        read("pnpm-lock.yaml", "a: 1\n")
