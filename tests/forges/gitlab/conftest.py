"""One process of fake forges for all tests of GitLab."""

from collections.abc import Iterator

import pytest

from tests.fakes.forges.running import FakeForges, fake_forges


@pytest.fixture(scope="module")
def running() -> Iterator[FakeForges]:
    with fake_forges("--software", "gitlab", "--repositories", "0") as running:
        yield running
