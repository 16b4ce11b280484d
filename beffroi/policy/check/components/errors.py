"""What stops the reading of one lock file; the others are read all the same."""

from beffroi.lib.errors import BeffroiError


class UnreadableError(BeffroiError):
    """A file is not what its name says; ``line`` is where (0 is the whole file)."""

    permanent = True

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
