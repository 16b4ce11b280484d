"""What a run brought is read from the journal and the catalogue."""

from datetime import timedelta

import pytest

from beffroi.journal import actions as journal
from beffroi.journal.shapes import Deed
from beffroi.portal.harvesting import outcome
from beffroi.repositories.models import Failure
from tests.makers import NOON, make_account, make_repository
from tests.portal.harvesting.running import make_run

pytestmark = pytest.mark.django_db


def deed(uid: str, verb: str, minutes: int) -> Deed:
    """Return an act on a repository, some minutes after noon."""
    at = NOON + timedelta(minutes=minutes)
    return Deed(at=at, verb=verb, object_kind="repository", object_uid=uid, source="harvest")


def test_only_what_happened_in_its_time_to_its_accounts_is_told() -> None:
    account = make_account()
    for name in ("mine", "before", "twice"):
        make_repository(account=account, uid=name, name=name)
    make_repository(uid="others", name="others")
    run = make_run(account)
    acts = [("mine", "recorded", 1), ("others", "recorded", 1), ("before", "recorded", -5)]
    acts += [("twice", "missing", 1), ("twice", "missing", 1)]
    journal.note([deed(*one) for one in acts])
    told = {one.verb: [name for name, _ in one.names] for one in outcome.changes_of(run)}
    assert told == {"recorded": ["mine"], "missing": ["twice"]}


def test_many_changes_are_named_in_part() -> None:
    account = make_account()
    made = [make_repository(account=account) for _ in range(outcome.NAMES_SHOWN + 1)]
    run = make_run(account)
    journal.note([deed(one.uid, "recorded", 1) for one in made])
    found = outcome.changes_of(run)[0]
    assert (len(found.names), found.has_more) == (outcome.NAMES_SHOWN, True)


def test_failures_are_counted_by_kind_with_what_to_do() -> None:
    account = make_account()
    run = make_run(account)
    for number, code in enumerate(("timeout", "timeout", "of-another-version")):
        Failure.objects.create(
            run=run, account=account, url=f"https://x.example/{number}", code=code,
            message="Words.", at=NOON,
        )  # fmt: skip
    kinds = outcome.kinds_of(run)
    assert [(kind.code, kind.count, bool(kind.words)) for kind in kinds] == [
        ("timeout", 2, True),
        ("of-another-version", 1, False),
    ]


def test_an_account_stands_there_with_what_its_forge_says() -> None:
    account = make_account(uid="ign", full_path="IGNF")
    make_repository(account=account)
    line = outcome.accounts_of(make_run(account))[0]
    assert (line.words, line.met, line.declared, line.count) == ("github.com/IGNF", 30, 60, 1)
