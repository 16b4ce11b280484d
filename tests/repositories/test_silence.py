"""A forge that has not answered for a week: the pages of its repositories say so."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from beffroi.repositories.pages.silence import silent_since
from tests.makers import NOON, make_account, make_forge, make_repository

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.mark.parametrize(("days", "is_said"), [(6.9, False), (7, True)])
def test_a_silence_is_worth_a_word_after_a_week(days: float, *, is_said: bool) -> None:
    account = make_account(forge=make_forge("git.example", failing_since=NOON))
    row = make_repository(account=account)
    assert (silent_since(row, at=NOON + days * DAY) == NOON) is is_said


def test_a_forge_that_answers_is_not_silent() -> None:
    assert silent_since(make_repository(), at=NOON) is None


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Its forge has not answered since"), ("fr", "Sa forge ne répond plus depuis le")],
)
def test_the_page_says_since_when(client: Client, language: str, words: str) -> None:
    since = timezone.now() - 8 * DAY
    account = make_account(forge=make_forge("git.example", failing_since=since))
    row = make_repository(account=account)
    page = client.get(f"/{language}/repositories/{row.uid}/").content.decode()
    assert words in page
