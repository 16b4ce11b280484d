"""What pages say of themselves to search engines (schema.org, JSON-LD)."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext

from beffroi.lib.dates import write_instant
from beffroi.lib.privacy import without_addresses
from beffroi.organisations.models import Organisation
from beffroi.organisations.pages.files import site
from beffroi.organisations.pages.labels import current_language, name_of
from beffroi.portal.context import site_name
from beffroi.portal.data.tables import OURS, Published
from beffroi.portal.dcat import FORMS, title_of
from beffroi.repositories.models import Repository
from beffroi.repositories.pages.rows import description

CONTEXT = "https://schema.org"
SPDX = "https://spdx.org/licenses/"

Facts = Mapping[str, Any]


def home() -> Facts:
    """Return the site, its search, and the catalogue that it is."""
    name, url = site_name(current_language()), site(reverse("portal:home"))
    target = site(reverse("portal:search")) + "?q={search_term_string}"
    website = {
        "@type": "WebSite",
        "@id": f"{url}#site",
        "name": name,
        "url": url,
        "inLanguage": current_language(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": target},
            "query-input": "required name=search_term_string",
        },
    }
    return {"@context": CONTEXT, "@graph": [website, _catalogue(name, url)]}


def repository(found: Repository) -> Facts:
    """Return one repository, as far as it is known; what nobody says is left out."""
    language = current_language()
    words, spoken = description(found, language)
    body = found.account.organisation
    return _said(
        {
            "@context": CONTEXT,
            "@type": "SoftwareSourceCode",
            "@id": site(reverse("repositories:detail", args=[found.uid])),
            "url": site(reverse("repositories:detail", args=[found.uid])),
            "name": found.name,
            "identifier": found.uid,
            "codeRepository": found.url,
            "description": without_addresses(words),
            "inLanguage": spoken,
            "programmingLanguage": found.language,
            "license": _licence(found.licence),
            "keywords": list(map(str, found.topics)),
            "dateCreated": write_instant(found.created_at),
            "dateModified": write_instant(found.last_activity_at),
            "archivedAt": found.heritage_url,
            "maintainer": {
                "@type": "GovernmentOrganization",
                "@id": _body_address(body),
                "name": name_of(body),
                "url": _body_address(body),
            },
        }
    )


def body(found: Organisation) -> Facts:
    """Return one public body."""
    names = {name for name in (found.name, *found.names.values()) if name != name_of(found)}
    return _said(
        {
            "@context": CONTEXT,
            "@type": "GovernmentOrganization",
            "@id": _body_address(found),
            "name": name_of(found),
            "alternateName": sorted(names),
            "url": found.website or _body_address(found),
            "mainEntityOfPage": _body_address(found),
            "description": without_addresses(found.description),
            "areaServed": found.country,
            "parentOrganization": _above(found),
        }
    )


def _above(found: Organisation) -> Facts | None:
    """Return the body above, when the page has it at hand: nothing here asks the database."""
    if not found.parent_id or "parent" not in found._state.fields_cache:  # noqa: SLF001 (Django's)
        return None
    assert found.parent is not None  # noqa: S101 (for the types; its key was looked at)
    above = found.parent
    return {
        "@type": "GovernmentOrganization", "@id": _body_address(above), "name": name_of(above)
    }  # fmt: skip


def _catalogue(name: str, url: str) -> Facts:
    country = settings.BEFFROI_COUNTRY
    return {
        "@type": "DataCatalog",
        "@id": f"{url}#catalogue",
        "name": name,
        "url": url,
        "license": country.data_licence_url,
        "dataset": [_dataset(table) for table in OURS],
    }


def _dataset(table: Published) -> Facts:
    return {
        "@type": "Dataset",
        "@id": site(f"/data/catalog#{table.name}"),
        "name": gettext(title_of(table)),
        "description": gettext(table.about),
        "license": settings.BEFFROI_COUNTRY.data_licence_url,
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": FORMS[form][1],
                "contentUrl": site(f"/data/{path}"),
            }
            for path, form in table.files.items()
        ],
    }


def _licence(expression: str) -> str | list[str]:
    """Return the address of a licence; of an expression, its words as they stand."""
    if not expression or expression == "other":
        return ""
    return f"{SPDX}{expression}" if " " not in expression else expression


def _body_address(found: Organisation) -> str:
    return site(f"{reverse('organisations:list')}{found.uid}/")


def _said(facts: Facts) -> Facts:
    return {name: value for name, value in facts.items() if value not in ("", None, [], {})}
