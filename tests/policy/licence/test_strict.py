"""Licence expressions by the letter."""

import pytest

from beffroi.policy.licence.strict import is_expression


@pytest.mark.parametrize(
    "text",
    ["MIT", "mit", "EUPL-1.2", "AGPL-3.0-or-later", "GPL-2.0+", "MIT OR Apache-2.0",
     "(MIT AND BSD-3-Clause) OR GPL-2.0-only WITH Classpath-exception-2.0",
     "LicenseRef-Licence-Ouverte", " MIT "],
)  # fmt: skip
def test_listed_identifiers_joined_by_operators_are_an_expression(text: str) -> None:
    assert is_expression(text)


@pytest.mark.parametrize(
    "text",
    ["", "Nonsense", "MIT or Apache-2.0", "MIT/Apache-2.0", "MIT OR", "OR MIT", "(MIT", "MIT)",
     "MIT WITH MIT", "MIT WITH", "Classpath-exception-2.0", "MIT Apache-2.0", "()", "(" * 500],
)  # fmt: skip
def test_all_else_is_none(text: str) -> None:
    assert not is_expression(text)
