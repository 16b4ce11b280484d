"""What can go wrong in a search, each with a stable code and the way out."""

from beffroi.lib.errors import BeffroiError


class SearchError(BeffroiError):
    """A question or an index that cannot be served.

    ``code`` is stable; ``message`` says in English what, where and the way out;
    ``parameter`` names the parameter at fault, if one is.
    """

    permanent = True

    def __init__(self, code: str, message: str, parameter: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.parameter = parameter


class BrokenIndexError(SearchError):
    """The index on disk cannot be used; ``beffroi reindex`` makes a new one."""


class WriterBusyError(SearchError):
    """Another process writes to the index or rebuilds it; waiting cures it."""

    permanent = False
