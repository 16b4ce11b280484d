"""Everything the program does to the registry; every write passes here."""

from beffroi.organisations.actions.moving import move_account
from beffroi.organisations.actions.registry import (
    note_reading,
    register_account,
    register_accounts,
    register_bodies,
)

__all__ = [
    "move_account",
    "note_reading",
    "register_account",
    "register_accounts",
    "register_bodies",
]
