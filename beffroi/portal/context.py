"""What every page shows: sections, index of the site, languages, appearance. No queries."""

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from beffroi.organisations.pages.answers import reverse_or_none
from beffroi.organisations.pages.labels import current_language

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "theme"


@dataclass(frozen=True, slots=True)
class Link:
    """One address and its words."""

    words: str
    url: str


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
    style: str
    fonts: tuple[str, ...]
    mark: str
    home: str
    search: str


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


@lru_cache(maxsize=8)
def _house(language: str) -> House:
    country = settings.BEFFROI_COUNTRY
    return House(
        name="Beffroi",
        subtitle=country.subtitle.get(language, ""),
        sections=_existing(
            (gettext("Code"), "repositories:list"),
            (gettext("Organisations"), "organisations:list"),
            (gettext("About"), "portal:about"),
        ),
        foot=render_to_string("portal/_index.html", {"index": _index()}),
        themes=(
            ("auto", gettext("Automatic")),
            ("light", gettext("Light")),
            ("dark", gettext("Dark")),
        ),
        licence=Link(country.data_licence_name, country.data_licence_url),
        icons=static("icons.svg"),
        style=static("beffroi.css"),
        fonts=(static("font/beffroi-titre-bold.woff2"),),
        mark=static("mark.svg"),
        home=reverse_or_none("portal:home") or "/",
        search=reverse_or_none("portal:search") or "",
    )


def _index() -> tuple[tuple[str, tuple[Link, ...]], ...]:
    """Return the index in the foot: only what this program has."""
    groups = (
        (
            gettext("The portal"),
            _existing(
                (gettext("Home"), "portal:home"),
                (gettext("Code"), "repositories:list"),
                (gettext("Organisations"), "organisations:list"),
                (gettext("Search everything"), "portal:search"),
            ),
        ),
        (
            gettext("Follow"),
            _existing(
                (gettext("Atom feed of what is new"), "portal:news"),
                (gettext("Atom feed of the code"), "repositories:atom"),
                (gettext("Atom feed of the organisations"), "organisations:atom"),
            ),
        ),
        (
            gettext("Reuse"),
            _existing(
                (gettext("API documentation"), "portal:api"),
                (gettext("API description (OpenAPI)"), "api-v1:openapi-json"),
                (gettext("Repositories as CSV"), "repositories:csv"),
                (gettext("Organisations as CSV"), "organisations:csv"),
            ),
        ),
        (
            gettext("This site"),
            (*_existing((gettext("About"), "portal:about")), *_source()),
        ),
    )
    return tuple(group for group in groups if group[1])


def formats() -> tuple[Link, ...]:
    """Return where programs read: API, exports, feeds; only what exists."""
    return _existing(
        (gettext("API documentation"), "portal:api"),
        (gettext("API description (OpenAPI)"), "api-v1:openapi-json"),
        (gettext("Repositories as CSV"), "repositories:csv"),
        (gettext("Repositories as JSON"), "repositories:json"),
        (gettext("Repositories as an Atom feed"), "repositories:atom"),
        (gettext("Organisations as CSV"), "organisations:csv"),
        (gettext("Organisations as JSON"), "organisations:json"),
        (gettext("Organisations as an Atom feed"), "organisations:atom"),
    )


def _existing(*wanted: tuple[str, str]) -> tuple[Link, ...]:
    found = ((words, reverse_or_none(name)) for words, name in wanted)
    return tuple(Link(words, url) for words, url in found if url)


def _source() -> tuple[Link, ...]:
    """Return the link to this program's source, once it was published somewhere."""
    address = getattr(settings, "BEFFROI_SOURCE_URL", "")
    is_public = urlsplit(address).scheme in {"http", "https"}
    return (Link(gettext("Source code of this site"), address),) if is_public else ()
