"""Addresses of code.gouv.fr lead to the same questions here."""

from http import HTTPStatus

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beffroi.portal import former as translation
from beffroi.portal.views import former as views
from tests.makers import make_account, make_forge, make_organisation, make_repository

pytestmark = pytest.mark.django_db
FLAGS = "fork=true&template=true&floss=true&with-contributing=true&with-publiccode=true"


def place(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 301, address
    return str(answer["Location"])


@pytest.mark.parametrize(
    ("former", "new"),
    [
        ("/fr/repos", "/fr/repositories/"),
        ("/fr/repos/", "/fr/repositories/"),
        ("/fr/repos?q=a+b&platform=GitHub", "/fr/repositories/?q=a+b&forge=github.com"),
        ("/en/repos?license=MIT+License&fork=true", "/en/repositories/?licence=MIT&fork=yes"),
        ("/en/repos?forge=https://gitlab.inria.fr", "/en/repositories/?forge=gitlab.inria.fr"),
        ("/en/repos?fork=false&floss=yes", "/en/repositories/"),
        (
            f"/en/repos?{FLAGS}",
            "/en/repositories/?fork=yes&template=yes&free=yes&has=contributing&has=publiccode",
        ),
        ("/en/repos?platform=http://[", "/en/repositories/?forge=http%3A%2F%2F%5B"),
        ("/fr/groups?q=ign", "/fr/organisations/?q=ign"),
        ("/fr/groups/", "/fr/organisations/"),
        ("/fr/?licence=mit", "/fr/repositories/?licence=MIT"),
        ("/fr/awesome", "/fr/repositories/?has=publiccode"),
        ("/fr/awesome/Un%20outil", "/fr/repositories/?q=Un+outil&has=publiccode"),
        ("/fr/stats", "/fr/figures/"),
        ("/fr/a11y", "/fr/accessibility/"),
        ("/fr/about", "/fr/about/"),
        ("/fr/legal", "/fr/legal/"),
        ("/fr/sitemap", "/fr/sitemap/"),
        ("/fr/feeds", "/fr/feeds/"),
        ("/fr/releases", "/fr/repositories/releases.atom"),
        ("/sources/", "/en/"),
        ("/api/stats/general", "/data/stats.json"),
        ("/api/organisations/all", "/data/organisations/json/all.json"),
        ("/api/repertoires/all", "/data/repertoires/json/all.json"),
    ],
)
def test_a_former_address_keeps_its_question(client: Client, former: str, new: str) -> None:
    assert place(client, former) == new


@pytest.mark.parametrize("address", ["/fr/", "/fr/?utm_source=x", "/fr/?q="])
def test_the_home_page_stays_where_nothing_was_asked(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("former", [*views.FILES, *(f"fr/{word}" for word in views.MOVED)])
def test_what_a_former_address_leads_to_is_there(client: Client, former: str) -> None:
    assert client.get(f"/{former}", follow=True).status_code == 200


def test_a_former_address_without_a_language_finds_the_readers(client: Client) -> None:
    answer = client.get("/repos?q=a", headers={"Accept-Language": "fr"}, follow=True)
    assert answer.redirect_chain[-1][0] == "/fr/repositories/?q=a"


def test_a_group_becomes_its_organisation(client: Client) -> None:
    make_account(url="https://github.com/IGNF", organisation=make_organisation(uid="ign"))
    former = "/fr/repos?group=https://github.com/ignf/"
    assert place(client, former) == "/fr/repositories/?organisation=ign"


def test_a_group_that_nobody_knows_does_not_become_everything(client: Client) -> None:
    found = place(client, "/en/repos?g=https://nobody.example/x")
    assert found == "/en/repositories/?organisation=https%3A%2F%2Fnobody.example%2Fx"
    assert client.get(found).status_code == 200


def test_a_ministry_is_found_by_its_name_and_another_finds_nothing(client: Client) -> None:
    make_organisation(uid="culture", name="Culture", kind="ministry")
    assert place(client, "/fr/groups?ministry=culture") == "/fr/organisations/?ministry=culture"
    assert place(client, "/fr/groups?ministry=Mer") == "/fr/organisations/?ministry=Mer"


def test_languages_are_found_whatever_their_case_and_several_are_alternatives(
    client: Client,
) -> None:
    make_repository(language="Python")
    make_repository(language="Jupyter Notebook")
    whole = place(client, "/en/repos?language=jupyter+notebook")
    assert whole == "/en/repositories/?language=Jupyter+Notebook"
    several = place(client, "/en/repos?language=PYTHON,cobol")
    assert several == "/en/repositories/?language=Python&language=cobol"


def test_the_page_of_a_repository_leads_to_its_page(client: Client) -> None:
    account = make_account(full_path="Etalab", forge=make_forge("github.com"))
    make_repository(uid="map", name="Map", account=account)
    assert place(client, "/fr/repos/GitHub/etalab/map") == "/fr/repositories/map/"
    assert place(client, "/fr/groups/github.com/ETALAB") == f"/fr/accounts/{account.uid}/"
    assert client.get("/fr/repos/github.com/etalab/other").status_code == 404


def test_an_address_that_a_repository_left_still_leads_to_it(client: Client) -> None:
    found = make_repository(uid="map")
    key = "github.com/old/map"
    found.aliases.create(
        url="https://github.com/old/map", url_key=key, since=found.seen_at, source="test"
    )
    assert place(client, "/fr/repos/github.com/old/map") == "/fr/repositories/map/"


def test_software_is_found_by_its_name(client: Client) -> None:
    make_repository(uid="dossier", name="Dossier", publiccode={"name": "Dossier"})
    assert place(client, "/fr/awesome/dossier") == "/fr/repositories/dossier/"


def test_any_site_may_follow_the_former_api(client: Client) -> None:
    assert client.get("/api/stats/general")["Access-Control-Allow-Origin"] == "*"


NAMES = st.sampled_from([*views.QUESTIONS, "ministry", *translation.FLAGS])


@pytest.mark.slow
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    path=st.sampled_from(["repos", "groups", "", "awesome", "repos/github.com/x", "groups/x/y"]),
    given_values=st.dictionaries(NAMES, st.text(max_size=40)),
)
def test_no_value_makes_a_fault(client: Client, path: str, given_values: dict[str, str]) -> None:
    answer = client.get(f"/fr/{path}", given_values)
    assert answer.status_code in {200, 301, 404}
    if answer.status_code == 301:
        there = client.get(answer["Location"])
        assert there.status_code in {HTTPStatus.OK, HTTPStatus.BAD_REQUEST}
