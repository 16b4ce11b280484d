"""Country packs: loaded and validated from data, named when they are not there."""

import re

import pytest

from beffroi.lib import countries


@pytest.mark.parametrize("code", countries.codes())
def test_each_pack_that_ships_is_complete(code: str) -> None:
    pack = countries.load(code)
    assert set(pack.name) == set(pack.subtitle) == {"fr", "en"}
    assert set(pack.languages) <= {"fr", "en"}


def test_a_pack_is_found_in_any_case() -> None:
    assert countries.load("FR") is countries.load("FR")
    assert countries.load(" Fr ").code == "FR"


def test_an_unknown_pack_is_refused_with_those_that_exist() -> None:
    with pytest.raises(countries.CountryError, match="fr, zz"):
        countries.load("xx")


def test_a_path_is_not_a_pack() -> None:
    with pytest.raises(countries.CountryError):
        countries.load("../fr")


def test_identifiers_have_patterns_that_match_their_own_unknown_values() -> None:
    for scheme in countries.load("fr").identifiers:
        assert all(re.fullmatch(scheme.pattern, value) for value in scheme.unknown)


def test_an_incomplete_pack_is_named(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "yy.toml").write_text('code = "YY"\n')  # type: ignore[operator]
    monkeypatch.setattr(countries, "FOLDER", tmp_path)
    with pytest.raises(countries.CountryError, match=r"yy\.toml is not complete"):
        countries.load("yy")
