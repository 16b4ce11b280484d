"""Recording repositories: new, changed, the same, renamed, returned, refused."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils.text import slugify
from hypothesis import given
from hypothesis import strategies as st

from beffroi.forges.addresses import comparison_form
from beffroi.forges.shapes import ForgeRepository
from beffroi.journal.models import Act, Outbox
from beffroi.organisations.models import ForgeAccount
from beffroi.repositories.actions.record import BATCH, record, uid_of
from beffroi.repositories.actions.withdraw import withdraw
from beffroi.repositories.models import Alias, Repository
from beffroi.repositories.shapes import Outcome
from tests.makers import NOON, make_account, make_repository

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


def said(account: ForgeAccount, name: str = "tool", **facts: Any) -> ForgeRepository:
    """Return what a forge says of one repository of an account."""
    url = facts.pop("url", f"{account.url}/{name}")
    known = {
        "forge_id": None,
        "full_name": f"{account.full_path}/{name}",
        "clone_url": f"{url}.git",
    }
    return ForgeRepository(name=name, url=url, **{**known, **facts})


def take(account: ForgeAccount, *found: ForgeRepository, **how: Any) -> list[Outcome]:
    return record([(account, one) for one in found], **{"source": "test", "at": NOON, **how})


def states(outcomes: list[Outcome]) -> list[str]:
    return [outcome.state for outcome in outcomes]


def test_a_new_repository_has_its_facts_and_their_source() -> None:
    account = make_account()
    licence, day = "GNU Affero General Public License v3.0", datetime(2021, 3, 1, tzinfo=UTC)
    facts: dict[str, Any] = {"licence_raw": licence, "stars": 3, "is_fork": False, "pushed_at": day}
    (outcome,) = take(account, said(account, description=" What\x00 it  is ", **facts))
    row = Repository.objects.get(uid=outcome.uid)
    assert (outcome.state, row.licence, row.licence_raw) == ("new", "AGPL-3.0", licence)
    assert (row.description, row.stars, row.is_fork, row.is_archived) == (
        "What it  is",
        3,
        False,
        None,
    )
    assert (row.last_activity_at, row.first_seen_at) == (day, NOON)
    assert row.sources == {"*": {"by": "test", "at": "2026-05-04T12:00:00Z"}}
    assert Act.objects.get().verb == "recorded"
    assert set(Outbox.objects.values_list("kind", "uid")) == {
        ("repository", row.uid),
        ("organisation", account.organisation.uid),
    }


def test_a_second_run_moves_only_the_day_of_the_last_sight() -> None:
    account = make_account()
    found = [said(account, name, stars=1, topics=("a",)) for name in ("one", "two")]
    take(account, *found)
    before = Repository.objects.order_by("pk").values()[0]
    acts = Act.objects.count()
    assert states(take(account, *found, at=LATER)) == ["same", "same"]
    after = Repository.objects.order_by("pk").values()[0]
    assert after == {**before, "seen_at": LATER}
    assert Act.objects.count() == acts


def test_a_change_is_noted_with_before_and_after() -> None:
    account = make_account()
    take(account, said(account, stars=1))
    (outcome,) = take(account, said(account, stars=2), at=LATER, source="other")
    row = Repository.objects.get()
    act = Act.objects.get(verb="changed")
    assert (outcome.state, row.stars, row.changed_at) == ("changed", 2, LATER)
    assert (act.before, act.after) == ({"stars": 1}, {"stars": 2})
    assert row.sources["stars"]["by"] == "other"
    assert row.sources["*"]["by"] == "test"


def test_what_nobody_says_overwrites_nothing() -> None:
    account = make_account()
    full = said(account, description="Known", licence_raw="MIT", is_fork=True, stars=4)
    take(account, full)
    assert states(take(account, said(account), source="other", at=LATER)) == ["same"]
    row = Repository.objects.get()
    assert (row.description, row.licence, row.is_fork, row.stars) == ("Known", "MIT", True, 4)


def test_a_source_may_take_back_its_own_text() -> None:
    account = make_account()
    take(account, said(account, description="Known"))
    assert states(take(account, said(account), at=LATER)) == ["changed"]
    assert Repository.objects.get().description == ""


def test_a_value_of_a_person_wins_over_a_machine() -> None:
    account = make_account()
    by_hand = {"licence": {"by": "manual", "at": "2026-05-01T00:00:00Z"}}
    make_repository(account=account, name="tool", licence="EUPL-1.2", sources=by_hand)
    take(account, said(account, licence_raw="MIT", clone_url=""), at=LATER)
    assert Repository.objects.get().licence == "EUPL-1.2"


def test_the_last_activity_is_the_greatest_of_all_known_dates() -> None:
    account = make_account()
    old, new = datetime(2020, 1, 1, tzinfo=UTC), datetime(2024, 1, 1, tzinfo=UTC)
    take(account, said(account, updated_at=new))
    take(account, said(account, pushed_at=old), source="other", at=LATER)
    assert Repository.objects.get().last_activity_at == new


def test_one_address_written_differently_is_one_repository() -> None:
    account = make_account()
    take(account, said(account, "Tool"))
    (outcome,) = take(account, said(account, "Tool", url=f"{account.url}/tool/"), at=LATER)
    assert (outcome.state, Repository.objects.count()) == ("changed", 1)


def test_a_known_id_at_a_new_address_is_a_rename() -> None:
    account = make_account()
    (first,) = take(account, said(account, "old", forge_id="7"))
    (second,) = take(account, said(account, "new", forge_id="7"), at=LATER)
    row = Repository.objects.get()
    assert (second.uid, row.name, row.first_seen_at) == (first.uid, "new", NOON)
    assert row.aliases.get().url == f"{account.url}/old"
    assert Act.objects.filter(verb="renamed").count() == 1


def test_an_alias_leads_to_its_repository_and_does_not_move_it_back() -> None:
    account = make_account()
    take(account, said(account, "old", forge_id="7"))
    take(account, said(account, "new", forge_id="7"), at=LATER)
    (outcome,) = take(account, said(account, "old", stars=5), source="list", at=LATER)
    row = Repository.objects.get()
    assert (outcome.state, row.url, row.stars) == ("changed", f"{account.url}/new", 5)


def test_a_rename_and_back_leaves_one_alias() -> None:
    account = make_account()
    for day, name in enumerate(("one", "two", "one")):
        take(account, said(account, name, forge_id="7"), at=NOON + timedelta(days=day))
    assert Alias.objects.get().url == f"{account.url}/two"
    assert Repository.objects.get().url == f"{account.url}/one"


def test_a_transfer_moves_the_repository_to_its_new_account() -> None:
    old = make_account()
    new = make_account(forge=old.forge)
    take(old, said(old, forge_id="7"))
    take(new, said(new, forge_id="7"), at=LATER)
    row = Repository.objects.get()
    assert (row.account, row.aliases.get().url) == (new, f"{old.url}/tool")
    assert Act.objects.get(verb="renamed").after["account"] == new.uid


def test_another_repository_may_take_an_address_that_one_has_left() -> None:
    account = make_account()
    take(account, said(account, "old", forge_id="7"))
    rows = [said(account, "old", forge_id="8"), said(account, "new", forge_id="7")]
    assert states(take(account, *rows, at=LATER)) == ["new", "changed"]
    assert {row.forge_id: row.name for row in Repository.objects.all()} == {"7": "new", "8": "old"}
    assert Repository.objects.values("uid").distinct().count() == 2
    assert not Alias.objects.exists()


def by_id() -> dict[str, str]:
    return {row.forge_id: row.name for row in Repository.objects.all()}


def test_an_address_is_of_the_one_that_its_forge_shows_there() -> None:
    account = make_account()
    take(account, said(account, "a", forge_id="1"), said(account, "b", forge_id="2"))
    take(account, said(account, "b", forge_id="1"), at=LATER)
    assert Repository.objects.get(url_key__endswith="/b").forge_id == "1"
    take(account, said(account, "c", forge_id="2"), at=LATER)
    assert by_id() == {"1": "b", "2": "c"}
    assert [alias.url for alias in Alias.objects.all()] == [f"{account.url}/a"]


def test_two_may_change_places_and_three_in_a_ring() -> None:
    account = make_account()
    take(account, *(said(account, name, forge_id=name) for name in ("a", "b", "c")))
    swapped = [said(account, "b", forge_id="a"), said(account, "a", forge_id="b")]
    assert states(take(account, *swapped, at=LATER)) == ["changed", "changed"]
    ring = {"a": "c", "b": "b", "c": "a"}
    rows = [said(account, name, forge_id=forge_id) for forge_id, name in ring.items()]
    assert "refused" not in states(take(account, *rows, at=LATER))
    assert by_id() == ring
    assert not Alias.objects.exists()


def test_two_ids_at_one_address_are_refused_but_for_the_first() -> None:
    account = make_account()
    take(account, said(account, "a", forge_id="1"), said(account, "b", forge_id="2"))
    both = [said(account, "c", forge_id="1"), said(account, "c", forge_id="2")]
    outcomes = take(account, *both, at=LATER)
    assert [(one.state, one.code) for one in outcomes] == [
        ("changed", ""),
        ("refused", "address-taken"),
    ]


def test_a_chain_of_names_and_back_is_one_record() -> None:
    account = make_account()
    for name in ("a", "b", "a", "A", "c"):
        take(account, said(account, name, forge_id="1"), at=LATER)
    row = Repository.objects.get()
    assert (row.name, row.first_seen_at) == ("c", LATER)
    assert {alias.url for alias in Alias.objects.all()} == {f"{account.url}/{x}" for x in "Ab"}


def test_a_tombstone_gives_up_its_address() -> None:
    account = make_account()
    take(account, said(account, "a", forge_id="1"), said(account, "b", forge_id="2"))
    gone = Repository.objects.get(forge_id="2")
    withdraw([gone], "deleted", source="test", at=NOON)
    assert states(take(account, said(account, "b", forge_id="1"), at=LATER)) == ["changed"]
    gone.refresh_from_db()
    assert (gone.withdrawn_reason, gone.url) == ("deleted", f"{account.url}/b")


def test_one_that_was_gone_returns_under_its_old_name() -> None:
    account = make_account()
    (first,) = take(account, said(account))
    withdraw([Repository.objects.get()], "deleted", source="test", at=NOON)
    (outcome,) = take(account, said(account), at=LATER)
    row = Repository.objects.get()
    assert (outcome.state, outcome.uid, row.withdrawn_at) == ("changed", first.uid, None)
    assert (row.first_seen_at, row.withdrawn_reason) == (NOON, "")
    assert Act.objects.filter(verb="returned").count() == 1


@pytest.mark.parametrize("reason", ["legal", "out-of-scope", "duplicate"])
def test_one_withdrawn_by_decision_stays_withdrawn(reason: str) -> None:
    account = make_account()
    take(account, said(account))
    withdraw([Repository.objects.get()], reason, source="manual", at=NOON)
    (outcome,) = take(account, said(account, stars=9), at=LATER)
    assert (outcome.state, outcome.remarks[0][1]) == ("same", "stays-withdrawn")
    assert Repository.objects.get().withdrawn_reason == reason


def test_what_was_missing_is_there_again() -> None:
    account = make_account()
    row = make_repository(account=account, name="tool", missing_since=NOON, missing_runs=2)
    take(account, said(account), at=LATER)
    row.refresh_from_db()
    assert (row.missing_since, row.missing_runs, row.seen_at) == (None, 0, LATER)


def test_one_address_under_two_accounts_is_one_repository_with_a_remark() -> None:
    mine = make_account()
    shared = make_account(forge=mine.forge)
    take(mine, said(mine))
    url = f"{mine.url}/tool"
    for at in (NOON, LATER):
        (outcome,) = take(shared, said(mine, url=url), at=at)
        assert (outcome.state, outcome.remarks[0][1]) == ("same", "listed-under-two")
    alias = Alias.objects.get()
    assert (alias.url, alias.listed_under) == (f"{shared.url}/tool", shared.full_path)
    assert Repository.objects.get().account == mine


def test_the_same_row_twice_in_one_batch_counts_once() -> None:
    account = make_account()
    outcomes = take(account, said(account, stars=1), said(account, stars=2))
    assert states(outcomes) == ["new", "same"]
    assert outcomes[1].remarks[0][1] == "listed-twice"
    assert Repository.objects.get().stars == 1


def test_a_refused_row_names_its_field_and_touches_no_other() -> None:
    account = make_account()
    long = said(account, "b", language="x" * 81)
    outcomes = take(account, said(account, "a"), long, said(account, "c", stars=-1))
    assert states(outcomes) == ["new", "refused", "refused"]
    assert [(one.field, one.code) for one in outcomes[1:]] == [
        ("language", "too-long"),
        ("stars", "bad-number"),
    ]
    assert Repository.objects.get().name == "a"


@pytest.mark.slow
def test_more_than_a_batch_is_recorded_and_known_again() -> None:
    account = make_account()
    found = [said(account, f"r{number}") for number in range(BATCH + 3)]
    assert states(take(account, *found)).count("new") == BATCH + 3
    assert states(take(account, *reversed(found))).count("same") == BATCH + 3


def test_the_uid_is_made_of_facts_alone() -> None:
    key = comparison_form("https://forge.example/a/My.Tool")
    assert uid_of("My.Tool", key) == uid_of("My.Tool", key)
    assert uid_of("My.Tool", key).startswith("mytool-")
    assert uid_of("統計", key).startswith("repository-")


@given(st.text("abzAZ09-_ éß.", max_size=60))
def test_the_name_in_a_uid_is_the_one_that_django_makes(name: str) -> None:
    made = uid_of(name, "forge.example/a/b").rpartition("-")[0]
    assert made == (slugify(name)[:48].strip("-") or "repository")
