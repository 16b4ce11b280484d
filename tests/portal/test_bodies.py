"""The page of a body: who it is, what it publishes, how to follow, reuse and share it."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beffroi.organisations.models import ForgeAccount, Identifier
from beffroi.portal.indexing import rebuild
from beffroi.repositories.models import Failure, HarvestRun
from tests.makers import NOON, make_account, make_forge, make_organisation, make_repository

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PAGE = "/en/organisations/culture/"


def make_ministry(count: int = 2, **facts: Any) -> None:
    """Make a ministry with an agency below it, and repositories of both."""
    ministry = make_organisation(uid="culture", name="Culture", kind="ministry")
    agency = make_organisation(uid="archives", name="Archives", parent=ministry)
    own = make_account(uid="own", organisation=ministry, ospo_url="https://ospo.example.org/")
    below = make_account(uid="below", organisation=agency, forge=make_forge("git.example.org"))
    for account in (own, below):
        for _ in range(count):
            make_repository(account=account, language="Python", **facts)
    rebuild(holder="test", at=timezone.now())


def test_it_says_in_a_sentence_what_is_published(client: Client) -> None:
    make_ministry(licence="MIT", last_activity_at=timezone.now())
    page = client.get(PAGE).text
    assert '<a href="/en/repositories/?organisation=culture">4 repositories</a>' in page
    assert "on 2 forges" in page
    assert "mostly Python" in page
    assert 'activity=active">4 changed in the last year' in page
    assert "state no licence" not in page


def test_it_counts_what_is_its_own_beside_the_whole(client: Client) -> None:
    make_ministry()
    assert "(its own: 2)" in client.get(PAGE).text
    assert "(its own:" not in client.get("/en/organisations/archives/").text


def test_it_shows_the_bodies_below_and_the_way_up(client: Client) -> None:
    make_ministry()
    assert "/en/organisations/tree/?organisation=culture" in client.get(PAGE).text
    below = client.get("/en/organisations/archives/").text
    assert '<li><a href="/en/organisations/culture/"><bdi>Culture</bdi></a></li>' in below


def test_its_next_step_is_what_is_missing_most(client: Client) -> None:
    make_ministry(licence="")
    page = client.get(PAGE).text
    assert "Next step: say what may be done with 4 repositories." in page
    assert f'href="{PAGE}mend/"' in page


def test_feeds_and_files_hold_its_repositories(client: Client) -> None:
    make_ministry()
    page = client.get(PAGE).text
    for form in ("atom", "feed.json", "csv", "json", "jsonl"):
        address = f"/en/repositories.{form}?organisation=culture"
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200
    assert '<link rel="alternate" type="application/atom+xml"' in page


def test_the_address_to_share_is_the_plain_one(client: Client) -> None:
    make_ministry()
    page = client.get(f"{PAGE}?utm_source=mail").text
    assert '<link rel="canonical" href="http://localhost:8000/en/organisations/culture/">' in page
    assert "<code>http://localhost:8000/en/organisations/culture/</code>" in page


def test_an_official_identifier_leads_to_its_register(client: Client) -> None:
    body = make_organisation(uid="culture")
    address = "https://register.example.org/1"
    Identifier.objects.create(organisation=body, scheme="ch-ld", value=address)
    Identifier.objects.create(organisation=body, scheme="odd", value="javascript:alert(1)")
    page = client.get(PAGE).text
    assert f'<a href="{address}" rel="external"><code>{address}</code></a>' in page
    assert 'href="javascript' not in page


def test_offices_are_linked_and_odd_addresses_are_not(client: Client) -> None:
    make_ministry()
    make_account(uid="odd", ospo_url="javascript:alert(1)")
    assert 'href="https://ospo.example.org/" rel="external"' in client.get(PAGE).text
    assert 'href="javascript' not in client.get("/en/accounts/odd/").text


def test_empty_accounts_are_folded(client: Client) -> None:
    make_ministry()
    for number in range(30):
        account = make_account(full_path=f"empty-{number}")
        account.organisation = account.organisation.__class__.objects.get(uid="culture")
        account.save()
    page = client.get(PAGE).text
    assert "30 accounts without a known repository</summary>" in page


def test_a_failure_is_told_with_the_way_to_mend_it(client: Client) -> None:
    make_ministry()
    account = make_account(uid="lost")
    account.organisation.uid = "lost-body"
    account.organisation.save()
    run = HarvestRun.objects.create(uid="r", started_at=NOON)
    Failure.objects.create(
        run=run, account=account, url="https://x.example/a", code="mass-loss",
        message="Gone.", at=NOON,
    )  # fmt: skip
    page = client.get("/en/organisations/lost-body/").text
    assert "Look at the forge" in page
    assert "Next step: mend what could not be read." in page


def test_without_an_index_the_page_still_counts(client: Client) -> None:
    account = make_account(organisation=make_organisation(uid="culture"))
    make_repository(account=account)
    assert "1 repository" in client.get(PAGE).text


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}mend/", "/en/accounts/own/"])
def test_twenty_repositories_cost_as_many_questions_as_one(
    client: Client, address: str, django_assert_max_num_queries: Any
) -> None:
    make_ministry(1)
    client.get(address)
    with django_assert_max_num_queries(40) as one:
        client.get(address)
    for _ in range(20):
        make_repository(account=make_ministry_account(), stars=3)
    rebuild(holder="test", at=timezone.now())
    with django_assert_max_num_queries(len(one.captured_queries)):
        client.get(address)


def make_ministry_account() -> Any:
    """Return an account of the ministry that is there."""
    return ForgeAccount.objects.get(uid="own")


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(uid=st.text(min_size=1, max_size=40), question=st.dictionaries(st.text(), st.text()))
def test_no_address_breaks_a_page(client: Client, uid: str, question: dict[str, str]) -> None:
    for place in ("organisations/{}/", "organisations/{}/mend/", "accounts/{}/mend/", "forges/{}/"):
        answer = client.get(f"/en/{place.format(uid)}", question)
        assert answer.status_code in {200, 301, 302, 404, 405, 410}


def test_failures_of_the_bodies_below_are_told_too(client: Client) -> None:
    make_ministry()
    run = HarvestRun.objects.create(uid="r", started_at=NOON)
    account = ForgeAccount.objects.get(uid="below")
    Failure.objects.create(
        run=run, account=account, url="https://git.example.org/lost", code="timeout",
        message="It took too long.", at=NOON,
    )  # fmt: skip
    assert "https://git.example.org/lost" in client.get(PAGE).text
    assert f'href="{PAGE}#p"' in client.get(f"{PAGE}mend/").text
