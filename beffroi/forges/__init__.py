"""Clients of forges; today plain git, alone or in a folder, over smart HTTP."""

from beffroi.forges.addresses import AccountAddressError
from beffroi.forges.git import GitForge
from beffroi.forges.shapes import Forge
from beffroi.lib.http import Door, Git

READABLE = frozenset({"", "git", "cgit"})
"""Software of forges that can be read; "" stands for not known."""


def open_forge(address: str, *, door: Door, software: str = "", git: Git | None = None) -> Forge:
    """Return the client of an account; raises AccountAddressError ``unsupported-forge``.

    ``git`` is made like the door when not given.
    """
    if software not in READABLE:
        raise AccountAddressError(
            "unsupported-forge",
            f"Accounts of {software} cannot be read yet; give the address of a git repository.",
        )
    own = git or Git(allowed=door.allowed, resolve=door.resolve, contact=door.contact)
    return GitForge(address, door=door, git=own)
