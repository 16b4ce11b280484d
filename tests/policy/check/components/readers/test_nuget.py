"""packages.lock.json of NuGet."""

import base64
import json

import pytest

from beffroi.policy.check.components.errors import UnreadableError
from tests.policy.check.components.making import read

LOCK = {
    "version": 1,
    "dependencies": {
        "net8.0": {
            "One.Lib": {"type": "Direct", "resolved": "1.0.0", "dependencies": {"Two.Lib": "2.0"},
                        "contentHash": base64.b64encode(bytes(64)).decode()},
            "Two.Lib": {"type": "Transitive", "resolved": "2.0.0", "contentHash": "!"},
            "ours": {"type": "Project"},
        }
    },
}  # fmt: skip


def test_packages_have_versions_digests_needs_and_who_asked() -> None:
    one, two = read("packages.lock.json", json.dumps(LOCK, indent=1))
    assert (one.purl, one.direct, one.needs) == (
        "pkg:nuget/One.Lib@1.0.0", True, ("pkg:nuget/Two.Lib@2.0.0",),
    )  # fmt: skip
    assert (one.hashes[0].content, two.hashes, two.direct) == ("00" * 64, (), False)


def test_what_is_no_lock_file_is_refused() -> None:
    with pytest.raises(UnreadableError):
        read("packages.lock.json", "{}")
