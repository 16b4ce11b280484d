"""Maps of the site for crawlers (sitemaps.org 0.9): an index, and parts that are streamed.

Each page stands there once in each language, with its twins (``hreflang``). A part holds things
by blocks of their keys, so that it never has more than 50,000 addresses and never moves.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.db.models import F, Max, QuerySet
from django.urls import reverse
from django.utils import translation

from beffroi.lib.dates import write_instant
from beffroi.organisations.models import ForgeAccount, Organisation
from beffroi.organisations.pages.answers import reverse_or_none
from beffroi.organisations.pages.files import site
from beffroi.repositories.models import Repository

MEDIA_TYPE = "application/xml; charset=utf-8"
MAX_ADDRESSES = 50_000
BLOCK = 10_000
"""Keys in one part: with the languages of the house, under the 50,000 addresses and 50 MB."""

PAGES = (
    *("portal:home", "repositories:list", "repositories:latest", "repositories:changed"),
    *("organisations:list", "organisations:tree", "organisations:forges", "portal:figures"),
    *("portal:harvests",),
    *("portal:about", "portal:feeds", "portal:data", "portal:api", "portal:accessibility"),
    *("portal:legal", "portal:sitemap"),
)
"""Pages that stand alone; those that this program lacks are left out."""

STAND_IN = "0-uid-0"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SET = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)
_INDEX = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the map: what it holds, its number, when something in it last changed."""

    name: str
    number: int
    changed: datetime | None


def _things() -> Mapping[str, tuple[QuerySet, str]]:  # type: ignore[type-arg]  # of three models
    """Return what has a page of its own: name → those listed, the name of their address."""
    return {
        "repositories": (Repository.objects.listed(), "repositories:detail"),
        "organisations": (Organisation.objects.listed(), "organisations:detail"),
        "accounts": (ForgeAccount.objects.listed(), "organisations:account"),
    }


def parts() -> list[Part]:
    """Return all parts that hold something; costs a query for each kind of thing."""
    found = [Part("pages", 0, None)]
    for name, (listed, _) in _things().items():
        blocks = listed.order_by().annotate(block=F("pk") / BLOCK).values("block")
        dated = blocks.annotate(changed=Max("changed_at")).order_by("block")
        found += [Part(name, row["block"], row["changed"]) for row in dated]
    return found


def index() -> Iterator[str]:
    """Write the index of all parts."""
    yield _HEAD + _INDEX
    for part in parts():
        address = site(f"/sitemap-{part.name}-{part.number}.xml")
        yield f"<sitemap><loc>{escape(address)}</loc>{_changed(part.changed)}</sitemap>\n"
    yield "</sitemapindex>\n"


def exists(name: str) -> bool:
    """Tell whether there are parts of this name."""
    return name == "pages" or name in _things()


def part(name: str, number: int) -> Iterator[str]:
    """Write one part; a block that holds nothing is a map of nothing."""
    yield _HEAD + _SET
    if name == "pages":
        for page in PAGES:
            if reverse_or_none(page):
                yield _addresses(page, (), None)
    else:
        listed, page = _things()[name]
        block = listed.filter(pk__gte=number * BLOCK, pk__lt=(number + 1) * BLOCK).order_by("pk")
        yield from _block(page, block.values_list("uid", "changed_at").iterator(2000))
    yield "</urlset>\n"


def _block(page: str, rows: Iterable[tuple[str, datetime]]) -> Iterator[str]:
    """Write things whose addresses differ by their uid alone: the rest is written once."""
    pattern = _addresses(page, (STAND_IN,), None)
    before, *between = pattern.split(STAND_IN)
    for uid, changed in rows:
        written = before + "".join(uid + rest for rest in between)
        yield written.replace("</loc>", f"</loc>{_changed(changed)}")


def _addresses(page: str, arguments: tuple[str, ...], changed: datetime | None) -> str:
    """Return one page in every language, each with all its twins."""
    found = {}
    for code, _ in settings.LANGUAGES:
        with translation.override(code):
            found[code] = site(reverse(page, args=arguments))
    twins = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href={quoteattr(address)}/>'
        for code, address in found.items()
    )
    return "".join(
        f"<url><loc>{escape(address)}</loc>{_changed(changed)}{twins}</url>\n"
        for address in found.values()
    )


def _changed(at: datetime | None) -> str:
    return f"<lastmod>{write_instant(at)}</lastmod>" if at else ""
