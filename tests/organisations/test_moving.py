"""A person puts an account under its body."""

from datetime import timedelta

import pytest

from beffroi.journal.models import Act, Outbox
from beffroi.organisations.actions import move_account, register_accounts
from beffroi.organisations.models import Identifier
from beffroi.organisations.shapes import AccountFacts, BodyFacts
from tests.makers import NOON, make_account, make_organisation

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


def test_the_provisional_body_leads_to_the_real_one() -> None:
    account = make_account(organisation=make_organisation(kind="unidentified"))
    before, after = account.organisation, make_organisation()
    assert move_account(account, after, source="manual", at=LATER)
    account.refresh_from_db()
    before.refresh_from_db()
    assert (account.organisation, before.successor) == (after, after)
    assert account.sources["*"]["by"] == "manual"
    act = Act.objects.get()
    assert (act.verb, act.before, act.body_uid) == (
        "moved",
        {"organisation": before.uid},
        after.uid,
    )
    assert set(Outbox.objects.values_list("kind", "uid")) == {
        ("account", account.uid),
        ("organisation", before.uid),
        ("organisation", after.uid),
    }


def test_a_body_that_keeps_accounts_has_no_successor() -> None:
    body = make_organisation(kind="unidentified")
    account, _other = make_account(organisation=body), make_account(organisation=body)
    move_account(account, make_organisation(), source="manual", at=LATER)
    body.refresh_from_db()
    assert body.successor is None


def test_a_body_of_a_register_has_no_successor() -> None:
    body = make_organisation(kind="unidentified")
    Identifier.objects.create(organisation=body, scheme="fr-annuaire", value="x")
    move_account(make_account(organisation=body), make_organisation(), source="manual", at=LATER)
    body.refresh_from_db()
    assert body.successor is None


def test_a_second_move_to_the_same_body_is_nothing() -> None:
    account = make_account()
    assert not move_account(account, account.organisation, source="manual", at=LATER)
    assert not Act.objects.exists()


def test_no_import_moves_it_back() -> None:
    account, mine = make_account(sources={"*": {"by": "import:x", "at": ""}}), make_organisation()
    move_account(account, mine, source="manual", at=LATER)
    body = BodyFacts(name="Other", identifiers=(("uid", "other"),), kind="agency")
    facts = AccountFacts(
        host=account.forge.host, full_path=account.full_path, url=account.url, body=body
    )
    register_accounts([facts], source="import:x", at=LATER)
    account.refresh_from_db()
    assert account.organisation == mine
