"""What a person reads instead of the values of the index, in the page's language."""

from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote

from babel import Locale
from django.conf import settings
from django.utils.translation import get_language, gettext, gettext_lazy, gettext_noop

from beffroi.lib import typography
from beffroi.organisations.models import ForgeAccount, Organisation
from beffroi.organisations.shapes import KIND_NAMES
from beffroi.search.shapes import Query, Result

FACET_NAMES = {
    "kind": gettext_noop("Kind"),
    "organisation": gettext_noop("Organisation"),
    "ministry": gettext_noop("Ministry"),
    "language": gettext_noop("Programming language"),
    "licence": gettext_noop("Licence"),
    "free": gettext_noop("Free licence"),
    "forge": gettext_noop("Forge"),
    "topic": gettext_noop("Topic"),
    "country": gettext_noop("Country"),
    "archived": gettext_noop("Archived by its owner"),
    "fork": gettext_noop("Fork of another repository"),
    "template": gettext_noop("Template"),
    "has": gettext_noop("What is there"),
    "lacks": gettext_noop("What is not there"),
    "type": gettext_noop("Type of software"),
    "status": gettext_noop("State of development"),
    "created": gettext_noop("Year of creation"),
    "added": gettext_noop("Year of entry"),
    "band": gettext_noop("Size"),
    "score": gettext_noop("Score"),
    "activity": gettext_noop("Activity"),
    "body": gettext_noop("Sort of body"),
    "publishes": gettext_noop("Repositories"),
    "account": gettext_noop("Account"),
}

FILE_NAMES = {
    "readme": gettext_noop("Read me"),
    "licence": gettext_noop("Licence file"),
    "contributing": gettext_noop("How to contribute"),
    "publiccode": gettext_noop("Description as publiccode.yml"),
    "codemeta": gettext_noop("Description as codemeta.json"),
    "codejson": gettext_noop("Description as code.json"),
    "zenodo": gettext_noop("Description for Zenodo"),
    "citation": gettext_noop("How to cite"),
    "changelog": gettext_noop("Changes"),
    "roadmap": gettext_noop("Roadmap"),
    "security": gettext_noop("Security"),
    "threat_model": gettext_noop("Threats considered"),
    "audit": gettext_noop("Audit"),
    "support": gettext_noop("Help"),
    "code_of_conduct": gettext_noop("Code of conduct"),
    "dei": gettext_noop("Inclusion"),
    "codeowners": gettext_noop("Who reviews what"),
    "authors": gettext_noop("Authors"),
    "copyright": gettext_noop("Copyright"),
    "governance": gettext_noop("Governance"),
    "funding": gettext_noop("Funding"),
    "description": gettext_noop("Description"),
}
"""Kind of a file (``forges.files.KINDS``), and ``description`` → its name."""

VALUE_NAMES = {
    "kind": {
        "repository": gettext_noop("Repository"),
        "organisation": gettext_noop("Organisation"),
    },
    "language": {"unknown": gettext_noop("Not known")},
    "licence": {"unknown": gettext_noop("Not stated"), "other": gettext_noop("Other, to be named")},
    "country": {"unknown": gettext_noop("Not known")},
    "archived": {
        "yes": gettext_noop("Archived"),
        "no": gettext_noop("Not archived"),
        "unknown": gettext_noop("Not known"),
    },
    "fork": {
        "yes": gettext_noop("Fork"),
        "no": gettext_noop("Not a fork"),
        "unknown": gettext_noop("Not known"),
    },
    "free": {
        "yes": gettext_noop("Free"),
        "no": gettext_noop("Not free"),
        "unknown": gettext_noop("Not known"),
    },
    "template": {
        "yes": gettext_noop("Template"),
        "no": gettext_noop("Not a template"),
        "unknown": gettext_noop("Not known"),
    },
    "has": {**FILE_NAMES, "unknown": gettext_noop("Not looked for yet")},
    "lacks": FILE_NAMES,
    "type": {
        "standalone/web": gettext_noop("Web application"),
        "standalone/backend": gettext_noop("Service without screens"),
        "standalone/desktop": gettext_noop("Desktop application"),
        "standalone/mobile": gettext_noop("Mobile application"),
        "standalone/iot": gettext_noop("Software for connected things"),
        "standalone/other": gettext_noop("Other software that runs by itself"),
        "library": gettext_noop("Library"),
        "addon": gettext_noop("Extension of another software"),
        "configurationFiles": gettext_noop("Configuration"),
    },
    "status": {
        "concept": gettext_noop("Idea"),
        "development": gettext_noop("In development"),
        "beta": gettext_noop("On trial"),
        "stable": gettext_noop("Stable"),
        "obsolete": gettext_noop("Not maintained any more"),
    },
    "created": {"unknown": gettext_noop("Not known")},
    "activity": {
        "active": gettext_noop("Active in the last year"),
        "quiet": gettext_noop("Quiet for a year"),
        "archived": gettext_noop("Archived by its owner"),
        "unknown": gettext_noop("No date known"),
    },
    "publishes": {"yes": gettext_noop("At least one"), "no": gettext_noop("None known")},
    "band": {
        "0": gettext_noop("None"),
        "1": gettext_noop("One"),
        "2-9": gettext_noop("2 to 9"),
        "10-99": gettext_noop("10 to 99"),
        "100-999": gettext_noop("100 to 999"),
        "1000-": gettext_noop("1,000 and more"),
    },
}

