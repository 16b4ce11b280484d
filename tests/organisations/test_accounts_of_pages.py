"""Accounts as pages show them: those that matter first, the empty ones folded."""

from datetime import date

import pytest

from beffroi.organisations.models import ForgeAccount
from beffroi.organisations.pages.accounts import (
    FIRST,
    grouped,
    named_links,
    offices_of,
    state_of,
    web_link,
)
from tests.makers import NOON, make_account, make_forge, make_organisation

pytestmark = pytest.mark.django_db


def test_the_largest_and_the_failing_come_first_and_the_empty_are_apart() -> None:
    made = [make_account(full_path=f"a-{number:02}") for number in range(FIRST + 8)]
    broken = make_account(full_path="broken", error_code="timeout")
    counts = {account.pk: number for number, account in enumerate(made[3:], 1)}
    found = grouped([*made, broken], counts)
    assert found.first[0].words == "github.com/broken"
    assert (len(found.first), len(found.empty)) == (FIRST, 3)
    assert len(found.first) + len(found.others) + len(found.empty) == found.count


def test_where_all_are_empty_the_first_are_shown() -> None:
    found = grouped([make_account() for _ in range(3)], {})
    assert (len(found.first), found.empty) == (3, ())


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"error_code": "timeout", "read_at": NOON}, "failed"),
        ({"ignored_since": date(2026, 1, 1)}, "ignored"),
        ({"read_at": NOON}, "read"),
        ({}, "waits"),
    ],
)
def test_an_account_is_in_one_state(facts: dict[str, object], state: str) -> None:
    account = make_account(forge=make_forge("git.example.org", software="git"), **facts)
    assert state_of(account) == state


def test_the_address_of_an_office_is_named_once_with_its_bodies() -> None:
    for name in ("Beta", "Alpha", "Alpha"):
        body = make_organisation(name=name)
        make_account(organisation=body, ospo_url="https://ospo.example.org")
    make_account(ospo_url="not an address")
    first, second = offices_of("ospo_url")
    assert [name for name, _ in first.bodies] == ["Alpha", "Alpha", "Beta"]
    assert (second.url, second.words) == ("", "not an address")
    links = named_links(ForgeAccount.objects.all(), "ospo_url")
    assert links[0] == ("https://ospo.example.org", 3)


@pytest.mark.parametrize("odd", ["javascript:alert(1)", "https://", "http://[", "ftp://x", "a b"])
def test_only_addresses_of_the_web_become_links(odd: str) -> None:
    assert web_link(odd) == ""
    assert web_link("https://example.org/a") == "https://example.org/a"
