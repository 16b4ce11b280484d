"""Which reader reads which file."""

import pytest

from beffroi.policy.check.components.readers import npm, pip, pylock, yarn
from beffroi.policy.check.components.table import KINDS, kind_of


@pytest.mark.parametrize(
    ("path", "read"),
    [
        ("a/package-lock.json", npm.read), ("Yarn.lock", yarn.read), ("uv.lock", pylock.read),
        ("requirements.txt", pip.read), ("requirements/base.txt", pip.read),
        ("a/test-requirements.txt", pip.read), ("pylock.dev.toml", pylock.read),
    ],
)  # fmt: skip
def test_a_file_is_read_by_its_name(path: str, read: object) -> None:
    kind = kind_of(path)
    assert kind is not None
    assert kind.read is read


@pytest.mark.parametrize(
    "path", ["", "base.txt", "package.json", "a/requirements/x/y.txt", "workflows/ci.yml", "lock"]
)
def test_another_file_has_no_reader(path: str) -> None:
    assert kind_of(path) is None


def test_a_workflow_is_no_list_of_the_parts_of_a_work() -> None:
    kind = kind_of(".github/workflows/ci.yml")
    assert kind is not None
    assert not kind.is_lock


def test_every_pattern_leads_to_its_own_family() -> None:
    for kind in KINDS:
        for pattern in kind.patterns:
            assert kind_of(pattern.replace("*", "x")) is kind
