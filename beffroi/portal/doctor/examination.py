"""The whole examination, in the order in which a person mends things."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from django.db import DatabaseError

from beffroi.portal.doctor import configuration, machine, service, store
from beffroi.portal.doctor.shapes import Finding, wrong


def examine(at: datetime, *, is_thorough: bool = False) -> Iterator[Finding]:
    """Look at everything; an examiner that fails is a finding, not an end."""
    for name, examiner in (
        ("machine", machine.examine),
        ("settings", configuration.examine),
        ("database", partial(store.examine, is_thorough=is_thorough)),
    ):
        try:
            yield from examiner(at)
        except (OSError, DatabaseError, ValueError) as error:
            yield wrong(name, f"It could not be examined: {error}", "See it with --debug.")
    if store.is_usable():
        yield from service.examine(at)
