"""What the tables of the catalogue refuse, whoever writes."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from beffroi.repositories.models import Alias, Failure, HarvestRun, Repository
from tests.makers import NOON, make_account, make_organisation, make_repository

pytestmark = pytest.mark.django_db


def refused(constraint: str) -> Any:
    return pytest.raises(IntegrityError, match=constraint)


def make_alias(repository: Repository, key: str = "a.example/b") -> Alias:
    return Alias.objects.create(
        repository=repository, url=f"https://{key}", url_key=key, since=NOON, source="test"
    )


def make_failure(**facts: Any) -> Failure:
    run = HarvestRun.objects.get_or_create(uid="run", defaults={"started_at": NOON})[0]
    known = {"run": run, "url": "https://a.example", "code": "timeout", "message": "", "at": NOON}
    account = facts.pop("account", None) or make_account()
    return Failure.objects.create(account=account, **{**known, **facts})


def test_two_repositories_have_two_uids() -> None:
    make_repository(uid="a")
    with refused("uid"):
        make_repository(uid="a")


def test_two_repositories_have_two_addresses() -> None:
    make_repository(url_key="a.example/b/c")
    with refused("url_key"):
        make_repository(url_key="a.example/b/c")


def test_a_forge_s_id_is_one_repository_s_of_an_account() -> None:
    account = make_account()
    make_repository(account=account, forge_id="7")
    make_repository(forge_id="7")
    make_repository(account=account)
    make_repository(account=account)
    with refused(r"one_repository_a_forge_id|repository\.account_id"):
        make_repository(account=account, forge_id="7")


def test_a_repository_is_not_seen_before_it_is_first_seen() -> None:
    with refused("seen_after_first_seen"):
        make_repository(seen_at=NOON - timedelta(seconds=1))


@pytest.mark.parametrize(
    "facts",
    [
        {"withdrawn_at": NOON, "withdrawn_reason": ""},
        {"withdrawn_at": None, "withdrawn_reason": "gone"},
    ],
)
def test_what_is_withdrawn_says_why_and_when(facts: dict[str, Any]) -> None:
    with refused("repository_withdrawn_with_reason"):
        make_repository(**facts)


@pytest.mark.parametrize("name", ["stars", "forks", "watchers", "open_issues", "missing_runs"])
def test_counts_are_not_negative(name: str) -> None:
    with refused(name):
        make_repository(**{name: -1})


def test_an_address_leads_to_one_repository() -> None:
    make_alias(make_repository())
    with refused("url_key"), transaction.atomic():
        make_alias(make_repository())
    assert str(Alias.objects.get()) == "https://a.example/b"


def test_an_account_with_repositories_is_not_deleted_and_aliases_go_with_theirs() -> None:
    repository = make_repository()
    make_alias(repository)
    with pytest.raises(ProtectedError):
        repository.account.delete()
    repository.delete()
    assert not Alias.objects.exists()


def test_a_harvest_is_there_once_and_its_failures_stand_until_they_are_mended() -> None:
    late = make_failure(at=NOON + timedelta(hours=1))
    first = make_failure()
    make_failure(mended_at=NOON)
    assert list(Failure.objects.standing()) == [late, first]
    assert (str(first), str(first.run)) == ("https://a.example: timeout", "run")
    with refused("uid"):
        HarvestRun.objects.create(uid="run", started_at=NOON)


def test_questions_leave_out_what_is_not_asked_for() -> None:
    body = make_organisation(uid="body")
    late = NOON + timedelta(days=1)
    there = make_repository(
        uid="a", account=make_account(organisation=body), first_seen_at=late, seen_at=late
    )
    make_repository(uid="b", withdrawn_at=NOON, withdrawn_reason="gone")
    assert list(Repository.objects.listed().shown()) == [there]
    assert list(Repository.objects.of_body(["body"])) == [there]
    assert list(Repository.objects.seen_since(late)) == [there]
    assert str(there) == there.url
