"""All the registry holds of a body or an account: each fact, its source, where to mend it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from beffroi.lib.cleaning import web_link
from beffroi.lib.privacy import without_addresses
from beffroi.organisations.models import ForgeAccount, Organisation
from beffroi.organisations.pages.labels import (
    country_name,
    identifier_name,
    identifier_page,
    kind_name,
    name_of,
)
from beffroi.organisations.pages.sources import Provenance, provenance

WHERE = {
    "manual": gettext_lazy("Set by hand here: ask who runs this site."),
    "import": gettext_lazy(
        "In the imported list: propose the change to its editors; the next import brings it."
    ),
    "harvest": gettext_lazy("On the forge: change it there; the next reading brings it."),
    "forge": gettext_lazy("On the forge: change it there; the next reading brings it."),
    "called": gettext_lazy(
        "Nobody has said it: it is the word of its account. An official list of bodies names it."
    ),
}
"""First part of a source → where its values are mended."""

UNKNOWN_WHERE = gettext_lazy("No source says it yet: a list or the forge may.")


@dataclass(frozen=True, slots=True)
class Held:
    """One fact: its name, value and link, who gave it, where to mend it."""

    field: str
    term: str
    value: str
    url: str
    source: Provenance | None
    where: str

    @property
    def is_unknown(self) -> bool:
        """Tell whether nobody says."""
        return not self.value


def held_of_body(body: Organisation) -> list[Held]:
    """Return every fact of a body."""
    sources, above = body.sources, body.parent
    rows = [
        ("name", gettext("Name"), name_of(body), ""),
        ("names", gettext("Names by language"), _named(body.names), ""),
        ("kind", gettext("Kind"), kind_name(body.kind) if body.kind != "unidentified" else "", ""),
        ("country", gettext("Country"), country_name(body.country) if body.country else "", ""),
        ("description", gettext("Description"), without_addresses(body.description), ""),
        ("website", gettext("Web site"), body.website, web_link(body.website)),
        ("parent", gettext("Under"), name_of(above) if above else "", ""),
        *_identified(body),
    ]
    return [_held(sources, *row) for row in rows]


def held_of_account(account: ForgeAccount) -> list[Held]:
    """Return every fact of an account."""
    verified = {True: gettext("Yes"), False: gettext("No"), None: ""}[account.is_verified]
    rows = [
        ("url", gettext("Address"), account.url, web_link(account.url)),
        ("name", gettext("Name"), without_addresses(account.name), ""),
        ("kind", gettext("Kind"), account.kind, ""),
        ("organisation", gettext("Organisation"), name_of(account.organisation), ""),
        ("description", gettext("Description"), without_addresses(account.description), ""),
        ("website", gettext("Web site"), account.website, web_link(account.website)),
        ("location", gettext("Place"), without_addresses(account.location), ""),
        ("is_verified", gettext("Verified by its forge"), verified, ""),
        ("followers", gettext("Followers"), _number(account.followers), ""),
        ("declared_count", gettext("Its forge says"), _number(account.declared_count), ""),
        (
            "floss_policy",
            gettext("Policy on free software"),
            account.floss_policy,
            web_link(account.floss_policy),
        ),
        (
            "ospo_url",
            gettext("Open-source office"),
            account.ospo_url,
            web_link(account.ospo_url),
        ),
    ]
    return [_held(account.sources, *row) for row in rows]


def _held(sources: Mapping[str, Any], field: str, term: str, value: str, url: str) -> Held:
    if not value:
        return Held(field, term, "", "", None, str(UNKNOWN_WHERE))
    said = sources.get(field) or sources.get("*") or {}
    kind = str(said.get("by", "")).partition(":")[0] if isinstance(said, Mapping) else ""
    where = str(WHERE.get(kind, ""))
    return Held(field, term, value, url, provenance(sources, field), where)


def _identified(body: Organisation) -> Iterator[tuple[str, str, str, str]]:
    found = list(body.identifiers.order_by("scheme", "value"))
    for one in found:
        page = web_link(identifier_page(one.scheme, one.value))
        yield "identifiers", identifier_name(one.scheme), one.value, page
    if not found:
        yield "identifiers", gettext("Official identifier"), "", ""


def _named(names: Mapping[str, str]) -> str:
    return ", ".join(f"{text} ({code})" for code, text in sorted(names.items()))


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
