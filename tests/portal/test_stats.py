"""The old addresses of figures: a reader changes the host name, and it works."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.portal.pages import fill

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.mark.parametrize(
    ("address", "count"), [("/data/stats.json", 2), ("/data/stats_preprod.json", "2")]
)
def test_the_old_figures_are_counted_once_and_open_to_all(
    client: Client, address: str, count: object
) -> None:
    cache.clear()
    fill(2)
    answer = client.get(address)
    assert answer.json()["repos_cnt"] == count
    assert answer["Access-Control-Allow-Origin"] == "*"
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).content == answer.content
    assert len(asked) == 0


def test_the_file_of_a_day_leads_to_the_figures_of_today(client: Client) -> None:
    answer = client.get("/data/2025-01-31-stats.json")
    assert (answer.status_code, answer["Location"]) == (302, "/data/stats_preprod.json")


@pytest.mark.parametrize("day", ["2025-02-30", "yesterday", "2025-1-1"])
def test_a_day_that_is_none_is_not_found(client: Client, day: str) -> None:
    assert client.get(f"/data/{day}-stats.json").status_code == 404


def test_without_an_index_the_old_figures_are_there_but_for_the_scores(client: Client) -> None:
    assert client.get("/data/stats_preprod.json").json()["top_repos_by_score_range"] == []
