"""A preview in words: what is known already, whose it is, what is wrong and whether to go on."""

from typing import Any

import pytest

from beffroi.forges.addresses import parse_account
from beffroi.forges.shapes import AccountFacts, Failure, ForgeRepository
from beffroi.organisations.models import Identifier
from beffroi.portal.harvesting.previews import Shown, has_body, shown
from beffroi.repositories.clients.previewing import Preview
from tests.makers import NOON, make_account, make_forge, make_organisation, make_repository

pytestmark = pytest.mark.django_db
ADDRESS = parse_account("https://git.example.org/maps")


def row(name: str, **facts: Any) -> ForgeRepository:
    """Return a repository as a forge gives it."""
    url = f"https://git.example.org/maps/{name}"
    return ForgeRepository(
        forge_id=name, full_name=f"maps/{name}", name=name, url=url, clone_url=url, **facts
    )


def see(*rows: ForgeRepository, failures: tuple[Failure, ...] = (), **facts: Any) -> Shown:
    """Return what a page says of some repositories."""
    found = Preview("gitea", "1.22", facts.get("account"), rows, len(rows), True, failures)  # noqa: FBT003
    return shown(ADDRESS, found, facts.get("organisation"))


def test_each_repository_says_what_the_list_says_of_it() -> None:
    found = see(row("a", licence_raw="MIT", languages={"Python": 1.0}, pushed_at=NOON))
    line = found.lines[0]
    assert (line.licence, line.language, line.changed_at) == ("MIT", "Python", NOON)
    assert (found.software, found.version, found.may_confirm) == ("Gitea", "1.22", True)


def test_the_name_and_the_number_are_those_of_the_forge() -> None:
    found = see(account=AccountFacts(name="Maps of France", declared=286))
    assert (found.name, found.path, found.declared) == (
        "Maps of France",
        "git.example.org/maps",
        286,
    )


def test_a_repository_of_the_catalogue_leads_to_its_page() -> None:
    make_repository(uid="a-1", url="https://git.example.org/maps/a")
    found = see(row("a"), row("b"))
    assert [line.page for line in found.lines] == ["/en/repositories/a-1/", ""]
    assert found.known == 1


def test_it_belongs_to_the_body_of_the_registry_before_that_of_the_link() -> None:
    mine, theirs = make_organisation(uid="mine"), make_organisation(uid="theirs")
    assert see(organisation=mine).body == (mine.name, "mine")
    make_account(
        forge=make_forge("git.example.org"), full_path="maps", organisation=theirs, uid="maps"
    )
    found = see(organisation=mine)
    assert (found.body, found.account_url) == ((theirs.name, "theirs"), "/en/accounts/maps/")


def test_a_provisional_body_is_nobody_unless_a_register_names_it() -> None:
    body = make_organisation(kind="unidentified")
    account = make_account(organisation=body)
    assert not has_body(account)
    Identifier.objects.create(organisation=body, scheme="x", value="1")
    assert has_body(account)


@pytest.mark.parametrize(
    ("code", "permanent", "may"),
    [("timeout", False, True), ("account-not-found", True, False), ("unreachable", False, False),
     ("refused-address", True, False)],
)  # fmt: skip
def test_one_may_go_on_where_waiting_can_cure_it(code: str, permanent: bool, may: bool) -> None:  # noqa: FBT001
    failure = Failure(ADDRESS.url, code, "Words.", permanent)
    assert see(failures=(failure,)).may_confirm is may
    assert see(row("a"), failures=(failure,)).may_confirm


def test_twenty_rows_cost_as_many_questions_as_one(django_assert_max_num_queries: Any) -> None:
    make_account(forge=make_forge("git.example.org"), full_path="maps")
    with django_assert_max_num_queries(4):
        see(*(row(f"r{number}") for number in range(20)))
