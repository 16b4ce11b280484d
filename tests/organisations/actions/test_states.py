"""How an account and its forge answer: whose error it is, and since when a host is silent."""

from datetime import timedelta

import pytest

from beffroi.forges.shapes import AccountFacts
from beffroi.journal.models import Act
from beffroi.organisations.actions import learn_account, note_answer, note_reading
from beffroi.organisations.models import ForgeAccount
from tests.makers import NOON, make_account, make_forge

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def account() -> ForgeAccount:
    return make_account(forge=make_forge("git.example", software=""))


@pytest.mark.parametrize("code", ["timeout", "unreachable", "tls", "http-error", "broken-answer"])
def test_a_silent_host_is_silent_since_the_first_time(account: ForgeAccount, code: str) -> None:
    for day in (0, 3):
        note_reading(account, at=NOON + day * DAY, error=code)
    account.forge.refresh_from_db()
    assert (account.forge.failures, account.forge.failing_since) == (2, NOON)
    assert (account.forge.error_code, account.forge.error_at) == (code, NOON + 3 * DAY)


@pytest.mark.parametrize("code", ["account-not-found", "suspicious-empty", "forbidden"])
def test_an_error_of_one_account_is_none_of_its_forge(account: ForgeAccount, code: str) -> None:
    note_reading(account, at=NOON, error="timeout")
    note_reading(account, at=NOON + DAY, error=code)
    account.forge.refresh_from_db()
    assert (account.forge.error_code, account.forge.failing_since) == ("", None)
    assert account.error_code == code


def test_a_refused_token_is_an_error_of_the_host_which_answers(account: ForgeAccount) -> None:
    note_reading(account, at=NOON, error="credential-error")
    assert (account.forge.error_code, account.forge.failing_since) == ("credential-error", None)


def test_the_first_page_ends_a_silence(account: ForgeAccount) -> None:
    note_reading(account, at=NOON, error="timeout")
    note_answer(account, at=NOON + DAY, software="gitlab", version="17.1")
    account.forge.refresh_from_db()
    assert (account.forge.failing_since, account.forge.version) == (None, "17.1")
    assert account.forge.software == "gitlab"


def test_what_the_forge_says_of_an_account_is_taken_and_noted_once(account: ForgeAccount) -> None:
    said = AccountFacts(forge_key="7", kind="group", name="A team", declared=12)
    assert learn_account(account, said, source="harvest", at=NOON)
    assert not learn_account(account, said, source="harvest", at=NOON + DAY)
    account.refresh_from_db()
    assert (account.forge_key, account.kind, account.declared_count) == ("7", "group", 12)
    assert Act.objects.get().after["name"] == "A team"


def test_what_a_person_said_of_an_account_wins(account: ForgeAccount) -> None:
    account.sources = {"name": {"by": "manual", "at": "2026-05-01T00:00:00Z"}}
    account.save()
    learn_account(account, AccountFacts(name="Other"), source="harvest", at=NOON)
    account.refresh_from_db()
    assert account.name.startswith("Account ")
