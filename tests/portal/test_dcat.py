"""The catalogue for portals of data: read by rdflib, held against DCAT-AP by SPARQL."""

import json
from typing import Any

import pytest
from django.test import Client
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic

from beffroi.portal.data.tables import OURS
from tests.makers import make_repository

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning"),  # rdflib's own use
]
DCAT = "http://www.w3.org/ns/dcat#"
FORMS = {"ttl": "turtle", "jsonld": "json-ld"}
HERE = "http://localhost:8000/data/catalog#"

MANDATORY = {
    "dcat:Catalog": ("dct:title", "dct:description", "dct:publisher", "dcat:dataset"),
    "dcat:Dataset": ("dct:title", "dct:description"),
    "dcat:Distribution": ("dcat:accessURL",),
    "dcat:DataService": ("dct:title", "dcat:endpointURL"),
    "foaf:Agent": ("foaf:name",),
    "vcard:Kind": ("vcard:fn",),
}
RECOMMENDED = {
    "dcat:Catalog": ("dct:license", "dct:language", "foaf:homepage", "dcat:themeTaxonomy"),
    "dcat:Dataset": ("dcat:theme", "dcat:keyword", "dcat:distribution", "dct:publisher"),
    "dcat:Distribution": ("dct:license", "dcat:downloadURL"),
}
"""Class → properties of DCAT-AP 3.0 that each of its things has."""

PREFIXES = """
PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dct: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/> PREFIX vcard: <http://www.w3.org/2006/vcard/ns#>
"""


def read(client: Client, form: str) -> Graph:
    answer = client.get(f"/data/catalog.{form}")
    assert answer.status_code == 200
    return Graph().parse(data=answer.content, format=FORMS[form])


def lacking(graph: Graph, wanted: dict[str, tuple[str, ...]]) -> list[str]:
    return [
        f"{row} {name}"
        for kind, names in wanted.items()
        for name in names
        for row in graph.query(
            f"{PREFIXES} SELECT ?x WHERE {{ ?x a {kind} FILTER NOT EXISTS {{ ?x {name} ?y }} }}"
        )
    ]


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_each_thing_has_what_dcat_ap_requires(client: Client, form: str, settings: Any) -> None:
    settings.BEFFROI_WRITE_TO = {"url": "mailto:a@b.example", "words": ""}
    make_repository()
    graph = read(client, form)
    kinds = {str(kind).split("#")[-1] for kind in graph.objects(None, URIRef(TYPE))}
    assert {"Catalog", "Dataset", "Distribution", "DataService", "Kind"} <= kinds
    assert lacking(graph, MANDATORY) == []
    assert lacking(graph, RECOMMENDED) == []


TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@pytest.mark.slow
def test_both_forms_say_the_same_whatever_the_operator_is_called(
    client: Client, settings: Any
) -> None:
    settings.BEFFROI_OPERATOR = 'Ville "de" Lyon\\\n</script>\u00a0\U0001f5fc'
    turtle, json_ld = read(client, "ttl"), read(client, "jsonld")
    assert isomorphic(turtle, json_ld)
    name = turtle.value(URIRef(f"{HERE}publisher"), URIRef("http://xmlns.com/foaf/0.1/name"))
    assert str(name) == settings.BEFFROI_OPERATOR


@pytest.mark.slow
def test_every_file_that_is_named_is_there(client: Client) -> None:
    graph = read(client, "ttl")
    found = list(graph.objects(None, URIRef(f"{DCAT}downloadURL")))
    assert len(found) == 4 * len(OURS) >= 12
    for address in found:
        assert client.get(str(address).removeprefix("http://localhost:8000")).status_code == 200


def test_titles_are_in_every_language_of_the_site(client: Client) -> None:
    graph = json.loads(client.get("/data/catalog.jsonld").content)["@graph"]
    titles = next(one["dct:title"] for one in graph if one["@id"] == f"{HERE}repositories")
    assert {one["@language"] for one in titles} == {"en", "fr"}
    assert len({one["@value"] for one in titles}) == 2


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("text/turtle", "text/turtle"),
        ("application/ld+json", "application/ld+json"),
        ("text/turtle;q=0.5, application/ld+json", "application/ld+json"),
        ("*/*", "application/ld+json"),
        ("", "application/ld+json"),
    ],
)
def test_the_form_follows_what_the_asker_prefers(
    client: Client, accept: str, media_type: str
) -> None:
    answer = client.get("/data/catalog", headers={"Accept": accept})
    assert answer["Content-Type"].startswith(media_type)
    assert "Accept" in answer["Vary"]
    assert answer["Access-Control-Allow-Origin"] == "*"
