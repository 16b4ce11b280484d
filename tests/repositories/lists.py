"""Lists of repositories taken in and given out, for tests."""

from datetime import datetime
from pathlib import Path
from typing import Any

from beffroi.lib import files
from beffroi.lib.slots import EXPORT_KINDS, IMPORT_KINDS, ImportWish
from beffroi.lib.tables import csv_pieces
from beffroi.organisations.shapes import Report
from tests.makers import NOON


def take(text: str, at: datetime = NOON, **wish: Any) -> Report:
    importer = IMPORT_KINDS.get("repositories")
    assert importer is not None
    report = importer(text, ImportWish(at=at, **wish))
    assert isinstance(report, Report)
    return report


def exported() -> str:
    exporter = EXPORT_KINDS.get("repositories")
    assert exporter is not None
    return "".join(csv_pieces(exporter.columns, exporter.rows()))


def text_at(shared: Path, name: str) -> str:
    return files.text_of(files.unpacked((shared / "data/catalogue/fr" / name).read_bytes()))
