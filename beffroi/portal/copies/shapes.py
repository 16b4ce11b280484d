"""What a copy says of itself."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from beffroi.lib.dates import write_instant
from beffroi.lib.errors import BeffroiError

FORMAT = "beffroi-backup"
VERSION = 1
MANIFEST = "manifest.json"
KEPT_FILES = ("country", "secret-key")
"""Files of the home folder that nothing can make again."""


class CopyError(BeffroiError):
    """A copy that cannot be made, read or put back; the message says the way out."""

    permanent = True


@dataclass(frozen=True, slots=True)
class Part:
    """One member of the copy: how many rows (or bytes, for a file) and the SHA-256 of its text."""

    name: str
    count: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The table of contents: ``migrations`` maps an application to those its tables had."""

    made_at: str
    program: str
    database: str
    migrations: Mapping[str, tuple[str, ...]]
    tables: tuple[Part, ...]
    files: tuple[Part, ...]

    def as_json(self) -> dict[str, Any]:
        """Return what stands in the file."""
        return {"format": FORMAT, "version": VERSION, **asdict(self)}

    @property
    def rows(self) -> int:
        """Return how many rows all tables have together."""
        return sum(part.count for part in self.tables)


def manifest_of(found: Any) -> Manifest:
    """Read a table of contents. Raises CopyError when it is none of ours."""
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise CopyError("this is no backup of Beffroi: its manifest.json says something else.")
    if found.get("version") != VERSION:
        message = f"this backup has version {found.get('version')}, this program reads {VERSION}"
        raise CopyError(f"{message}; take the version of Beffroi that wrote it.")
    try:
        return Manifest(
            made_at=str(found["made_at"]),
            program=str(found["program"]),
            database=str(found["database"]),
            migrations={app: tuple(names) for app, names in found["migrations"].items()},
            tables=tuple(Part(**part) for part in found["tables"]),
            files=tuple(Part(**part) for part in found["files"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise CopyError(f"the backup's manifest.json is damaged: {error}.") from error


def stamp(at: datetime) -> str:
    """Return an instant as the manifest has it."""
    return str(write_instant(at))
