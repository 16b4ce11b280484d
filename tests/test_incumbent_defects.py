"""What code.gouv.fr got wrong, D12 to D20 of code-catalogue §1: each line, and that it is not here.

D1 to D11 and D21 are in test_incumbent_harvests.py. The table for people is docs/incumbents.md;
it names all these tests.
"""

import csv
import io
import json
import re
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest
from django.test import Client

from beffroi.portal.data.tables import ADDRESSES
from beffroi.portal.indexing import rebuild
from beffroi.repositories.models import Readme
from beffroi.repositories.pages.score import signed
from beffroi.repositories.shapes import score_of
from tests import test_incumbent_harvests
from tests.makers import NOON, make_account, make_organisation, make_repository

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parent.parent
POOR = {"description": "", "is_archived": True, "is_fork": True, "licence": "", "files": {}}
READ = {"head": "0" * 40}


def index() -> None:
    rebuild(holder="test", at=NOON)


def names(client: Client, question: str) -> list[str]:
    """Return the names on the page of a question, as HTML that needs no script."""
    answer = client.get(f"/en/repositories/{question}")
    assert answer.status_code == 200, question
    return [row.name for row in answer.context["rows"]]


def read_csv(client: Client, address: str) -> list[list[str]]:
    text = b"".join(client.get(address)).decode("utf-8")
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def column(table: list[list[str]], name: str) -> list[str]:
    place = table[0].index(name)
    return [row[place] for row in table[1:]]


@pytest.mark.parametrize(
    "words", ["c++", "(", "[", "a[", "*", "\\", "c++ (x)", "?", ".*", "^$", "{1}", "x|", "\\d"]
)
def test_d12_words_are_words_and_no_regular_expression(client: Client, words: str) -> None:
    make_repository(name="tool", description="A library in C++ for maps")
    index()
    assert client.get("/en/repositories/", {"q": words}).status_code == 200
    assert names(client, "?q=c%2B%2B") == ["tool"]


def test_d12_a_space_stands_between_two_words_and_matches_nothing_in_between(
    client: Client,
) -> None:
    make_repository(name="plan", description="python for urbanisme")
    make_repository(name="other", description="urbanistes of Pythonia")
    index()
    assert names(client, "?q=urbanisme+python&exact=1") == ["plan"]


def test_d12_a_page_holds_its_results_and_not_the_catalogue(client: Client) -> None:
    account = make_account()
    for number in range(150):
        make_repository(name=f"r{number}", account=account)
    index()
    answer = client.get("/en/repositories/")
    assert len(answer.context["rows"]) == 20
    assert len(answer.content) < 60_000
    assert b'href="/en/repositories/repository-' in answer.content


def test_d13_only_free_licences_lets_no_unknown_licence_through(client: Client) -> None:
    for name, licence in (
        ("free", "EUPL-1.2"),
        ("other", "other"),
        ("none", ""),
        ("bsl", "BUSL-1.1"),
    ):
        make_repository(name=name, licence=licence)
    index()
    question = client.get("/en/repos?floss=true")["Location"].partition("?")[2]
    assert names(client, f"?{question}") == ["free"]
    table = read_csv(client, f"/en/repositories.csv?{question}")
    assert column(table, "name") == ["free"]


def test_d14_a_repository_has_one_score_wherever_it_stands(client: Client) -> None:
    found = make_repository(
        uid="one", name="one", licence="other", files={"licence": "LICENCE", "readme": "README"},
        **READ,
    )  # fmt: skip
    index()
    page = client.get("/en/repositories/one/").context["score"]
    assert page.total == signed(score_of(found), "en")
    scores = {
        score_of(found),
        client.get("/api/v1/repositories/one").json()["score"],
        int(column(read_csv(client, "/data/repositories.csv"), "score")[0]),
        int(column(read_csv(client, "/en/repositories.csv"), "score")[0]),
    }
    assert len(scores) == 1


def test_d14_the_two_former_files_agree_on_theirs(client: Client) -> None:
    make_repository(licence="other", files={"licence": "LICENCE", "readme": "README"}, **READ)
    whole = column(read_csv(client, "/data/codegouvfr-repositories.csv"), "awesome-score")
    page = json.loads(b"".join(client.get("/data/repos_preprod.json")))
    assert [str(row["a"]) for row in page] == whole


def test_d15_no_score_hides_a_repository(client: Client) -> None:
    poor = make_repository(name="poor", **POOR, **READ)
    index()
    assert score_of(poor) < 0
    for question in ("", "?sort=-score", "?q=poor", "?archived=yes", "?fork=yes"):
        assert names(client, question) == ["poor"]
    assert column(read_csv(client, "/en/repositories.csv"), "name") == ["poor"]
    assert client.get("/api/v1/search?q=poor").json()["count"] == 1
    assert client.get(f"/en/repositories/{poor.uid}/").status_code == 200


def feeds_of(pages: Iterable[Any]) -> set[str]:
    link = re.compile(r'href="([^"]+)"[^>]*type="application/(?:atom|feed|rss)|'
                      r'type="application/(?:atom|feed|rss)[^"]*"[^>]*href="([^"]+)"')  # fmt: skip
    return {
        (one or two).replace("&amp;", "&")
        for page in pages
        for one, two in link.findall(page.content.decode())
    }


def test_d16_every_feed_that_a_page_links_to_is_alive(client: Client) -> None:
    found = make_repository(uid="one")
    index()
    body = found.account.organisation.uid
    paths = ("", "repositories/", "organisations/", "feeds/", "repositories/one/",
             f"organisations/{body}/", f"accounts/{found.account.uid}/", "search/?q=x")  # fmt: skip
    addresses = feeds_of(client.get(f"/en/{path}") for path in paths)
    former = {f"/data/latest{name}.xml" for name in ("", "-repositories", "-organizations")}
    assert len(addresses) > 15
    for address in addresses | former:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "json" in answer["Content-Type"] or feedparser.parse(answer.content).bozo == 0


