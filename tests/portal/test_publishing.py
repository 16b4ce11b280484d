"""What a body publishes, as the index and the database know it."""

import pytest
from django.utils import timezone

from beffroi.portal.indexing import rebuild
from beffroi.portal.publishing import Publishing
from beffroi.repositories.models import Repository
from tests.makers import make_account, make_organisation, make_repository

pytestmark = pytest.mark.django_db


def published(**facts: object) -> Publishing:
    account = make_account(organisation=make_organisation(uid="ign"))
    for number in range(2):
        make_repository(account=account, stars=number, **facts)
    rebuild(holder="test", at=timezone.now())
    return Publishing({"organisation": "ign"}, Repository.objects.listed())


def test_the_starless_are_not_among_the_most_starred() -> None:
    newest, starred = published().lines
    assert (len(newest), [line.stars for line in starred]) == (2, [1])


def test_the_life_line_has_nine_points_and_says_how_many_are_archived() -> None:
    life = published(is_at_heritage=True).life()
    assert [point.state for point in life] == [
        *("open", "open", "done", "done", "done", "open", "open", "open", "open")
    ]
    assert life[3].text == "2 of 2 at Software Heritage"


def test_what_is_not_archived_is_next() -> None:
    assert published().life()[3].state == "next"


def test_nothing_published_is_said_and_asks_for_its_accounts() -> None:
    make_organisation(uid="ign")
    rebuild(holder="test", at=timezone.now())
    found = Publishing({"organisation": "ign"}, Repository.objects.none())
    assert [one.words for one in found.sentences] == ["No repository is known yet."]
    assert found.life()[2].state == "next"
    assert "name its accounts" in found.step(failures=0, mend="/mend/").title


def test_failures_come_before_all_other_steps() -> None:
    found = published(licence="")
    assert "could not be read" in found.step(failures=1, mend="/mend/").title
    assert "2 repositories" in found.step(failures=0, mend="/mend/").title


def test_when_nothing_is_due_it_says_so() -> None:
    assert published(licence="MIT").step(failures=0, mend="/m/").title == "Nothing is due now."
