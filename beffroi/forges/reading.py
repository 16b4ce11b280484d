"""Read many accounts, here or on a Dask worker: plain tasks in, plain answers out."""

import ipaddress
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from beffroi.forges import open_forge
from beffroi.forges.shapes import Failure, Reading
from beffroi.lib.errors import BeffroiError
from beffroi.lib.http import Door


@dataclass(frozen=True, slots=True)
class Task:
    """One account to read.

    ``key``: how the asker finds it again. ``known``: address → head of the last reading.
    ``allowed``: networks that may be reached although not public. ``contact``: for User-Agent.
    """

    key: str
    address: str
    software: str = ""
    known: Mapping[str, str] = field(default_factory=dict)
    allowed: tuple[str, ...] = ()
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What reading one task gave."""

    key: str
    reading: Reading


def read_accounts(tasks: Sequence[Task]) -> list[Answer]:
    """Read accounts one after the other; a failure is part of its answer, never raised."""
    return [Answer(task.key, _read(task)) for task in tasks]


def _read(task: Task) -> Reading:
    allowed = tuple(ipaddress.ip_network(network) for network in task.allowed)
    try:
        forge = open_forge(
            task.address, software=task.software, door=Door(allowed=allowed, contact=task.contact)
        )
        return forge.read(task.known)
    except BeffroiError as error:
        code = getattr(error, "code", "unreadable")
        return Reading(failures=(Failure(task.address, code, str(error), error.permanent),))
