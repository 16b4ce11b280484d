"""Permanent names of bodies and accounts."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from beffroi.organisations.actions.uids import digest, uid_of_account, uid_of_body


def test_a_body_is_called_by_its_name() -> None:
    assert uid_of_body("Ministère des Armées", "fr-annuaire:x", ()) == "ministere-des-armees"


def test_a_name_that_is_taken_gets_a_digest_of_the_key() -> None:
    taken = {"ministere-des-armees"}
    found = uid_of_body("Ministère des Armées", "fr-annuaire:x", taken)
    assert found == f"ministere-des-armees-{digest('fr-annuaire:x')}"


def test_a_name_without_letters_of_ours_is_still_a_name() -> None:
    assert uid_of_body("総務省", "jp:1", ()) == f"body-{digest('jp:1')}"


@pytest.mark.parametrize(
    ("host", "path", "uid"),
    [
        ("github.com", "etalab", "etalab-github-com"),
        ("gitlab.inria.fr", "a/b", "a-b-gitlab-inria-fr"),
        ("git.example", "", "git-example"),
    ],
)
def test_an_account_is_called_by_path_and_host(host: str, path: str, uid: str) -> None:
    assert uid_of_account(host, path) == uid


def test_a_path_that_loses_signs_gets_a_digest() -> None:
    assert re.fullmatch("ab-forge-example-[a-z2-7]{8}", uid_of_account("forge.example", "~a+b"))


@given(some.text(max_size=300), some.text(max_size=300))
def test_every_uid_fits_its_column_and_its_address(host: str, path: str) -> None:
    for uid in (uid_of_account(host, path), uid_of_body(path, host, ())):
        assert len(uid) <= 120
        assert re.fullmatch("[-a-z0-9_]+", uid)
