"""A first look at an account: few calls, in seconds, nothing written, nothing inward."""

import ipaddress
import time
from collections.abc import Iterator

import pytest

from beffroi.forges.addresses import parse_account
from beffroi.lib.errors import ShownError
from beffroi.repositories.clients import previewing
from beffroi.repositories.clients.previewing import Preview, preview
from tests.fakes.forges.running import FakeForge, fake_forges

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def forge() -> Iterator[FakeForge]:
    """Run one GitLab with 250 repositories."""
    with fake_forges() as running:
        yield running.open("gitlab", accounts=[{"path": "maps", "repositories": 250}])


@pytest.fixture(autouse=True)
def _here(settings: pytest.FixtureRequest, forge: FakeForge) -> None:
    settings.BEFFROI_ALLOWED_NETWORKS = (ipaddress.ip_network("127.0.0.0/8"),)  # type: ignore[attr-defined]
    forge.do("restore")
    forge.do("forget")


def look(forge: FakeForge, seconds: float = 10.0) -> Preview:
    """Look at the account of the forge."""
    return preview(parse_account(f"{forge.url}/maps"), software="gitlab", seconds=seconds)


def test_an_account_is_seen_with_a_few_calls(forge: FakeForge) -> None:
    found = look(forge)
    assert (found.software, found.is_whole, found.failures) == ("gitlab", False, ())
    assert len(found.repositories) == previewing.SHOWN
    assert len(forge.requests()) <= previewing.REQUESTS + 1


def test_a_forge_that_nobody_named_says_itself_what_it_is(forge: FakeForge) -> None:
    assert preview(parse_account(f"{forge.url}/maps")).software == "gitlab"


def test_a_slow_forge_is_left_in_time(forge: FakeForge) -> None:
    forge.switch("hang")
    begun = time.monotonic()
    found = look(forge, seconds=0.3)
    assert time.monotonic() - begun < 2
    assert [(one.code, one.permanent) for one in found.failures] == [("timeout", False)]


def test_an_account_that_is_not_there_is_said_by_name(forge: FakeForge) -> None:
    found = preview(parse_account(f"{forge.url}/nobody"), software="gitlab")
    assert [one.code for one in found.failures] == ["account-not-found"]


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/x", "http://[::1]/x", "http://169.254.169.254/x", "http://10.0.0.1/x",
     "http://[::ffff:127.0.0.1]/x", "http://192.168.0.1:8080/x", "http://localhost/x"],
)  # fmt: skip
def test_nothing_inward_is_called(settings: pytest.FixtureRequest, address: str) -> None:
    settings.BEFFROI_ALLOWED_NETWORKS = ()  # type: ignore[attr-defined]
    found = preview(parse_account(address))
    assert [one.code for one in found.failures] == ["refused-address"]


def test_more_than_a_few_at_a_time_are_sent_away() -> None:
    taken = 0
    while previewing._free.acquire(blocking=False):  # noqa: SLF001 (as others would)
        taken += 1
    try:
        with pytest.raises(ShownError, match="Try again in a minute"):
            preview(parse_account("https://git.example.org/x"))
    finally:
        previewing._free.release(taken)  # noqa: SLF001
    assert 0 < taken <= previewing.AT_ONCE


def test_a_fault_of_ours_is_said_and_gives_its_place_back() -> None:
    def fail() -> None:
        raise RuntimeError("ours")

    for _ in range(previewing.AT_ONCE * 2):
        found = previewing._within(5, fail)  # type: ignore[arg-type]  # noqa: SLF001
        assert found is not None
        assert found.failures[0].code == "reader-fault"
