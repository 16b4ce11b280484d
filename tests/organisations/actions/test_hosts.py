"""The queue of a host: one holder at a time, limits as the host says them."""

from datetime import timedelta

import pytest

from beffroi.forges.shapes import Rate
from beffroi.organisations.actions.hosts import (
    free_hosts,
    hold_host,
    keep_hosts,
    note_rate,
    note_token_refused,
)
from beffroi.organisations.models import Forge, ForgeToken
from tests.makers import NOON, make_forge

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def hold(forge: Forge, holder: str, minutes: int = 0) -> bool:
    return hold_host(forge, holder, at=NOON + minutes * MINUTE, seconds=120)


def test_a_host_has_one_holder_until_that_one_is_silent() -> None:
    forge = make_forge()
    assert hold(forge, "a")
    assert hold(forge, "a", 1)
    assert not hold(forge, "b", 2)
    assert hold(forge, "b", 3)


def test_a_holder_keeps_all_its_hosts() -> None:
    forges = [make_forge("a.example"), make_forge("b.example")]
    assert all(hold(forge, "a") for forge in forges)
    assert keep_hosts("a", at=NOON + MINUTE, seconds=120) == 2
    assert not hold(forges[0], "b", 2)


def test_a_host_given_back_is_free() -> None:
    one, two = make_forge("a.example"), make_forge("b.example")
    assert hold(one, "a")
    assert hold(two, "a")
    free_hosts("a", one)
    assert (hold(one, "b"), hold(two, "b")) == (True, False)
    free_hosts("a")
    assert hold(two, "b")


def test_limits_are_kept_and_the_wait_ends_with_the_next_answer() -> None:
    forge = make_forge()
    rate = Rate(limit=5000, remaining=0, reset_at=NOON + MINUTE)
    note_rate(forge, rate, resume_at=NOON + MINUTE)
    row = Forge.objects.get()
    assert (row.rate_limit, row.rate_remaining, row.rate_reset_at) == (5000, 0, NOON + MINUTE)
    assert row.resume_at == NOON + MINUTE
    note_rate(forge, None, resume_at=None)
    row.refresh_from_db()
    assert (row.rate_limit, row.resume_at) == (5000, None)


def test_what_has_not_changed_is_not_written(django_assert_num_queries: object) -> None:
    forge = make_forge()
    with django_assert_num_queries(0):  # type: ignore[operator]
        note_rate(forge, Rate(), resume_at=None)


def test_a_refused_token_is_dated() -> None:
    forge = make_forge()
    ForgeToken.objects.create(forge=forge, sealed="x", set_at=NOON)
    note_token_refused(forge, at=NOON + MINUTE)
    assert ForgeToken.objects.get().refused_at == NOON + MINUTE
