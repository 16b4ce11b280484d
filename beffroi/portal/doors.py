"""Every page that a person can start from, in groups, with a sentence: foot and map of the site."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext

from beffroi.organisations.pages.answers import reverse_or_none


@dataclass(frozen=True, slots=True)
class Link:
    """One address and its words; ``key``: the letter that opens it after ``g``.

    ``about``: what one finds there, in a sentence.
    """

    words: str
    url: str
    key: str = ""
    about: str = ""


Groups = tuple[tuple[str, tuple[Link, ...]], ...]


def sections() -> tuple[Link, ...]:
    """Return what the head of each page leads to; the letters stand for no word of a language."""
    wanted = (
        ("c", gettext("Code"), "repositories:list"),
        ("o", gettext("Organisations"), "organisations:list"),
        ("f", gettext("Figures"), "portal:figures"),
        ("a", gettext("About"), "portal:about"),
    )
    found = ((key, words, reverse_or_none(name)) for key, words, name in wanted)
    return tuple(Link(words, url, key) for key, words, url in found if url)


def index() -> Groups:
    """Return what this program has and nothing else."""
    groups = (
        (gettext("The portal"), _portal()),
        (gettext("Follow"), _follow()),
        (gettext("Reuse"), _reuse()),
        (gettext("This site"), (*_this_site(), *_source())),
    )
    return tuple(group for group in groups if group[1])


def formats() -> tuple[Link, ...]:
    """Return where programs read: API, exports, feeds; only what exists."""
    return _existing(
        (gettext("API documentation"), "", "portal:api"),
        (gettext("API description (OpenAPI)"), "", "api-v1:openapi-json"),
        (gettext("Repositories as CSV"), "", "repositories:csv"),
        (gettext("Repositories as JSON"), "", "repositories:json"),
        (gettext("Repositories as an Atom feed"), "", "repositories:atom"),
        (gettext("Organisations as CSV"), "", "organisations:csv"),
        (gettext("Organisations as JSON"), "", "organisations:json"),
        (gettext("Organisations as an Atom feed"), "", "organisations:atom"),
    )


def _portal() -> tuple[Link, ...]:
    return _existing(
        (gettext("Home"), gettext("The house at a glance."), "portal:home"),
        (gettext("Search"), gettext("Everything with one word."), "portal:search"),
        (
            gettext("Code"),
            gettext("All repositories, by organisation, licence, language, topic."),
            "repositories:list",
        ),
        (
            gettext("Code to reuse"),
            gettext("Repositories that say in a publiccode.yml what they do and who uses them."),
            "repositories:reusable",
        ),
        (
            gettext("Organisations"),
            gettext("All public bodies and what each publishes."),
            "organisations:list",
        ),
        (
            gettext("Hierarchy of organisations"),
            gettext("Which body stands under which."),
            "organisations:tree",
        ),
        (
            gettext("Open-source offices"),
            gettext("Which bodies have one, with its policy."),
            "organisations:offices",
        ),
        *_forges(),
        (
            gettext("Figures"),
            gettext("Growth, forges, languages, licences: each chart with its table and its file."),
            "portal:figures",
        ),
    )


def _forges() -> tuple[tuple[str, str, str], ...]:
    return (
        (gettext("Forges"), gettext("Where public code lives."), "organisations:forges"),
        (
            gettext("Harvests"),
            gettext("What was read of the forges, when, and what failed."),
            "portal:harvests",
        ),
    )


def _follow() -> tuple[Link, ...]:
    return _existing(
        (
            gettext("New repositories"),
            gettext("The last catalogued, the newest first."),
            "repositories:latest",
        ),
        (
            gettext("What changed lately"),
            gettext("New addresses and licences, archived, withdrawn, found again."),
            "repositories:changed",
        ),
        (gettext("Feeds"), gettext("Every feed that this portal has."), "portal:feeds"),
        (
            gettext("What is new, as an Atom feed"),
            gettext("What was catalogued, withdrawn or corrected."),
            "portal:news",
        ),
        (
            gettext("Repositories as an Atom feed"),
            gettext("The newest repositories, for a feed reader."),
            "repositories:atom",
        ),
        (
            gettext("Organisations as an Atom feed"),
            gettext("The newest organisations, for a feed reader."),
            "organisations:atom",
        ),
    )


def _reuse() -> tuple[Link, ...]:
    return _existing(
        *_tools(),
        (gettext("Open data"), gettext("Every file, with its columns."), "portal:data"),
        (
            gettext("Libraries"),
            gettext("Packages that public bodies publish for programmers."),
            "portal:libraries",
        ),
        (
            gettext("Data and API"),
            gettext("Every list as a file, a subscription or a call."),
            "portal:api",
        ),
        (
            gettext("API description (OpenAPI)"),
            gettext("For a program that writes programs."),
            "api-v1:openapi-json",
        ),
        (
            gettext("Repositories as CSV"),
            gettext("One line for each repository."),
            "repositories:csv",
        ),
        (
            gettext("Organisations as CSV"),
            gettext("One line for each body."),
            "organisations:csv",
        ),
        (
            gettext("Description in DCAT"),
            gettext("For other catalogues of open data."),
            "site:catalogue",
        ),
    )


def _tools() -> tuple[tuple[str, str, str], ...]:
    """Return what helps a team to publish."""
    return (
        (
            gettext("Check a publiccode.yml"),
            gettext("Every error with its line and what to do, and how it would be presented."),
            "portal:publiccode",
        ),
        (
            gettext("Make a publiccode.yml"),
            gettext("Ten questions, filled in with what is known, give a valid file."),
            "portal:publiccode_new",
        ),
        (
            gettext("Rules of the contribution policy"),
            gettext("Each rule with its reason, who can answer, and how to mend it."),
            "portal:rules",
        ),
    )


def _this_site() -> tuple[Link, ...]:
    return _existing(
        (gettext("About"), gettext("What this portal is and where its data come from."),
         "portal:about"),
        (gettext("Accessibility"), gettext("What was tested, what is not right yet, whom to tell."),
         "portal:accessibility"),
        (gettext("Legal notice"), gettext("Who runs this site; personal data; licences."),
         "portal:legal"),
        (gettext("Keyboard shortcuts"), gettext("The keys, and how to turn them off."),
         "portal:keys"),
        (gettext("Map of the site"), gettext("This page."), "portal:sitemap"),
        (gettext("Errors"), gettext("Every code of an error, with the way out."), "portal:errors"),
        (gettext("Components"), gettext("Every part of a page, in every state."),
         "portal:components"),
    )  # fmt: skip


def _existing(*wanted: tuple[str, str, str]) -> tuple[Link, ...]:
    found = ((words, about, reverse_or_none(name)) for words, about, name in wanted)
    return tuple(Link(words, url, about=about) for words, about, url in found if url)


def _source() -> tuple[Link, ...]:
    """Return the link to this program's source, once it was published somewhere."""
    address = getattr(settings, "BEFFROI_SOURCE_URL", "")
    is_public = urlsplit(address).scheme in {"http", "https"}
    about = gettext("The program itself, under EUPL-1.2.")
    words = gettext("Source code of this site")
    return (Link(words, address, about=about),) if is_public else ()
