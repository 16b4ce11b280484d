"""Lists of the API: filters by name, pages by cursor, tombstones on demand."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from beffroi.lib import cursors
from beffroi.lib.dates import DateError, read_instant
from beffroi.lib.errors import ShownError
from beffroi.lib.parameters import Parameter, refuse_unknown
from beffroi.search import parameters
from beffroi.search.parameters import MAX_SIZE, SIZE

M = TypeVar("M", bound=Model)

STATES = ("listed", "removed")
COUNTRY = Parameter("country", _("ISO 3166-1 alpha-2, or ‘unknown’."), is_many=True)
ORGANISATION = Parameter(
    "organisation", _("uid of a body; those below it are meant too."), is_many=True
)
FORGE = Parameter("forge", _("Host of the forge."), is_many=True)
PLACE: Sequence[Parameter] = (
    Parameter(
        "changed_since",
        _(
            "Only what the catalogue changed at or after this day or instant (ISO 8601); with "
            "‘state=removed’, what was removed since."
        ),
        {"type": "string", "examples": ["2026-01-31", "2026-01-31T08:00:00Z"]},
    ),
    Parameter(
        "state",
        _("‘removed’ lists what was withdrawn, with the reason, instead of what is listed."),
        {"type": "string", "enum": list(STATES), "default": "listed"},
    ),
    Parameter("cursor", _("Where the page begins: the cursor in ‘next’, or all of it.")),
    Parameter(
        "size",
        _("Results on a page."),
        {"type": "integer", "minimum": 1, "maximum": MAX_SIZE, "default": SIZE},
    ),
)
"""Parameters of every list."""


class Asked:
    """What one address asks of a list; every refusal names the parameter."""

    def __init__(self, request: HttpRequest, known: Sequence[Parameter]) -> None:
        refuse_unknown(request.GET, known)
        names = {parameter.name for parameter in known if parameter.is_many}
        given = {name: list(values) for name, values in request.GET.lists() if name in names}
        size = request.GET.getlist("size")
        self.query = parameters.parse({**given, "size": size}, today=timezone.now().date())
        self.size = self.query.size
        self.is_removed = _state(request) == "removed"
        self.since = _since(request)
        self._cursor = cursors.out_of(request.GET.get("cursor", ""))
        self._question = repr(
            (request.path, sorted(self.query.filters.items()), self.is_removed, self.since)
        )

    def page(self, found: QuerySet[M]) -> tuple[list[M], str | None]:
        """Return one page of rows in the order of their arrival, and the cursor of the next.

        The cursor names the last row by its uid: new rows come at the end, so that a reader
        who follows the pages misses nothing.
        """
        rows = found.order_by("pk")
        last = cursors.read(self._cursor, question=self._question, secret=_secret())
        if last:
            place = found.model._default_manager.filter(uid=last)  # noqa: SLF001 (Django's API)
            key = place.values_list("pk", flat=True).first()
            if key is None:
                raise ShownError(
                    "stale-cursor",
                    "What ‘cursor’ pointed at is gone; ask again without ‘cursor’ to start from "
                    "the first page.",
                )
            rows = rows.filter(pk__gt=key)
        page = list(rows[: self.size + 1])
        if len(page) <= self.size:
            return page, None
        page.pop()
        uid = str(getattr(page[-1], "uid", ""))
        return page, cursors.write(uid, question=self._question, secret=_secret())


def as_openapi(known: Sequence[Parameter]) -> dict[str, Any]:
    """Return what an operation adds to its description."""
    return {"parameters": [parameter.as_openapi() for parameter in known]}


def _secret() -> bytes:
    return str(settings.SECRET_KEY).encode()


def _state(request: HttpRequest) -> str:
    value = request.GET.get("state") or STATES[0]
    if value not in STATES:
        text = f"‘state’ is ‘{value[:40]}’; choose {' or '.join(STATES)}."
        raise ShownError("unknown-state", text)
    return value


def _since(request: HttpRequest) -> datetime | None:
    value = request.GET.get("changed_since", "")
    try:
        return read_instant(value) if value else None
    except DateError as error:
        raise ShownError("bad-changed-since", f"‘changed_since’: {error}") from error
