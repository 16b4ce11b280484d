"""``beffroi init``: an empty instance from a country pack, as often as one likes."""

from pathlib import Path

import pytest
from django.core.management import call_command

from beffroi.lib.countries import CountryError
from tests.portal.programs import beffroi, table

pytestmark = pytest.mark.slow


@pytest.mark.long
@pytest.mark.sqlite
def test_a_fresh_home_gets_database_and_index_and_keeps_its_country(tmp_path: Path) -> None:
    home = tmp_path / "home"
    for words in (["--country", "fr"], []):
        done = beffroi(home, "init", *words)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith(f"home={home} country=fr\n")
    assert (home / "index" / "current").exists()
    assert table(home, "select count(*) from repositories_repository") == [(0,)]


@pytest.mark.django_db
def test_it_says_what_comes_next(capsys: pytest.CaptureFixture[str]) -> None:
    for words in ([], ["--country", "ZZ"]):
        call_command("init", *words)
        said = capsys.readouterr().out
        assert "country=zz" in said
        assert "beffroi import repositories" in said


def test_an_unknown_country_names_the_known_ones() -> None:
    with pytest.raises(CountryError, match="fr, zz"):
        call_command("init", "--country", "xx")
