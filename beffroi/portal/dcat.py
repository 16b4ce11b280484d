"""The catalogue described for portals of data: DCAT-AP 3, as Turtle and as JSON-LD.

Source: DCAT-AP 3.0 (semiceu.github.io/DCAT-AP), vocabularies of the EU Publications Office. The
statements are made once, as triples; two writers give them their form.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from beffroi.lib.dates import write_instant
from beffroi.organisations.models import ForgeAccount, Organisation
from beffroi.organisations.pages.files import site
from beffroi.portal.context import site_name
from beffroi.portal.data.tables import OURS, Published
from beffroi.repositories.models import Library, Repository

TURTLE, JSON_LD = "text/turtle; charset=utf-8", "application/ld+json"

PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
EU = "http://publications.europa.eu/resource/authority/"
IANA = "https://www.iana.org/assignments/media-types/"
LANGUAGES = {"fr": f"{EU}language/FRA", "en": f"{EU}language/ENG"}
THEMES = (f"{EU}data-theme/TECH", f"{EU}data-theme/GOVE")
FORMS = {
    "csv": ("CSV", "text/csv", f"{EU}file-type/CSV"),
    "json": ("JSON", "application/json", f"{EU}file-type/JSON"),
    "jsonl": ("JSON Lines", "application/jsonl", ""),
    "parquet": ("Parquet", "application/vnd.apache.parquet", ""),
}
"""Form of a file → its name, media type, address in the list of file types."""

REGISTERED = {"text/csv", "application/json", "application/vnd.apache.parquet"}

NAMES = {
    "repositories": gettext_noop("Public source code: repositories"),
    "organisations": gettext_noop("Public source code: organisations"),
    "accounts": gettext_noop("Public source code: accounts on forges"),
    "libraries": gettext_noop("Public source code: published packages"),
}
"""Table → title of its data set; another has the title of what it is."""

KEYWORDS = (
    gettext_noop("source code"),
    gettext_noop("free software"),
    gettext_noop("public administration"),
)
SERVICES = (
    ("api", gettext_noop("API of the catalogue"), "/api/v1/", "/api/v1/openapi.json"),
    ("open-catalog", gettext_noop("Open Catalog API, reading"), "/open-catalog/v1/", ""),
)
"""Name, title, where it answers, its description."""


class Iri(NamedTuple):
    """The address of a thing."""

    address: str


class Text(NamedTuple):
    """A text, in a language or of a type (an abridged name), or neither."""

    words: str
    language: str = ""
    kind: str = ""


Triple = tuple[str, str, Iri | Text]


def catalogue() -> Sequence[Triple]:
    """Return all statements: of a thing (address), by a property (abridged), a value.

    Costs a query for each data set.
    """
    triples = [*_catalogue(), *_agent()]
    for table in OURS:
        triples += _dataset(table)
    for name, title, address, described in SERVICES:
        triples += _service(name, title, address, described)
    return triples


def title_of(table: Published) -> str:
    """Return the title of the data set that a table is, to be translated."""
    return NAMES.get(table.name, table.about)


def as_turtle(stated: Sequence[Triple]) -> str:
    """Write statements as Turtle, those of one thing together."""
    lines = [f"@prefix {name}: <{address}> ." for name, address in PREFIXES.items()]
    for subject, found in _by_subject(stated).items():
        said = " ;\n  ".join(f"{_verb(name)} {_turtle(value)}" for name, value in found)
        lines.append(f"\n<{_iri(subject)}>\n  {said} .")
    return "\n".join(lines) + "\n"


def as_json_ld(stated: Sequence[Triple]) -> str:
    """Write statements as JSON-LD."""
    graph = []
    for subject, found in _by_subject(stated).items():
        node: dict[str, Any] = {"@id": subject}
        for name, value in found:
            key = "@type" if name == "rdf:type" else name
            node.setdefault(key, []).append(_json(value, is_type=key == "@type"))
        graph.append(node)
    return json.dumps({"@context": PREFIXES, "@graph": graph}, ensure_ascii=False, indent=1) + "\n"


def _catalogue() -> Iterator[Triple]:
    here = _address("")
    yield here, "rdf:type", Iri("dcat:Catalog")
    yield from _in_languages(here, "dct:title", _site_name)
    about = gettext_noop(
        "Source code that public bodies publish: repositories, who publishes them, and where."
    )
    yield from _in_languages(here, "dct:description", partial(gettext, about))
    yield here, "dct:publisher", Iri(_address("publisher"))
    yield here, "foaf:homepage", Iri(f"{settings.BEFFROI_URL}/")
    yield here, "dct:license", Iri(settings.BEFFROI_COUNTRY.data_licence_url)
    yield here, "dcat:themeTaxonomy", Iri(f"{EU}data-theme")
    for code, _ in settings.LANGUAGES:
        yield here, "dct:language", Iri(LANGUAGES[code])
    for table in OURS:
        yield here, "dcat:dataset", Iri(_address(table.name))
    for name, *_ in SERVICES:
        yield here, "dcat:service", Iri(_address(name))


def _agent() -> Iterator[Triple]:
    agent = _address("publisher")
    yield agent, "rdf:type", Iri("foaf:Agent")
    yield agent, "foaf:name", Text(settings.BEFFROI_OPERATOR or _site_name())
    yield agent, "foaf:homepage", Iri(f"{settings.BEFFROI_URL}/")


def _dataset(table: Published) -> Iterator[Triple]:
    here, name = _address(table.name), title_of(table)
    yield here, "rdf:type", Iri("dcat:Dataset")
    yield from _in_languages(here, "dct:title", partial(gettext, name))
    yield from _in_languages(here, "dct:description", partial(gettext, table.about))
    yield here, "dct:publisher", Iri(_address("publisher"))
    yield here, "dct:identifier", Text(here)
    yield here, "dct:accrualPeriodicity", Iri(f"{EU}frequency/CONT")
    for theme in THEMES:
        yield here, "dcat:theme", Iri(theme)
    for word in KEYWORDS:
        yield from _in_languages(here, "dcat:keyword", partial(gettext, word))
    changed = _changed(table.name)
    if changed:
        yield here, "dct:modified", Text(write_instant(changed), kind="xsd:dateTime")
    if settings.BEFFROI_WRITE_TO["url"]:
        yield here, "dcat:contactPoint", Iri(_address("contact"))
        yield from _contact()
    for path, form in table.files.items():
        yield here, "dcat:distribution", Iri(_address(path))
        yield from _distribution(path, form)


def _contact() -> Iterator[Triple]:
    contact, url = _address("contact"), settings.BEFFROI_WRITE_TO["url"]
    yield contact, "rdf:type", Iri("vcard:Kind")
    yield contact, "vcard:fn", Text(settings.BEFFROI_OPERATOR or _site_name())
    is_mail = url.startswith("mailto:")
    yield contact, "vcard:hasEmail" if is_mail else "vcard:hasURL", Iri(url)


def _distribution(path: str, form: str) -> Iterator[Triple]:
    here, address = _address(path), site(f"/data/{path}")
    words, media_type, file_type = FORMS[form]
    yield here, "rdf:type", Iri("dcat:Distribution")
    yield here, "dct:title", Text(words)
    yield here, "dcat:accessURL", Iri(address)
    yield here, "dcat:downloadURL", Iri(address)
    yield here, "dct:license", Iri(settings.BEFFROI_COUNTRY.data_licence_url)
    if media_type in REGISTERED:
        yield here, "dcat:mediaType", Iri(f"{IANA}{media_type}")
    if file_type:
        yield here, "dct:format", Iri(file_type)


def _service(name: str, title: str, address: str, described: str) -> Iterator[Triple]:
    here = _address(name)
    yield here, "rdf:type", Iri("dcat:DataService")
    yield from _in_languages(here, "dct:title", partial(gettext, title))
    yield here, "dcat:endpointURL", Iri(site(address))
    yield here, "dct:license", Iri(settings.BEFFROI_COUNTRY.data_licence_url)
    if described:
        yield here, "dcat:endpointDescription", Iri(site(described))
    for table in OURS:
        yield here, "dcat:servesDataset", Iri(_address(table.name))
    with translation.override(settings.LANGUAGE_CODE):
        yield here, "foaf:page", Iri(site(reverse("portal:api")))


def _in_languages(subject: str, name: str, words: Callable[[], str]) -> Iterator[Triple]:
    for code, _ in settings.LANGUAGES:
        with translation.override(code):
            text = words()
        yield subject, name, Text(text, code)


def _site_name() -> str:
    return site_name(translation.get_language() or settings.LANGUAGE_CODE)


def _address(name: str) -> str:
    """Return the permanent address of a thing of the catalogue."""
    return site(f"/data/catalog#{name or 'catalogue'}")


def _changed(name: str) -> datetime | None:
    rows: QuerySet[Any]
    rows = {
        "repositories": Repository.objects.all(),
        "organisations": Organisation.objects.all(),
        "accounts": ForgeAccount.objects.all(),
        "libraries": Library.objects.all(),
    }[name]
    found: datetime | None = rows.aggregate(at=Max("changed_at"))["at"]
    return found


def _by_subject(stated: Sequence[Triple]) -> dict[str, list[tuple[str, Iri | Text]]]:
    found: dict[str, list[tuple[str, Iri | Text]]] = {}
    for subject, name, value in dict.fromkeys(stated):
        found.setdefault(subject, []).append((name, value))
    return found


def _verb(name: str) -> str:
    return "a" if name == "rdf:type" else name


def _turtle(value: Iri | Text) -> str:
    if isinstance(value, Iri):
        return value.address if _is_abridged(value.address) else f"<{_iri(value.address)}>"
    written = json.dumps(value.words, ensure_ascii=False)  # the escapes of Turtle are JSON's
    if value.language:
        return f"{written}@{value.language}"
    return f"{written}^^{value.kind}" if value.kind else written


def _json(value: Iri | Text, *, is_type: bool) -> Any:
    if isinstance(value, Iri):
        return value.address if is_type else {"@id": value.address}
    if value.language:
        return {"@value": value.words, "@language": value.language}
    return {"@value": value.words, "@type": value.kind} if value.kind else value.words


def _is_abridged(address: str) -> bool:
    return address.partition(":")[0] in PREFIXES


def _iri(address: str) -> str:
    """Return an address without the characters that no IRI of Turtle may hold."""
    return re.sub(r'[\x00-\x20<>"{}|^`\\]', lambda found: f"%{ord(found[0]):02X}", address)
