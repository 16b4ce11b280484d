"""The repositories of a body or an account as feeds and files: whatever this program has."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy

from beffroi.organisations.pages.answers import reverse_or_none

FEEDS = (
    ("atom", gettext_lazy("Atom"), "application/atom+xml"),
    ("feed_json", gettext_lazy("JSON Feed"), "application/feed+json"),
)
FILES = (
    ("csv", "CSV", "text/csv"),
    ("json", "JSON", "application/json"),
    ("jsonl", "JSON Lines", "application/jsonl"),
    ("parquet", "Parquet", "application/vnd.apache.parquet"),
)
"""Name of an address, what a reader calls it, its media type."""


@dataclass(frozen=True, slots=True)
class Reuse:
    """Words, address and media type of each form; ``record`` is the thing itself for programs."""

    feeds: tuple[tuple[str, str, str], ...]
    files: tuple[tuple[str, str, str], ...]
    record: str
    api: str


def reuse_of(chosen: Mapping[str, str], record: str) -> Reuse:
    """Return the feeds and files of the repositories that a filter chooses.

    ``record``: path of the thing below the API.
    """
    question = urlencode(dict(chosen))
    return Reuse(
        feeds=_existing(FEEDS, question),
        files=_existing(FILES, question),
        record=f"{reverse('api-v1:api-root')}{record}",
        api=f"{reverse('api-v1:search')}?{urlencode({'kind': 'repository', **chosen})}",
    )


def _existing(
    wanted: tuple[tuple[str, object, str], ...], question: str
) -> tuple[tuple[str, str, str], ...]:
    found = ((reverse_or_none(f"repositories:{name}"), words, mime) for name, words, mime in wanted)
    return tuple((str(words), f"{url}?{question}", mime) for url, words, mime in found if url)
