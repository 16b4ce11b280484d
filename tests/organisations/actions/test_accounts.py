"""Accounts enter the registry with their forges and bodies; transactions, readings."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from beffroi.forges.addresses import parse_account
from beffroi.journal.models import Act, Outbox
from beffroi.organisations import actions
from beffroi.organisations.actions.uids import uid_of_account, uid_of_body
from beffroi.organisations.models import Forge, ForgeAccount, Organisation
from beffroi.organisations.shapes import AccountFacts, BodyFacts
from tests.makers import NOON, make_account, make_forge, make_organisation
from tests.organisations.actions.registering import (
    LATER,
    MANUAL,
    account_facts,
    accounts,
    acts,
    bodies,
    body_facts,
    body_of,
    wanted,
)

pytestmark = pytest.mark.django_db


def test_an_account_of_nobody_gets_a_provisional_body() -> None:
    assert accounts(account_facts(name="Étalab", country="FR", software="github")) == ["new"]
    account = ForgeAccount.objects.get()
    assert (account.uid, account.path_key, str(account)) == (
        "etalab-github-com", "etalab", "https://github.com/etalab",
    )  # fmt: skip
    body = account.organisation
    assert (body.kind, body.name, body.country) == ("unidentified", "Étalab", "FR")
    assert (body.uid, str(account.forge)) == ("etalab-github-com", "github.com")
    assert [one[:2] for one in acts()] == [("recorded", "organisation"), ("recorded", "account")]


def test_a_second_run_of_accounts_changes_and_notes_nothing() -> None:
    facts = [
        account_facts("a/b", host="git.example.org", name="N", ignored_since=date(2024, 8, 9)),
        account_facts("a", host="git.example.org", body=body_facts(), followers=3),
        account_facts("", host="whole.example", is_whole=True, body=body_facts("2")),
    ]
    assert accounts(*facts) == ["new"] * 3
    before = acts()
    Outbox.objects.all().delete()
    assert accounts(*facts, at=LATER) == ["same"] * 3
    assert (acts(), Outbox.objects.count()) == (before, 0)


def test_one_path_in_any_case_is_one_account_and_one_login_on_two_forges_is_two() -> None:
    found = accounts(
        account_facts("Etalab"), account_facts("etalab"), account_facts("etalab", "gitlab.com")
    )
    assert found == ["new", "same", "new"]
    assert ForgeAccount.objects.count() == Organisation.objects.count() == 2


def test_what_changed_of_an_account_is_noted_with_dates_as_text() -> None:
    accounts(account_facts(opened_at=NOON, followers=1))
    more = {"opened_at": LATER, "followers": 0, "ignored_since": date(2024, 8, 9)}
    assert accounts(account_facts(**more), at=LATER) == ["changed"]
    act = Act.objects.get(verb="changed")
    assert act.before == {
        "opened_at": "2026-05-04T12:00:00Z", "followers": 1, "ignored_since": None,
    }  # fmt: skip
    assert act.after == {
        "opened_at": "2026-05-05T12:00:00Z", "followers": 0, "ignored_since": "2024-08-09",
    }  # fmt: skip
    assert (act.object_kind, act.body_uid) == ("account", "etalab-github-com")


def test_the_repositories_of_a_changed_account_are_looked_at_again() -> None:
    accounts(account_facts())
    Outbox.objects.all().delete()
    accounts(account_facts(name="Étalab"), at=LATER)
    assert wanted("account") == wanted("organisation") == {"etalab-github-com"}


def test_unknown_never_overwrites_what_is_known_of_an_account() -> None:
    accounts(account_facts(is_verified=False, followers=3, name="N"))
    nothing = account_facts(is_verified=None, followers=None, name="")
    assert accounts(nothing, source="other", at=LATER) == ["same"]
    account = ForgeAccount.objects.get()
    assert (account.is_verified, account.followers, account.name) == (False, 3, "N")


def test_an_account_joins_the_body_of_an_identifier() -> None:
    bodies(body_facts("1", kind="ministry"))
    accounts(account_facts("a", body=body_facts("1", name="", called="a")), account_facts("b"))
    assert (body_of("a").uid, body_of("a").name) == ("body-1", "Body 1")
    assert body_of("b").kind == "unidentified"


def test_a_body_whose_name_nobody_says_is_called_by_its_account_until_somebody_does() -> None:
    accounts(account_facts(body=BodyFacts(called="etalab", identifiers=(("x", "1"),))))
    body = body_of()
    assert (body.uid, body.name, body.kind) == ("etalab", "etalab", "unidentified")
    assert bodies(body_facts("1", name="DINUM", kind="agency"), at=LATER) == ["changed"]
    body.refresh_from_db()
    assert (body.uid, body.name, body.kind) == ("etalab", "DINUM", "agency")


def test_a_body_of_several_accounts_is_called_alike_in_every_order() -> None:
    facts = [
        account_facts(path, body=BodyFacts(called=path, identifiers=(("x", "1"),)))
        for path in ("bbbb", "ccc", "aaa", "git.example.org")
    ]
    accounts(*facts[:2])
    accounts(*facts[2:], at=LATER)
    assert Organisation.objects.get().name == "git.example.org"


def test_an_account_moves_from_its_provisional_body_once_a_source_names_one() -> None:
    accounts(account_facts())
    before = body_of()
    Outbox.objects.all().delete()
    assert accounts(account_facts(body=body_facts("1")), source="other", at=LATER) == ["changed"]
    before.refresh_from_db()
    assert (body_of().uid, before.successor) == ("body-1", body_of())
    assert list(Organisation.objects.listed()) == [body_of()]
    act = Act.objects.get(verb="moved")
    assert (act.before, act.after) == (
        {"organisation": "etalab-github-com"}, {"organisation": "body-1"},
    )  # fmt: skip
    assert wanted("organisation") == {"etalab-github-com", "body-1"}
    assert wanted("account") == {"etalab-github-com"}


def test_a_provisional_body_that_has_other_accounts_is_not_succeeded() -> None:
    accounts(account_facts())
    make_account(organisation=body_of())
    accounts(account_facts(body=body_facts("1")), at=LATER)
    assert Organisation.objects.get(uid="etalab-github-com").successor is None


def test_the_source_that_moved_an_account_may_move_it_again_and_no_other() -> None:
    accounts(account_facts())
    accounts(account_facts(body=body_facts("1")), source="official")
    assert accounts(account_facts(body=body_facts("2")), source="other") == ["same"]
    assert body_of().uid == "body-1"
    assert accounts(account_facts(body=body_facts("2")), source="official") == ["changed"]
    assert body_of().uid == "body-2"
    assert Organisation.objects.get(uid="body-1").successor is None


def test_an_account_that_a_person_placed_stays() -> None:
    accounts(account_facts())
    account = ForgeAccount.objects.get()
    account.sources |= {"organisation": MANUAL}
    account.save()
    assert accounts(account_facts(body=body_facts("1")), at=LATER) == ["same"]
    assert body_of().uid == "etalab-github-com"


def test_an_account_list_teaches_the_body_it_names() -> None:
    accounts(account_facts(body=body_facts("1")))
    said = account_facts(body=body_facts("1", kind="agency"))
    assert accounts(said, at=LATER) == ["changed"]
    assert body_of().kind == "agency"


def test_a_body_without_identifiers_is_nobody() -> None:
    assert accounts(account_facts(body=BodyFacts(name="Somebody"))) == ["new"]
    assert body_of().kind == "unidentified"
    assert accounts(account_facts(body=BodyFacts(name="Somebody")), at=LATER) == ["same"]


def test_a_person_moves_an_account_and_no_list_moves_it_back() -> None:
    accounts(account_facts(body=body_facts("1")), account_facts("b"))
    there = make_organisation(uid="there")
    account = ForgeAccount.objects.get(full_path="b")
    assert actions.move_account(account, there, source="manual:anna", at=LATER)
    assert not actions.move_account(account, there, source="manual:anna", at=LATER)
    assert accounts(account_facts("b", body=body_facts("1")), at=LATER) == ["same"]
    assert (body_of("b"), account.organisation) == (there, there)
    assert Organisation.objects.get(uid="b-github-com").successor == there
    act = Act.objects.get(verb="moved")
    assert (act.source, act.before) == ("manual:anna", {"organisation": "b-github-com"})
    assert wanted("organisation") >= {"there", "b-github-com"}


def test_a_body_that_is_known_is_not_succeeded_when_its_account_moves() -> None:
    accounts(account_facts(body=body_facts("1")))
    account = ForgeAccount.objects.get()
    actions.move_account(account, make_organisation(), source="manual:anna", at=LATER)
    assert Organisation.objects.get(uid="body-1").successor is None


def test_the_masked_addresses_of_an_export_are_nothing_new() -> None:
    accounts(account_facts(description="Write to a@b.example"))
    assert accounts(account_facts(description="Write to …@b.example"), at=LATER) == ["same"]
    assert ForgeAccount.objects.get().description == "Write to a@b.example"


def test_the_country_of_a_provisional_body_is_learnt() -> None:
    accounts(account_facts())
    assert accounts(account_facts(country="NL"), at=LATER) == ["changed"]
    assert accounts(account_facts(country="BE"), at=LATER) == ["changed"]
    assert accounts(account_facts(country="FR"), source="other", at=LATER) == ["same"]
    assert body_of().country == "BE"
    make_account(full_path="known", organisation=make_organisation(uid="known", country="FR"))
    assert accounts(account_facts("known", country="NL"), at=LATER) == ["same"]
    assert body_of("known").country == "FR"


def test_a_forge_learns_its_software_once_and_that_it_is_whole() -> None:
    accounts(account_facts("a", "git.example.org"))
    accounts(account_facts("b", "git.example.org", software="gitlab"))
    accounts(account_facts("c", "git.example.org", software="gitea"))
    accounts(account_facts("", "git.example.org", is_whole=True, body=body_facts("1")))
    forge = Forge.objects.get()
    assert (forge.software, forge.is_whole) == ("gitlab", True)


def test_the_accounts_of_a_whole_forge_belong_to_its_body_in_every_order() -> None:
    whole = account_facts("", "git.example.org", is_whole=True, body=body_facts("1"))
    accounts(account_facts("early", "git.example.org"))
    accounts(whole, account_facts("later", "git.example.org"))
    accounts(account_facts("last", "git.example.org"))
    assert {body_of(path).uid for path in ("early", "later", "last", "")} == {"body-1"}
    assert Forge.objects.get().organisation == body_of("early")
    assert [accounts(whole, at=LATER), accounts(whole, at=LATER)] == [["same"], ["same"]]


def test_a_group_stands_under_the_nearest_group_known_in_every_order() -> None:
    host = "git.example.org"
    accounts(account_facts("A/b/c/d", host), account_facts("a", "other.example"))
    assert ForgeAccount.objects.get(full_path="A/b/c/d").parent is None
    accounts(account_facts("a", host))
    accounts(account_facts("a/B/c", host), account_facts("a/x", host))
    parents = dict(ForgeAccount.objects.values_list("full_path", "parent__url"))
    assert parents["A/b/c/d"] == "https://git.example.org/a/B/c"
    assert parents["a/B/c"] == parents["a/x"] == "https://git.example.org/a"
    assert parents["a"] is None


def uids_of(facts: Sequence[AccountFacts]) -> set[tuple[str, str, str]]:
    """Return host, path and uid of accounts registered in a registry that forgets them again."""
    with transaction.atomic():
        accounts(*facts)
        found = set(ForgeAccount.objects.values_list("forge__host", "full_path", "uid"))
        transaction.set_rollback(True)
    return found


def test_uids_of_accounts_do_not_depend_on_the_order() -> None:
    paths = ["Étalab", "etalab", "a/b", "a_b", "a/c.d", "10", "13", "x" * 150, "大", ""]
    facts = [account_facts(path, host) for path in paths for host in ("a.example", "b.example")]
    found = uids_of(facts)
    assert found == uids_of(facts[::-1])
    assert len({uid for _, _, uid in found}) == len(facts)
    assert ("a.example", "10", "10-a-example") in found


def test_two_accounts_of_one_slug_have_two_uids() -> None:
    accounts(account_facts("a/b", "c.example"), account_facts("a-b", "c.example"))
    first, second = ForgeAccount.objects.order_by("pk").values_list("uid", flat=True)
    assert first == "a-b-c-example"
    assert second.startswith("a-b-c-example-")


def test_a_uid_that_an_export_says_is_kept_where_it_is_free() -> None:
    make_account(uid="taken")
    accounts(account_facts("a", uid="former"), account_facts("b", uid="taken"))
    uids = dict(ForgeAccount.objects.values_list("full_path", "uid"))
    assert (uids["a"], uids["b"]) == ("former", "b-github-com")


def test_what_a_slug_loses_is_told_apart_by_a_digest() -> None:
    assert uid_of_account("github.com", "etalab") == "etalab-github-com"
    assert uid_of_account("git.example.org", "A.b/c") == "a-b-c-git-example-org"
    assert uid_of_account("github.com", "été").startswith("ete-github-com-")
    assert uid_of_account("github.com", "été") != uid_of_account("github.com", "ete")
    assert uid_of_account("github.com", "大") == uid_of_account("github.com", "大")
    assert len(uid_of_account("a.example", "x" * 400)) <= 120
    assert uid_of_body("大", "x:1", ()).startswith("body-")


def test_an_address_alone_is_enough() -> None:
    address = parse_account("https://gitlab.com/groups/etalab")
    account = actions.register_account(address, source="harvest", at=NOON)
    again = actions.register_account(address, source="harvest", at=LATER)
    assert (account.pk, account.forge.software) == (again.pk, "gitlab")


def test_acts_and_wishes_go_with_the_transaction() -> None:
    with transaction.atomic():
        accounts(account_facts(body=body_facts("1")))
        assert (Act.objects.count(), Outbox.objects.count()) == (2, 1)
        transaction.set_rollback(True)
    counts = [model.objects.count() for model in (Act, Outbox, Organisation, ForgeAccount)]
    assert counts == [0, 0, 0, 0]


def test_nothing_registered_notes_nothing() -> None:
    assert (bodies(), accounts()) == ([], [])
    assert (Act.objects.count(), Outbox.objects.count()) == (0, 0)


def test_a_reading_is_noted_with_what_the_forge_proved_to_be() -> None:
    account = make_account(forge=make_forge("git.example.org", software=""))
    actions.note_reading(account, at=NOON, error="timeout")
    account.refresh_from_db()
    assert (account.error_code, account.error_at, account.read_at) == ("timeout", NOON, None)
    assert (account.forge.error_code, account.forge.last_ok_at) == ("timeout", None)
    actions.note_reading(account, at=LATER, software="git")
    account.refresh_from_db()
    assert (account.error_code, account.error_at, account.read_at) == ("", None, LATER)
    assert (account.forge.software, account.forge.last_ok_at) == ("git", LATER)


@pytest.mark.slow
def test_known_accounts_cost_a_few_questions_together(django_assert_max_num_queries: Any) -> None:
    facts: Sequence[AccountFacts] = [account_facts(f"a{number}") for number in range(200)]
    accounts(*facts)
    with django_assert_max_num_queries(12):
        accounts(*facts, at=LATER)
