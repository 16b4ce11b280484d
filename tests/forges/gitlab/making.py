"""What tests of GitLab share: a way in, readings, hosts of the fake forge."""

from datetime import UTC, datetime
from typing import Any

from beffroi.forges.calls import Access
from beffroi.forges.gitlab import GitlabForge
from beffroi.forges.shapes import Known, Reading, Target
from beffroi.lib.http import Door, Limits, parse_networks
from tests.fakes.forges.running import FakeForge, FakeForges

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def access(**changes: Any) -> Access:
    door = Door(contact="", allowed=parse_networks(["127.0.0.1"]), limits=Limits(retries=0))
    return Access(door=door, now=lambda: NOON, **changes)


def read(address: str, known: Known = Known(), **changes: Any) -> Reading:  # noqa: B008
    return GitlabForge(address, access(**changes)).read(known)


def codes(reading: Reading) -> list[str]:
    return [failure.code for failure in reading.failures]


def opened(running: FakeForges, *accounts: dict[str, Any], **settings: Any) -> FakeForge:
    return running.open("gitlab", accounts=list(accounts), settings=settings)


def group(path: str, repositories: Any = 1) -> dict[str, Any]:
    return {"path": path, "kind": "group", "repositories": repositories}


def target(forge: FakeForge) -> Target:
    found = read(f"{forge.url}/a").repositories[0]
    return Target("key", found.url, found.clone_url, found.forge_id or "", found.full_name)
