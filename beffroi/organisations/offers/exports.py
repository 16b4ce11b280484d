"""Public bodies and their accounts as open data, for ``beffroi export``."""

from collections.abc import Iterator, Sequence
from typing import Any

from beffroi.lib.slots import EXPORT_KINDS
from beffroi.lib.tables import FORMS
from beffroi.organisations.formats import exports
from beffroi.organisations.models import ForgeAccount, Organisation


class OrganisationExport:
    """Every listed body, by uid."""

    columns: Sequence[str] = exports.BODY_COLUMNS
    kinds: Sequence[Any] = exports.BODY_KINDS
    forms: Sequence[str] = FORMS

    def rows(self) -> Iterator[Sequence[Any]]:
        """Return rows, read from the database in pages."""
        return map(exports.body_row, exports.bodies_in_order(Organisation.objects.listed()))


class AccountExport:
    """Every listed account, by uid."""

    columns: Sequence[str] = exports.ACCOUNT_COLUMNS
    kinds: Sequence[Any] = exports.ACCOUNT_KINDS
    forms: Sequence[str] = FORMS

    def rows(self) -> Iterator[Sequence[Any]]:
        """Return rows, read from the database in pages."""
        return map(exports.account_row, exports.accounts_in_order(ForgeAccount.objects.listed()))


def register() -> None:
    """Leave the providers in the slot."""
    EXPORT_KINDS.register("organisations", OrganisationExport())
    EXPORT_KINDS.register("accounts", AccountExport())
