"""Repositories as open data, for ``beffroi export``."""

from collections.abc import Iterator, Sequence
from typing import Any

from beffroi.lib.slots import EXPORT_KINDS
from beffroi.lib.tables import FORMS
from beffroi.repositories.formats import exports
from beffroi.repositories.models import Repository


class RepositoryExport:
    """Every listed repository, by address."""

    columns: Sequence[str] = exports.COLUMNS
    kinds: Sequence[Any] = exports.KINDS
    forms: Sequence[str] = FORMS

    def rows(self) -> Iterator[Sequence[Any]]:
        """Return rows, read from the database in pages."""
        return map(exports.row_of, exports.in_order(Repository.objects.listed()))


def register() -> None:
    """Leave the provider in the slot."""
    EXPORT_KINDS.register("repositories", RepositoryExport())
