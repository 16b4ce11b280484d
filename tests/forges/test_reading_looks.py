"""Looks of one piece: in their order, side by side where the host allows it, each for itself."""

from collections.abc import Iterator

import pytest

from beffroi.forges.reading import Task, look_at, read_accounts
from beffroi.forges.shapes import Find, Known, Look, Reading, Target
from tests.fakes.forges.running import FakeForge, FakeForges, fake_forges

NAMES = [f"r{number}" for number in range(6)]


class Fragile:
    """A client with a fault of its own."""

    def read(self, _known: Known) -> Reading:
        """Read nothing."""
        return Reading()

    def look(self, _target: Target) -> Look:
        """Break."""
        raise ValueError("odd")

    def find(self, target: Target) -> Find:
        """Find nothing."""
        return Find(target.key)


@pytest.fixture(scope="module")
def running() -> Iterator[FakeForges]:
    with fake_forges("--software", "gitea", "--repositories", "0") as running:
        yield running


@pytest.fixture
def forge(running: FakeForges) -> FakeForge:
    accounts = [{"path": "a", "repositories": [{"name": name} for name in NAMES]}]
    return running.open("gitea", accounts=accounts, settings={"delay": 0.02})


def looks(forge: FakeForge, connections: int) -> tuple[Look, ...]:
    targets = tuple(
        Target(name, f"{forge.url}/a/{name}", f"{forge.url}/a/{name}.git", full_name=f"a/{name}")
        for name in NAMES
    )
    task = Task(
        "key", f"{forge.url}/a", "gitea", targets=targets, allowed=("127.0.0.0/8",),
        connections=connections,
    )  # fmt: skip
    (answer,) = read_accounts([task])
    return answer.looks


@pytest.mark.slow
@pytest.mark.parametrize("connections", [1, 3])
def test_looks_come_in_the_order_of_their_targets(forge: FakeForge, connections: int) -> None:
    assert [look.key for look in looks(forge, connections)] == NAMES


@pytest.mark.slow
def test_a_host_meets_as_many_at_one_time_as_it_allows(forge: FakeForge) -> None:
    looks(forge, 1)
    assert forge.state["most_at_once"] == 1
    looks(forge, 3)
    assert 1 < forge.state["most_at_once"] <= 3


def test_a_look_that_breaks_its_reader_is_a_failure_by_name() -> None:
    look = look_at(Fragile(), Target("k", "https://x.example/a/b", ""))
    (failure,) = look.failures
    assert (look.key, failure.code, failure.message) == ("k", "reader-fault", "ValueError: odd")
    assert (failure.address, failure.permanent) == ("https://x.example/a/b", True)
