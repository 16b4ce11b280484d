"""The faults of a repository, and what is said of each."""

import pytest
from django.utils import translation

from beffroi.portal.mending.rules import ACCOUNTS, REPOSITORIES, codes_of, remedy_of
from tests.makers import make_repository

pytestmark = pytest.mark.django_db


def test_what_was_never_looked_for_is_not_missing() -> None:
    codes = {rule.code for rule in codes_of(make_repository(files={}, licence="MIT"))}
    assert codes == {"not-looked-into", "fork-unknown"}


def test_what_was_looked_for_is_missing() -> None:
    found = make_repository(files={"readme": "README"}, is_fork=True, description=" ")
    codes = {rule.code for rule in codes_of(found)}
    assert codes == {"no-licence", "no-description", "no-contributing", "no-publiccode"}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_fault_has_a_title_and_a_remedy(language: str) -> None:
    with translation.override(language):
        assert all(str(rule.title) and remedy_of(rule)[0] for rule in REPOSITORIES)
        assert all(str(rule.title) and str(rule.remedy) for rule in ACCOUNTS)


def test_no_code_stands_for_two_faults() -> None:
    codes = [rule.code for rule in (*REPOSITORIES, *ACCOUNTS)]
    assert len(codes) == len(set(codes))
