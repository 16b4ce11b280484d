"""Lists of bodies and accounts are no software."""

from pathlib import Path

import pytest

from beffroi.lib.errors import UsageError
from beffroi.policy.metadata.converting import FORMATS, convert

LISTS = {
    "foreign/ch-organisation-uris-excerpt.json": "beffroi import organisations",
    "foreign/nl-publishers.json": "beffroi import accounts",
    "foreign/world-government-github-accounts.yml": "beffroi import accounts",
    "fr/comptes-organismes-publics.yml": "beffroi import accounts",
}


@pytest.mark.parametrize("target", ["publiccode", FORMATS[-1]])
@pytest.mark.parametrize(("name", "words"), LISTS.items())
def test_a_list_of_bodies_is_refused_and_its_import_named(
    shared: Path, name: str, words: str, target: str
) -> None:
    data = (shared / "data/catalogue" / name).read_bytes()
    with pytest.raises(UsageError, match=words):
        convert(data, target)


@pytest.mark.parametrize("data", [b"a: *b", b"- a", b"a: []", b"[]", b"\xff: ["])
def test_what_is_no_such_list_is_not_called_one(data: bytes) -> None:
    with pytest.raises(UsageError) as error:
        convert(data, "publiccode")
    assert "beffroi import" not in str(error.value)
