"""Runs in the list and on their own pages: progress, what came, what failed."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from beffroi.organisations.models import Forge
from beffroi.portal.harvesting import runs
from beffroi.repositories.models import Failure, HarvestRun, HarvestTask
from tests.makers import NOON, make_account, make_forge, make_repository
from tests.portal.harvesting.running import make_run

pytestmark = pytest.mark.django_db
LIST = "/en/harvests/"


def test_an_empty_list_says_what_fills_it(client: Client) -> None:
    page = client.get(LIST)
    assert page.status_code == 200
    assert "beffroi harvest" in page.text


def test_what_runs_stands_before_what_is_done(client: Client) -> None:
    account = make_account()
    make_run(account, uid="new-done")
    make_run(account, uid="old-open", finished_at=None, done=0, started_at=NOON - timedelta(days=1))
    page = client.get(LIST)
    assert page.text.index("old-open") < page.text.index("new-done")
    assert "no-store" in page["Cache-Control"]


def test_twenty_runs_cost_as_many_questions_as_one(
    client: Client, django_assert_num_queries: Any
) -> None:
    account = make_account()
    for number in range(20):
        make_run(account, uid=f"r{number}")
        if number in {0, 19}:
            with django_assert_num_queries(5):
                client.get(LIST)


def test_a_long_list_has_pages_and_keeps_its_order(client: Client) -> None:
    account = make_account()
    for number in range(25):
        make_run(account, uid=f"run-{number:02}")
    first, second = client.get(LIST).text, client.get(f"{LIST}?page=2").text
    assert ("run-24" in first, "run-04" in first, "run-04" in second) == (True, False, True)
    assert client.get(f"{LIST}?page=9").status_code == 200


@pytest.mark.parametrize("bad", ["page=0", "page=x", "size=1000"])
def test_a_bad_place_in_the_list_is_said_in_words(client: Client, bad: str) -> None:
    assert client.get(f"{LIST}?{bad}").status_code == 400


def test_a_running_run_shows_a_bar_that_is_fetched_again(client: Client) -> None:
    make_run(finished_at=None, done=0, held_until=timezone.now())
    page = client.get(f"{LIST}r/")
    assert '<progress id="bar" value="30" max="120">' in page.text
    assert 'data-hx-trigger="every 2s"' in page.text
    assert "Show the present state" in page.text
    assert "no-store" in page["Cache-Control"]


def test_whoever_polls_a_run_that_ended_gets_the_whole_page(client: Client) -> None:
    make_run()
    answer = client.get(f"{LIST}r/", headers={"HX-Request": "true"})
    assert answer["HX-Refresh"] == "true"
    assert "data-hx-trigger" not in answer.text


def test_a_finished_run_shows_what_came_and_every_repository(client: Client) -> None:
    account = make_account(uid="ign-fr", full_path="IGNF")
    make_repository(account=account, name="validator", uid="validator-1")
    make_run(account, counts={"new": 1, "same": 4, "looked": 1})
    page = client.get(f"{LIST}r/").text
    assert "/en/repositories/validator-1/" in page
    assert "/en/repositories/?account=ign-fr" in page
    assert "<dt>Entered the catalogue</dt>" in page


def test_what_could_not_be_read_stands_there_with_the_way_out(client: Client) -> None:
    account = make_account()
    run = make_run(account, counts={"failed": 1})
    Failure.objects.create(
        run=run, account=account, url="https://github.com/x/y", code="timeout",
        message="It took too long.", at=NOON,
    )  # fmt: skip
    page = client.get(f"{LIST}r/").text
    assert "https://github.com/x/y" in page
    assert "/en/errors/timeout/" in page
    assert "done, with failures" in page
    assert "The server took too long. It will be tried again." in page


def test_a_host_that_asks_to_wait_says_until_when(client: Client) -> None:
    make_run(finished_at=None, done=0)
    until = timezone.now() + timedelta(minutes=20)
    Forge.objects.update(resume_at=until, rate_limit=60, rate_remaining=3)
    page = client.get(f"{LIST}r/").text
    assert "waits, as the host asks" in page
    assert "3 calls left" in page


def test_a_run_of_many_hosts_costs_no_more(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    run = make_run(make_account(forge=make_forge("h0.example")), total=20)
    for number in range(1, 20):
        account = make_account(forge=make_forge(f"h{number}.example"))
        HarvestTask.objects.create(run=run, account=account)
        make_repository(account=account)
    with django_assert_max_num_queries(18):
        page = client.get(f"{LIST}r/").text
    assert "h19.example" in page


def test_an_unknown_run_answers_404(client: Client) -> None:
    assert client.get(f"{LIST}nothing/").status_code == 404


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        ({"account": ["https://a.example/x"]}, "a.example/x"),
        ({"organisation": ["ign"], "account": []}, "ign"),
        ({"account": list("abcde")}, "a, b, c and 2 more"),
        ({}, "7 accounts"),
        ({"timer": "etalab"}, "etalab"),
    ],
)
def test_a_run_says_what_was_asked(scope: dict[str, Any], words: str) -> None:
    assert runs.asked(scope, 7) == words


def test_the_bar_never_goes_beyond_its_end() -> None:
    run = make_run(finished_at=None, done=0)
    HarvestTask.objects.update(met=90, declared=60, looked=10, to_look=90)
    progress = runs.progress_of(run, runs.hosts_of(run, at=NOON), at=NOON + timedelta(minutes=1))
    assert progress.most is not None
    assert progress.value <= progress.most
    assert progress.rate == "90 repositories a minute"


def test_an_account_whose_size_nobody_knows_has_words_alone() -> None:
    run = make_run(finished_at=None, done=0)
    HarvestTask.objects.update(declared=None)
    assert runs.progress_of(run, runs.hosts_of(run, at=NOON), at=NOON).most is None


def test_the_feed_tells_of_runs_that_are_over(client: Client) -> None:
    make_run(counts={"new": 2})
    make_run(HarvestRun.objects.get().tasks.get().account, uid="open", finished_at=None)
    feed = client.get("/en/harvests.atom").text
    assert "Harvest of github.com/IGNF" in feed
    assert "Entered the catalogue 2" in feed
    assert "open" not in feed
