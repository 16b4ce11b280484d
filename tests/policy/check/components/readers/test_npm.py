"""Lock files of npm, versions 1 to 3."""

import base64
import json

import pytest

from beffroi.policy.check.components.errors import UnreadableError
from tests.policy.check.components.making import by_name, read

DIGEST = "sha512-" + base64.b64encode(bytes(64)).decode()
LOCK = {
    "name": "ours",
    "lockfileVersion": 3,
    "packages": {
        "": {"dependencies": {"@a/one": "^1", "two": "^2"}, "devDependencies": {"tool": "^1"}},
        "node_modules/@a/one": {
            "version": "1.1.0", "license": "MIT", "integrity": DIGEST,
            "dependencies": {"deep": "^1"}, "optionalDependencies": {"absent": "*"},
        },
        "node_modules/@a/one/node_modules/deep": {"version": "1.5.0", "optional": True},
        "node_modules/deep": {"version": "2.0.0", "dev": True},
        "node_modules/two": {"name": "true-name", "version": "2.2.0", "license": {"type": "ISC"}},
        "node_modules/tool": {"version": "1.0.0", "dev": True, "dependencies": {"deep": "^2"}},
        "node_modules/own": {"resolved": "packages/own", "link": True},
        "packages/own": {"version": "0.0.1", "dependencies": {"two": "^2"}},
    },
}  # fmt: skip


def found(lock: object = LOCK) -> list:  # type: ignore[type-arg]
    return read("package-lock.json", json.dumps(lock, indent=2))


def test_each_package_has_its_version_licence_digest_and_line() -> None:
    one = found()[0]
    assert (one.purl, one.licence, one.line) == ("pkg:npm/%40a/one@1.1.0", "MIT", 14)
    assert (one.hashes[0].algorithm, one.hashes[0].content) == ("SHA-512", "00" * 64)


def test_a_wish_leads_to_the_nearest_package_of_that_name() -> None:
    needs = {one.purl: one.needs for one in found()}
    assert needs["pkg:npm/%40a/one@1.1.0"] == ("pkg:npm/deep@1.5.0",)
    assert needs["pkg:npm/tool@1.0.0"] == ("pkg:npm/deep@2.0.0",)


def test_an_alias_goes_by_its_true_name() -> None:
    two = by_name(found())["true-name"]
    assert (two.purl, two.licence, two.direct) == ("pkg:npm/true-name@2.2.0", "ISC", True)


def test_the_use_and_who_asked_are_told_apart() -> None:
    uses = {one.purl: (one.scope, one.direct) for one in found()}
    assert uses["pkg:npm/tool@1.0.0"] == ("development", True)
    assert uses["pkg:npm/deep@1.5.0"] == ("optional", False)
    assert uses["pkg:npm/%40a/one@1.1.0"] == ("required", True)


def test_a_folder_of_the_work_itself_is_no_component() -> None:
    assert "own" not in by_name(found())


def test_version_1_of_the_format_is_read_with_packages_in_packages() -> None:
    inner = {"deep": {"version": "npm:other@3.0.0", "dev": True}}
    lock = {"dependencies": {"one": {"version": "1.0.0", "dependencies": inner},
                             "two": {"version": "git+ssh://somewhere"}}}  # fmt: skip
    assert [(one.purl, one.scope, one.direct) for one in found(lock)] == [
        ("pkg:npm/one@1.0.0", "required", None),
        ("pkg:npm/other@3.0.0", "development", False),
        ("pkg:npm/two", "required", None),
    ]


def test_packages_nested_without_end_are_not_followed() -> None:
    lock: dict[str, object] = {"version": "1.0.0"}
    for _ in range(200):
        lock = {"version": "1.0.0", "dependencies": {"a": lock}}
    assert len(found(lock)) == 51


def test_a_place_that_nests_without_end_is_not_climbed_to_its_end() -> None:
    place = "/".join(["node_modules/a"] * 60)
    lock = {"packages": {place: {"version": "1.0.0", "dependencies": {"b": "*"}},
                         "node_modules/b": {"version": "2.0.0"}}}  # fmt: skip
    assert [one.needs for one in found(lock)] == [(), ()]


@pytest.mark.parametrize("text", ["", "[]", '{"packages": ', "[" * 100_000, "null", '"a"'])
def test_what_is_no_lock_file_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError):
        read("package-lock.json", text)


def test_a_name_that_no_package_has_is_refused_with_its_line() -> None:
    lock = {"packages": {"node_modules/a b": {"version": "1"}}}
    with pytest.raises(UnreadableError) as refused:
        found(lock)
    assert refused.value.line == 3
