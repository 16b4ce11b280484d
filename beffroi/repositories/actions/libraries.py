"""Libraries enter the catalogue, or learn what a list says of them anew."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from beffroi.journal import actions as journal
from beffroi.journal.shapes import Deed
from beffroi.organisations.actions.changes import mark, take
from beffroi.repositories.actions.facts import key_of
from beffroi.repositories.models import Alias, Library, Repository
from beffroi.repositories.shapes import CHANGED, NEW, SAME

_SILENT = frozenset({"description", "keywords"})


@transaction.atomic
def record_libraries(found: Sequence[Mapping[str, Any]], *, source: str, at: datetime) -> list[str]:
    """Insert or update libraries, known by registry and name; return new, changed or same each.

    Each is tied to the repository that its address leads to, as the catalogue is now.
    """
    repositories = _repositories([str(facts["repository_url"]) for facts in found])
    names = [facts["name"] for facts in found]
    known = {(one.registry, one.name): one for one in Library.objects.filter(name__in=names)}
    states, deeds = [], []
    for facts in found:
        library = known.get((facts["registry"], facts["name"]))
        key = repositories.get(key_of(str(facts["repository_url"])))
        said = {**facts, "repository_id": key}
        if library is None:
            library = _new(said, source, at)
            known[library.registry, library.name] = library
            deeds.append(_deed("recorded", library, source, at))
            states.append(NEW)
        else:
            changed = _update(library, said, source, at)
            deeds += [_deed("changed", library, source, at)] if changed else []
            states.append(CHANGED if changed else SAME)
    journal.note(deeds)
    return states


def uid_of(registry: str, name: str) -> str:
    """Return the permanent name of a library: its name, its registry and a digest of both."""
    digest = hashlib.sha256(f"{registry}\n{name}".encode()).hexdigest()
    plain = slugify(name)[:48].strip("-") or "library"
    return f"{plain}-{slugify(registry)[:20] or 'registry'}-{digest[:8]}"


def _repositories(urls: Sequence[str]) -> dict[str, int]:
    """Return comparison form of an address → key of the repository there; former addresses too."""
    keys = {key_of(url) for url in urls} - {""}
    aliases = Alias.objects.filter(url_key__in=keys).values_list("url_key", "repository_id")
    listed = Repository.objects.listed().filter(url_key__in=keys)
    return {**dict(aliases), **dict(listed.values_list("url_key", "pk"))}


def _new(said: Mapping[str, Any], source: str, at: datetime) -> Library:
    library = Library(
        uid=uid_of(said["registry"], said["name"]), first_seen_at=at, changed_at=at, **said
    )
    mark(library, {}, source=source, at=at)
    library.save(force_insert=True)
    return library


def _update(library: Library, said: dict[str, Any], source: str, at: datetime) -> bool:
    key = said.pop("repository_id")
    before, now = library.released_at, said["released_at"]
    if before and now == before.replace(microsecond=0):  # our own export knows whole seconds
        said["released_at"] = before
    changed = dict(take(library, said, source=source, at=at))
    if library.repository_id != key:
        library.repository_id = key
        changed["repository"] = (None, None)
    if changed:
        library.changed_at = at
        library.save()
    return bool(changed)


def _deed(verb: str, library: Library, source: str, at: datetime) -> Deed:
    return Deed(
        at=at, verb=verb, object_kind="library", object_uid=library.uid, source=source,
        after={"name": str(library)},
    )  # fmt: skip
