"""Limits of a host, read from its headers before they bite."""

from datetime import UTC, datetime, timedelta

import pytest

from beffroi.forges.rates import UNSAID_WAIT, read_rate, wait_asked, wait_before
from beffroi.forges.shapes import Rate

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=30)
EPOCH = str(int(LATER.timestamp()))


@pytest.mark.parametrize("name", ["x-ratelimit-", "ratelimit-", "x-rate-limit-"])
def test_every_spelling_of_the_headers_is_read(name: str) -> None:
    headers = {f"{name}limit": "60", f"{name}remaining": "59", f"{name}reset": EPOCH}
    assert read_rate(headers, NOW) == Rate(60, 59, LATER)


def test_a_small_reset_counts_seconds() -> None:
    assert read_rate({"ratelimit-remaining": "1", "ratelimit-reset": "1800"}, NOW) == Rate(
        None, 1, LATER
    )


@pytest.mark.parametrize("said", ["", "many", "-1", "1" * 30, "①"])
def test_nonsense_is_no_limit(said: str) -> None:
    assert read_rate({"x-ratelimit-remaining": said}, NOW) is None


@pytest.mark.parametrize("reset", ["99999999999", "999999999999999", "90000"])
def test_nobody_makes_us_wait_for_longer_than_a_day(reset: str) -> None:
    rate = read_rate({"x-ratelimit-remaining": "0", "x-ratelimit-reset": reset}, NOW)
    assert rate
    assert rate.reset_at == NOW + timedelta(days=1)
    assert wait_asked({"retry-after": "9" * 400}, NOW) == NOW + timedelta(days=1)


def test_a_reset_that_is_no_number_is_unknown() -> None:
    rate = read_rate({"x-ratelimit-remaining": "3", "x-ratelimit-reset": "soon"}, NOW)
    assert rate == Rate(None, 3, None)


def test_retry_after_counts_more_than_the_reset() -> None:
    headers = {"retry-after": "120", "x-ratelimit-remaining": "0", "x-ratelimit-reset": EPOCH}
    assert wait_asked(headers, NOW) == NOW + timedelta(seconds=120)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"retry-after": "soon"},
        {"x-ratelimit-remaining": "4000", "x-ratelimit-reset": EPOCH},
        {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1637000000"},
        {"x-ratelimit-remaining": "0"},
    ],
)
def test_where_nothing_sensible_is_said_a_minute_is_waited(headers: dict[str, str]) -> None:
    assert wait_asked(headers, NOW) == NOW + UNSAID_WAIT


@pytest.mark.parametrize(
    ("rate", "under_way", "until"),
    [
        (Rate(60, 2, LATER), 0, None),
        (Rate(60, 1, LATER), 0, LATER),
        (Rate(60, 4, LATER), 3, LATER),
        (Rate(5000, 50, LATER), 0, LATER),
        (Rate(5000, 51, LATER), 0, None),
        (Rate(None, 0, LATER), 0, LATER),
        (Rate(60, 0, NOW), 0, None),
        (Rate(60, 0, None), 0, None),
        (Rate(), 0, None),
        (None, 9, None),
    ],
)
def test_calls_stop_before_the_limit(
    rate: Rate | None, under_way: int, until: datetime | None
) -> None:
    assert wait_before(rate, NOW, under_way) == until
