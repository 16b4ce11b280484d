"""What pages say of themselves to search engines and social networks."""

import json
import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from beffroi.portal import linked
from beffroi.portal.templatetags.beffroi import data_block
from tests.makers import NOON, make_account, make_organisation, make_repository
from tests.portal.pages import fill

pytestmark = pytest.mark.django_db
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
META = re.compile(r'<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]*)">')
HOSTILE = "</script><script>alert(1)</script><!-- \u2028 & \"'"


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def block(client: Client, address: str) -> dict[str, Any]:
    found = BLOCK.findall(page(client, address))
    assert len(found) == 1
    facts: dict[str, Any] = json.loads(found[0])
    return facts


def card(client: Client, address: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in META.findall(page(client, address))}


class Scripts(HTMLParser):
    """Counts the scripts of a page as a browser would."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def handle_starttag(self, tag: str, _attrs: Any) -> None:
        """Count."""
        self.count += tag == "script"


def scripts(text: str) -> int:
    reader = Scripts()
    reader.feed(text)
    return reader.count


def test_no_text_leaves_the_block_of_data() -> None:
    written = data_block({"name": HOSTILE})
    inside = BLOCK.fullmatch(written)
    assert inside is not None
    assert not set("<>&") & set(inside[1])
    assert json.loads(inside[1]) == {"name": HOSTILE}


def test_a_hostile_name_adds_no_script_to_a_page(client: Client) -> None:
    body = make_organisation(uid="body", name=HOSTILE, description=HOSTILE)
    account = make_account(organisation=body)
    make_repository(uid="bad", name=HOSTILE, description=HOSTILE, account=account, topics=[HOSTILE])
    make_repository(uid="good", account=make_account())
    bad, good = (page(client, f"/en/repositories/{uid}/") for uid in ("bad", "good"))
    assert scripts(bad) == scripts(good)
    assert block(client, "/en/repositories/bad/")["name"] == HOSTILE
    assert block(client, "/en/organisations/body/")["name"] == HOSTILE
    assert card(client, "/en/repositories/bad/")["og:title"].startswith("</script>")


def test_a_repository_is_source_code_of_a_body(client: Client) -> None:
    account = make_account(organisation=make_organisation(uid="town", name="Town"))
    make_repository(uid="map", name="Map", account=account, licence="EUPL-1.2", language="C",
                    topics=["gis"], last_activity_at=NOON, description="a@b.example")  # fmt: skip
    found = block(client, "/en/repositories/map/")
    assert (found["@type"], found["name"]) == ("SoftwareSourceCode", "Map")
    assert found["license"] == "https://spdx.org/licenses/EUPL-1.2"
    assert (found["programmingLanguage"], found["keywords"]) == ("C", ["gis"])
    assert found["dateModified"] == "2026-05-04T12:00:00Z"
    assert found["description"] == "…@b.example"
    assert found["maintainer"]["@id"] == "http://localhost:8000/en/organisations/town/"


@pytest.mark.parametrize("licence", ["", "other"])
def test_what_nobody_says_is_left_out(client: Client, licence: str) -> None:
    make_repository(uid="map", licence=licence, language="")
    found = block(client, "/en/repositories/map/")
    assert not {"license", "programmingLanguage", "keywords", "dateModified"} & set(found)


def test_a_body_names_the_one_above_it(client: Client) -> None:
    make_organisation(uid="low", name="Low", parent=make_organisation(uid="top", name="Top"))
    found = block(client, "/en/organisations/low/")
    assert (found["@type"], found["areaServed"]) == ("GovernmentOrganization", "FR")
    assert found["parentOrganization"]["name"] == "Top"


def test_the_home_page_has_a_search_and_the_data(client: Client) -> None:
    site, catalogue = block(client, "/fr/")["@graph"]
    target = site["potentialAction"]["target"]["urlTemplate"]
    assert target == "http://localhost:8000/fr/search/?q={search_term_string}"
    assert client.get(target.removeprefix("http://localhost:8000")).status_code == 200
    assert catalogue["@type"] == "DataCatalog"
    addresses = [one["contentUrl"] for data in catalogue["dataset"] for one in data["distribution"]]
    for address in addresses:
        assert client.get(address.removeprefix("http://localhost:8000")).status_code == 200


def test_linked_data_ask_the_database_nothing(django_assert_num_queries: Any) -> None:
    make_repository(uid="map")
    from beffroi.repositories.models import Repository  # noqa: PLC0415

    found = Repository.objects.shown().get(uid="map")
    with django_assert_num_queries(0):
        linked.repository(found)
        linked.body(found.account.organisation)


@pytest.mark.parametrize("path", ["", "repositories/?q=urbanisme", "feeds/", "about/"])
def test_each_page_has_a_card_of_its_own_title(client: Client, path: str) -> None:
    fill()
    address = f"/fr/{path}"
    found, text = card(client, address), page(client, address)
    title = re.search("<title>(.*?)</title>", text, re.DOTALL)
    assert title is not None
    assert found["og:title"] == " ".join(unescape(title[1]).split())
    assert found["og:url"] == f"http://localhost:8000{address}"
    assert (found["og:locale"], found["twitter:card"]) == ("fr_FR", "summary_large_image")
    assert found["og:description"]


def test_the_picture_of_the_card_has_the_size_it_says(client: Client) -> None:
    from pathlib import Path  # noqa: PLC0415

    from django.contrib.staticfiles.finders import find  # noqa: PLC0415

    found = card(client, "/en/about/")
    file = find(found["og:image"].removeprefix("http://localhost:8000/static/"))
    data = Path(str(file)).read_bytes()
    size = (int.from_bytes(data[16:20]), int.from_bytes(data[20:24]))
    assert size == (int(found["og:image:width"]), int(found["og:image:height"])) == (1200, 630)
    assert len(data) < 20_000


def test_a_government_with_a_mark_of_its_own_does_not_show_ours(
    client: Client, settings: Any
) -> None:
    from dataclasses import replace  # noqa: PLC0415

    settings.BEFFROI_THEME = replace(settings.BEFFROI_THEME, mark="M0 0h9v9z")
    found = card(client, "/en/about/")
    assert "og:image" not in found
    assert found["twitter:card"] == "summary"
