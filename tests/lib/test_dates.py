"""Dates as sources write them."""

import contextlib
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from beffroi.lib import dates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021-11-15T08:02:00Z", datetime(2021, 11, 15, 8, 2, tzinfo=UTC)),
        ("2018-02-20T06:44:35.461Z", datetime(2018, 2, 20, 6, 44, 35, 461000, tzinfo=UTC)),
        ("2018-02-20T08:44:35+02:00", datetime(2018, 2, 20, 6, 44, 35, tzinfo=UTC)),
        (" 2018-02-20 ", datetime(2018, 2, 20, tzinfo=UTC)),
        ("2018-02-20 06:44:35", datetime(2018, 2, 20, 6, 44, 35, tzinfo=UTC)),
    ],
)
def test_the_spellings_of_forges_are_read_into_utc(text: str, expected: datetime) -> None:
    assert dates.read_instant(text) == expected


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2021-13-01", "2021-02-30", "0001-01-01T00:00+14:00"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(dates.DateError):
        dates.read_instant(text)


def test_a_day_is_the_first_part_of_an_instant() -> None:
    assert dates.read_day("2021-11-15T23:59:59Z") == date(2021, 11, 15)


def test_an_unknown_instant_is_written_as_nothing() -> None:
    assert dates.write_instant(None) == ""


@given(some.datetimes(timezones=some.just(UTC)))
def test_what_is_written_is_read_back_to_the_second(at: datetime) -> None:
    assert dates.read_instant(dates.write_instant(at).rjust(20, "0")) == at.replace(microsecond=0)


@given(some.text())
def test_any_text_is_read_or_refused_by_name(text: str) -> None:
    with contextlib.suppress(dates.DateError):
        assert dates.read_instant(text).tzinfo is UTC
