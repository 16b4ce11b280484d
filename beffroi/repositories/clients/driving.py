"""The driver of one run: one piece on its way per host, one transaction per piece that came."""

import time
from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db.models import F, Q, QuerySet

from beffroi.forges.reading import Answer, Task, answer_all
from beffroi.forges.shapes import Failure, Find, Look, Reading
from beffroi.lib import batch
from beffroi.organisations.actions import hosts
from beffroi.organisations.actions.tokens import token_of
from beffroi.organisations.errors import OrganisationError
from beffroi.organisations.models import Forge
from beffroi.repositories.actions import harvest, pieces, running
from beffroi.repositories.actions.pieces import Step
from beffroi.repositories.actions.running import OPEN, State
from beffroi.repositories.clients.asking import ask_for_finds, ask_for_list, ask_for_looks
from beffroi.repositories.clients.progress import (
    MOST_SHOWN,
    How,
    Progress,
    Waiting,
    progress_of,
)
from beffroi.repositories.clients.queues import Flight, Host, Queues
from beffroi.repositories.models import HarvestRun, HarvestTask

TAKE_SECONDS: Final = 0.5
KEEP_SECONDS: Final = 5.0
SAY_SECONDS: Final = 1.0
HOST_SECONDS: Final = 120.0
ASK_AGAIN: Final = timedelta(seconds=1)
STEP_ASIDE: Final = timedelta(seconds=3)
LONG: Final = timedelta(seconds=10)
SILENT: Final = frozenset({"timeout", "unreachable", "tls", "refused-address"})
"""Failures of a whole host: after two accounts that end so, the others are not asked for."""
MOST_SILENT: Final = 2
GONE: Final = frozenset({"account-not-found", "gone"})
"""Failures of an account that are believed only after former members were asked for."""


