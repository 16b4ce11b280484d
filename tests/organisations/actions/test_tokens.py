"""A forge's token is kept sealed, opened for its host alone, and named nowhere."""

import json

import pytest

from beffroi.journal.models import Act
from beffroi.lib.sealing import new_key
from beffroi.organisations.actions.tokens import (
    keep_token,
    remove_token,
    reseal_tokens,
    token_of,
)
from beffroi.organisations.errors import OrganisationError
from beffroi.organisations.models import ForgeToken
from tests.makers import NOON, make_forge

pytestmark = pytest.mark.django_db
SECRET = "glpat-0123456789abcdef"  # noqa: S105 - of nobody


def test_a_kept_token_comes_back_and_the_database_does_not_hold_it() -> None:
    forge = make_forge("gitlab.example.org")
    keep_token(forge, SECRET, at=NOON)
    assert token_of(forge) == SECRET
    assert SECRET not in ForgeToken.objects.get().sealed


def test_a_forge_without_token_gives_none() -> None:
    assert token_of(make_forge()) == ""


def test_the_journal_says_that_there_is_a_token_and_not_which() -> None:
    keep_token(make_forge("gitlab.example.org"), SECRET, at=NOON)
    act = Act.objects.get()
    assert (act.object_kind, act.object_uid) == ("forge", "gitlab.example.org")
    assert SECRET not in json.dumps([act.before, act.after])


def test_a_new_token_takes_the_place_of_one_that_was_refused() -> None:
    forge = make_forge("gitlab.example.org", error_code="credential-error")
    keep_token(forge, "old", at=NOON)
    ForgeToken.objects.update(refused_at=NOON)
    keep_token(forge, SECRET, at=NOON)
    forge.refresh_from_db()
    assert (token_of(forge), ForgeToken.objects.get().refused_at) == (SECRET, None)
    assert forge.error_code == ""


@pytest.mark.parametrize("token", ["", "two words", "two\nlines", "né", "\x00", "x" * 2001])
def test_what_is_no_token_is_refused_and_not_repeated(token: str) -> None:
    with pytest.raises(OrganisationError) as refused:
        keep_token(make_forge(), token, at=NOON)
    assert refused.value.code == "bad-token"
    assert not token or token not in refused.value.message


def test_a_removed_token_is_gone() -> None:
    forge = make_forge()
    keep_token(forge, SECRET, at=NOON)
    assert [remove_token(forge, at=NOON), remove_token(forge, at=NOON)] == [True, False]
    assert token_of(forge) == ""


def test_a_wrong_key_is_said_with_the_way_out(settings: pytest.FixtureRequest) -> None:
    forge = make_forge("gitlab.example.org")
    keep_token(forge, SECRET, at=NOON)
    settings.BEFFROI_ENCRYPTION_KEYS = (new_key(),)  # type: ignore[attr-defined]
    with pytest.raises(OrganisationError, match=r"beffroi forge token gitlab\.example\.org"):
        token_of(forge)


def test_after_a_change_of_keys_the_old_one_may_go(settings: pytest.FixtureRequest) -> None:
    forge, old, new = make_forge(), settings.BEFFROI_ENCRYPTION_KEYS[0], new_key()  # type: ignore[attr-defined]
    keep_token(forge, SECRET, at=NOON)
    settings.BEFFROI_ENCRYPTION_KEYS = (new, old)  # type: ignore[attr-defined]
    assert reseal_tokens() == 1
    settings.BEFFROI_ENCRYPTION_KEYS = (new,)  # type: ignore[attr-defined]
    assert token_of(forge) == SECRET


def test_the_token_of_one_host_is_of_no_use_in_the_row_of_another() -> None:
    mine, theirs = make_forge("mine.example"), make_forge("theirs.example")
    keep_token(mine, SECRET, at=NOON)
    ForgeToken.objects.update(forge=theirs)
    with pytest.raises(OrganisationError, match="sealed for something else"):
        token_of(theirs)
