"""Figures and dates as a language writes them."""

from datetime import UTC, date, datetime

import pytest

from beffroi.lib import typography


def test_figures_are_grouped_and_never_rounded() -> None:
    assert typography.figure(9157, "en") == "9,157"
    assert typography.figure(1234567, "fr") == "1\u202f234\u202f567"
    assert typography.figure(0, "fr") == "0"


def test_dates_are_written_out() -> None:
    assert typography.day(date(2026, 11, 23), "en") == "23 November 2026"
    assert typography.day(date(2026, 11, 23), "fr") == "23 novembre 2026"
    assert typography.day(date(2026, 8, 1), "fr") == "1er août 2026"


def test_short_dates_keep_the_year() -> None:
    assert typography.short_day(date(2021, 9, 28), "en") == "28 Sept 2021"
    assert typography.short_day(date(2021, 7, 4), "fr") == "4 juill. 2021"


def test_an_instant_says_its_hour_in_utc() -> None:
    at = datetime(2026, 11, 23, 9, 5, tzinfo=UTC)
    assert typography.moment(at, "en") == "23 November 2026, 09:05 UTC"
    assert typography.moment(at, "fr") == "23 novembre 2026, 9\u202fh\u202f05 UTC"


@pytest.mark.parametrize(
    ("count", "total", "english", "french"),
    [
        (0, 0, "0%", "0\u202f%"),
        (2857, 9157, "31.2%", "31,2\u202f%"),
        (1, 100_000, "0.1%", "0,1\u202f%"),
        (99_999, 100_000, "99.9%", "99,9\u202f%"),
        (1, 4, "25.0%", "25,0\u202f%"),
        (5, 5, "100%", "100\u202f%"),
    ],
)
def test_a_share_never_hides_what_is_there(
    count: int, total: int, english: str, french: str
) -> None:
    assert typography.share(count, total, "en") == english
    assert typography.share(count, total, "fr") == french


def test_a_plain_french_sentence_is_typeset_and_an_english_one_left() -> None:
    text = "L'État : qui ? « nous » ; oui"
    assert (
        typography.typeset(text, "fr") == "L’État\u00a0: qui\u202f? «\u00a0nous\u00a0»\u202f; oui"
    )
    assert typography.typeset("It's so; yes", "en") == "It's so; yes"
