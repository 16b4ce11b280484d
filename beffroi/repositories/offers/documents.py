"""What the search index knows of repositories."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from beffroi.forges.topics import normal_form
from beffroi.lib.privacy import without_addresses
from beffroi.lib.slots import SEARCH_DOCUMENTS
from beffroi.organisations.shapes import Lineage
from beffroi.policy import catalogue_score
from beffroi.policy.freedom import freedom
from beffroi.repositories.models import Repository
from beffroi.repositories.shapes import (
    SOFTWARE_TYPES,
    STATUSES,
    has_and_lacks,
    said_of_software,
    score_of,
)
from beffroi.search.shapes import Document

KIND = "repository"
MOST_WORDS = 100
UNKNOWN = ("unknown",)
THREE_VALUES = {True: ("yes",), False: ("no",), None: UNKNOWN}


class RepositoryDocuments:
    """Listed repositories as documents."""

    def documents(self, uids: Sequence[str] | None) -> Iterator[Document]:
        """Return documents of the listed repositories among ``uids``, of all when it is None."""
        found = Repository.objects.listed().shown().select_related("readme")
        lineage = Lineage.of_all()
        for part in _parts(uids):
            wanted = found if part is None else found.filter(uid__in=part)
            for repository in wanted.iterator(1000):
                yield _document(repository, lineage)


class AccountRepositories:
    """The repositories of accounts, for whom "account" in the outbox means: look at them again."""

    def documents(self, uids: Sequence[str] | None) -> Iterator[Document]:
        """Return documents of the listed repositories of accounts; nothing for "all"."""
        if uids is None:
            return
        found = Repository.objects.listed().filter(account__uid__in=uids)
        yield from RepositoryDocuments().documents(list(found.values_list("uid", flat=True)))


def _document(repository: Repository, lineage: Lineage) -> Document:
    account, score = repository.account, score_of(repository)
    above = lineage.above(account.organisation_id)
    words = [repository.full_name, *map(str, repository.topics), *(row.name for row in above)]
    words += [account.name, *repository.descriptions.values(), _host_of(repository.homepage)]
    words += [repository.language, repository.licence, account.forge.host]
    words += _words_of(repository.publiccode)
    topics = dict.fromkeys(filter(None, map(normal_form, repository.topics)))
    return Document(
        kind=KIND,
        uid=repository.uid,
        name=repository.name,
        description=repository.description,
        text=" ".join(dict.fromkeys(word for word in words if word)),
        readme=repository.readme.text if hasattr(repository, "readme") else "",
        facets={
            "organisation": tuple(row.uid for row in above),
            "ministry": lineage.ministries(account.organisation_id),
            "forge": (account.forge.host,),
            "body": (account.organisation.kind,),
            "account": (account.uid,),
            "topic": tuple(topics),
            "country": (account.organisation.country or "unknown",),
            **_facets(repository),
            "score": (str(catalogue_score.bucket(score)),),
        },
        score=score,
        stars=repository.stars or 0,
        updated=_seconds(repository.last_activity_at),
        added=_seconds(repository.first_seen_at),
        is_last=repository.is_archived is True,
    )


def _facets(repository: Repository) -> dict[str, tuple[str, ...]]:
    """Return the facets that the record alone decides."""
    has, lacks = has_and_lacks(repository)
    publiccode = repository.publiccode
    return {
        "language": (repository.language,) if repository.language else UNKNOWN,
        "licence": (repository.licence,) if repository.licence else UNKNOWN,
        "free": (freedom(repository.licence),),
        "archived": THREE_VALUES[repository.is_archived],
        "fork": THREE_VALUES[repository.is_fork],
        "template": THREE_VALUES[repository.is_template],
        "has": has,
        "lacks": lacks,
        "type": said_of_software(publiccode, "softwareType", SOFTWARE_TYPES),
        "status": said_of_software(publiccode, "developmentStatus", STATUSES),
        "created": _year(repository.created_at),
        "added": (*_year(repository.first_seen_at), f"{repository.first_seen_at:%Y-%m}"),
    }


def _words_of(publiccode: object) -> list[str]:
    """Return what a publiccode.yml adds to the search: its name, categories, users, features."""
    said = publiccode if isinstance(publiccode, Mapping) else {}
    parts = said.get("description")
    described = list(parts.values()) if isinstance(parts, Mapping) else []
    lists = [said.get("categories"), said.get("usedBy")]
    lists += [part.get("features") for part in described if isinstance(part, Mapping)]
    found = [said.get("name"), said.get("applicationSuite")]
    found += [word for one in lists if isinstance(one, list) for word in one[:MOST_WORDS]]
    return [str(without_addresses(word[:200])) for word in found if isinstance(word, str)]


def _year(at: datetime | None) -> tuple[str, ...]:
    return (str(at.year),) if at else UNKNOWN


def _parts(uids: Sequence[str] | None) -> Iterator[Sequence[str] | None]:
    """Cut a long list of uids: a database takes only so many in one question."""
    if uids is None:
        yield None
        return
    for start in range(0, len(uids), 500):
        yield uids[start : start + 500]


def _seconds(at: datetime | None) -> int:
    return max(0, int(at.timestamp())) if at else 0


def _host_of(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def register() -> None:
    """Leave the provider in the slot."""
    SEARCH_DOCUMENTS.register(KIND, RepositoryDocuments())
    SEARCH_DOCUMENTS.register("account", AccountRepositories())
