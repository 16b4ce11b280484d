"""What the table of people refuses."""

import pytest
from django.db import IntegrityError

from beffroi.accounts.models import User
from tests.makers import NOON

pytestmark = pytest.mark.django_db


def make_person(uid: str = "anna", email: str = "anna@example.org", role: str = "") -> User:
    return User.objects.create(uid=uid, email=email, role=role, created_at=NOON)


def test_a_person_is_named_by_uid_never_by_address() -> None:
    assert str(make_person()) == "anna"
    assert User.USERNAME_FIELD == "uid"


def test_two_people_have_two_uids() -> None:
    make_person()
    with pytest.raises(IntegrityError, match="uid"):
        make_person(email="other@example.org")


def test_an_address_is_one_person_s_in_any_case() -> None:
    make_person()
    with pytest.raises(IntegrityError, match="one_person_an_address"):
        make_person("bob", "Anna@Example.org")


@pytest.mark.parametrize("role", ["", "moderator", "administrator"])
def test_roles_are_known(role: str) -> None:
    assert make_person(role=role).role == role


def test_another_role_is_refused() -> None:
    with pytest.raises(IntegrityError, match="known_role"):
        make_person(role="king")
