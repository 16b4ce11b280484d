"""Where the relative paths of a publiccode.yml lead: a folder of this machine."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_HEADER: Final = b"IHDR"


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder of a publiccode.yml; ``root`` bounds what may be looked at, by default itself."""

    path: Path

    def shown(self, relative: str) -> str:
        """Return the path of a file as messages show it, without ``.`` and ``..``."""
        return os.path.normpath(os.path.join(self.path.absolute(), relative))  # noqa: PTH118

    def has(self, relative: str) -> bool:
        """Tell whether a file is there; one outside the folder is not looked for."""
        try:
            there = (self.path / relative).resolve()
            return there.is_relative_to(self.path.resolve()) and there.exists()
        except (OSError, ValueError, RuntimeError):
            return False

    def is_png(self, relative: str) -> bool:
        """Tell whether a file begins as a PNG picture does (ISO/IEC 15948)."""
        try:
            with (self.path / relative).open("rb") as file:
                start = file.read(33)
        except OSError:
            return False
        return start[:8] == _PNG and start[12:16] == _HEADER
