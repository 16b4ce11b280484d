"""Questions of harvests: settled once, in words and as data."""

from datetime import timedelta

import pytest

from beffroi.organisations.models import ForgeAccount
from beffroi.repositories.actions.asking import Matter, Standing, ask
from beffroi.repositories.actions.questions import rows_of, settle
from beffroi.repositories.errors import RepositoryError
from beffroi.repositories.models import Question
from beffroi.repositories.pages.questions import as_json, sentence
from tests.makers import NOON, make_account, make_forge, make_repository

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


@pytest.fixture
def account() -> ForgeAccount:
    return make_account(forge=make_forge("git.example", software="gitlab"), full_path="team")


def put(account: ForgeAccount, kind: str = "account-gone", **facts: object) -> Question:
    return ask(account, None, Matter(kind, 12, [f"r-{n}" for n in range(300)], facts), at=NOON)


def test_what_a_person_denied_stands_and_is_not_open(account: ForgeAccount) -> None:
    question = put(account, "mass-loss", scope="account", before=LATER.isoformat())
    settle(question, is_confirmed=False, source="manual:test", at=LATER)
    standing = Standing(account)
    assert standing.of("mass-loss") == [question]
    assert standing.open_of("mass-loss", account) is None


def test_nobody_settles_twice(account: ForgeAccount) -> None:
    question = put(account)
    settle(question, is_confirmed=False, source="manual:test", at=LATER)
    with pytest.raises(RepositoryError, match="refused") as error:
        settle(question, is_confirmed=True, source="manual:test", at=LATER)
    assert error.value.code == "settled-already"


def test_an_account_that_is_gone_is_about_what_is_missing_of_it_and_below(
    account: ForgeAccount,
) -> None:
    below = make_account(forge=account.forge, full_path="team/inner")
    missing = [make_repository(account=one, missing_since=NOON) for one in (account, below)]
    make_repository(account=account)
    make_repository(account=make_account(forge=account.forge), missing_since=NOON)
    assert set(rows_of(put(account))) == set(missing)


def test_a_new_address_that_cannot_be_read_is_no_move(account: ForgeAccount) -> None:
    row = make_repository(account=account, missing_since=NOON)
    question = put(account, to="nonsense")
    assert settle(question, is_confirmed=True, source="manual:test", at=LATER) == 1
    row.refresh_from_db()
    assert row.withdrawn_reason == "deleted"


@pytest.mark.parametrize(
    ("kind", "facts", "words"),
    [
        ("account-gone", {"to": "https://git.example/new"},
         "team answered 404 on Monday 2026-05-04 (group renamed?) — kept as missing; confirm"),
        ("account-gone", {}, "kept as missing; confirm that they are gone."),
        ("moved-out", {"to": "https://git.example/new"}, "answered from https://git.example/new"),
        ("mass-loss", {"scope": "forge"}, "12 repositories of the forge git.example were gone"),
    ],
)  # fmt: skip
def test_each_kind_has_its_sentence(
    account: ForgeAccount, kind: str, facts: dict[str, object], words: str
) -> None:
    assert words in sentence(put(account, kind, **facts))


def test_as_data_it_says_what_and_when(account: ForgeAccount) -> None:
    said = as_json(put(account, to="https://git.example/new"))
    assert (said["kind"], said["account"], said["count"]) == ("account-gone", account.url, 12)
    assert (said["asked_at"], said["settled_at"]) == ("2026-05-04T12:00:00Z", None)
