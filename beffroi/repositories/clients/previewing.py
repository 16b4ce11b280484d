"""A first look at an account, while a person waits: few calls, in seconds, nothing written."""

from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore, Thread

from django.conf import settings

from beffroi.forges.addresses import AccountAddress
from beffroi.forges.calls import Access
from beffroi.forges.opening import open_forge
from beffroi.forges.shapes import AccountFacts, Failure, ForgeRepository, Known, Reading
from beffroi.lib.errors import BeffroiError, ShownError
from beffroi.lib.http import Door, Limits

SECONDS = 10.0
AT_ONCE = 4
"""Previews that one process makes at a time."""

REQUESTS = 3
LIMITS = Limits(connect_seconds=4, total_seconds=6, whole_seconds=8, wait_seconds=0, retries=0)
SHOWN = 20

_free = BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Preview:
    """What an account looks like. ``met``: repositories seen, ``is_whole``: those are all.

    ``repositories``: the first of them, public ones alone.
    """

    software: str
    version: str
    account: AccountFacts | None
    repositories: tuple[ForgeRepository, ...]
    met: int
    is_whole: bool
    failures: tuple[Failure, ...]


def preview(
    address: AccountAddress, *, token: str = "", software: str = "", seconds: float = SECONDS
) -> Preview:
    """Look at an account; a forge that is slower than this is a failure, never an exception.

    Raises ShownError ``previews-busy`` when as many look already as this process allows.
    """
    known = software or address.software or ""
    reading = _within(seconds, lambda: _read(address, token, known))
    if reading is None:
        text = (
            f"The forge gave no answer within {seconds:.0f} seconds. A harvest has more patience: "
            "confirm, and look at its page later."
        )
        return Preview("", "", None, (), 0, is_whole=False, failures=(
            Failure(address.url, "timeout", text),
        ))  # fmt: skip
    public = [one for one in reading.repositories if one.is_public and not one.withheld]
    return Preview(
        software=reading.software or known,
        version=reading.version,
        account=reading.account,
        repositories=tuple(public[:SHOWN]),
        met=len(public) + len(reading.unchanged),
        is_whole=reading.is_complete,
        failures=reading.failures,
    )


def _read(address: AccountAddress, token: str, software: str) -> Reading:
    door = Door(
        allowed=settings.BEFFROI_ALLOWED_NETWORKS, contact=settings.BEFFROI_CONTACT, limits=LIMITS
    )
    access = Access(door=door, token=token, requests=REQUESTS, seconds=SECONDS)
    try:
        return open_forge(address.url, access=access, software=software).read(Known())
    except BeffroiError as error:
        code = getattr(error, "code", "unreadable")
        return Reading(failures=(Failure(address.url, code, str(error), error.permanent),))


def _within(seconds: float, work: Callable[[], Reading]) -> Reading | None:
    """Return what a thread finds in time; None when it is late: its own limits then end it."""
    if not _free.acquire(blocking=False):
        text = "Others are looking at forges just now. Try again in a minute."
        raise ShownError("previews-busy", text, 503)
    answers: SimpleQueue[Reading] = SimpleQueue()

    def run() -> None:
        try:
            answers.put(work())
        except Exception:  # noqa: BLE001 (said by its name; the thread has nobody above it)
            text = "Reading this forge met a fault of ours."
            answers.put(Reading(failures=(Failure("", "reader-fault", text),)))
        finally:
            _free.release()

    Thread(target=run, daemon=True, name="preview").start()
    try:
        return answers.get(timeout=seconds)
    except Empty:
        return None
