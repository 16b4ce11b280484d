"""The index of this process, and small questions to it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, cast

from django.conf import settings
from django.db import connection
from django.utils import timezone

from beffroi.search.current import current_index
from beffroi.search.errors import BrokenIndexError
from beffroi.search.shapes import Query, SearchIndex


def open_now() -> SearchIndex | None:
    """Return the index that answers now; None when nothing was indexed yet."""
    vendor = cast("Literal['sqlite', 'postgresql']", connection.vendor)
    return current_index(settings.BEFFROI_INDEX, connection.cursor, vendor)


def open_or_none() -> SearchIndex | None:
    """Return the index, or None when it is absent or broken; the list pages say which."""
    try:
        return open_now()
    except BrokenIndexError:
        return None


def repository_counts(uids: Sequence[str]) -> dict[str, int]:
    """Return uid → repositories of a body and all below it, as the search counts them.

    One small question a body is cheaper than counting all bodies at once.
    """
    index = open_or_none()
    if index is None:
        return {}
    ask = Query(size=0, today=timezone.now().date())
    counts = {}
    for uid in uids:
        filters = {"kind": ("repository",), "organisation": (uid,)}
        counts[uid] = index.search(replace(ask, filters=filters)).count
    return counts
