"""Forges for their operator: state and token of each; a token tried with one call."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Q

from beffroi.forges.calls import Access
from beffroi.forges.opening import open_forge
from beffroi.forges.shapes import Known
from beffroi.lib.dates import write_instant
from beffroi.lib.errors import BeffroiError
from beffroi.lib.http import Door, Limits
from beffroi.organisations.actions.tokens import opened
from beffroi.organisations.errors import OrganisationError
from beffroi.organisations.models import Forge, ForgeAccount, ForgeToken

LIMITS = Limits(connect_seconds=5, total_seconds=10, whole_seconds=15, retries=0)


def forges(at: datetime) -> list[dict[str, Any]]:
    """Return all forges, by host, at one question; never a token."""
    listed = Count("accounts", filter=Q(accounts__withdrawn_at=None))
    rows = Forge.objects.select_related("token").annotate(listed=listed).order_by("host")
    return [
        {
            "host": forge.host,
            "software": forge.software,
            "version": forge.version,
            "accounts": getattr(forge, "listed", 0),
            "token": _token(forge),
            "state": _state(forge, at),
            "error_code": forge.error_code,
            "resume_at": write_instant(forge.resume_at) if forge.resume_at else None,
            "rate_limit": forge.rate_limit,
            "rate_remaining": forge.rate_remaining,
        }
        for forge in rows
    ]


def trouble_with(forge: Forge, token: str) -> str | None:
    """Try a token with one call; return what is wrong with it, "" when it is accepted.

    None when it cannot be tried, because no account of the host is known.
    """
    account = ForgeAccount.objects.listed().filter(forge__host=forge.host).order_by("pk").first()
    if account is None:
        return None
    door = Door(
        allowed=settings.BEFFROI_ALLOWED_NETWORKS, contact=settings.BEFFROI_CONTACT, limits=LIMITS
    )
    access = Access(door=door, token=token, requests=1)
    try:
        reading = open_forge(account.url, access=access, software=forge.software).read(Known())
    except BeffroiError as error:
        return f"{error} To keep the token untried: --unchecked"
    for failure in reading.failures:
        if failure.code == "credential-error":
            return f"{forge.host} does not accept this token. Is it whole, of this host, not over?"
        if not reading.repositories:
            return f"{failure.message} To keep the token untried: --unchecked"
    return ""


def _token(forge: Forge) -> str:
    row: ForgeToken | None = getattr(forge, "token", None)
    if row is None:
        return "none"
    if row.refused_at:
        return "refused"
    try:
        opened(row, forge.host)
    except OrganisationError:
        return "sealed"
    return "there"


def _state(forge: Forge, at: datetime) -> str:
    """Return the state of a forge in English words, for the command line."""
    if forge.ignored_since:
        return "not read, on purpose"
    if forge.resume_at and forge.resume_at > at:
        return f"waits until {write_instant(forge.resume_at)}, as it asks"
    if forge.error_code:
        since = forge.failing_since or forge.error_at
        return f"{forge.error_code}{f' since {write_instant(since)}' if since else ''}"
    if forge.last_ok_at:
        return f"read {write_instant(forge.last_ok_at)}"
    return "not read yet"
