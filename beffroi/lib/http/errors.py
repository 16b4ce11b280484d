"""What can go wrong at the door, each by name; no library's error passes beyond it."""

from typing import Final

from beffroi.lib.errors import BeffroiError

PERMANENT: Final = {
    "bad-address": True,
    "refused-address": True,
    "not-found": True,
    "not-a-repository": True,
    "too-large": True,
    "tls": False,
    "timeout": False,
    "unreachable": False,
    "http-error": False,
    "too-many-redirects": True,
    "broken-answer": False,
    "no-git": False,
}
"""Every code of the door, and whether waiting cannot cure it."""


class DoorError(BeffroiError):
    """A call that did not end well.

    ``code`` is one of ``PERMANENT``, ``message`` an English sentence with the way out,
    ``status`` the HTTP status when there was one, ``retry_after`` the seconds that the server
    asked us to wait.
    """

    def __init__(
        self, code: str, message: str, *, status: int = 0, retry_after: float | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status
        self.retry_after = retry_after
        self.permanent = PERMANENT[code]


class AddressRefused(DoorError):  # noqa: N818 - the word of the house for a refusal
    """An address never called: ``bad-address`` (nonsense) or ``refused-address`` (inward)."""
