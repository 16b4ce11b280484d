"""What the search index knows of repositories."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from beffroi.forges.topics import normal_form
from beffroi.lib.slots import SEARCH_DOCUMENTS
from beffroi.organisations.shapes import Lineage
from beffroi.repositories.models import Repository
from beffroi.search.shapes import Document

KIND = "repository"
UNKNOWN = ("unknown",)
THREE_VALUES = {True: ("yes",), False: ("no",), None: UNKNOWN}


class RepositoryDocuments:
    """Listed repositories as documents."""

    def documents(self, uids: Sequence[str] | None) -> Iterator[Document]:
        """Return documents of the listed repositories among ``uids``, of all when it is None."""
        found = Repository.objects.listed().shown()
        lineage = Lineage.of_all()
        for part in _parts(uids):
            wanted = found if part is None else found.filter(uid__in=part)
            for repository in wanted.defer("publiccode", "sources").iterator(1000):
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
    account = repository.account
    above = lineage.above(account.organisation_id)
    words = [repository.full_name, *map(str, repository.topics), *(row.name for row in above)]
    words += [account.name, *repository.descriptions.values(), _host_of(repository.homepage)]
    words += [repository.language, repository.licence, account.forge.host]
    topics = dict.fromkeys(filter(None, map(normal_form, repository.topics)))
    return Document(
        kind=KIND,
        uid=repository.uid,
        name=repository.name,
        description=repository.description,
        text=" ".join(dict.fromkeys(word for word in words if word)),
        facets={
            "organisation": tuple(row.uid for row in above),
            "ministry": lineage.ministries(account.organisation_id),
            "language": (repository.language,) if repository.language else UNKNOWN,
            "licence": (repository.licence,) if repository.licence else UNKNOWN,
            "forge": (account.forge.host,),
            "topic": tuple(topics),
            "country": (account.organisation.country or "unknown",),
            "archived": THREE_VALUES[repository.is_archived],
            "fork": THREE_VALUES[repository.is_fork],
        },
        stars=repository.stars or 0,
        updated=_seconds(repository.last_activity_at),
        added=_seconds(repository.first_seen_at),
        is_last=repository.is_archived is True,
    )


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
