"""Pages of repositories."""

import pytest
from django.test import Client

from beffroi.journal.actions import note
from beffroi.journal.shapes import Deed
from beffroi.repositories.models import Alias
from tests.makers import NOON, make_repository
from tests.portal.pages import fill

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def detail(client: Client, **facts: object) -> str:
    made = make_repository(uid="a", **facts)
    return client.get(f"/en/repositories/{made.uid}/").content.decode()


def test_the_list_shows_rows_with_facts_in_words(client: Client) -> None:
    fill(1, licence="", stars=1, is_archived=True, is_fork=None)
    page = client.get("/en/repositories/").content.decode()
    assert "<span>licence not stated</span>" in page
    assert "<span>1 star</span>" in page
    assert "<span>archived by its owner</span>" in page
    assert "<span>fork</span>" not in page


def test_unknown_is_said_and_is_never_a_no(client: Client) -> None:
    page = detail(client, licence="", is_fork=None, is_archived=False)
    assert "Licence not stated." in page
    assert "Nobody knows what may be done with it." in page
    assert "Not known: its source does not say." in page


def test_a_licence_that_the_forge_cannot_name_is_not_the_same_as_none(client: Client) -> None:
    page = detail(client, licence="other", licence_raw="CeCILL-X")
    assert "Other, to be named." in page
    assert "Written as “CeCILL-X”." in page


def test_each_value_says_who_gave_it_and_when(client: Client) -> None:
    sources = {
        "*": {"by": "import:csv", "at": "2021-11-15T08:02:00Z"},
        "licence": {"by": "manual", "at": "2026-05-04T12:00:00Z"},
    }
    page = detail(client, licence="MIT", sources=sources)
    assert "<summary>set by hand</summary>" in page
    assert "Source: imported list (csv), 15 November 2021, 08:02 UTC." in page
    assert "until it is reset" in page


def test_a_home_page_that_is_no_safe_address_is_no_link(client: Client) -> None:
    page = detail(client, homepage="javascript:alert(1)")
    assert 'href="javascript' not in page
    assert "javascript:alert(1)" in page


def test_markup_in_a_name_or_description_is_shown_as_text(client: Client) -> None:
    page = detail(client, name="<b>x</b>", description="<script>alert(1)</script>")
    assert "<b>x</b>" not in page
    assert "<script>" not in page


def test_the_life_line_shows_where_it_stands_and_the_next_step(client: Client) -> None:
    page = detail(client, is_at_heritage=None)
    assert "Next step: archive the present state." in page
    assert page.count("(not yet)") == 6
    assert "(next step)" in page


def test_what_a_reading_did_not_find_is_to_mend(client: Client) -> None:
    page = detail(client, missing_since=NOON)
    assert "(to mend)" in page
    assert "read the account again" in page


def test_a_described_archived_licensed_repository_needs_nothing(client: Client) -> None:
    files = {"publiccode": "publiccode.yml"}
    page = detail(client, is_at_heritage=True, licence="MIT", files=files)
    assert "Nothing is due now." in page
    assert "<code>publiccode.yml</code>" in page


def test_the_history_tells_what_changed(client: Client) -> None:
    note([Deed(NOON, "changed", "repository", "a", before={"stars": 1}, after={"stars": 2})])
    page = detail(client)
    assert "Its record changed." in page
    assert "<code>stars</code>: 1 → 2" in page


def test_topics_lead_to_the_list_narrowed_by_them(client: Client) -> None:
    page = detail(client, topics=["Open Data"])
    assert 'href="/en/repositories/?topic=open-data"' in page


def test_a_withdrawn_repository_is_410_with_its_reason(client: Client) -> None:
    make_repository(uid="gone", withdrawn_at=NOON, withdrawn_reason="deleted")
    answer = client.get("/fr/repositories/gone/")
    assert answer.status_code == 410
    assert client.get("/en/repositories/never/").status_code == 404


def test_any_address_leads_to_the_permanent_page(client: Client) -> None:
    made = make_repository(uid="a", url="https://github.com/etalab/new")
    Alias.objects.create(
        repository=made, url="https://github.com/etalab/old", url_key="github.com/etalab/old",
        since=NOON, source="test",
    )  # fmt: skip
    for address in ("https://github.com/Etalab/new.git", "http://github.com/etalab/old/"):
        answer = client.get("/en/repositories/by-address/", {"url": address})
        assert (answer.status_code, answer["Location"]) == (301, "/en/repositories/a/")


@pytest.mark.parametrize("address", ["", "https://github.com/no/such", "::::", "javascript:x"])
def test_an_unknown_address_is_404(client: Client, address: str) -> None:
    answer = client.get("/en/repositories/by-address/", {"url": address})
    assert answer.status_code == 404
