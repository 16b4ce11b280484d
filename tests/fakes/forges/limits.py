"""Limits that count down in the headers of each answer, by caller and window of time."""

import time
from dataclasses import dataclass, field

from tests.fakes.forges.shapes import Ask, Forge, Reply, as_json


@dataclass(slots=True)
class Quota:
    """How many calls each caller has made in its window."""

    used: dict[str, tuple[float, int]] = field(default_factory=dict)

    def spend(self, caller: str, seconds: int, calls: int = 1) -> tuple[int, int]:
        """Count a call; return the calls so far and when the window ends."""
        now = time.time()
        ends, used = self.used.get(caller, (now + seconds, 0))
        if now >= ends:
            ends, used = now + seconds, 0
        self.used[caller] = (ends, used + calls)
        return used + calls, int(ends) + 1


def spend(forge: Forge, ask: Ask, calls: int = 1) -> tuple[dict[str, str], Reply | None]:
    """Count one call; return headers for its answer, and the refusal when it is one too many."""
    limit = forge.settings.quota
    if limit is None:
        return {}, None
    caller = ask.headers.get("authorization") or ask.headers.get("private-token", "")
    used, reset = forge.quota.spend(caller, forge.settings.quota_seconds, calls)
    headers = _headers(forge.software, limit, min(used, limit), reset)
    return headers, _refusal(forge.software, headers, reset) if used > limit else None


def _headers(software: str, limit: int, used: int, reset: int) -> dict[str, str]:
    if software == "github":
        return {
            "x-ratelimit-limit": str(limit),
            "x-ratelimit-remaining": str(limit - used),
            "x-ratelimit-reset": str(reset),
            "x-ratelimit-used": str(used),
            "x-ratelimit-resource": "core",
        }
    if software == "gitlab":
        return {
            "ratelimit-limit": str(limit),
            "ratelimit-observed": str(used),
            "ratelimit-remaining": str(limit - used),
            "ratelimit-reset": str(reset),
            "ratelimit-name": "throttle_unauthenticated_api",
        }
    return {}


def _refusal(software: str, headers: dict[str, str], reset: int) -> Reply:
    if software == "github":
        text = "API rate limit exceeded for 192.0.2.1."
        guide = "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api"
        return as_json({"message": text, "documentation_url": guide}, 403, **headers)
    if software == "bitbucket":
        text = "Rate limit for this resource has been exceeded"
        return as_json({"type": "error", "error": {"message": text}}, 429)
    wait = max(1, reset - int(time.time()))
    told = {**headers, "retry-after": str(wait)}
    return Reply(429, b"Retry later\n", told, "text/plain")
