"""composer.lock."""

import json

import pytest

from beffroi.policy.check.components.errors import UnreadableError
from beffroi.policy.check.components.readers.composer import licence_of
from tests.policy.check.components.making import by_name, read

LOCK = {
    "packages": [
        {"name": "Acme/One", "version": "v1.0.0", "license": ["MIT", "GPL-3.0-or-later"],
         "require": {"php": ">=8", "acme/two": "^2"}, "dist": {"shasum": "ab" * 20}},
        {"name": "acme/two", "version": "2.0.0", "license": "BSD-3-Clause"},
    ],
    "packages-dev": [{"name": "acme/tool", "version": "3.0.0"}],
}  # fmt: skip


def test_a_package_has_licence_digest_needs_and_line() -> None:
    one = by_name(read("composer.lock", json.dumps(LOCK, indent=1)))["acme/one"]
    assert (one.purl, one.licence) == ("pkg:composer/acme/one@v1.0.0", "MIT OR GPL-3.0-or-later")
    assert (one.hashes[0].content, one.needs) == ("ab" * 20, ("pkg:composer/acme/two@2.0.0",))
    assert one.line == 4


def test_what_is_for_working_is_told_apart() -> None:
    scopes = [one.scope for one in read("composer.lock", json.dumps(LOCK))]
    assert scopes == ["required", "required", "development"]


def test_a_licence_that_is_no_text_is_none() -> None:
    assert list(map(licence_of, (None, [], [1], {}))) == [None] * 4


def test_what_is_no_lock_file_is_refused() -> None:
    with pytest.raises(UnreadableError):
        read("composer.lock", "{}")
