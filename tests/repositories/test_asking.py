"""Questions of harvests: asked once, seen again, asked anew once they are closed."""

from datetime import timedelta

import pytest

from beffroi.journal.models import Act
from beffroi.organisations.models import ForgeAccount
from beffroi.repositories.actions.asking import Matter, Standing, ask, close
from beffroi.repositories.models import Question
from tests.makers import NOON, make_account, make_forge

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


@pytest.fixture
def account() -> ForgeAccount:
    return make_account(forge=make_forge("git.example", software="gitlab"), full_path="team")


def put(account: ForgeAccount, kind: str = "account-gone", **facts: object) -> Question:
    return ask(account, None, Matter(kind, 12, [f"r-{n}" for n in range(300)], facts), at=NOON)


def test_a_question_is_asked_once_and_seen_again(account: ForgeAccount) -> None:
    first = put(account)
    again = ask(account, None, Matter("account-gone", 13, [], {}), at=LATER)
    assert again.pk == first.pk
    assert (again.count, again.asked_at, again.seen_at) == (13, NOON, LATER)
    assert [act.verb for act in Act.objects.all()] == ["asked"]


def test_it_names_a_bounded_number_of_repositories(account: ForgeAccount) -> None:
    assert len(put(account).uids) == 200


def test_a_settled_one_is_asked_anew_as_another(account: ForgeAccount) -> None:
    first = put(account)
    close(first, "overtaken", at=LATER)
    assert put(account).pk != first.pk
    assert Standing(account).of("account-gone")[0].pk != first.pk
