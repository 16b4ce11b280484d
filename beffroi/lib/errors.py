"""The errors that rooms share; only ``ShownError`` carries a text for a person."""


class BeffroiError(Exception):
    """The base of every error of the house.

    ``permanent`` says that waiting cannot cure it.
    """

    permanent = False


class ShownError(BeffroiError):
    """An error whose message a person reads; ``code`` is stable, ``status`` an HTTP status."""

    permanent = True

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


class UsageError(BeffroiError):
    """A command was asked for something it cannot do; it ends with exit status 2."""

    permanent = True
