"""What we know of you, and how to mend it."""

import csv
import io
import json

import pytest
from django.test import Client
from django.utils import timezone

from beffroi.organisations.models import ForgeAccount
from beffroi.portal.indexing import rebuild
from beffroi.repositories.models import Alias
from tests.makers import NOON, make_account, make_organisation, make_repository

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PAGE = "/en/organisations/ign/mend/"


def make_publisher() -> ForgeAccount:
    """Make a body with one account and three repositories that lack different things."""
    body = make_organisation(uid="ign", name="IGN")
    account = make_account(uid="ign-account", organisation=body, full_path="ign", declared_count=9)
    make_repository(account=account, uid="bare", licence="", description="")
    make_repository(account=account, uid="odd", licence="other", files={"readme": "README.md"})
    make_repository(
        account=account, uid="good", licence="MIT", is_fork=False,
        files={name: name for name in ("readme", "licence", "contributing", "publiccode")},
    )  # fmt: skip
    rebuild(holder="test", at=timezone.now())
    return account


def finding(page: str, code: str) -> str:
    return page.split(f'<li class="finding" id="{code}">')[1].split("</li>", maxsplit=1)[0]


def table(client: Client, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    text = b"".join(answer).decode()
    return list(csv.DictReader(io.StringIO(text)))


def test_each_fault_has_its_number_its_list_and_its_remedy(client: Client) -> None:
    make_publisher()
    found = finding(client.get(PAGE).text, "no-licence")
    assert 'href="/en/repositories/?organisation=ign&amp;licence=unknown"' in found
    assert "</span>1</a>" in found
    assert "Add a file LICENSE with the text of a free licence." in found


@pytest.mark.parametrize(
    "code", ["no-licence", "other-licence", "no-description", "no-contributing", "not-looked-into"]
)
def test_each_list_holds_as_many_as_its_number_says(client: Client, code: str) -> None:
    make_publisher()
    found = finding(client.get(PAGE).text, code)
    href = found.split('<a href="')[1].split('"')[0].replace("&amp;", "&")
    assert client.get(href).text.count('<li class="result">') == 1


def test_what_nobody_looked_for_is_no_fault(client: Client) -> None:
    make_publisher()
    page = client.get(PAGE).text
    assert "Not known, or only noted" in page.split('id="not-looked-into"')[0]
    assert "no-readme" not in page


def test_a_count_that_differs_is_told_with_both_numbers(client: Client) -> None:
    make_publisher()
    assert "here 3, there 9" in finding(client.get(PAGE).text, "count-differs")


def test_missing_and_doubled_ones_stand_by_name(client: Client) -> None:
    account = make_publisher()
    lost = make_repository(account=account, name="lost", missing_since=NOON)
    Alias.objects.create(
        repository=lost, url="https://x/b", url_key="x/b", listed_under="ign/b", since=NOON
    )
    Alias.objects.create(repository=lost, url="https://x/old", url_key="x/old", since=NOON)
    page = client.get(PAGE).text
    assert "<bdi>lost</bdi></a>" in finding(page, "missing")
    assert "ign/b" in finding(page, "listed-twice")
    assert "https://x/old" in finding(page, "former-address")


def test_each_fact_names_its_source_and_where_it_is_mended(client: Client) -> None:
    said = {"*": {"by": "import:labels", "at": "2026-05-04T12:00:00Z"}}
    make_organisation(uid="ign", name="IGN", sources=said)
    page = client.get(PAGE).text
    assert "Source: imported list (labels), 4 May 2026, 12:00 UTC." in page
    assert "In the imported list: propose the change to its editors" in page
    assert "No source says it yet" in page


def test_no_address_of_a_person_is_shown(client: Client) -> None:
    make_organisation(uid="ign", description="Write to jo@example.org.")
    assert "jo@example.org" not in client.get(PAGE).text


def test_the_file_names_every_fault_of_every_thing(client: Client) -> None:
    make_publisher()
    rows = table(client, "/en/organisations/ign/mend.csv")
    found = {(row["uid"], row["fault"]) for row in rows}
    assert {("bare", "no-licence"), ("bare", "no-description"), ("odd", "other-licence")} <= found
    assert ("ign-account", "count-differs") in found
    assert not {fault for uid, fault in found if uid == "good"}
    assert all(row["remedy"] and row["page"].startswith("http") for row in rows)


def test_the_file_is_json_too_and_nothing_else(client: Client) -> None:
    make_publisher()
    answer = client.get("/en/organisations/ign/mend.json")
    rows = json.loads(b"".join(answer))
    assert {row["kind"] for row in rows} == {"account", "repository"}
    assert client.get("/en/organisations/ign/mend.exe").status_code == 404


def test_an_account_has_the_same_page_for_itself(client: Client) -> None:
    make_publisher()
    page = client.get("/en/accounts/ign-account/mend/").text
    assert "account=ign-account&amp;licence=unknown" in page
    assert "here 3, there 9" in page
    assert table(client, "/en/accounts/ign-account/mend.csv")


def test_what_is_gone_leads_to_its_page(client: Client) -> None:
    gone = {"withdrawn_at": NOON, "withdrawn_reason": "deleted"}
    make_organisation(uid="ign", **gone)
    make_account(uid="old", **gone)
    assert client.get(PAGE)["Location"] == "/en/organisations/ign/"
    assert client.get("/en/accounts/old/mend/")["Location"] == "/en/accounts/old/"
    assert client.get("/en/organisations/ign/mend.csv").status_code == 404


def test_a_publisher_without_faults_is_told_so(client: Client) -> None:
    make_organisation(uid="ign")
    assert "Nothing that we know of." in client.get(PAGE).text