class Driver:
    """Drives one run that its holder has; see ``clients.drive``."""

    def __init__(self, run: HarvestRun, crew: batch.Crew[Task, Answer], how: How) -> None:
        self._run, self._crew, self._how = run, crew, how
        self._holder = run.holder
        self._queues = Queues(self._open().values_list("account__forge", flat=True).distinct())
        self._ends_at = None if how.seconds is None else time.monotonic() + how.seconds
        self._kept_at = self._said_at = time.monotonic()
        self._rivals: list[int] = []
        self._landed: deque[tuple[Host, Flight, Answer]] = deque()
        self.done = 0

    def drive(self) -> int:
        """Go on until the run is done, or the time is over; return how many pieces came."""
        self._look_for_rivals(self._how.now())
        while self._queues:
            at = self._how.now()
            self._queues.wake(at)
            self._send()
            is_idle = not (self._crew.busy or self._landed)
            if is_idle and (self._is_over() or not self._may_wait(at)):
                break
            if self._how.is_stopping():
                break  # what is on its way is asked for again by whoever goes on
            self._take()
            if self._landed:
                self._receive(*self._landed.popleft())
            self._keep()
            self._say()
        self._how.progress(self._progress())
        return self.done

    def _take(self) -> None:
        """Take all that came, and send on what can go on: hosts work while one piece is written."""
        if not (self._crew.busy or self._landed):
            time.sleep(max(0.001, min(TAKE_SECONDS, *self._how.pauses)))
        while self._crew.busy and len(self._landed) < self._crew.size:
            row = self._crew.take(0.0 if self._landed else TAKE_SECONDS)
            if row is None:
                return
            self._land(row if isinstance(row, Answer) else _answer_of(row))

    def _may_wait(self, at: datetime) -> bool:
        """Tell whether somebody wakes before the time is over."""
        wakes_at = self._queues.wakes_at()
        if wakes_at is None:
            return self._queues.has_ready()
        if self._ends_at is None:
            return True
        left = self._ends_at - time.monotonic()
        return wakes_at <= at + timedelta(seconds=max(0.0, left))

    def _is_over(self) -> bool:
        is_late = self._ends_at is not None and time.monotonic() >= self._ends_at
        return is_late or self._how.is_stopping()

    def _keep(self) -> None:
        """Now and then: hold what we hold a while longer."""
        if time.monotonic() - self._kept_at < KEEP_SECONDS:
            return
        self._kept_at, at = time.monotonic(), self._how.now()
        running.keep_run(self._run, self._holder, at=at)
        hosts.keep_hosts(self._holder, at=at, seconds=HOST_SECONDS)
        self._look_for_rivals(at)

    def _look_for_rivals(self, at: datetime) -> None:
        """See which other runs are driven now: they may wait for a host that we hold."""
        others = HarvestRun.objects.unfinished().filter(held_until__gt=at)
        self._rivals = list(others.exclude(pk=self._run.pk).values_list("pk", flat=True))

    def _say(self) -> None:
        if time.monotonic() - self._said_at >= SAY_SECONDS:
            self._said_at = time.monotonic()
            self._how.progress(self._progress())

    def _progress(self) -> Progress:
        sleeping = [host for host in self._queues.sleepers() if host.forge is not None]
        waiting = tuple(
            Waiting(host.forge.host, host.wakes_at, host.why)
            for host in sleeping[:MOST_SHOWN]
            if host.forge and host.wakes_at
        )
        return progress_of(self._run, hosts_waiting=len(sleeping), waiting=waiting)

    # What is sent

    def _open(self) -> QuerySet[HarvestTask]:
        return self._run.tasks.filter(state__in=OPEN)

    def _send(self) -> None:
        """Give the crew pieces of the hosts that may be called, as many as it can work at."""
        while self._crew.busy < self._crew.size and not self._is_over():
            host = self._queues.next()
            if host is None:
                return
            self._call(host)

    def _call(self, host: Host) -> None:
        """Send the next piece to one host, or let it sleep, or end it."""
        at = self._how.now()
        if not self._is_open(host, at):
            return
        while (task := host.task or self._next_task(host, at)) is not None:
            host.task = task
            if host.stop is not None:
                self._end(host, at, failure=host.stop)
                self._keep()
            elif task.state != State.LOOKING:
                pieces.begin_task(task, at=at)
                self._ask_for_list(host, task.cursor, task.pages)
                return
            elif (looks := ask_for_looks(task, at=at, token=host.token)) is not None:
                host.flight = Flight(task, keys=looks[0])
                self._crew.give(looks[1])
                return
            else:
                self._end(host, at)

    def _is_open(self, host: Host, at: datetime) -> bool:
        """Get a host ready to be called; False when somebody else is at it, or it waits."""
        if host.forge is None:
            host.forge = Forge.objects.get(pk=host.key)
            try:
                host.token = token_of(host.forge)
            except OrganisationError as error:
                address = f"https://{host.forge.host}"
                host.stop = Failure(address, "credential-error", error.message, permanent=True)
            if host.forge.resume_at and host.forge.resume_at > at:
                self._queues.put_to_sleep(host, host.forge.resume_at, "limit")
                return False
        if host.is_held:
            return True
        host.is_held = hosts.hold_host(host.forge, self._holder, at=at, seconds=HOST_SECONDS)
        if not host.is_held:
            self._queues.put_to_sleep(host, at + ASK_AGAIN, "busy")
        return host.is_held

    def _next_task(self, host: Host, at: datetime) -> HarvestTask | None:
        """Return the next account of a host, those begun first; else let it sleep, or drop it."""
        mine = self._open().filter(account__forge=host.key)
        ready = mine.filter(Q(resume_at=None) | Q(resume_at__lte=at)).select_related(
            "account__forge", "account__organisation"
        )
        task = ready.order_by(F("started_at").asc(nulls_last=True), "pk").first()
        if task is not None:
            task.run = self._run
            if host.forge is not None:
                task.account.forge = host.forge
            return task
        wakes_at = mine.order_by("resume_at").values_list("resume_at", flat=True).first()
        if wakes_at is not None:
            self._let_sleep(host, wakes_at, "limit")
        else:
            self._free(host)
            self._queues.drop(host)
        return None

    def _ask_for_list(self, host: Host, cursor: str, place: int) -> None:
        assert host.task is not None  # noqa: S101 - for the type checker
        piece, task = ask_for_list(host.task, cursor=cursor, place=place, token=host.token)
        host.flight = Flight(host.task, piece)
        self._crew.give(task)

    # What came

    def _land(self, answer: Answer) -> None:
        """Put what came to what is to be written; the list goes on where it says."""
        host = self._queues[int(answer.key)]
        flight, host.flight = host.flight, None
        assert flight is not None  # noqa: S101 - for the type checker
        self._landed.append((host, flight, answer))
        host.landed += 1
        is_list = flight.piece is not None and flight.reading is None
        if is_list and answer.reading is not None and host.landed == 1:
            self._send_on(host, flight, answer.reading)

    def _send_on(self, host: Host, flight: Flight, reading: Reading) -> None:
        """Ask for the next piece of a list before this one is written, where there is room."""
        assert flight.piece is not None  # noqa: S101 - for the type checker
        self._send()
        may_go_on = self._crew.busy < self._crew.size and not self._is_over()
        step = pieces.step_of(flight.piece, reading)
        if step is Step.GO_ON and may_go_on and not self._is_wanted(host):
            place = flight.task.pages + len(reading.pages)
            self._ask_for_list(host, reading.cursor, place)

    def _receive(self, host: Host, flight: Flight, answer: Answer) -> None:
        """Write what came; then its host may be called again."""
        host.landed -= 1
        self.done += 1
        if flight.keys:
            self._settle_looks(host, flight, answer.looks)
        elif flight.reading is not None:
            self._settle(host, flight, flight.reading, answer.finds)
        elif answer.reading is not None:
            self._receive_list(host, flight, answer.reading)
        if host.flight is None and host.wakes_at is None and not host.landed:
            self._queue_again(host)

    def _queue_again(self, host: Host) -> None:
        """Let a host be called again; later when nothing is left of what it allows."""
        at, resume_at = self._how.now(), host.forge.resume_at if host.forge else None
        if resume_at and resume_at > at:
            self._rest(host, resume_at, "limit")
        elif self._is_wanted(host):
            self._free(host)
            self._queues.put_to_sleep(host, at + STEP_ASIDE, "shared")
        else:
            self._queues.put(host)

    def _receive_list(self, host: Host, flight: Flight, reading: Reading) -> None:
        assert flight.piece is not None  # noqa: S101 - for the type checker
        step = pieces.step_of(flight.piece, reading)
        is_gone = step is Step.BROKEN and reading.failures and reading.failures[-1].code in GONE
        if step is Step.COMPLETE or is_gone:
            targets = harvest.suspects(flight.task, reading)
            if targets:
                host.flight = Flight(flight.task, flight.piece, reading=reading)
                self._crew.give(ask_for_finds(flight.task, targets, token=host.token))
                return
        self._settle(host, flight, reading, ())

    def _settle(self, host: Host, flight: Flight, reading: Reading, finds: Sequence[Find]) -> None:
        """Write a piece of a list, and see to what follows."""
        assert flight.piece is not None  # noqa: S101 - for the type checker
        at, task = self._how.now(), flight.task
        pause = at + self._how.pause(task.attempts + 1)
        again_at = pause if pieces.step_of(flight.piece, reading) is Step.AGAIN else None
        step = pieces.settle_list_piece(
            flight.piece, reading, at=at, resume_at=again_at, finds=finds
        )
        if step is Step.BROKEN:
            host.broken += 1
        elif step is not Step.AGAIN:
            host.broken = 0
        if step is Step.WAIT and reading.wait_until:
            self._rest(host, reading.wait_until, "limit")
        elif step is Step.AGAIN:
            self._rest(host, pause, "failure")
        elif step is Step.BROKEN:
            self._give_up(host, pieces.stop_of(task, reading), at)

    def _give_up(self, host: Host, failure: Failure, at: datetime) -> None:
        """End an account whose host is silent; and the host, when it is so again and again."""
        is_silent = failure.code in SILENT
        if failure.code == "credential-error" or (is_silent and host.broken >= MOST_SILENT):
            host.stop = failure
        if is_silent or host.stop is not None:
            self._end(host, at)

    def _settle_looks(self, host: Host, flight: Flight, looks: Sequence[Look]) -> None:
        at, task = self._how.now(), flight.task
        came = [look for look in looks if look.wait_until is None]
        rate = next((look.rate for look in reversed(looks) if look.rate), None)
        if came and _are_silent(came) and task.attempts + 1 < pieces.TRIES:
            resume_at = at + self._how.pause(task.attempts + 1)
            pieces.wait(task, at=at, resume_at=resume_at, is_failure=True, rate=rate)
            self._rest(host, resume_at, "failure")
            return
        if came:
            last = flight.keys[len(came) - 1]
            pieces.settle_looks(task, came, at=at, last=last, rate=rate)
        wait_until = next((look.wait_until for look in looks if look.wait_until), None)
        if wait_until is not None:
            pieces.wait(task, at=at, resume_at=wait_until, is_failure=False, rate=rate)
            self._rest(host, wait_until, "limit")

    # Who waits, and who ends

    def _end(self, host: Host, at: datetime, *, failure: Failure | None = None) -> None:
        assert host.task is not None  # noqa: S101 - for the type checker
        pieces.end_task(host.task, at=at, failure=failure)
        host.task = None

    def _is_wanted(self, host: Host) -> bool:
        """Tell whether another run waits for this host: then it is let in between two pieces."""
        if not self._rivals:
            return False
        theirs = HarvestTask.objects.filter(run__in=self._rivals, account__forge=host.key)
        return theirs.filter(state__in=OPEN).exists()

    def _rest(self, host: Host, until: datetime, why: str) -> None:
        """Leave a host alone, and its account too; the next one to go on is asked for then."""
        host.task = None
        self._let_sleep(host, until, why)

    def _let_sleep(self, host: Host, until: datetime, why: str) -> None:
        if until - self._how.now() > LONG:
            self._free(host)
        self._queues.put_to_sleep(host, until, why)

    def _free(self, host: Host) -> None:
        if host.is_held and host.forge is not None:
            hosts.free_hosts(self._holder, host.forge)
        host.is_held = False


def _are_silent(looks: Sequence[Look]) -> bool:
    """Tell whether not one look came, for reasons that may pass."""
    return all(look.failures and not look.failures[-1].permanent for look in looks)


def _answer_of(row: batch.ChunkFailure[Task]) -> Answer:
    """Return what a piece is that broke its reader: a failure by name, of all that it asked."""
    task = row.items[0]
    is_lost = row.error in batch.LOST
    text = f"{row.error}: {row.message}"
    return answer_all(task, Failure(task.address, "reader-fault", text, permanent=not is_lost))
