"""Dates as sources write them, read into instants in UTC; never a guess."""

from datetime import UTC, date, datetime

from beffroi.lib.errors import BeffroiError


class DateError(BeffroiError):
    """A text that is no date in ISO 8601."""

    permanent = True


def read_instant(text: str) -> datetime:
    """Read an ISO 8601 date or instant, with or without fraction and offset, into UTC.

    A text without an offset is taken as UTC, as the forges' lists write it. Raises DateError.
    """
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise DateError(f"“{text[:40]}” is not a date like 2021-11-15T08:02:00Z.") from error
    if found.tzinfo is UTC:  # nearly all are written with Z
        return found
    if found.tzinfo is None:
        return found.replace(tzinfo=UTC)
    try:
        return found.astimezone(UTC)
    except OverflowError as error:
        raise DateError(f"“{text[:40]}” lies outside the calendar.") from error


def read_day(text: str) -> date:
    """Read a day, alone or as the first part of an instant. Raises DateError."""
    return read_instant(text).date()


def write_instant(at: datetime | None) -> str:
    """Write an instant as ``YYYY-MM-DDThh:mm:ssZ``, and nothing for an unknown one."""
    if at is None:
        return ""
    return at.astimezone(UTC).isoformat(timespec="seconds").removesuffix("+00:00") + "Z"
