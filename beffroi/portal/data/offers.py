"""What the front hall offers to the slots: the whole catalogue in one file."""

from collections.abc import Iterator, Sequence
from typing import Any

from beffroi.lib.slots import EXPORT_KINDS, IMPORT_KINDS
from beffroi.portal.data import whole
from beffroi.portal.data.restoring import CatalogueImporter


class CatalogueExport:
    """Every public row of every table."""

    columns: Sequence[str] = whole.COLUMNS
    kinds: Sequence[Any] = (str, dict[str, Any])
    forms: Sequence[str] = ("jsonl",)

    def rows(self) -> Iterator[Sequence[Any]]:
        """Return table and columns of each row."""
        return whole.lines()


def register() -> None:
    """Leave exporter and importer in the slots."""
    EXPORT_KINDS.register("catalogue", CatalogueExport())
    IMPORT_KINDS.register("catalogue", CatalogueImporter())
