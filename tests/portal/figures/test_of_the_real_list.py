"""The real list of November 2021: our figures beside those that France published of it."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from beffroi.portal.indexing import rebuild
from beffroi.repositories.formats import stats
from beffroi.repositories.models import Repository
from tests.portal.figures.test_page import doors, found_behind, page
from tests.repositories.lists import take, text_at

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
TWICE = 91
"""Repositories of GitLab that the old list has twice, under "10" or "13" and their group (D4);
here each is one, without licence and language like all of GitLab there, and archived."""


@pytest.fixture
def published(shared: Path) -> dict[str, Any]:
    """Import the list and return what was published of it."""
    take(text_at(shared, "repositories-2021-11-15.csv.gz"), country="FR")
    file = shared / "data/catalogue/fr/stats-2021-11-15.json"
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return found


def test_our_figures_are_those_published_but_for_what_was_counted_twice(
    published: dict[str, Any],
) -> None:
    ours = stats.generation_1()
    assert ours["repos_cnt"] == published["repos_cnt"] - TWICE
    for same in ("median_repos_cnt", "top_orgs_by_stars", "top_repos_stars"):
        assert ours[same] == published[same], same
    for same in ("top_repos_forks", "top_repos_issues"):
        assert ours[same] == published[same], same
    less = {"Inconnue": TWICE, "Inconnu": TWICE, "GitLab": TWICE}
    for name in ("top_licenses", "top_languages", "platforms"):
        expected = {key: count - less.get(key, 0) for key, count in published[name].items()}
        assert ours[name] == expected, name
    held = published["software_heritage"]["repos_in_archive"] - TWICE
    assert ours["software_heritage"] == {"repos_in_archive": held, "ratio_in_archive": 1.0}
    # The tenth place is a tie at 100: theirs is the last read, ours the first of the alphabet.
    assert ours["top_orgs_by_repos"][:9] == published["top_orgs_by_repos"][:9]
    # Theirs is by the last part of a nested group's path, so that two groups can be one.
    assert 0 <= ours["orgs_cnt"] - published["orgs_cnt"] < 30


@pytest.mark.long
def test_every_door_of_the_page_opens_on_its_number(
    client: Client, published: dict[str, Any]
) -> None:
    cache.clear()
    rebuild(holder="test", at=timezone.now())
    text = page(client)
    years = Counter(Repository.objects.values_list("created_at__year", flat=True))
    found = dict(doors(text))
    for year, count in years.items():
        assert found[f"/en/repositories/?created={year}"] == count
    assert found["/en/repositories/?licence=MIT"] == published["top_licenses"]["MIT License"]
    assert found["/en/repositories/?language=Java"] == published["top_languages"]["Java"]
    for url, number in found.items():
        assert found_behind(client, url) == number, url
    assert len(found) > 100
