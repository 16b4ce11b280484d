"""Every forge: failures are visible."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from beffroi.organisations.actions.tokens import keep_token
from beffroi.organisations.models import ForgeToken
from beffroi.portal.indexing import rebuild
from beffroi.repositories.models import Failure, HarvestRun
from tests.makers import NOON, make_account, make_forge, make_organisation, make_repository

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LIST = "/en/forges/"


def make_two() -> None:
    """Make a forge that answers, and one that does not."""
    make_repository(account=make_account(forge=make_forge("github.com"), read_at=NOON))
    body = make_organisation(uid="lab", name="A laboratory")
    broken = make_forge(
        "git.example.org", software="gitlab", is_whole=True, organisation=body,
        error_code="timeout", error_at=NOON,
    )  # fmt: skip
    account = make_account(uid="x", forge=broken, organisation=body, error_code="timeout")
    run = HarvestRun.objects.create(uid="r", started_at=NOON)
    Failure.objects.create(
        run=run, account=account, url="https://git.example.org/", code="timeout",
        message="It took too long.", at=NOON,
    )  # fmt: skip
    rebuild(holder="test", at=timezone.now())


def test_forges_that_fail_stand_first_and_say_what_happened(client: Client) -> None:
    make_two()
    page = client.get(LIST).text
    assert page.index("git.example.org") < page.index("<bdi>github.com")
    assert "The server took too long." in page
    assert "everything public" in page
    assert 'href="/en/repositories/?forge=github.com">1</a>' in page


def test_the_page_of_a_forge_names_its_accounts_and_failures(client: Client) -> None:
    make_two()
    page = client.get(f"{LIST}git.example.org/").text
    assert "A laboratory" in page
    assert "/en/accounts/x/" in page
    assert "It took too long." in page
    assert client.get(f"{LIST}nothing.example.org/").status_code == 404


def test_a_host_that_asks_to_wait_says_so_and_what_is_left(client: Client) -> None:
    until = timezone.now() + timedelta(hours=1)
    make_forge("git.example.org", resume_at=until, rate_limit=5000, rate_remaining=12,
               version="17.1")  # fmt: skip
    page = client.get(f"{LIST}git.example.org/").text
    assert "waits, as the host asks" in page
    assert "12 of 5,000 calls left" in page
    assert "17.1" in page
    assert "waits, as the host asks" in client.get(LIST).text


def test_nobody_learns_of_tokens_from_a_page(client: Client) -> None:
    make_forge("git.example.org", error_code="credential-error", error_at=NOON)
    keep_token(make_forge("git.example.org"), "s3cret", at=NOON)
    page = client.get(f"{LIST}git.example.org/").text
    assert "s3cret" not in page
    assert ForgeToken.objects.get().sealed not in page


def test_a_host_with_a_port_has_its_page(client: Client) -> None:
    make_forge("git.example.org:8443")
    assert client.get(f"{LIST}git.example.org:8443/").status_code == 200
    assert "no account is known" in client.get(LIST).text


def test_the_file_holds_every_forge(client: Client) -> None:
    make_two()
    answer = client.get("/en/forges.csv")
    text = b"".join(answer).decode()
    rows = {row["host"]: row for row in csv.DictReader(io.StringIO(text))}
    assert rows["git.example.org"]["state"] == "failed"
    assert rows["git.example.org"]["error_code"] == "timeout"
    assert (rows["github.com"]["repositories"], rows["github.com"]["state"]) == ("1", "read")
    assert client.get("/en/forges.odd").status_code == 404


def test_no_forge_names_the_command_that_brings_them(client: Client) -> None:
    assert "beffroi import accounts FILE" in client.get(LIST).text


def test_twenty_forges_cost_as_many_questions_as_one(
    client: Client, django_assert_num_queries: Any
) -> None:
    for number in range(20):
        make_repository(account=make_account(forge=make_forge(f"git{number}.example.org")))
        if number in {0, 19}:
            with django_assert_num_queries(2):
                client.get(LIST)
