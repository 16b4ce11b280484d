"""Bodies and accounts enter the registry."""

from datetime import date, timedelta
from typing import Any

import pytest

from beffroi.forges.addresses import parse_account
from beffroi.journal.models import Act, Outbox
from beffroi.organisations.actions import (
    note_reading,
    register_account,
    register_accounts,
    register_bodies,
)
from beffroi.organisations.actions.registry import descendants
from beffroi.organisations.models import Forge, ForgeAccount, Organisation
from beffroi.organisations.shapes import AccountFacts, BodyFacts
from tests.makers import NOON, make_account, make_organisation

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)
KEY = ("test", "1")


def body(name: str = "Body", value: str = "1", **facts: Any) -> BodyFacts:
    known = {"kind": "agency", "identifiers": (("test", value),)}
    return BodyFacts(name=name, **{**known, **facts})


def account(path: str = "acme", host: str = "forge.example", **facts: Any) -> AccountFacts:
    url = f"https://{host}/{path}".rstrip("/")
    return AccountFacts(host=host, full_path=path, url=url, **facts)


def bodies(*facts: BodyFacts, source: str = "list", at: Any = NOON) -> list[str]:
    return [state for _, state in register_bodies(facts, source=source, at=at)]


def accounts(*facts: AccountFacts, source: str = "list", at: Any = NOON) -> list[str]:
    return [state for _, state in register_accounts(facts, source=source, at=at)]


def test_a_body_is_new_then_the_same_then_changed() -> None:
    assert bodies(body()) == ["new"]
    acts = Act.objects.count()
    assert (bodies(body(), at=LATER), Act.objects.count()) == (["same"], acts)
    assert bodies(body("Other name"), at=LATER) == ["changed"]
    row = Organisation.objects.get()
    assert (row.uid, row.name, row.changed_at) == ("body", "Other name", LATER)
    act = Act.objects.get(verb="changed")
    assert (act.before, act.after) == ({"name": "Body"}, {"name": "Other name"})


def test_names_in_several_languages_come_together() -> None:
    bodies(body(names={"fr": "Corps"}))
    bodies(body(names={"de": "Körper"}), source="other")
    assert Organisation.objects.get().names == {"fr": "Corps", "de": "Körper"}


def test_a_body_is_known_by_any_of_its_identifiers() -> None:
    bodies(body(identifiers=(KEY, ("roo", "7"))))
    assert bodies(body(identifiers=(("roo", "7"), ("tooi", "9")))) == ["changed"]
    found = Organisation.objects.get().identifiers.values_list("scheme", flat=True)
    assert set(found) == {"test", "roo", "tooi"}


def test_two_bodies_of_one_name_have_two_uids() -> None:
    bodies(body(value="1"), body(value="2"))
    uids = set(Organisation.objects.values_list("uid", flat=True))
    assert len(uids) == 2
    assert "body" in uids


def test_a_parent_may_come_later_in_the_list() -> None:
    child = body("Child", "2", parent=KEY)
    assert bodies(child, body("Parent")) == ["new", "new"]
    assert Organisation.objects.get(name="Child").parent == Organisation.objects.get(name="Parent")
    assert bodies(child, body("Parent")) == ["same", "same"]


def test_nobody_stands_under_itself() -> None:
    bodies(body("A", "1", parent=("test", "2")), body("B", "2", parent=("test", "1")))
    parents = Organisation.objects.values_list("name", "parent__name")
    assert dict(parents) in ({"A": "B", "B": None}, {"A": None, "B": "A"})


def test_a_name_that_a_person_wrote_stays() -> None:
    bodies(body())
    row = Organisation.objects.get()
    row.sources = {**row.sources, "name": {"by": "manual", "at": ""}}
    row.save()
    assert bodies(body("Machine")) == ["same"]


def test_what_stands_under_a_body_is_found_through_all_floors() -> None:
    top = make_organisation()
    middle = make_organisation(parent=top)
    low = make_organisation(parent=middle)
    make_organisation()
    assert descendants([top.pk]) == {top.pk, middle.pk, low.pk}


def test_an_account_brings_its_forge_and_a_provisional_body() -> None:
    assert accounts(account(software="gitlab", country="FR", name="Acme")) == ["new"]
    row = ForgeAccount.objects.get()
    assert (row.uid, row.forge.host, row.forge.software) == (
        "acme-forge-example",
        "forge.example",
        "gitlab",
    )
    found = row.organisation
    assert (found.uid, found.name, found.kind, found.country) == (
        row.uid,
        "Acme",
        "unidentified",
        "FR",
    )
    assert {act.object_kind for act in Act.objects.all()} == {"organisation", "account"}
    assert Outbox.objects.filter(kind="organisation", uid=found.uid).exists()


