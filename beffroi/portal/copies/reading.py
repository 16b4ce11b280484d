"""Read a copy back: what it holds, and whether every byte of it is as it was written."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from io import TextIOWrapper
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from django.db.models import Model

from beffroi.portal.copies import rows
from beffroi.portal.copies.shapes import MANIFEST, CopyError, Manifest, Part, manifest_of

PIECE = 1 << 20


@contextmanager
def opened(file: Path) -> Iterator[tuple[ZipFile, Manifest]]:
    """Open a copy and give its table of contents. Raises CopyError when it is none, or damaged."""
    try:
        with ZipFile(file) as copy:
            yield copy, _manifest(copy)
    except FileNotFoundError as error:
        raise CopyError(f"there is no file {file}.") from error
    except OSError as error:
        raise CopyError(f"{file} cannot be read: {error.strerror or error}.") from error
    except BadZipFile as error:
        message = f"{file} is no backup, or it is cut short: {error}"
        raise CopyError(f"{message}. Take another copy.") from error


def _manifest(copy: ZipFile) -> Manifest:
    try:
        with copy.open(MANIFEST) as member:
            found = json.load(member)
    except KeyError as error:
        raise CopyError("this is no backup of Beffroi: it has no manifest.json.") from error
    except ValueError as error:
        raise CopyError(f"the backup's manifest.json is damaged: {error}.") from error
    return manifest_of(found)


def check(copy: ZipFile, manifest: Manifest) -> None:
    """Compare every member with its digest. Raises CopyError naming the damaged one."""
    for part in manifest.tables:
        _compare(copy, f"tables/{part.name}.jsonl", part)
    for part in manifest.files:
        _compare(copy, f"home/{part.name}", part)


def _compare(copy: ZipFile, member: str, part: Part) -> None:
    sum_ = sha256()
    try:
        with copy.open(member) as found:
            while piece := found.read(PIECE):
                sum_.update(piece)
    except (KeyError, BadZipFile, OSError) as error:
        raise CopyError(
            f"{member} of the backup is damaged: {error}. Take another copy."
        ) from error
    if sum_.hexdigest() != part.sha256:
        raise CopyError(f"{member} of the backup was changed since it was written.")


@contextmanager
def table(copy: ZipFile, part: Part) -> Iterator[Iterator[str]]:
    """Give the lines of one table, without their ends."""
    with copy.open(f"tables/{part.name}.jsonl") as member:
        text = TextIOWrapper(member, encoding="utf-8", newline="\n")
        yield (line.rstrip("\n") for line in text)


def same(model: type[Model], part: Part) -> bool:
    """Tell whether a table of the database holds exactly the rows of the copy."""
    count, sum_ = rows.digest(rows.lines(model))
    return (count - 1, sum_) == (part.count, part.sha256)
