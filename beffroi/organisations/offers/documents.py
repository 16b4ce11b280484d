"""What the search index knows of public bodies."""

from collections.abc import Iterator, Sequence

from django.db.models import Count, Q

from beffroi.lib.slots import SEARCH_DOCUMENTS
from beffroi.organisations.models import Organisation
from beffroi.organisations.shapes import KIND_NAMES, Lineage
from beffroi.search.shapes import Document

KIND = "organisation"


class OrganisationDocuments:
    """Bodies as documents; provisional ones too, since their accounts are real."""

    def documents(self, uids: Sequence[str] | None) -> Iterator[Document]:
        """Return documents of the listed bodies among ``uids``, of all when it is None."""
        found = Organisation.objects.listed().annotate(
            accounts_count=Count("accounts", filter=Q(accounts__withdrawn_at=None))
        )
        if uids is not None:
            found = found.filter(uid__in=uids)
        lineage = Lineage.of_all()
        for body in found.prefetch_related("accounts__forge", "identifiers").iterator(500):
            yield _document(body, lineage)


def _document(body: Organisation, lineage: Lineage) -> Document:
    accounts = [account for account in body.accounts.all() if account.withdrawn_at is None]
    words = [*body.names.values(), *KIND_NAMES.get(body.kind, {}).values()]
    words += [account.full_path for account in accounts]
    words += [account.name for account in accounts]
    above = lineage.above(body.pk)
    return Document(
        kind=KIND,
        uid=body.uid,
        name=body.name,
        description=body.description,
        text=" ".join(dict.fromkeys(word for word in words if word)),
        facets={
            "organisation": tuple(row.uid for row in above),
            "ministry": lineage.ministries(body.pk),
            "country": (body.country or "unknown",),
            "forge": tuple(sorted({account.forge.host for account in accounts})),
        },
        added=int(body.created_at.timestamp()),
    )


def register() -> None:
    """Leave the provider in the slot."""
    SEARCH_DOCUMENTS.register(KIND, OrganisationDocuments())
