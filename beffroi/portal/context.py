"""What every page shows: sections, index of the site, languages, appearance. No queries."""

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from beffroi.organisations.pages.answers import reverse_or_none
from beffroi.organisations.pages.labels import current_language
from beffroi.portal import doors
from beffroi.portal.doors import Link

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "theme"


@dataclass(frozen=True, slots=True)
class House:
    """What is the same on all pages of one language; ``foot``: the index, rendered once."""

    name: str
    subtitle: str
    sections: tuple[Link, ...]
    foot: SafeString
    themes: tuple[tuple[str, str], ...]
    licence: Link
    icons: str
    emblem: str
    style: str
    palette: str
    script: str
    htmx: str
    fonts: tuple[str, ...]
    mark: str
    home: str
    search: str
    suggest: str
    keys: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """One language of the site, and this very page in it."""

    code: str
    name: str
    url: str
    absolute: str
    is_current: bool


def site(request: HttpRequest) -> dict[str, object]:
    """Give templates ``house``, ``translations``, ``section``, ``theme`` and ``here``."""
    language = current_language()
    house = _house(language)
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "house": house,
        "translations": languages(request, language),
        "section": _section(house, request.path),
        "theme": theme if theme in THEMES else "auto",
        "here": request.get_full_path(),
    }


def languages(request: HttpRequest, current: str) -> list[Spoken]:
    """Return the same page in each language; the home page when this one has no language."""
    head, _, rest = request.path.lstrip("/").partition("/")
    codes = dict(settings.LANGUAGES)
    question = request.META.get("QUERY_STRING", "")
    tail = f"{rest}?{question}" if question else rest
    found = []
    for code, name in settings.LANGUAGES:
        url = f"/{code}/{tail if head in codes else ''}"
        found.append(Spoken(code, name, url, f"{settings.BEFFROI_URL}{url}", code == current))
    return found


def _section(house: House, path: str) -> str:
    """Return the address of the section that a page belongs to."""
    first = {"accounts": "organisations"}
    words = path.split("/")
    where = first.get(words[2], words[2]) if len(words) > 2 else ""  # noqa: PLR2004 (/en/word/)
    return next((link.url for link in house.sections if link.url.split("/")[2] == where), "")


def site_name(language: str) -> str:
    """Return what this instance is called."""
    return settings.BEFFROI_THEME.name.get(language, "Beffroi")


@lru_cache(maxsize=8)
def _house(language: str) -> House:
    country, look = settings.BEFFROI_COUNTRY, settings.BEFFROI_THEME
    mark = reverse("site:mark", args=[look.stamp]) if look.emblem else ""
    return House(
        name=site_name(language),
        subtitle=look.subtitle.get(language) or country.subtitle.get(language, ""),
        sections=doors.sections(),
        foot=render_to_string("portal/_index.html", {"index": doors.index()}),
        themes=(
            ("auto", gettext("Automatic")),
            ("light", gettext("Light")),
            ("dark", gettext("Dark")),
        ),
        licence=Link(country.data_licence_name, country.data_licence_url),
        icons=static("icons.svg"),
        emblem=f"{mark or static('icons.svg')}#mark",
        style=static("beffroi.css"),
        palette=reverse("site:palette", args=[look.stamp]) if look.sheet else "",
        script=static("beffroi.js"),
        htmx=static("django_htmx/htmx-2.min.js"),
        fonts=(static("font/beffroi-titre-bold.woff2"),),
        mark=mark or static("mark.svg"),
        home=reverse_or_none("portal:home") or "/",
        search=reverse_or_none("portal:search") or "",
        suggest=reverse_or_none("site:suggest") or "",
        keys=reverse_or_none("portal:keys") or "",
    )
