"""The timer of the catalogue: one account of plain git at a time, the longest unread first."""

from datetime import date, timedelta
from typing import Any

import pytest

from beffroi.lib.slots import TIMERS
from beffroi.organisations.models import ForgeAccount
from beffroi.repositories.models import HarvestRun
from beffroi.repositories.timers import READ_EVERY, RETRY_EVERY, read_one, register
from tests.makers import NOON, make_account, make_forge

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _nothing_is_reached(settings: Any) -> None:
    settings.BEFFROI_ALLOWED_NETWORKS = ()


def git_account(**facts: Any) -> ForgeAccount:
    """Make an account of plain git on an address that the door refuses at once."""
    forge = make_forge("127.0.0.1:9", software="git")
    return make_account(forge=forge, **{"url": "http://127.0.0.1:9/x", **facts})


def scopes() -> list[Any]:
    return [run.scope for run in HarvestRun.objects.order_by("pk")]


def test_an_account_that_was_never_read_comes_first() -> None:
    git_account(read_at=NOON - 2 * READ_EVERY)
    never = git_account()
    assert read_one(NOON) == 1
    assert scopes() == [{"timer": never.uid}]


def test_each_step_reads_one_account_and_the_last_finds_nothing() -> None:
    for _ in range(2):
        git_account()
    assert [read_one(NOON) for _ in range(3)] == [1, 1, 0]
    assert HarvestRun.objects.count() == 2


@pytest.mark.parametrize(
    ("facts", "is_due"),
    [
        ({"read_at": NOON - READ_EVERY}, 1),
        ({"read_at": NOON - READ_EVERY + HOUR}, 0),
        ({"error_at": NOON - RETRY_EVERY, "error_code": "timeout"}, 1),
        ({"error_at": NOON - HOUR, "error_code": "timeout"}, 0),
        ({"ignored_since": date(2026, 1, 1)}, 0),
        ({"withdrawn_at": NOON, "withdrawn_reason": "out-of-scope"}, 0),
    ],
)
def test_an_account_is_read_once_a_day_and_rests_after_a_failure(
    facts: dict[str, Any], is_due: int
) -> None:
    git_account(**facts)
    assert read_one(NOON) == is_due


@pytest.mark.parametrize("software", ["", "github", "gitlab"])
def test_only_forges_known_to_be_plain_git_are_read_unasked(software: str) -> None:
    make_account(forge=make_forge("forge.example", software=software))
    assert read_one(NOON) == 0


def test_an_ignored_forge_is_left_alone() -> None:
    make_account(forge=make_forge("g.example", software="git", ignored_since=NOON.date()))
    assert read_one(NOON) == 0


def test_the_timer_is_in_its_slot() -> None:
    register()
    timer = TIMERS.get("harvest")
    assert timer is not None
    assert timer.step is read_one
