"""Whether an account can be read from its forge today, and the command that fills its page."""

from beffroi.forges.addresses import READABLE
from beffroi.organisations.models import ForgeAccount


def is_readable(account: ForgeAccount) -> bool:
    """Tell whether this version can read the forge of an account."""
    return account.forge.software in READABLE


def reading_command(account: ForgeAccount) -> str:
    """Return what to type: read the account, or bring its repositories from a list."""
    if is_readable(account):
        return f"beffroi harvest --account {account.url}"
    return "beffroi import repositories FILE"
