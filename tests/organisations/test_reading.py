"""Which command a page offers for an account."""

import pytest

from beffroi.organisations.pages.reading import is_readable, reading_command
from tests.makers import make_account, make_forge

pytestmark = pytest.mark.django_db


def test_an_account_of_plain_git_is_read() -> None:
    account = make_account(forge=make_forge("git.example", software="git"))
    assert is_readable(account)
    assert reading_command(account) == f"beffroi harvest --account {account.url}"


def test_an_account_that_cannot_be_read_yet_comes_from_a_list() -> None:
    account = make_account(forge=make_forge("git.sr.ht", software="sourcehut"))
    assert not is_readable(account)
    assert reading_command(account) == "beffroi import repositories FILE"
