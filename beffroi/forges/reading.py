"""Read many accounts, here or on a Dask worker: plain tasks in, plain answers out."""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass, field

from beffroi.forges import open_forge
from beffroi.forges.shapes import Failure, Forge, Known, Look, Reading, Target
from beffroi.lib.errors import BeffroiError
from beffroi.lib.http import Door


@dataclass(frozen=True, slots=True)
class Task:
    """One bounded piece of work on one host: a piece of a list, or looks into repositories.

    ``key``: how the asker finds it again. With ``targets`` they are looked into, else the list
    goes on at ``known``. ``allowed``: networks that may be reached although not public.
    ``contact``: for User-Agent. ``token``: the host's, never shown nor logged. ``connections``:
    to the host at one time. ``requests``: about how many calls the piece may make.
    """

    key: str
    address: str
    software: str = ""
    known: Known = field(default_factory=Known)
    targets: tuple[Target, ...] = ()
    allowed: tuple[str, ...] = ()
    contact: str = ""
    token: str = field(default="", repr=False)
    connections: int = 1
    requests: int = 50


@dataclass(frozen=True, slots=True)
class Answer:
    """What one task gave: a reading, or looks."""

    key: str
    reading: Reading | None = None
    looks: tuple[Look, ...] = ()


def read_accounts(tasks: Sequence[Task]) -> list[Answer]:
    """Do tasks one after the other; a failure is part of its answer, never raised."""
    return [_do(task) for task in tasks]


def _do(task: Task) -> Answer:
    try:
        forge = _open(task)
        if task.targets:
            return Answer(task.key, looks=tuple(forge.look(target) for target in task.targets))
        return Answer(task.key, forge.read(task.known))
    except BeffroiError as error:
        code = getattr(error, "code", "unreadable")
        failure = Failure(task.address, code, str(error), error.permanent)
        if task.targets:
            looks = (Look(key=target.key, failures=(failure,)) for target in task.targets)
            return Answer(task.key, looks=tuple(looks))
        return Answer(task.key, Reading(failures=(failure,)))


def _open(task: Task) -> Forge:
    allowed = tuple(ipaddress.ip_network(network) for network in task.allowed)
    door = Door(allowed=allowed, contact=task.contact)
    return open_forge(task.address, software=task.software, door=door)
