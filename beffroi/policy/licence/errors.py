"""What the licence engine refuses, in words."""

from beffroi.lib.errors import UsageError


class ExpressionError(UsageError):
    """A text is no licence expression; the message names the word."""


class UnknownLicenceError(UsageError):
    """An identifier is not one that SPDX lists; the message gives the nearest."""
