"""A person puts an account under the body that it belongs to."""

from datetime import datetime

from django.db import transaction

from beffroi.journal import actions as journal
from beffroi.journal.shapes import Deed
from beffroi.organisations.actions.changes import mark
from beffroi.organisations.models import ForgeAccount, Organisation


@transaction.atomic
def move_account(
    account: ForgeAccount, organisation: Organisation, *, source: str, at: datetime
) -> bool:
    """Move one account to a body; False when it is there already.

    A provisional body left without accounts is succeeded by the new one, so that its page leads
    there. With a source that begins with ``manual`` no import moves the account again.
    """
    locked = ForgeAccount.objects.select_for_update().select_related("organisation")
    here = locked.get(pk=account.pk)
    before = here.organisation
    if before.pk == organisation.pk:
        return False
    here.organisation, here.changed_at = organisation, at
    mark(here, {"organisation": before.uid}, source=source, at=at)
    here.save(update_fields=("organisation", "sources", "changed_at"))
    account.organisation, account.sources, account.changed_at = organisation, here.sources, at
    _succeed(before, organisation)
    deed = Deed(
        at=at, verb="moved", object_kind="account", object_uid=account.uid, source=source,
        body_uid=organisation.uid, before={"organisation": before.uid},
        after={"organisation": organisation.uid},
    )  # fmt: skip
    journal.note([deed])
    journal.want_indexed("account", [account.uid])
    journal.want_indexed("organisation", [before.uid, organisation.uid])
    return True


def _succeed(before: Organisation, after: Organisation) -> None:
    """Let a provisional body that has lost its last account lead to the new one."""
    is_provisional = before.kind == Organisation.Kind.UNIDENTIFIED
    if is_provisional and not before.identifiers.exists() and not before.accounts.exists():
        before.successor = after
        before.save(update_fields=("successor",))
