"""A preview as its page shows it: what an account is, what is known already, what is wrong."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy

from beffroi.forges.addresses import AccountAddress, comparison_form
from beffroi.forges.shapes import Failure, ForgeRepository
from beffroi.organisations.formats.platforms import platform_of
from beffroi.organisations.models import ForgeAccount, Organisation
from beffroi.organisations.pages.failures import SENTENCES
from beffroi.organisations.pages.labels import current_language, name_of
from beffroi.portal import meanings
from beffroi.repositories.clients.previewing import Preview
from beffroi.repositories.models import Repository

INWARD = frozenset({"refused-address", "unreachable"})
"""Failures that are told in the same words: what answers inside is nobody's business outside."""

NOBODY = gettext_lazy(
    "Nothing that may be called answers there: no machine has this name, it does not answer, or it "
    "is not in a public network. Check the address in a browser. If the forge is your own and not "
    "public, the operator names its network in BEFFROI_ALLOWED_NETWORKS."
)


@dataclass(frozen=True, slots=True)
class Line:
    """One repository of a preview; ``page``: of the catalogue, which has it already."""

    name: str
    description: str
    language: str
    licence: str
    changed_at: datetime | None
    page: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """What could not be read: where, by which code, in which words, where the code is explained."""

    address: str
    code: str
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A preview in words. ``body``: the organisation that it belongs to, or will: name and uid."""

    software: str
    version: str
    name: str
    path: str
    declared: int | None
    met: int
    is_whole: bool
    lines: tuple[Line, ...]
    known: int
    troubles: tuple[Trouble, ...]
    body: tuple[str, str] | None
    account_url: str
    held: int
    may_confirm: bool


def shown(address: AccountAddress, found: Preview, organisation: Organisation | None) -> Shown:
    """Return what a page says of a preview, at four questions however much there is.

    ``organisation``: of whoever asks; it is given the account only where no body is known yet.
    """
    account = registered(address)
    pages = _pages(found.repositories)
    lines = tuple(_line(one, pages) for one in found.repositories)
    hopeless = [one for one in found.failures if one.permanent or one.code in INWARD]
    said = found.account
    return Shown(
        software=platform_of(found.software) or "",
        version=found.version,
        name=(said.name if said else "") or address.full_path or address.host,
        path=f"{address.host}/{address.full_path}".rstrip("/"),
        declared=said.declared if said else None,
        met=found.met,
        is_whole=found.is_whole,
        lines=lines,
        known=sum(bool(line.page) for line in lines),
        troubles=tuple(_trouble(one) for one in found.failures),
        body=_body(account, organisation),
        account_url=reverse("organisations:account", args=[account.uid]) if account else "",
        held=Repository.objects.listed().filter(account=account).count() if account else 0,
        may_confirm=bool(found.repositories) or not hopeless,
    )


def registered(address: AccountAddress) -> ForgeAccount | None:
    """Return the account that the registry has at an address."""
    known = ForgeAccount.objects.listed().select_related("organisation", "forge")
    return known.filter(forge__host=address.host, path_key=address.full_path.lower()).first()


def has_body(account: ForgeAccount) -> bool:
    """Tell whether somebody has said which body an account belongs to."""
    body = account.organisation
    is_provisional = body.kind == Organisation.Kind.UNIDENTIFIED
    return not is_provisional or body.identifiers.exists()


def _body(
    account: ForgeAccount | None, organisation: Organisation | None
) -> tuple[str, str] | None:
    body = account.organisation if account and has_body(account) else organisation
    return (name_of(body), body.uid) if body else None


def _line(one: ForgeRepository, pages: dict[str, str]) -> Line:
    return Line(
        name=one.name,
        description=one.description,
        language=one.language or next(iter(one.languages), ""),
        licence=one.licence_raw or "",
        changed_at=one.last_activity_at or one.pushed_at or one.updated_at,
        page=pages.get(comparison_form(one.url), ""),
    )


def _pages(found: Iterable[ForgeRepository]) -> dict[str, str]:
    keys = [comparison_form(one.url) for one in found]
    rows = Repository.objects.listed().filter(url_key__in=keys).values_list("url_key", "uid")
    return {key: reverse("repositories:detail", args=[uid]) for key, uid in rows}


def _trouble(failure: Failure) -> Trouble:
    if failure.code in INWARD:
        return Trouble(failure.address, "unreachable", str(NOBODY), "")
    known = meanings.meaning(failure.code)
    words = known.words[current_language()] if known else ""
    words = words or str(SENTENCES.get(failure.code, failure.message))
    url = reverse("portal:error", args=[failure.code]) if known else ""
    return Trouble(failure.address, failure.code, words, url)
