"""What is known of one repository, field by field, each with its source."""

import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop, ngettext

from beffroi.forges.topics import normal_form
from beffroi.lib import typography
from beffroi.lib.cleaning import web_link
from beffroi.organisations.pages.labels import FILE_NAMES, current_language, figure
from beffroi.organisations.pages.sources import Provenance, provenance
from beffroi.repositories.models import Repository

MAX_LANGUAGES = 8

THREE_VALUES: dict[str, tuple[str, dict[bool | None, str]]] = {
    "is_archived": (
        gettext_noop("Archived by its owner"),
        {
            True: gettext_noop("Yes: nothing more is written to it."),
            False: gettext_noop("No"),
            None: gettext_noop("Not known: its source does not say."),
        },
    ),
    "is_fork": (
        gettext_noop("Fork"),
        {
            True: gettext_noop("Yes, of another repository"),
            False: gettext_noop("No"),
            None: gettext_noop("Not known: its source does not say."),
        },
    ),
    "is_template": (
        gettext_noop("Template"),
        {
            True: gettext_noop("Yes: made to start other repositories from"),
            False: gettext_noop("No"),
            None: gettext_noop("Not known: its source does not say."),
        },
    ),
    "is_mirror": (
        gettext_noop("Mirror"),
        {
            True: gettext_noop("Yes: the work happens elsewhere"),
            False: gettext_noop("No"),
            None: gettext_noop("Not known: its source does not say."),
        },
    ),
}
"""Field → its name and its words; unknown is never a no."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One value: term, text or links, and its source.

    ``is_code``: shown in the fixed face; ``is_unknown``: nobody says.
    """

    term: str
    text: str = ""
    links: tuple[tuple[str, str], ...] = ()
    note: str = ""
    is_code: bool = False
    is_unknown: bool = False
    source: Provenance | None = None


def what(repository: Repository) -> list[Fact]:
    """Return what the repository is: licence, languages, topics, addresses."""
    sources = repository.sources
    return [
        _licence(repository),
        _language(repository),
        _topics(repository),
        _homepage(repository),
        Fact(
            gettext("Address"),
            links=((repository.url, repository.url),),
            source=provenance(sources, "url"),
        ),
        Fact(
            gettext("Clone"),
            f"git clone {shlex.quote(repository.clone_url or repository.url)}",
            is_code=True,
        ),
    ]


def at_forge(repository: Repository) -> list[Fact]:
    """Return what its forge says of its life: dates, figures, three-valued facts."""
    found = [*_dates(repository), _watched(repository)]
    for field, (name, words) in THREE_VALUES.items():
        value = getattr(repository, field)
        found.append(
            Fact(
                gettext(name),
                gettext(words[value]),
                is_unknown=value is None,
                source=provenance(repository.sources, field),
            )
        )
    if repository.default_branch:
        branch = repository.default_branch
        found.append(Fact(gettext("Default branch"), branch, is_code=True))
    return found


def files(repository: Repository) -> list[Fact]:
    """Return the files found: what each is, its path."""
    return [
        Fact(gettext(FILE_NAMES[kind]) if kind in FILE_NAMES else kind, str(path), is_code=True)
        for kind, path in sorted(repository.files.items())
    ]


def _list(**parameters: str) -> str:
    return f"{reverse('repositories:list')}?{urlencode(parameters)}"


def _licence(repository: Repository) -> Fact:
    source = provenance(repository.sources, "licence")
    term, licence, raw = gettext("Licence"), repository.licence, repository.licence_raw
    if not licence:
        path = repository.files.get("licence")
        note = gettext("Nobody knows what may be done with it.")
        text = gettext("Licence not stated.")
        if path:
            text = gettext("Licence not named.")
            note = gettext("The file %(path)s is there; nothing says which licence it is.")
            note %= {"path": path}
        return Fact(term, text, note=note, is_unknown=True, source=source)
    if licence == "other":
        text = gettext("Other, to be named.")
        note = gettext("The forge names a licence that it does not know.")
        if raw and raw.lower() != "other":
            note = gettext("Written as “%(text)s”.") % {"text": raw}
        return Fact(term, text, note=note, source=source)
    return Fact(term, links=((licence, _list(licence=licence)),), is_code=True, source=source)


def _language(repository: Repository) -> Fact:
    source = provenance(repository.sources, "language")
    term = gettext("Programming language")
    if not repository.language:
        return Fact(term, gettext("Not known"), is_unknown=True, source=source)
    shares = _shares(repository.languages)
    link = (repository.language, _list(language=repository.language))
    return Fact(term, links=(link,), note=shares, source=source)


def _shares(languages: Mapping[str, Any]) -> str:
    """Return "Python 81 %, HTML 19 %", the largest first; nothing for one language."""
    numbers = {name: share for name, share in languages.items() if isinstance(share, int | float)}
    largest = sorted(numbers.items(), key=lambda pair: (-pair[1], pair[0]))
    if len(largest) < 2:  # noqa: PLR2004 (one language is all of it)
        return ""
    space = typography.NARROW if current_language() == "fr" else ""
    shown = [f"{name} {share * 100:.0f}{space}%" for name, share in largest[:MAX_LANGUAGES]]
    return ", ".join(shown)


def _topics(repository: Repository) -> Fact:
    topics = [str(topic) for topic in repository.topics]
    links = [(topic, _list(topic=normal_form(topic))) for topic in topics if normal_form(topic)]
    return Fact(
        gettext("Topics"),
        "" if links else gettext("None"),
        links=tuple(links),
        is_unknown=not links,
        source=provenance(repository.sources, "topics"),
    )


def _homepage(repository: Repository) -> Fact:
    source = provenance(repository.sources, "homepage")
    term, written = gettext("Home page"), repository.homepage
    if not written:
        return Fact(term, gettext("None stated"), is_unknown=True, source=source)
    address = web_link(written)
    if address:
        return Fact(term, links=((written, address),), source=source)
    note = gettext("As written; this is no complete address, so it is not a link.")
    return Fact(term, written, note=note, source=source)


def _dates(repository: Repository) -> Iterable[Fact]:
    language = current_language()
    for field, name in (
        ("created_at", gettext("Created")),
        ("pushed_at", gettext("Last commit sent")),
        ("updated_at", gettext("Last change of its page")),
        ("last_activity_at", gettext("Last activity")),
    ):
        at = getattr(repository, field)
        if at or field in {"created_at", "last_activity_at"}:
            text = typography.day(at, language) if at else gettext("Not known")
            source = provenance(repository.sources, field)
            yield Fact(name, text, is_unknown=at is None, source=source)


def _watched(repository: Repository) -> Fact:
    words = [
        ngettext("%(count)s star", "%(count)s stars", repository.stars or 0),
        ngettext("%(count)s fork", "%(count)s forks", repository.forks or 0),
        ngettext("%(count)s watcher", "%(count)s watchers", repository.watchers or 0),
        ngettext("%(count)s open issue", "%(count)s open issues", repository.open_issues or 0),
    ]
    numbers = (
        repository.stars,
        repository.forks,
        repository.watchers,
        repository.open_issues,
    )
    known = [
        text % {"count": figure(number)}
        for text, number in zip(words, numbers, strict=True)
        if number is not None
    ]
    text = ", ".join(known) or gettext("Not known: its forge does not count.")
    source = provenance(repository.sources, "stars")
    return Fact(gettext("Followed"), text, is_unknown=not known, source=source)
