"""The API as a whole: search, errors, headers, description."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as known
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from jsonschema import Draft202012Validator

from beffroi.lib.slots import SEARCH_DOCUMENTS
from beffroi.organisations.formats import exports as bodies
from beffroi.portal.found import COLUMNS
from beffroi.repositories.formats import exports as repositories
from beffroi.search.engine import build
from beffroi.search.shapes import FACETS, QUIET
from tests.makers import make_account, make_organisation, make_repository

SEARCH = "/api/v1/search"
OPENAPI = "/api/v1/openapi.json"


def index_all() -> None:
    """Build the index of this test from the whole database."""
    sources = [source for _, source in SEARCH_DOCUMENTS.items()]
    build(known.BEFFROI_INDEX, (one for source in sources for one in source.documents(None)))


def make_town() -> None:
    body = make_organisation(
        uid="town", name="Ville", names={"fr": "Ville", "en": "Town"}, description="Mairie"
    )
    account = make_account(organisation=body)
    for number in range(3):
        make_repository(
            uid=f"map-{number}", name=f"map-{number}", account=account, language="Python",
            licence=("MIT", "other", "")[number], stars=number, description="Urbanisme",
        )  # fmt: skip
    index_all()


@pytest.mark.django_db
def test_search_answers_in_the_shape_of_the_contract(client: Client) -> None:
    make_town()
    found = client.get(SEARCH, {"q": "urbanisme", "kind": "repository", "sort": "-stars"}).json()
    assert set(found) == {"count", "results", "facets", "next"}
    assert (found["count"], found["next"]) == (3, None)
    assert [one["id"] for one in found["results"]] == ["map-2", "map-1", "map-0"]
    first = found["results"][0]
    assert first["kind"] == "repository"
    assert first["url"] == "http://localhost:8000/en/repositories/map-2/"
    assert (first["name"], first["description"]) == ("map-2", "Urbanisme")
    assert set(found["facets"]) == set(FACETS) - QUIET
    assert {frozenset(one) for values in found["facets"].values() for one in values} == {
        frozenset({"value", "label", "count"})
    }


@pytest.mark.django_db
def test_counts_of_a_facet_leave_its_own_choice_out(client: Client) -> None:
    make_town()
    facets = client.get(f"{SEARCH}?licence=MIT").json()["facets"]
    counts = {one["value"]: one["count"] for one in facets["licence"]}
    assert counts == {"MIT": 1, "other": 1, "unknown": 1}
    assert facets["language"] == [{"value": "Python", "label": "Python", "count": 1}]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "organisation", "kind"),
    [
        ({"lang": "fr"}, "Ville", "Dépôt"),
        ({"headers": {"Accept-Language": "fr"}}, "Ville", "Dépôt"),
        ({"headers": {"Accept-Language": "en"}}, "Town", "Repository"),
    ],
)
def test_labels_speak_the_language_of_the_asker(
    client: Client, asked: dict[str, Any], organisation: str, kind: str
) -> None:
    make_town()
    headers = asked.pop("headers", None)
    answer = client.get(SEARCH, {"kind": "repository", **asked}, headers=headers)
    facets = answer.json()["facets"]
    assert facets["organisation"][0]["label"] == organisation
    assert "Accept-Language" in answer["Vary"]
    assert answer["Content-Language"] == ("fr" if organisation == "Ville" else "en")
    assert {one["value"]: one["label"] for one in facets["kind"]}["repository"] == kind


@pytest.mark.django_db
def test_pages_of_a_search_follow_each_other(client: Client) -> None:
    make_town()
    met, address = [], f"{SEARCH}?size=3&sort=name"
    while address:
        answer = client.get(address)
        met += [one["id"] for one in answer.json()["results"]]
        address = answer.json()["next"]
    assert sorted(met) == ["map-0", "map-1", "map-2", "town"]
    assert "Link" not in answer


@pytest.mark.django_db
def test_the_next_page_stands_at_the_public_address_or_at_the_one_asked(client: Client) -> None:
    make_town()
    for host, base in (
        ("localhost:8000", known.BEFFROI_URL),
        ("localhost:81", "http://localhost:81"),
    ):
        page = client.get(f"{SEARCH}?size=1", headers={"Host": host}).json()["next"]
        assert page.startswith(f"{base}{SEARCH}?size=1&cursor=")


@pytest.mark.django_db
def test_a_cursor_given_before_the_index_was_rebuilt_is_stale(client: Client) -> None:
    make_town()
    address = client.get(f"{SEARCH}?size=2").json()["next"]
    assert client.get(address).status_code == 200
    index_all()
    answer = until_noticed(client, address)
    assert answer.json()["type"] == "/errors/stale-cursor"
    assert "without 'cursor'" in answer.json()["detail"]


def until_noticed(client: Client, address: str) -> Any:
    """Ask until the reader of the index has seen the new generation (within a second or two)."""
    for _ in range(400):
        answer = client.get(address)
        if answer.status_code == 400:
            return answer
    return answer


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("page=-1", "bad-page"),
        ("page=1000000", "too-deep"),
        ("size=1000000000", "bad-size"),
        ("size=101", "bad-size"),
        ("sort=size", "unknown-sort"),
        ("exact=maybe", "bad-exact"),
        ("expanded=colour", "unknown-expanded"),
        ("cursor=AAAA", "bad-cursor"),
        ("cursor=AAAA&page=2", "page-and-cursor"),
        ("licences=MIT", "unknown-parameter"),
        ("&".join(f"topic=t{number}" for number in range(51)), "too-many-values"),
    ],
)
def test_a_search_that_cannot_be_is_refused_by_name(
    client: Client, question: str, code: str
) -> None:
    make_town()
    answer = client.get(f"{SEARCH}?{question}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["type"] == f"/errors/{code}"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "question",
    [
        "c++",
        "(",
        "%",
        "_",
        "é",
        "\0",
        "🦊",
        "שלום",
        "'; DROP TABLE x; --",
        "<b>",
        'a "b',
        "x" * 7000,
    ],
)
def test_any_words_are_answered(client: Client, question: str) -> None:
    make_town()
    assert client.get(SEARCH, {"q": question}).status_code == 200


@pytest.mark.django_db
def test_an_endless_question_is_refused_and_an_unknown_value_finds_nothing(client: Client) -> None:
    make_town()
    assert client.get(SEARCH, {"q": "x" * 10_000}).status_code == 414
    found = client.get(SEARCH, {"language": "Klingon", "kind": "nonsense"}).json()
    assert (found["count"], found["results"]) == (0, [])


@pytest.mark.django_db
def test_without_an_index_the_search_says_so(client: Client) -> None:
    answer = client.get(SEARCH)
    assert (answer.status_code, answer.json()["type"]) == (503, "/errors/no-index")
    assert answer["Retry-After"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/api/v1/", "/api/v1/nope", "/api/v2/x/", "/api/v1/search/"])
@pytest.mark.parametrize("accept", ["*/*", "text/html", "application/json"])
def test_an_unknown_address_is_a_problem_for_everybody(
    client: Client, address: str, accept: str
) -> None:
    answer = client.get(address, headers={"Accept": accept})
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert set(answer.json()) == {"type", "title", "status", "detail", "instance"}


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", ["/api/v1/repositories", SEARCH, OPENAPI])
def test_writing_is_refused_with_what_is_allowed(method: str, address: str) -> None:
    answer = getattr(Client(enforce_csrf_checks=True), method)(address)
    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/api/v1/repositories", OPENAPI])
def test_an_unchanged_answer_is_304_without_a_body(client: Client, address: str) -> None:
    first = client.get(address)
    assert re.fullmatch('"[0-9a-f]{32}"', first["ETag"])
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"
    make_repository()
    if address != OPENAPI:
        changed = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert changed.status_code == 200


@pytest.mark.django_db
def test_one_thing_can_be_asked_for_by_date(client: Client) -> None:
    make_repository(uid="one")
    address = "/api/v1/repositories/one"
    since = {"If-Modified-Since": client.get(address)["Last-Modified"]}
    assert client.get(address, headers=since).status_code == 304


@pytest.mark.django_db
def test_programs_in_pages_of_other_sites_may_read(client: Client) -> None:
    answer = client.options("/api/v1/repositories", headers={"Origin": "https://x.example"})
    assert (answer.status_code, answer["Access-Control-Allow-Methods"]) == (
        204,
        "GET, HEAD, OPTIONS",
    )
    for address in ("/api/v1/repositories", "/api/v1/nope"):
        assert client.get(address)["Access-Control-Allow-Origin"] == "*"


@pytest.mark.django_db
def test_head_has_the_headers_of_get(client: Client) -> None:
    head, got = (call("/api/v1/repositories") for call in (client.head, client.get))
    assert (head.status_code, head["ETag"]) == (200, got["ETag"])


@pytest.mark.django_db
def test_the_description_is_openapi_3_1_with_every_answer_of_every_operation(
    client: Client,
) -> None:
    found = client.get(OPENAPI).json()
    assert found["openapi"].startswith("3.1")
    assert found["servers"] == [{"url": "http://localhost:8000"}]
    assert set(found["paths"]) == {
        SEARCH, *(f"/api/v1/{kind}{one}" for one in ("", "/{uid}")
        for kind in ("repositories", "organisations", "accounts", "harvests")),
        "/api/v1/accounts/{uid}/failures", "/api/v1/libraries", "/api/v1/libraries/{uid}",
    }  # fmt: skip
    for operations in found["paths"].values():
        (operation,) = operations.values()
        assert operation["summary"]
        assert {"200", "304", "400", "405", "503"} <= set(operation["responses"])
        assert all(one["description"] for one in operation["parameters"] if one["in"] != "path")
        assert all(one["schema"] for one in operation["parameters"])
        names = [one["name"] for one in operation["parameters"]]
        assert len(names) == len(set(names))


@pytest.mark.django_db
def test_every_schema_is_valid_and_every_reference_leads_somewhere(client: Client) -> None:
    text = client.get(OPENAPI).content.decode()
    schemas = json.loads(text)["components"]["schemas"]
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    assert set(re.findall(r"#/components/schemas/([\w-]+)", text)) <= set(schemas)
    operation_ids = re.findall(r'"operationId": "([^"]+)"', text)
    assert len(operation_ids) == len(set(operation_ids)) == 12
    assert all(re.fullmatch(r"[a-z]+_[a-z]+", one) for one in operation_ids), operation_ids


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        SEARCH, "/api/v1/repositories", "/api/v1/repositories/map-0", "/api/v1/organisations",
        "/api/v1/organisations/town", "/api/v1/accounts", "/api/v1/repositories?state=removed",
    ],
)  # fmt: skip
def test_every_answer_is_what_the_description_says(client: Client, address: str) -> None:
    make_town()
    make_repository(withdrawn_at="2026-05-04T12:00Z", withdrawn_reason="deleted")
    found = client.get(OPENAPI).json()
    path = re.sub(r"/(map-0|town)", "/{uid}", address.partition("?")[0])
    content = found["paths"][path]["get"]["responses"]["200"]["content"]
    schema = {**content["application/json"]["schema"], "components": found["components"]}
    Draft202012Validator(schema).validate(client.get(address).json())


@pytest.mark.django_db
def test_the_documentation_names_every_address_parameter_and_column(client: Client) -> None:
    page = (Path(__file__).parents[2] / "docs/api.md").read_text("utf-8")
    paths = client.get(OPENAPI).json()["paths"]
    given = (one for path in paths.values() for one in path["get"]["parameters"])
    names = {one["name"] for one in given if one["in"] == "query" and one["name"] != "lang"}
    columns = {*repositories.COLUMNS, *bodies.BODY_COLUMNS, *bodies.ACCOUNT_COLUMNS, *COLUMNS}
    assert {name for name in {*paths, *names, *columns} if f"`{name}`" not in page} == set()


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "fr"])
def test_people_read_the_description_on_a_page_of_ours(client: Client, language: str) -> None:
    leads = client.get("/api/v1/docs", headers={"Accept-Language": language})
    assert leads["Location"] == f"/{language}/api/"
    page = client.get(f"/{language}/api/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "/api/v1/accounts/{uid}/failures" in text
    assert f"/{language}/repositories.csv" in text
    assert "organization_name" in text
    assert "<script>" not in text


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 20])
def test_a_search_costs_the_same_for_one_and_for_twenty(
    client: Client, count: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(count):
        make_repository()
    index_all()
    with django_assert_max_num_queries(3):
        assert client.get(SEARCH).status_code == 200


NAMES = st.sampled_from(
    [*FACETS, "q", "sort", "size", "page", "cursor", "exact", "expanded", "lang"]
)


@pytest.mark.slow
class Stranger(TestCase):
    """Whatever a stranger sends is answered, never a fault."""

    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @example([("q", "\0"), ("topic", "\0")])
    @example([("page", "99999999999999999999")])
    @given(st.lists(st.tuples(NAMES, st.text(max_size=40)), max_size=6))
    def test_every_parameter_with_every_text(self, sent: list[tuple[str, str]]) -> None:
        """Send several at once."""
        if not known.BEFFROI_INDEX.exists():
            make_town()
        pairs = {name: text.encode("utf-8", "surrogatepass") for name, text in sent}
        answer = self.client.get(SEARCH, pairs)
        assert answer.status_code in {200, 400}
