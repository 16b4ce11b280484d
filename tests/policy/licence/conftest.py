"""Licence texts as the packages ship them."""

import pytest

from beffroi.policy.licence import sources


@pytest.fixture(scope="session")
def licence_texts() -> dict[str, str]:
    return {source.licence: source.text for source in sources.shipped()}
