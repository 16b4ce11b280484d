"""What the registry refuses."""

from beffroi.lib.errors import ShownError


class OrganisationError(ShownError):
    """The registry's own errors; codes are in docs/errors.md."""
