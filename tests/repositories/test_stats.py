"""The figures of the catalogues before, in their own shapes."""

import pytest

from beffroi.repositories.formats import stats
from tests.makers import make_account, make_forge, make_repository

pytestmark = pytest.mark.django_db


def fill() -> None:
    lab = make_forge("gitlab.example", software="gitlab")
    hub = make_account(full_path="anssi-fr", name="ANSSI", followers=60)
    url = "https://github.com/ANSSI-FR"
    make_repository(
        account=hub, url=f"{url}/a", stars=150, licence="MIT", licence_raw="MIT License"
    )
    make_repository(account=hub, url=f"{url}/b", stars=1, forks=4, language="Rust", licence="other")
    make_repository(account=make_account(full_path="a/b", forge=lab), is_at_heritage=True)
    make_repository(
        account=hub, withdrawn_at="2026-05-04T12:00Z", withdrawn_reason="deleted", stars=9
    )


def test_generation_1_has_its_keys_and_its_shapes() -> None:
    fill()
    found = stats.generation_1()
    assert list(found) == [
        *("repos_cnt", "orgs_cnt", "avg_repos_cnt", "median_repos_cnt", "top_orgs_by_repos"),
        *("top_orgs_by_stars", "top_repos_stars", "top_repos_forks", "top_repos_issues"),
        *("top_licenses", "top_languages", "platforms", "software_heritage"),
    ]
    assert (found["repos_cnt"], found["orgs_cnt"]) == (3, 2)
    assert (found["avg_repos_cnt"], found["median_repos_cnt"]) == (1.5, 1.5)
    assert found["platforms"] == {"GitHub": 2, "GitLab": 1}
    assert found["software_heritage"] == {"repos_in_archive": 1, "ratio_in_archive": 0.33}


def test_generation_1_names_things_as_its_readers_know_them() -> None:
    fill()
    found = stats.generation_1()
    assert found["top_orgs_by_repos"][0] == {
        "platform": "GitHub", "organization_name": "ANSSI-FR", "count": 2,
    }  # fmt: skip
    assert found["top_orgs_by_stars"] == {"ANSSI-FR": 151}
    assert found["top_repos_forks"] == {"https://github.com/ANSSI-FR/b": 4}
    assert found["top_licenses"] == {"MIT License": 1, "other": 1, "Inconnue": 1}
    assert found["top_languages"] == {"Inconnu": 2, "Rust": 1}


def test_generation_3_has_its_keys_and_its_shapes() -> None:
    fill()
    found = stats.generation_3({"1000": 4, "0": 2, "-100": 9})
    assert (found["repos_cnt"], found["orgas_cnt"]) == ("3", "2")
    assert found["top_orgs_by_stars"] == [[["ANSSI", "https://github.com/anssi-fr"], 151]]
    assert found["top_orgs_by_repos"] == [[["ANSSI", "https://github.com/anssi-fr"], 2]]
    assert found["top_orgs_repos_stars"] == [
        {"owner": "ANSSI", "total_stars": 151, "repositories_count": 2}
    ]
    assert found["top_orgs_repos_followers"] == []
    assert found["top_repos_by_score_range"] == [["0-100", 2], ["1000-1100", 4]]
    assert (found["top_licenses"], found["top_languages"]) == ([["mit", 1]], [["Rust", 1]])


def test_an_empty_catalogue_has_figures_too() -> None:
    assert stats.generation_1()["repos_cnt"] == 0
    assert stats.generation_3({})["repos_cnt"] == "0"
