"""What the tables of the registry refuse, whoever writes."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from beffroi.organisations.models import ForgeAccount, Identifier, Organisation
from tests.makers import NOON, make_account, make_forge, make_organisation

pytestmark = pytest.mark.django_db


def refused(constraint: str) -> Any:
    return pytest.raises(IntegrityError, match=constraint)


def test_two_bodies_have_two_uids() -> None:
    make_organisation(uid="a")
    with refused("organisations_organisation.uid|organisations_organisation_uid"):
        make_organisation(uid="a")


def test_a_body_is_neither_its_own_parent_nor_its_own_successor() -> None:
    body = make_organisation()
    for name in ("parent", "successor"):
        with refused(f"not_its_own_{name}"), transaction.atomic():
            Organisation.objects.filter(pk=body.pk).update(**{name: body})


@pytest.mark.parametrize(
    "facts",
    [
        {"withdrawn_at": NOON, "withdrawn_reason": ""},
        {"withdrawn_at": None, "withdrawn_reason": "closed"},
    ],
)
def test_what_is_withdrawn_says_why_and_when(facts: dict[str, Any]) -> None:
    with refused("organisation_withdrawn_with_reason"), transaction.atomic():
        make_organisation(**facts)
    with refused("account_withdrawn_with_reason"), transaction.atomic():
        make_account(**facts)


def test_an_identifier_names_one_body() -> None:
    for body in (make_organisation(), make_organisation()):
        Identifier.objects.create(organisation=body, scheme="y", value=body.uid)
    Identifier.objects.create(organisation=body, scheme="x", value="1")
    with refused("one_body_an_identifier|organisations_identifier.scheme"):
        Identifier.objects.create(organisation=make_organisation(), scheme="x", value="1")


def test_a_forge_is_there_once() -> None:
    forge = make_forge("git.example.org")
    with refused("organisations_forge.host|organisations_forge_host"):
        type(forge).objects.create(host="git.example.org")


def test_an_account_is_once_on_its_forge_in_any_case() -> None:
    make_account(full_path="Etalab")
    make_account(full_path="etalab", forge=make_forge("gitlab.com"))
    with refused("one_account_a_path|organisations_forgeaccount.forge_id"):
        make_account(full_path="etalab")


def test_nothing_that_others_stand_on_is_deleted() -> None:
    body = make_organisation()
    parent = make_account(organisation=body)
    make_account(organisation=make_organisation(parent=body), parent=parent)
    for thing in (body, parent, parent.forge):
        with pytest.raises(ProtectedError):
            thing.delete()


def test_lists_leave_out_what_is_withdrawn_or_merged() -> None:
    body = make_organisation(uid="a")
    make_organisation(uid="b", successor=body)
    gone = {"withdrawn_at": NOON, "withdrawn_reason": "closed"}
    make_organisation(uid="c", **gone)
    make_account(uid="x", organisation=body)
    make_account(uid="y", organisation=body, **gone)
    assert list(Organisation.objects.listed().values_list("uid", flat=True)) == ["a"]
    assert list(ForgeAccount.objects.listed().values_list("uid", flat=True)) == ["x"]
