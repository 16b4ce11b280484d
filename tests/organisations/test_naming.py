"""What to call a body whose name nobody has said."""

import pytest

from beffroi.organisations.models import Organisation
from tests.organisations.actions.registering import (
    LATER,
    account_facts,
    accounts,
    bodies,
    body_facts,
    body_of,
)

pytestmark = pytest.mark.django_db
LISTED = account_facts("medialab", body=body_facts(name="", called="medialab"))
NAMED = account_facts("medialab", name="médialab Sciences Po")


def test_a_body_called_by_a_login_takes_the_real_name_of_that_account() -> None:
    accounts(LISTED)
    assert body_of("medialab").name == "medialab"
    accounts(NAMED, source="csv")
    assert body_of("medialab").name == "médialab Sciences Po"


def test_the_lists_read_again_change_nothing() -> None:
    for facts in (LISTED, NAMED, LISTED, NAMED):
        accounts(facts)
    assert body_of("medialab").name == "médialab Sciences Po"
    before = Organisation.objects.get().sources
    assert accounts(LISTED, at=LATER) == accounts(NAMED, at=LATER) == ["same"]
    assert Organisation.objects.get().sources == before


def test_whichever_list_comes_first_the_name_is_the_same() -> None:
    accounts(NAMED)
    accounts(LISTED)
    assert body_of("medialab").name == "médialab Sciences Po"


def test_the_name_that_an_official_list_says_wins() -> None:
    accounts(LISTED)
    bodies(body_facts(name="Sciences Po"))
    accounts(NAMED)
    assert body_of("medialab").name == "Sciences Po"


def test_a_body_of_nobody_takes_the_name_of_its_account_too() -> None:
    accounts(account_facts("ign"))
    accounts(account_facts("ign", name="IGNF"))
    assert body_of("ign").name == "IGNF"


def test_another_account_of_the_body_does_not_rename_it() -> None:
    accounts(LISTED, account_facts("medialab-two", body=body_facts(name="", called="medialab-two")))
    accounts(account_facts("medialab-two", name="Something else"))
    assert body_of("medialab").name == "medialab"
