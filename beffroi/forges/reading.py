"""Read many accounts, here or on a Dask worker: plain tasks in, plain answers out."""

import ipaddress
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from beffroi.forges.calls import Access
from beffroi.forges.opening import open_forge
from beffroi.forges.shapes import Failure, Find, Forge, Known, Look, Reading, Target
from beffroi.lib import batch
from beffroi.lib.errors import BeffroiError
from beffroi.lib.http import Door, Limits


@dataclass(frozen=True, slots=True)
class Task:
    """One bounded piece of work on one host: a piece of a list, or looks into repositories.

    ``key``: how the asker finds it again. With ``targets`` they are looked into, with ``finds``
    each is read by its id, else the list goes on at ``known``. ``allowed``: networks that may be
    reached although not public. ``contact``: for User-Agent. ``token``: the host's, never shown
    nor logged. ``connections``: to the host at one time. ``requests``: about how many calls the
    piece may make.
    """

    key: str
    address: str
    software: str = ""
    known: Known = field(default_factory=Known)
    targets: tuple[Target, ...] = ()
    finds: tuple[Target, ...] = ()
    allowed: tuple[str, ...] = ()
    contact: str = ""
    token: str = field(default="", repr=False)
    connections: int = 1
    requests: int = 50


@dataclass(frozen=True, slots=True)
class Answer:
    """What one task gave: a reading, looks or finds."""

    key: str
    reading: Reading | None = None
    looks: tuple[Look, ...] = ()
    finds: tuple[Find, ...] = ()


def read_accounts(tasks: Sequence[Task]) -> list[Answer]:
    """Do tasks one after the other; a failure is part of its answer, never raised."""
    return [_do(task) for task in tasks]


def answer_all(task: Task, failure: Failure) -> Answer:
    """Return one failure as the answer to everything that a task asks."""
    if task.targets:
        looks = (Look(key=target.key, failures=(failure,)) for target in task.targets)
        return Answer(task.key, looks=tuple(looks))
    if task.finds:
        finds = (Find(target.key, failure=failure) for target in task.finds)
        return Answer(task.key, finds=tuple(finds))
    return Answer(task.key, Reading(failures=(failure,)))


def _do(task: Task) -> Answer:
    try:
        forge = _open(task)
    except BeffroiError as error:
        code = getattr(error, "code", "unreadable")
        return answer_all(task, Failure(task.address, code, str(error), error.permanent))
    if task.targets:
        return Answer(task.key, looks=tuple(_look_into(task, forge)))
    if task.finds:
        return Answer(task.key, finds=tuple(forge.find(target) for target in task.finds))
    return Answer(task.key, forge.read(task.known))


def _look_into(task: Task, forge: Forge) -> Iterator[Look]:
    """Look into repositories, in their order, until the host asks to wait."""
    looks = (look_at(forge, target) for target in task.targets)
    for look in looks if task.connections <= 1 else _side_by_side(task):
        yield look
        if look.wait_until:
            return


def _side_by_side(task: Task) -> list[Look]:
    """Look into as many repositories at one time as the host allows, each with its own client."""
    alone = partial(_look_alone, replace(task, connections=1))
    looks: dict[str, Look] = {}
    with batch.crew(alone, threads=task.connections) as crew:
        for target in task.targets:
            crew.give(target)
        while crew.busy:
            look = crew.take(1.0)
            if isinstance(look, Look):
                looks[look.key] = look
    return [looks[target.key] for target in task.targets]


def _look_alone(task: Task, targets: list[Target]) -> list[Look]:
    return [look_at(_open(task), target) for target in targets]


def look_at(forge: Forge, target: Target) -> Look:
    """Look into one repository; one that breaks its reader spares the others."""
    try:
        return forge.look(target)
    except Exception as error:  # noqa: BLE001 - the top of a job's loop: one repository
        text = f"{type(error).__name__}: {error}"
        return Look(
            key=target.key, failures=(Failure(target.url, "reader-fault", text, permanent=True),)
        )


def _open(task: Task) -> Forge:
    allowed = tuple(ipaddress.ip_network(network) for network in task.allowed)
    connections = max(1, task.connections)
    door = Door(allowed=allowed, contact=task.contact, limits=Limits(per_host=connections))
    access = Access(door=door, token=task.token, connections=connections, requests=task.requests)
    return open_forge(task.address, software=task.software, access=access)
