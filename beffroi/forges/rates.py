"""What a host says of its limits, and when a call has to wait because of them."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from beffroi.forges.shapes import Rate
from beffroi.lib.http.door import seconds_to_wait

LONGEST_WAIT: Final = timedelta(days=1)
"""A host that wants to be left alone for longer is asked again after this."""
UNSAID_WAIT: Final = timedelta(seconds=60)
"""Where a host does not say how long (GitHub's secondary limits, Bitbucket)."""
NO_RATE: Final = Rate()
_RESERVE_SHARE: Final = 100
_FIRST_EPOCH: Final = 1_000_000_000
_LONGEST_NUMBER: Final = 15
_NAMES = ("x-ratelimit-", "ratelimit-", "x-rate-limit-")


def read_rate(headers: Mapping[str, str], now: datetime) -> Rate | None:
    """Read ``x-ratelimit-…`` (GitHub) or ``ratelimit-…`` (GitLab, RFC drafts); None without.

    A reset below 10⁹ counts seconds from now, above it is an instant.
    """
    for name in _NAMES:
        remaining = _number(headers.get(f"{name}remaining", ""))
        if remaining is not None:
            limit = _number(headers.get(f"{name}limit", ""))
            return Rate(limit, remaining, _instant(headers.get(f"{name}reset", ""), now))
    return None


def wait_asked(headers: Mapping[str, str], now: datetime) -> datetime:
    """Return until when a host that refused a call for its limits is left alone."""
    seconds = seconds_to_wait(headers.get("retry-after", "").strip())
    if seconds is not None:
        return now + min(timedelta(seconds=min(seconds, 10**6)), LONGEST_WAIT)
    rate = read_rate(headers, now) or NO_RATE
    if rate.remaining == 0 and rate.reset_at and rate.reset_at > now:
        return rate.reset_at
    return now + UNSAID_WAIT


def wait_before(rate: Rate | None, now: datetime, asked: int = 0) -> datetime | None:
    """Return until when to wait before the limit bites, None to go on.

    ``asked``: calls whose answers are still under way. A hundredth of the limit, at least one
    call, is left for people who look at a preview meanwhile.
    """
    if rate is None or rate.remaining is None or rate.reset_at is None or rate.reset_at <= now:
        return None
    reserve = max(1, (rate.limit or 0) // _RESERVE_SHARE)
    return rate.reset_at if rate.remaining - asked <= reserve else None


def _number(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isdecimal() and len(text) <= _LONGEST_NUMBER else None


def _instant(text: str, now: datetime) -> datetime | None:
    number = _number(text.partition(".")[0])
    if number is None:
        return None
    if number < _FIRST_EPOCH:
        return now + min(timedelta(seconds=number), LONGEST_WAIT)
    farthest = now + LONGEST_WAIT
    return farthest if number >= farthest.timestamp() else datetime.fromtimestamp(number, UTC)