def test_case_makes_no_second_account() -> None:
    assert accounts(account("Acme"), account("acme")) == ["new", "same"]
    assert ForgeAccount.objects.get().full_path == "Acme"


def test_one_login_on_two_forges_is_two_accounts() -> None:
    assert accounts(account(), account(host="other.example")) == ["new", "new"]
    assert Organisation.objects.count() == 2


def test_an_account_is_the_same_until_a_fact_changes() -> None:
    accounts(account(is_verified=False, declared_count=3))
    acts = Act.objects.count()
    assert (accounts(account(is_verified=False)), Act.objects.count()) == (["same"], acts)
    assert accounts(account(is_verified=True)) == ["changed"]


def test_an_account_joins_the_body_of_its_identifier() -> None:
    bodies(body("Ministry"))
    said = BodyFacts(called="acme", identifiers=(KEY,))
    accounts(account(body=said), account("second", body=said))
    row = Organisation.objects.get()
    assert (row.name, row.accounts.count()) == ("Ministry", 2)


def test_an_account_moves_once_a_source_names_its_body() -> None:
    accounts(account())
    provisional = Organisation.objects.get()
    assert accounts(account(body=body("Ministry")), source="register") == ["changed"]
    moved = ForgeAccount.objects.get()
    provisional.refresh_from_db()
    assert (moved.organisation.name, provisional.successor) == ("Ministry", moved.organisation)
    assert Act.objects.filter(verb="moved", object_uid=moved.uid).count() == 1
    assert Outbox.objects.filter(kind="account", uid=moved.uid).exists()


def test_another_list_does_not_take_an_account_from_its_body() -> None:
    accounts(account(body=body("Mine")))
    accounts(account(body=body("Theirs", "2")), source="other")
    assert ForgeAccount.objects.get().organisation.name == "Mine"


def test_the_order_of_two_lists_does_not_matter() -> None:
    lists: Any = [
        lambda: accounts(account(name="Acme", country="FR"), source="a"),
        lambda: accounts(account(body=BodyFacts(name="M", kind="ministry", identifiers=(KEY,)))),
    ]
    seen = []
    for order in (lists, lists[::-1]):
        for one in order:
            one()
        row = ForgeAccount.objects.get()
        seen.append((row.uid, row.organisation.uid, row.name))
        ForgeAccount.objects.all().delete()
        Organisation.objects.update(parent=None, successor=None)
        Organisation.objects.all().delete()
    assert seen[0] == seen[1]


def test_a_forge_taken_whole_gives_its_accounts_to_its_body() -> None:
    accounts(account("early"))
    whole = account("", is_whole=True, body=body("Institute"))
    accounts(whole, account("late"))
    forge = Forge.objects.get()
    assert forge.is_whole
    assert forge.organisation is not None
    assert set(ForgeAccount.objects.values_list("organisation__name", flat=True)) == {"Institute"}


def test_an_ignored_account_says_since_when() -> None:
    accounts(account(ignored_since=date(2024, 1, 2)))
    assert ForgeAccount.objects.get().ignored_since == date(2024, 1, 2)
    assert accounts(account(ignored_since=date(2024, 1, 3))) == ["changed"]


def test_an_account_is_registered_by_its_address_alone() -> None:
    address = parse_account("https://github.com/Etalab")
    for _ in range(2):
        found = register_account(address, source="harvest", at=NOON)
    assert (found.uid, found.forge.software) == ("etalab-github-com", "github")
    assert ForgeAccount.objects.count() == 1


def test_a_reading_is_noted_with_its_failure_then_mended() -> None:
    row = make_account(forge=Forge.objects.create(host="git.example"))
    note_reading(row, at=NOON, error="timeout")
    row.refresh_from_db()
    assert (row.error_code, row.error_at, row.read_at) == ("timeout", NOON, None)
    assert row.forge.error_code == "timeout"
    note_reading(row, at=LATER, software="cgit")
    row.refresh_from_db()
    assert (row.error_code, row.error_at, row.read_at) == ("", None, LATER)
    assert (row.forge.last_ok_at, row.forge.software) == (LATER, "cgit")


@pytest.mark.slow
def test_many_known_accounts_cost_few_questions(django_assert_max_num_queries: Any) -> None:
    many = [account(f"a{number}") for number in range(40)]
    accounts(*many)
    with django_assert_max_num_queries(15):
        assert set(accounts(*many)) == {"same"}
