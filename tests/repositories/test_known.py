"""Which known repository a row means."""

from datetime import timedelta
from typing import Any

import pytest

from beffroi.forges.addresses import comparison_form
from beffroi.repositories.actions.known import Known
from beffroi.repositories.models import Alias, Repository
from tests.makers import NOON, make_account, make_forge, make_repository

pytestmark = pytest.mark.django_db


def row(url: str, forge_id: str = "") -> dict[str, Any]:
    return {"url_key": comparison_form(url), "forge_id": forge_id}


def alias_of(repository: Repository, url: str) -> None:
    Alias.objects.create(
        repository=repository, url=url, url_key=comparison_form(url), since=NOON + timedelta(days=1)
    )


def test_the_id_of_the_forge_counts_more_than_the_address() -> None:
    account = make_account()
    named = make_repository(account=account, forge_id="1")
    there = make_repository(account=account, forge_id="2")
    facts = row(there.url, "1")
    assert Known([(account, facts)]).find(account, facts) == named


def test_an_id_counts_on_its_own_forge_only() -> None:
    make_repository(forge_id="1")
    elsewhere = make_account(forge=make_forge("other.example"))
    facts = row("https://other.example/a/b", "1")
    assert Known([(elsewhere, facts)]).find(elsewhere, facts) is None


def test_an_alias_leads_to_its_repository() -> None:
    repository = make_repository(forge_id="1")
    alias_of(repository, "https://forge.example/a/former")
    facts = row("https://forge.example/a/former")
    known = Known([(repository.account, facts)])
    assert known.find(repository.account, facts) == repository
    assert known.standing_at(facts["url_key"]) is None


def test_another_id_at_an_alias_is_another_repository() -> None:
    repository = make_repository(forge_id="1")
    alias_of(repository, "https://forge.example/a/former")
    facts = row("https://forge.example/a/former", "2")
    assert Known([(repository.account, facts)]).find(repository.account, facts) is None


def test_many_rows_cost_three_questions(django_assert_num_queries: Any) -> None:
    account = make_account()
    rows = [(account, row(f"https://forge.example/a/{n}", str(n))) for n in range(20)]
    with django_assert_num_queries(3):
        Known(rows)
