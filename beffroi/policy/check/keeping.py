"""A folder of ours that lives as long as the object that needs it, then is taken away."""

import shutil
import tempfile
import weakref
from pathlib import Path


class OwnFolder:
    """A new, empty folder that nobody else can read; gone with this object, or with the program."""

    def __init__(self, prefix: str) -> None:
        self.path = Path(tempfile.mkdtemp(prefix=prefix))
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)
