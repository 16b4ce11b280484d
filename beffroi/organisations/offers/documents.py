"""What the search index knows of public bodies."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from beffroi.lib.slots import SEARCH_DOCUMENTS, BodyFigures
from beffroi.organisations.models import Organisation
from beffroi.organisations.shapes import KIND_NAMES, NOTHING, Lineage, band, totals_of
from beffroi.search.shapes import Document

KIND = "organisation"


class OrganisationDocuments:
    """Bodies as documents; provisional ones too, since their accounts are real."""

    def documents(self, uids: Sequence[str] | None) -> Iterator[Document]:
        """Return documents of the listed bodies among ``uids``, of all when it is None.

        Stars, size and last activity are those of the body and all below it, so that a list
        of bodies can be put in these orders.
        """
        found, wanted = Organisation.objects.listed(), None
        if uids is not None:
            found = found.filter(uid__in=uids)
            wanted = set(found.values_list("pk", flat=True))
        lineage = Lineage.of_all()
        totals = totals_of(wanted, lineage)
        for body in found.prefetch_related("accounts__forge").iterator(500):
            yield _document(body, lineage, totals.get(body.pk, NOTHING))


def _document(body: Organisation, lineage: Lineage, figures: BodyFigures) -> Document:
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
            "body": (body.kind,),
            "publishes": ("yes" if figures.repositories else "no",),
            "band": (band(figures.repositories),),
        },
        stars=figures.stars,
        size=figures.repositories,
        updated=_seconds(figures.active_at),
        read=max((_seconds(account.read_at) for account in accounts), default=0),
        added=int(body.created_at.timestamp()),
    )


def _seconds(at: datetime | None) -> int:
    return max(0, int(at.timestamp())) if at else 0


def register() -> None:
    """Leave the provider in the slot."""
    SEARCH_DOCUMENTS.register(KIND, OrganisationDocuments())
