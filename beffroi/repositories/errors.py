"""What the catalogue refuses."""

from beffroi.lib.errors import ShownError


class RepositoryError(ShownError):
    """The catalogue's own errors; codes are in docs/errors.md."""