def test_d16_new_means_entry_into_the_catalogue(client: Client) -> None:
    later = NOON + timedelta(days=1)
    old = NOON - timedelta(days=3000)
    make_repository(name="entered last", created_at=old, first_seen_at=later, seen_at=later)
    make_repository(name="made last", created_at=later)
    for address in ("/data/latest-repositories.xml", "/en/repositories.atom"):
        found = feedparser.parse(client.get(address).content).entries
        assert [entry.title for entry in found] == ["entered last", "made last"]


def test_d17_a_strict_reader_reads_the_file_and_finds_the_published_columns(
    client: Client,
) -> None:
    make_repository(name="a, b", description='say "x", then\r\n, y', topics=["a", "b"])
    index()
    button = read_csv(client, "/en/repositories.csv?q=say")
    published = read_csv(client, "/data/repositories.csv")
    assert button == published
    assert column(button, "description") == ['say "x", then\r\n, y']
    raw = b"".join(client.get("/en/repositories.csv"))
    assert b'", "' not in raw
    assert raw.splitlines(keepends=True)[0].endswith(b"\r\n")


def test_d18_every_csv_file_begins_with_its_columns(client: Client) -> None:
    make_repository()
    paths = [path for path in ADDRESSES if path.endswith(".csv")]
    assert "codegouvfr-forges.csv" in paths
    assert read_csv(client, "/data/codegouvfr-forges.csv") == [
        ["host", "kind"], ["github.com", "github"]
    ]  # fmt: skip
    for path in paths:
        first, *_ = read_csv(client, f"/data/{path}")
        assert len(set(first)) == len(first) > 1
        assert all(re.fullmatch(r"[a-z][a-z0-9_-]*\??", name) for name in first), path


def test_d19_the_page_of_a_repository_asks_no_other_machine(
    client: Client, socket_disabled: None
) -> None:
    del socket_disabled
    make_repository(uid="one", language="Python", stars=7, url="https://gone.example/a/b")
    page = client.get("/en/repositories/one/")
    assert page.status_code == 200
    assert "Python" in page.content.decode()
    loaded = re.findall(r'<(?:script|img|iframe)[^>]*\ssrc="([^"]+)"', page.content.decode())
    loaded += re.findall(r'<link rel="(?:stylesheet|preload|icon)"[^>]*href="([^"]+)"',
                         page.content.decode())  # fmt: skip
    assert loaded
    assert all(re.match(r"/(?!/)", address) for address in loaded)


def test_d20_programs_have_an_api_and_people_addresses_in_their_language(client: Client) -> None:
    make_repository(uid="one")
    assert client.get("/api/v1/repositories/one").json()["uid"] == "one"
    assert client.get("/api/v1/openapi.json").json()["openapi"].startswith("3.1")
    for language in ("fr", "en"):
        page = client.get(f"/{language}/repositories/one/", headers={"Accept-Language": "de"})
        assert f'<html lang="{language}"' in page.content.decode()
        assert 'href="#/' not in page.content.decode()


def test_d20_a_ministry_has_the_code_of_all_that_stands_below_it(client: Client) -> None:
    top = make_organisation(uid="top", kind="ministry")
    middle = make_organisation(uid="middle", parent=top)
    low = make_organisation(uid="low", parent=middle)
    make_repository(name="deep", account=make_account(organisation=low))
    make_repository(name="elsewhere")
    index()
    assert names(client, "?ministry=top") == names(client, "?organisation=middle") == ["deep"]


def test_d20_stars_are_an_order(client: Client) -> None:
    for name, stars in (("few", 1), ("many", 900), ("none", 0)):
        make_repository(name=name, stars=stars)
    index()
    assert names(client, "?sort=-stars") == ["many", "few", "none"]


def test_d20_the_words_of_readmes_are_found(client: Client) -> None:
    tool = make_repository(name="tool", description="")
    Readme.objects.create(repository=tool, text="Les cadastres de la commune.")
    index()
    assert names(client, "?q=cadastre") == ["tool"]


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("?topic=open-data", {"topics": ["Open Data"]}),
        ("?archived=yes", {"is_archived": True}),
        ("?activity=active", {"last_activity_at": NOON}),
        ("?type=library", {"publiccode": {"softwareType": "library"}}),
        ("?status=stable", {"publiccode": {"developmentStatus": "stable"}}),
        ("?country=NL", {}),
    ],
)
def test_d20_what_could_not_be_chosen_is_a_filter(
    client: Client, question: str, facts: dict[str, Any]
) -> None:
    country = {"country": "NL"} if "country" in question else {}
    account = make_account(organisation=make_organisation(**country))
    make_repository(name="wanted", account=account, **facts)
    make_repository(name="other", last_activity_at=NOON - timedelta(days=2000))
    index()
    assert names(client, question) == ["wanted"]


def test_the_table_for_people_names_each_defect_and_its_tests() -> None:
    text = (ROOT / "docs" / "incumbents.md").read_text("utf-8")
    names = {*globals(), *vars(test_incumbent_harvests)}
    tests = {name for name in names if re.match(r"test_d\d+_", name)}
    assert {f"D{number}" for number in range(1, 22)} <= set(re.findall(r"\bD\d+\b", text))
    assert set(re.findall(r"test_d\d+_\w+", text)) == tests
