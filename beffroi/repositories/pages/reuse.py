"""What a publiccode.yml says to whoever may reuse it, in the page's language; never trusted.

The file is a stranger's: every value may be of any type, and only texts are shown.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from babel import Locale, UnknownLocaleError
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from beffroi.forges.addresses import comparison_form
from beffroi.lib.cleaning import web_link
from beffroi.lib.privacy import without_addresses
from beffroi.organisations.models import Organisation
from beffroi.organisations.pages.labels import VALUE_NAMES, current_language
from beffroi.repositories.models import Repository
from beffroi.repositories.pages.facts import Fact
from beffroi.repositories.shapes import SOFTWARE_TYPES, STATUSES, said_of_software

MAX_TEXT = 10_000
MAX_LIST = 30
FIRST = 3
"""Blocks of a description that a page shows unfolded."""
MAX_VALUE = 200
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)])\s+(?P<text>.+)")
_MARKS = re.compile(r"\*\*|__|`|^#{1,6}\s+")
_LINK = re.compile(r"!?\[(?P<words>[^\]]{0,300})\]\s?\((?P<address>[^)]{1,500})\)")

MAINTENANCE = {
    "internal": gettext_noop("By its owner"),
    "contract": gettext_noop("By contract"),
    "community": gettext_noop("By a community"),
    "none": gettext_noop("By nobody at present"),
}


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, or one list, of a long description."""

    is_list: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reuse:
    """What is said for reuse: a long description with its language, features, facts.

    ``rest``: what follows the first blocks of the description. ``elsewhere``: the repository that
    the file names, when it is not the one it lies in (code-catalogue §6.3).
    """

    text: tuple[Block, ...]
    rest: tuple[Block, ...]
    language: str
    features: tuple[str, ...]
    facts: tuple[Fact, ...]
    elsewhere: str = ""


def reuse_of(repository: Repository) -> Reuse | None:
    """Return what a repository's own file says, with the pages of users that are known."""
    users = known_users(repository.publiccode)
    return reuse(repository.publiccode, users, here=repository.url)


def reuse(
    publiccode: object, users: Mapping[str, str] | None = None, here: str = ""
) -> Reuse | None:
    """Return what a publiccode.yml says, None when there is none.

    ``users``: name → its page; ``here``: address of the repository that the file lies in.
    """
    if not isinstance(publiccode, Mapping) or not publiccode:
        return None
    said, language = spoken(publiccode)
    text = tuple(blocks(text_of(said.get("longDescription"), MAX_TEXT)))
    first = FIRST if len(text) > FIRST + 1 else len(text)
    return Reuse(
        text=text[:first],
        rest=text[first:],
        language=language,
        features=texts(said.get("features")),
        facts=tuple(
            fact for fact in _facts(publiccode, said, users or {}) if fact.text or fact.links
        ),
        elsewhere=_elsewhere(publiccode.get("url"), here),
    )


def _elsewhere(named: object, here: str) -> str:
    """Return the address that a file names, if it is another repository than the one it is in."""
    if not isinstance(named, str) or not here:
        return ""
    is_other = comparison_form(named) not in {"", comparison_form(here)}
    return named[:MAX_VALUE] if is_other else ""


def spoken(publiccode: Mapping[str, Any]) -> tuple[Mapping[str, Any], str]:
    """Return the description in the page's language, else English, else the first; its language."""
    parts = publiccode.get("description")
    found = {
        str(tag): part
        for tag, part in (parts.items() if isinstance(parts, Mapping) else ())
        if isinstance(part, Mapping)
    }
    wanted = (current_language(), "en")
    order = sorted(found, key=lambda tag: _rank(tag, wanted))
    return (found[order[0]], order[0]) if order else ({}, "")


def used_by(publiccode: Mapping[str, Any]) -> tuple[str, ...]:
    """Return who uses it, as it says."""
    return texts(publiccode.get("usedBy"), most=1000)


def known_users(publiccode: object) -> dict[str, str]:
    """Return the pages of those users whom the registry knows by the name that the file gives."""
    names = used_by(publiccode)[:MAX_LIST] if isinstance(publiccode, Mapping) else ()
    found = Organisation.objects.filter(name__in=names).values_list("name", "uid") if names else ()
    return {name: reverse("organisations:detail", args=[uid]) for name, uid in found}


def text_of(value: object, most: int = MAX_VALUE) -> str:
    """Return a text, without e-mail addresses; anything else is nothing."""
    return str(without_addresses(value.strip()[:most])) if isinstance(value, str) else ""


