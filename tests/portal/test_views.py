"""Pages of the front hall, read as a person without scripts reads them."""

import logging

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from beffroi.journal.actions import note
from beffroi.journal.shapes import Deed
from beffroi.lib.slots import ORGANISATION_PANELS, PanelRow
from beffroi.portal.indexing import rebuild
from beffroi.repositories.models import Failure, HarvestRun
from tests.makers import NOON, make_account, make_forge, make_organisation, make_repository
from tests.portal.pages import fill

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HTML = {"accept": "text/html"}


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address, headers=HTML)
    assert answer.status_code == status, address
    return str(answer.content.decode())


@pytest.mark.parametrize(("wanted", "place"), [("fr-CA, en;q=0.5", "/fr/"), ("de", "/en/")])
def test_the_root_chooses_the_language(client: Client, wanted: str, place: str) -> None:
    answer = client.get("/", headers={"accept-language": wanted})
    assert (answer.status_code, answer["Location"]) == (302, place)
    assert "Accept-Language" in answer["Vary"]


def test_an_empty_home_page_says_which_commands_fill_it(client: Client) -> None:
    page = text(client, "/en/")
    assert "beffroi import repositories FILE" in page
    assert "beffroi harvest" in page
    assert "beffroi reindex" in page


def test_the_home_page_shows_figures_that_open_their_lists(client: Client) -> None:
    fill(3, licence="")
    page = text(client, "/en/")
    assert '<a href="/en/repositories/">3</a>' in page
    assert '<a href="/en/repositories/?licence=unknown">3 of all state no licence</a>' in page
    assert '<a href="/en/organisations/etalab/"><bdi>Etalab, in English</bdi></a>' in page


def test_the_home_page_tells_what_changed_in_words(client: Client) -> None:
    made = fill(6)
    note([Deed(NOON, "recorded", "repository", one.uid, source="test") for one in made])
    note([Deed(NOON, "recorded", "repository", "gone", source="test")])
    page = text(client, "/en/")
    assert "New:" in page
    assert "urbanisme-5" in page
    assert "and others" in page


def test_the_home_page_offers_only_examples_that_find_something(client: Client) -> None:
    fill(1, description="Carte QGIS", topics=["cadastre"])
    page = text(client, "/en/")
    assert "?q=QGIS" in page
    assert "?q=accessibility" not in page
    assert "?q=cadastre" in page


def test_the_search_finds_every_kind(client: Client) -> None:
    fill(2)
    page = text(client, "/en/search/?q=etalab")
    assert "/en/organisations/etalab/" in page
    assert "<title>etalab: 3 results – Beffroi</title>" in page
    assert 'Organisations <span class="num">1</span>' in page


def test_the_search_marks_words_and_forgives_spelling(client: Client) -> None:
    fill(1)
    page = text(client, "/en/search/?q=urbansime")
    assert "<mark>" in page or "near spellings such as <b>urbanisme</b>" in page
    assert "exact=1" in page


def test_an_empty_search_offers_ways_out_with_counts(client: Client) -> None:
    fill(1, licence="MIT")
    page = text(client, "/en/search/?q=urbanisme+zzzzqq&licence=GPL-3.0-only")
    assert "Nothing for “urbanisme zzzzqq”" in page
    page = text(client, "/en/search/?q=urbanisme&licence=GPL-3.0-only")
    assert "Search without the filters</a>" in page
    assert "(1)" in page


def test_without_an_index_the_page_says_how_to_make_one(client: Client) -> None:
    make_repository()
    page = text(client, "/en/search/?q=a")
    assert "There is no search index yet" in page
    assert "beffroi reindex" in page


def test_a_page_after_the_last_leads_back(client: Client) -> None:
    fill(1)
    page = text(client, "/en/search/?page=9")
    assert "There is no such page of results" in page
    assert 'href="/en/search/">page 1</a>' in page


@pytest.mark.parametrize("address", ["/en/search/", "/en/repositories/", "/en/organisations/"])
def test_one_row_costs_as_many_queries_as_twenty(client: Client, address: str) -> None:
    fill(1)
    text(client, address)
    with CaptureQueriesContext(connection) as one:
        text(client, address)
    for _ in range(20):
        make_repository()
    rebuild(holder="test", at=timezone.now())
    with CaptureQueriesContext(connection) as twenty:
        text(client, address)
    assert len(one) == len(twenty)


def test_the_links_to_formats_keep_the_question(client: Client) -> None:
    fill(1, licence="MIT")
    page = text(client, "/en/repositories/?q=urbanisme&licence=MIT")
    for form in ("csv", "json", "atom"):
        assert f'href="/en/repositories.{form}?q=urbanisme&amp;licence=MIT"' in page


def test_the_appearance_is_kept_and_leads_back_to_the_page(client: Client) -> None:
    answer = client.post("/theme/", {"theme": "dark", "next": "/en/search/?q=a"})
    assert (answer.status_code, answer["Location"]) == (302, "/en/search/?q=a")
    assert '<html lang="en" data-theme="dark">' in text(client, "/en/about/")
    client.post("/theme/", {"theme": "auto"})
    assert '<html lang="en">' in text(client, "/en/about/")


@pytest.mark.parametrize(
    "place",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "evil", "javascript:alert(1)"],
)
def test_the_appearance_never_leads_to_another_place(client: Client, place: str) -> None:
    assert client.post("/theme/", {"theme": "dark", "next": place})["Location"] == "/"