SORT_NAMES = {
    "relevance": gettext_noop("Relevance"),
    "-updated": gettext_noop("Last change"),
    "-score": gettext_noop("Score"),
    "-stars": gettext_noop("Stars"),
    "-added": gettext_noop("Entry into the catalogue"),
    "name": gettext_noop("Name"),
    "-size": gettext_noop("Number of repositories"),
    "-read": gettext_noop("Last reading of its accounts"),
}


ALL_VALUES = {
    "organisation": gettext_lazy("All %(count)s organisations"),
    "ministry": gettext_lazy("All %(count)s ministries"),
    "language": gettext_lazy("All %(count)s languages"),
    "licence": gettext_lazy("All %(count)s licences"),
    "forge": gettext_lazy("All %(count)s forges"),
    "topic": gettext_lazy("All %(count)s topics"),
    "country": gettext_lazy("All %(count)s countries"),
    "has": gettext_lazy("All %(count)s kinds of files"),
    "type": gettext_lazy("All %(count)s types of software"),
    "body": gettext_lazy("All %(count)s sorts of bodies"),
}
"""Facet → the words of the link that opens all its values: always several."""

ALL_OTHER_VALUES = gettext_lazy("All %(count)s choices")
"""The same for a facet that seldom has so many."""


def labels_of(result: Result, query: Query) -> dict[str, dict[str, str]]:
    """Return the words of facet values, in the page's language, with one query for bodies."""
    language = current_language()
    labels = {name: dict(values) for name, values in _fixed_labels(language).items()}
    uids = {
        value
        for facet in ("organisation", "ministry")
        for value in (
            *(one.value for one in result.facets.get(facet, ())),
            *query.filters.get(facet, ()),
        )
    }
    labels["organisation"] = labels["ministry"] = names_of(uids)
    countries = (
        *(one.value for one in result.facets.get("country", ())),
        *query.filters.get("country", ()),
    )
    named = {code: country_name(code) for code in countries}
    labels["country"] = {**named, **labels["country"]}
    labels["body"] = {kind: kind_name(kind) for kind in KIND_NAMES}
    labels["account"] = _accounts_of(query.filters.get("account", ()))
    return labels


def _accounts_of(uids: Iterable[str]) -> dict[str, str]:
    """Return uid → host and path of accounts, without a question when there are none."""
    wanted = list(uids)
    if not wanted:
        return {}
    found = ForgeAccount.objects.filter(uid__in=wanted)
    return {
        uid: f"{host}/{path}"
        for uid, host, path in found.values_list("uid", "forge__host", "full_path")
    }


def names_of(uids: Iterable[str]) -> dict[str, str]:
    """Return uid → name of bodies, in the page's language where they have one."""
    language = current_language()
    found = Organisation.objects.filter(uid__in=list(uids)).values_list("uid", "name", "names")
    return {uid: names.get(language) or name for uid, name, names in found}


@lru_cache(maxsize=8)
def _fixed_labels(_language: str) -> dict[str, dict[str, str]]:
    """Return the words of values that are the same in every catalogue."""
    return {
        facet: {value: gettext(words) for value, words in values.items()}
        for facet, values in VALUE_NAMES.items()
    }


def kind_name(kind: str) -> str:
    """Return what sort of body it is, in the page's language, with a capital."""
    words = KIND_NAMES.get(kind, {}).get(current_language()) or kind
    return words[:1].upper() + words[1:]


def country_name(code: str) -> str:
    """Return the name of a country in the page's language; the code itself when unknown."""
    return Locale.parse(current_language()).territories.get(code) or code


def current_language() -> str:
    """Return the two letters of the page's language."""
    return (get_language() or settings.LANGUAGE_CODE)[:2]


def figure(value: int) -> str:
    """Write a whole number as the page's language does."""
    return typography.figure(value, current_language())


def identifier_name(scheme: str) -> str:
    """Return the name of a register, as the country pack has it; the scheme itself otherwise."""
    for known in settings.BEFFROI_COUNTRY.identifiers:
        if known.scheme == scheme:
            return str(known.name.get(current_language(), scheme))
    return scheme


def identifier_page(scheme: str, value: str) -> str:
    """Return where a register tells of a body: its identifier, when that is an address."""
    if value.startswith(("https://", "http://")):
        return value
    for known in settings.BEFFROI_COUNTRY.identifiers:
        if known.scheme == scheme and known.page:
            return str(known.page.replace("{value}", quote(value, safe="")))
    return ""


def bodies_above(body: Organisation) -> list[Organisation]:
    """Return the bodies above one, nearest first, at one query a level; a circle ends the walk."""
    found: list[Organisation] = []
    met, here = {body.pk}, body
    while here.parent_id is not None and here.parent_id not in met:
        above = Organisation.objects.only("uid", "name", "names", "parent").get(pk=here.parent_id)
        met.add(above.pk)
        found.append(above)
        here = above
    return found


def name_of(body: Organisation) -> str:
    """Return the name of a body in the page's language, where it has one."""
    return str(body.names.get(current_language()) or body.name)
