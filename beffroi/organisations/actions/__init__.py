"""Everything the program does to the registry; every write passes here."""

from beffroi.organisations.actions.moving import move_account
from beffroi.organisations.actions.registry import (
    register_account,
    register_accounts,
    register_bodies,
)
from beffroi.organisations.actions.renaming import end_account, rename_account, rename_forge
from beffroi.organisations.actions.states import learn_account, note_answer, note_reading

__all__ = [
    "end_account",
    "learn_account",
    "move_account",
    "note_answer",
    "note_reading",
    "register_account",
    "register_accounts",
    "register_bodies",
    "rename_account",
    "rename_forge",
]
