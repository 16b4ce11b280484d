"""What to call a body whose name nobody has said: a word of its accounts, until somebody does."""

from beffroi.organisations.models import ForgeAccount, Organisation

CALLED = "called"
"""Source of a name that nobody said: a word to call a body by until somebody does."""


def plainness(called: str) -> tuple[bool, int, str]:
    """Order words for a body: the host of its own forge, then the shortest, then by letter."""
    return (not called or "." not in called, len(called) or 1000, called)


def is_called(body: Organisation) -> bool:
    """Tell whether a body's name is a word that nobody said."""
    if body.sources.get("name", {}).get("by") == CALLED:
        return True
    return body.kind == Organisation.Kind.UNIDENTIFIED and "name" not in body.sources


def name_of_account(body: Organisation, account: ForgeAccount) -> str:
    """Return the name that an account bears, where the body is called by that account's path."""
    words = {account.path_key, account.path_key.rpartition("/")[2]}
    is_its_word = body.name.lower() in words and body.name != account.name
    return account.name if account.name and is_its_word and is_called(body) else ""


def bears_name_of_account(body: Organisation) -> bool:
    """Tell whether a body is called as one of its accounts calls itself: no login is plainer."""
    return body.accounts.filter(name=body.name).exists()
