"""Tokens of forges: sealed for one host, opened for a call to it, never shown nor noted."""

import re
from datetime import datetime

from django.conf import settings
from django.db import transaction

from beffroi.journal import actions as journal
from beffroi.journal.shapes import Deed
from beffroi.lib.sealing import SealError, seal, unseal
from beffroi.organisations.errors import OrganisationError
from beffroi.organisations.models import Forge, ForgeToken

LONGEST = 2000
SOURCE = "manual:command"
_PLAIN = re.compile(r"[!-~]+")


def keep_token(forge: Forge, token: str, *, at: datetime) -> None:
    """Seal a token for its forge, in the place of the one before; the host is tried again."""
    refuse_token(token)
    sealed = seal(token, purpose=forge.host, keys=settings.BEFFROI_ENCRYPTION_KEYS)
    with transaction.atomic():
        ForgeToken.objects.update_or_create(
            forge=forge, defaults={"sealed": sealed, "set_at": at, "refused_at": None}
        )
        if forge.error_code == "credential-error":
            forge.error_code, forge.error_at = "", None
            forge.save(update_fields=("error_code", "error_at"))
        _note(forge, at=at, has_token=True)


@transaction.atomic
def remove_token(forge: Forge, *, at: datetime) -> bool:
    """Forget the token of a forge; tells whether there was one."""
    count, _ = ForgeToken.objects.filter(forge=forge).delete()
    if count:
        _note(forge, at=at, has_token=False)
    return bool(count)


def token_of(forge: Forge) -> str:
    """Return the token of a forge, "" when it has none.

    Raises OrganisationError ``token-sealed`` when the keys of this instance do not open it.
    """
    row = ForgeToken.objects.filter(forge=forge).first()
    return opened(row, forge.host) if row else ""


def opened(row: ForgeToken, host: str) -> str:
    """Return what a row seals for a host; raises OrganisationError ``token-sealed``."""
    try:
        return unseal(row.sealed, purpose=host, keys=settings.BEFFROI_ENCRYPTION_KEYS)
    except SealError as error:
        message = (
            f"The token of {host} cannot be opened: {error}. Put the key that sealed it back into "
            f"BEFFROI_ENCRYPTION_KEYS, or give the token anew: beffroi forge token {host}"
        )
        raise OrganisationError("token-sealed", message, 503) from error


@transaction.atomic
def reseal_tokens() -> int:
    """Seal every token with the first key, so that older keys may go; returns how many.

    Raises OrganisationError ``token-sealed`` and changes nothing when one cannot be opened.
    """
    rows = list(ForgeToken.objects.select_for_update().select_related("forge"))
    for row in rows:
        secret = opened(row, row.forge.host)
        row.sealed = seal(secret, purpose=row.forge.host, keys=settings.BEFFROI_ENCRYPTION_KEYS[:1])
    ForgeToken.objects.bulk_update(rows, ("sealed",))
    return len(rows)


def refuse_token(token: str) -> None:
    """Raise OrganisationError ``bad-token`` for a text that no forge gives as a token."""
    if not token:
        text = (
            "There is no token on standard input. Write it there: beffroi forge token HOST < FILE"
        )
        raise OrganisationError("bad-token", text)
    if len(token) > LONGEST or not _PLAIN.fullmatch(token):
        text = (
            "A token is one word on one line, without spaces; standard input holds something else. "
            "Copy the token alone."
        )
        raise OrganisationError("bad-token", text)


def _note(forge: Forge, *, at: datetime, has_token: bool) -> None:
    deed = Deed(
        at=at,
        verb="changed",
        object_kind="forge",
        object_uid=forge.host,
        source=SOURCE,
        before={"has_token": not has_token},
        after={"has_token": has_token},
    )
    journal.note([deed])
