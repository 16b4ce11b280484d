"""Command ``forge rename``: a host has another name, and nothing is lost."""

import io

import pytest
from django.core.management import CommandError, call_command

from beffroi.repositories.models import Alias, Repository
from tests.makers import make_account, make_forge, make_repository

pytestmark = pytest.mark.django_db


def rename(*words: str) -> str:
    out = io.StringIO()
    call_command("forge", "rename", *words, stdout=out)
    return out.getvalue()


def test_repositories_keep_their_records_and_former_addresses() -> None:
    forge = make_forge("gitlab.old.example", software="gitlab")
    row = make_repository(account=make_account(forge=forge, full_path="team"), name="a")
    said = rename("gitlab.old.example", "https://gitlab.new.example/")
    assert said == (
        "gitlab.old.example is gitlab.new.example now; repositories=1, each with an alias.\n"
    )
    assert Repository.objects.get().url == "https://gitlab.new.example/team/a"
    assert Alias.objects.get().url == row.url


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("nobody.example", "new.example"), "there is no forge nobody.example"),
        (("old.example", "old.example"), "it is old.example already"),
    ],
)
def test_what_cannot_be_renamed_is_said(words: tuple[str, str], message: str) -> None:
    make_forge("old.example")
    with pytest.raises(CommandError, match=message):
        rename(*words)
