"""Podfile.lock and Package.resolved."""

import json

import pytest

from beffroi.policy.check.components.errors import UnreadableError
from tests.policy.check.components.making import read

PODS = """PODS:
  - Alamofire (5.8.0)
  - Firebase/Core (10.0.0):
    - FirebaseCore (= 10.0.0)
  - FirebaseCore (10.0.0)

DEPENDENCIES:
  - Alamofire (~> 5.8)
  - Firebase/Core

COCOAPODS: 1.15.0
"""
PIN = {"location": "https://Forge.example/acme/Lib.git", "state": {"version": "1.2.0"}}


def test_a_part_of_a_pod_is_the_pod() -> None:
    assert [(one.purl, one.direct, one.line) for one in read("Podfile.lock", PODS)] == [
        ("pkg:cocoapods/Alamofire@5.8.0", True, 2),
        ("pkg:cocoapods/Firebase@10.0.0", True, 3),
        ("pkg:cocoapods/FirebaseCore@10.0.0", False, 5),
    ]


@pytest.mark.parametrize(
    "lock",
    [
        {"version": 2, "pins": [PIN, {"location": "../here"}]},
        {"version": 1, "object": {"pins": [{**PIN, "repositoryURL": PIN["location"]}]}},
    ],
)
def test_a_swift_package_is_named_by_host_and_path(lock: object) -> None:
    found = read("Package.resolved", json.dumps(lock))
    assert [one.purl for one in found] == ["pkg:swift/forge.example/acme/Lib@1.2.0"]


def test_what_is_no_lock_file_is_refused() -> None:
    with pytest.raises(UnreadableError):
        read("Podfile.lock", "hello")
