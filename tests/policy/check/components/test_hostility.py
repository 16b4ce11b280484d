"""Whatever a lock file holds, its reader ends, soon, with components or with a fault."""

import json
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beffroi.policy.check.components import vulnerabilities
from beffroi.policy.check.components.errors import UnreadableError
from beffroi.policy.check.components.finding import components_of
from beffroi.policy.check.components.sources import Source
from beffroi.policy.check.components.table import KINDS
from beffroi.policy.check.components.vulnerabilities import matched
from tests.policy.check.components.making import make_component, make_tree
from tests.policy.check.making import subject_of

KEYS = st.sampled_from([
    "packages", "dependencies", "devDependencies", "", "node_modules/a", "version", "name",
    "license", "integrity", "default", "develop", "hashes", "components", "purl", "licenses",
    "pins", "object", "state",
    "location", "externalRefs", "resolved", "packages-dev", "require", "dist",
    "bomFormat", "spdxVersion",
    "vulnerabilities", "affected", "ranges", "events", "groups", "ids", "severity",
    "score", "package", "ecosystem", "versions", "introduced", "fixed", "ratings", "affects", "ref",
])  # fmt: skip
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8)
    | st.sampled_from(["CycloneDX", "SPDX-2.3", "pkg:npm/a@1", "sha512-AAAA", "npm:b@1", "1.0"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=20,
)  # fmt: skip
WORDS = st.sampled_from([
    "[[package]]", "[package.dependencies]", 'name = "a"', 'version = "1"', "files = [", "]", "{",
    "}",
    "packages:", "  a@1:", "    resolution: {integrity: x}", "lockfileVersion: 9", "importers:",
    '"a@^1":', '  version "1"', "GEM", "    a (1)", "      b", "DEPENDENCIES", "  a", "require (",
    ")",
    "module x", "a.b/c v1", "a.b/c v1 h1:x=", "a==1 \\", "-r x", "PODS:", "  - A (1)", "%{",
    "<project>",
    '"a": {:hex, :a, "1", "", [], "hexpm", ""},', "uses: a/b@c", "x:y:1=test", "\x00", "\u2028",
    "'", '"',
])  # fmt: skip
ADVICE = st.sampled_from(["id", "affected", "results", "vulns", "bomFormat", "vulnerabilities"])
READERS = [kind.read for kind in KINDS]


def read(reader: object, text: str) -> None:
    with suppress(UnreadableError):
        list(reader(Source("lock", text, lambda _: text)))  # type: ignore[operator]


@pytest.mark.slow
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(READERS), st.dictionaries(KEYS, VALUES, max_size=5))
def test_any_json_is_read_or_refused(reader: object, document: object) -> None:
    read(reader, json.dumps(document, indent=1))


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(READERS), st.lists(WORDS | st.text(max_size=12), max_size=15))
def test_any_lines_are_read_or_refused(reader: object, lines: list[str]) -> None:
    read(reader, "\n".join(lines))


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(ADVICE, VALUES, max_size=5))
def test_any_list_of_vulnerabilities_is_read_or_refused(document: object) -> None:
    with suppress(UnreadableError):
        list(matched(vulnerabilities.read(document), [make_component("npm/a")]))


BOMBS = {
    "one long line": "a" * 50_000,
    "blanks": "a" + " " * 200_000 + "b",
    "quotes": '"' * 100_000,
    "brackets": "[" * 100_000,
    "braces": "{" * 100_000,
    "a key of dots": ".".join("a" * 50_000) + " = 1",
    "colons": ":" * 100_000,
    "deep yaml": "\n".join(" " * (depth % 2000) + "a:" for depth in range(2000)),
    "equal signs": "=" * 100_000,
    "names": "name = " * 100_000,
    "tags": "<a>" * 50_000,
    "aliases": "a: &a [1]\n" + "b: [*a,*a]\n" * 20_000,
    "headers": "[[package]]\n" * 25_000,
    "hyphens": "-" * 100_000,
    "dependencies": "[[package]]\nname='a'\ndependencies = [\n" + "  'a',\n" * 20_000 + "]\n",
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_over_soon_for_every_reader(name: str) -> None:
    start = time.process_time()
    for reader in READERS:
        read(reader, BOMBS[name])
    assert time.process_time() - start < 5


@pytest.mark.slow
def test_two_thousand_components_are_read_in_less_than_a_second(tmp_path: Path) -> None:
    rows = {f"node_modules/a{number}": {"version": "1.0.0", "license": "MIT",
            "dependencies": {f"a{number + step}": "^1" for step in (1, 2, 3)}}
            for number in range(2000)}  # fmt: skip
    make_tree(tmp_path, {"package-lock.json": json.dumps({"packages": rows}, indent=1)})
    subject = subject_of(tmp_path)
    start = time.process_time()
    assert len(components_of(subject).components) == 2000
    assert time.process_time() - start < 1