def test_the_page_about_says_the_licence_of_the_data(client: Client) -> None:
    assert "CC0-1.0" in text(client, "/en/about/")


def test_an_unknown_page_is_404_with_a_search(client: Client) -> None:
    page = text(client, "/en/nothing/", 404)
    assert 'role="search"' in page
    answer = client.get("/en/nothing/", headers={"accept": "application/json"})
    assert answer.status_code == 404


def test_a_fault_has_a_number_that_the_log_has_too(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(_uids: object) -> list[PanelRow]:
        raise RuntimeError

    make_organisation(uid="a")
    ORGANISATION_PANELS.register("test", fails)
    client.raise_request_exception = False
    try:
        with caplog.at_level(logging.ERROR):
            page = text(client, "/en/organisations/a/", 500)
    finally:
        ORGANISATION_PANELS._providers.pop("test")  # noqa: SLF001 (a slot has no way to leave)
    number = next(r.args[0] for r in caplog.records if r.msg.startswith("fault="))  # type: ignore[index]
    assert str(number) in page


def test_a_body_shows_its_accounts_repositories_and_failures(client: Client) -> None:
    made = fill(2, licence="MIT", language="Python")
    run = HarvestRun.objects.create(uid="r", started_at=NOON)
    Failure.objects.create(
        run=run, account=made[0].account, url="https://x.example/a", code="timeout",
        message="It took too long.", at=NOON,
    )  # fmt: skip
    page = text(client, "/en/organisations/etalab/")
    assert "github.com/etalab" in page
    assert 'href="/en/repositories/?organisation=etalab&amp;language=Python"' in page
    assert "It took too long." in page
    assert "beffroi harvest --account https://github.com/etalab" in page


def test_a_body_shows_who_stands_above_and_below_it(client: Client) -> None:
    top = make_organisation(uid="ministry", name="A ministry", kind="ministry")
    make_organisation(uid="office", name="An office", parent=top)
    assert '<a href="/en/organisations/ministry/"><bdi>A ministry</bdi></a>' in text(
        client, "/en/organisations/office/"
    )
    assert "An office" in text(client, "/en/organisations/ministry/")


def test_a_body_that_was_joined_with_another_leads_there(client: Client) -> None:
    real = make_organisation(uid="real")
    make_organisation(uid="stand-in", kind="unidentified", successor=real)
    answer = client.get("/en/organisations/stand-in/")
    assert (answer.status_code, answer["Location"]) == (301, "/en/organisations/real/")


def test_a_body_with_a_successor_says_so(client: Client) -> None:
    new = make_organisation(uid="dinum", name="DINUM")
    make_organisation(uid="disic", name="DISIC", successor=new)
    assert "This body became <b>DINUM</b>." in text(client, "/en/organisations/disic/")


def test_a_withdrawn_body_or_account_is_410_with_its_reason(client: Client) -> None:
    gone = {"withdrawn_at": NOON, "withdrawn_reason": "deleted"}
    make_organisation(uid="gone", **gone)
    make_account(uid="gone", **gone)
    assert "It no longer exists." in text(client, "/en/organisations/gone/", 410)
    assert "4 May 2026" in text(client, "/en/accounts/gone/", 410)


def test_an_account_shows_readings_failures_and_what_is_missing(client: Client) -> None:
    unread = make_forge("git.sr.ht", software="sourcehut")
    account = make_account(
        uid="a", forge=unread, full_path="ign", error_code="timeout", error_at=NOON
    )
    make_repository(account=account, name="lost", missing_since=NOON)
    page = text(client, "/en/accounts/a/")
    assert "timeout" in page
    assert "lost" in page
    assert "beffroi import repositories FILE" in page
    assert "since 4 May 2026" in page


def test_alive_ready_and_measured(client: Client) -> None:
    fill(2)
    assert text(client, "/healthz") == "ok\n"
    ready = client.get("/readyz").json()
    assert (ready["ready"], ready["checks"]["database"]) == (True, "ok")
    assert "beffroi_repositories 2\n" in text(client, "/metrics")
    assert "Disallow: /api/" in text(client, "/robots.txt")


def test_readiness_names_the_command_when_there_is_no_index(client: Client) -> None:
    assert "beffroi reindex" in client.get("/readyz").json()["checks"]["index"]


HOSTILE = ["c++", "(", "%", "_", "é", "x" * 500, "' OR 1=1 --", "<script>", "\u202e", "🦀", '"']


@pytest.mark.parametrize("typed", HOSTILE)
def test_nothing_that_is_typed_breaks_a_page(client: Client, typed: str) -> None:
    fill(1)
    answer = client.get("/en/search/", {"q": typed}, headers=HTML)
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode()


@pytest.mark.parametrize(
    "question",
    [
        "page=-1",
        "page=x",
        "size=1000000000",
        "sort=odd",
        "expanded=odd",
        "cursor=odd",
        "page=99999",
    ],
)
def test_what_cannot_be_asked_is_400_with_a_way_out(client: Client, question: str) -> None:
    for address in ("search", "repositories", "organisations"):
        page = text(client, f"/en/{address}/?q=kept&{question}", 400)
        assert 'value="kept"' in page


def test_unknown_values_of_a_facet_find_nothing_and_can_be_removed(client: Client) -> None:
    fill(1)
    page = text(client, "/en/repositories/?licence=NOPE&organisation=nobody")
    assert "Nothing with these filters" in page
    assert "Licence: NOPE" in page