def texts(value: object, most: int = MAX_LIST) -> tuple[str, ...]:
    """Return the texts of a list, each once."""
    found = map(text_of, value) if isinstance(value, list) else ()
    return tuple(dict.fromkeys(filter(None, found)))[:most]


def blocks(text: str) -> Iterable[Block]:
    """Return Markdown as paragraphs and lists of plain text: marks and addresses are left out."""
    text = _LINK.sub(lambda match: match["words"], text.replace("\r\n", "\n"))
    for part in re.split(r"\n\s*\n", text):
        paragraph: list[str] = []
        items: list[str] = []
        for line in filter(None, map(str.strip, part.split("\n"))):
            item = _ITEM.fullmatch(line)
            if item:
                items.append(_plain(item["text"]))
            elif items:
                items[-1] = f"{items[-1]} {_plain(line)}"
            else:
                paragraph.append(_plain(line))
        if paragraph:
            yield Block(is_list=False, lines=(" ".join(paragraph),))
        if items:
            yield Block(is_list=True, lines=tuple(items))


def named(facet: str, value: Sequence[str]) -> str:
    """Return the words of a type or state."""
    return ", ".join(gettext(VALUE_NAMES[facet][one]) for one in value)


def _plain(line: str) -> str:
    return _MARKS.sub("", line).strip()


def _rank(tag: str, wanted: tuple[str, ...]) -> tuple[int, str]:
    short = tag.lower().partition("-")[0]
    return (wanted.index(short) if short in wanted else len(wanted), tag)


def _facts(
    publiccode: Mapping[str, Any], said: Mapping[str, Any], known: Mapping[str, str]
) -> Iterable[Fact]:
    maintenance = publiccode.get("maintenance")
    kept = maintenance if isinstance(maintenance, Mapping) else {}
    kind = text_of(kept.get("type"))
    languages = publiccode.get("localisation")
    spoken_there = languages.get("availableLanguages") if isinstance(languages, Mapping) else ()
    version = text_of(publiccode.get("softwareVersion"))
    state = said_of_software(publiccode, "developmentStatus", STATUSES)
    sort = said_of_software(publiccode, "softwareType", SOFTWARE_TYPES)
    yield Fact(gettext("State of development"), named("status", state))
    yield Fact(gettext("Type of software"), named("type", sort))
    yield Fact(gettext("Version"), version, note=text_of(publiccode.get("releaseDate")))
    yield Fact(
        gettext("Maintained"),
        gettext(MAINTENANCE[kind]) if kind in MAINTENANCE else "",
        note=", ".join(_names(kept.get("contractors"))),
    )
    yield Fact(gettext("Contact"), ", ".join(_affiliations(kept.get("contacts"))))
    yield _users(used_by(publiccode)[:MAX_LIST], known)
    yield Fact(gettext("Funded by"), ", ".join(_names(publiccode.get("fundedBy"))))
    yield Fact(gettext("Runs on"), ", ".join(texts(publiccode.get("platforms"))))
    yield Fact(gettext("For"), ", ".join(texts(publiccode.get("categories"))))
    yield Fact(gettext("Languages"), ", ".join(map(_language_name, texts(spoken_there))))
    for term, value in (
        (gettext("Its page"), publiccode.get("landingURL")),
        (gettext("Documentation"), said.get("documentation")),
        (gettext("Documentation of its API"), said.get("apiDocumentation")),
        (gettext("Roadmap"), publiccode.get("roadmap")),
    ):
        address = web_link(text_of(value, 700))
        yield Fact(term, links=((address, address),) if address else ())


def _users(names: Sequence[str], known: Mapping[str, str]) -> Fact:
    """Return who uses it; those that the registry knows by this name lead to their page."""
    links = tuple((name, known[name]) for name in names if name in known)
    others = ", ".join(name for name in names if name not in known)
    return Fact(gettext("Used by"), f", {others}" if links and others else others, links=links)


def _affiliations(value: object) -> tuple[str, ...]:
    """Return the bodies of contacts; persons and how to reach them stand in the file alone."""
    rows = value if isinstance(value, list) else ()
    return texts([row.get("affiliation") for row in rows if isinstance(row, Mapping)])


def _names(value: object) -> tuple[str, ...]:
    """Return the names of a list of ``{name, …}``."""
    rows = value if isinstance(value, list) else ()
    return texts([row.get("name") for row in rows if isinstance(row, Mapping)])


def _language_name(tag: str) -> str:
    try:
        name = Locale.parse(tag, sep="-").get_display_name(current_language())
    except (UnknownLocaleError, ValueError, TypeError):
        return tag
    return name or tag
