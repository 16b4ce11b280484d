"""The service: index, worker, pages, forges, copies."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from beffroi.journal.models import Lease, Outbox
from beffroi.lib.dates import DateError, read_instant
from beffroi.lib.slots import TIMERS
from beffroi.organisations.actions.tokens import opened
from beffroi.organisations.errors import OrganisationError
from beffroi.organisations.models import ForgeAccount, ForgeToken, Organisation
from beffroi.organisations.pages.asking import open_now
from beffroi.portal.doctor.shapes import Finding, note, ok, wrong
from beffroi.repositories.models import Failure, Repository
from beffroi.search import native
from beffroi.search.errors import SearchError
from beffroi.search.shapes import Query

LATE = timedelta(minutes=10)
STALE_COPY = timedelta(days=7)
BACKLOG = 10_000
LAST_COPY = "last-backup"
NO_WORKER = "Start one and keep it running: beffroi worker"


def examine(at: datetime) -> Iterator[Finding]:
    """Look at what people notice when it is missing; the database answers already."""
    yield from _index(at)
    yield from _worker(at)
    yield from _words()
    yield from _contents()
    yield from _tokens()
    yield from _copies(settings.BEFFROI_HOME / LAST_COPY, at)


def _index(at: datetime) -> Iterator[Finding]:
    if not native.IS_THERE:
        yield note(
            "index", "tantivy is not there: the slower search in SQL answers.",
            "Take a platform that has a wheel of tantivy.",
        )  # fmt: skip
    try:
        index = open_now()
    except SearchError as error:
        yield wrong("index", str(error), "beffroi reindex")
        return
    if index is None:
        yield wrong("index", "There is none: every list is empty.", "beffroi reindex")
        return
    waiting = Outbox.objects.count()
    if waiting > BACKLOG:
        yield wrong("index", f"{waiting} things wait to be learnt.", NO_WORKER)
        return
    known = index.search(Query(size=0, filters={"kind": ("repository",)}, today=at.date())).count
    listed = Repository.objects.listed().count()
    if not waiting and known != listed:
        says = f"It knows {known} repositories, the database lists {listed}."
        yield wrong("index", says, "beffroi reindex")
    else:
        yield ok("index", f"{known} repositories, {waiting} things to learn")


def _worker(at: datetime) -> Iterator[Finding]:
    leases = {lease.name: lease for lease in Lease.objects.order_by("name")}
    late = [name for name, lease in leases.items() if lease.due_at < at - LATE]
    for name, lease in leases.items():
        if lease.error:
            yield wrong(
                "worker", f"Timer “{name}” failed {lease.failures} times: {lease.error}",
                "The worker's log has more. It tries again by itself.",
            )  # fmt: skip
    never = [name for name, _ in TIMERS.items() if name not in leases]
    if late:
        yield wrong("worker", f"Nobody has run {', '.join(late)} for a while.", NO_WORKER)
    elif never:
        yield note("worker", f"Nobody has ever run {', '.join(never)}.", NO_WORKER)
    else:
        yield ok("worker", f"{len(leases)} timers run")


def _words() -> Iterator[Finding]:
    catalogues = list(Path(settings.BASE).glob("*/locale/fr/LC_MESSAGES/django.po"))
    bare = [path for path in catalogues if not path.with_suffix(".mo").exists()]
    if bare:
        yield wrong("messages", "French messages are not compiled.", "make setup")
    else:
        yield ok("messages", f"{len(catalogues)} catalogues compiled")
    if finders.find("beffroi.css") is None:
        yield wrong("static", "The style sheet is not there.", "The checkout is not whole.")


def _contents() -> Iterator[Finding]:
    bodies = Organisation.objects.listed().count()
    accounts = ForgeAccount.objects.listed().count()
    if not bodies:
        yield note("registry", "No public body is known yet.", "beffroi import organisations FILE")
    elif not accounts:
        yield note("registry", f"{bodies} bodies, no account.", "beffroi import accounts FILE")
    else:
        yield ok("registry", f"{bodies} bodies, {accounts} accounts")
    standing = Failure.objects.standing()
    count = standing.count()
    if count:
        first = standing.select_related("account")[0]
        yield note(
            "failures", f"{count} readings failed; the newest: {first}",
            "Each body's page names its own and how to mend it.",
        )  # fmt: skip


def _tokens() -> Iterator[Finding]:
    rows = list(ForgeToken.objects.select_related("forge").order_by("forge__host"))
    closed = []
    for row in rows:
        try:
            opened(row, row.forge.host)
        except OrganisationError:
            closed.append(row.forge.host)
    refused = [row.forge.host for row in rows if row.refused_at]
    if closed:
        yield wrong(
            "tokens", f"No key of this instance opens the token of {', '.join(closed[:5])}.",
            "Put the old key back into BEFFROI_ENCRYPTION_KEYS, or: beffroi forge token HOST",
        )  # fmt: skip
    if refused:
        yield wrong(
            "tokens", f"The token of {', '.join(refused[:5])} is refused by its forge.",
            "Make a new one at the forge, then: beffroi forge token HOST",
        )  # fmt: skip
    if rows and not closed and not refused:
        yield ok("tokens", f"{len(rows)} kept, each opens")


def _copies(file: Path, at: datetime) -> Iterator[Finding]:
    try:
        made = read_instant(file.read_text("utf-8").strip())
    except (OSError, DateError):
        yield note(
            "backup", "No backup was ever made here.",
            "beffroi backup FILE, each night (docs/operate.md)",
        )  # fmt: skip
        return
    age = at - made
    if age > STALE_COPY:
        yield note("backup", f"The last one is {age.days} days old.", "beffroi backup FILE")
    else:
        yield ok("backup", f"last on {made:%Y-%m-%d %H:%M} UTC")
