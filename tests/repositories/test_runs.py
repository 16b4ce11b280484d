"""The report of a run: all hosts, all failures, what changed; nothing is cut."""

import json
from datetime import timedelta

import pytest

from beffroi.repositories.actions.running import want_run
from beffroi.repositories.formats.runs import lines, report
from beffroi.repositories.models import Failure, HarvestRun
from tests.makers import NOON, make_account, make_forge

pytestmark = pytest.mark.django_db


@pytest.fixture
def run() -> HarvestRun:
    """Return a run over three accounts of two hosts, two of them done."""
    forges = [make_forge("a.example", rate_limit=60, rate_remaining=7), make_forge("b.example")]
    places = (forges[0], forges[0], forges[1])
    accounts = [make_account(forge=forge, full_path=f"o{n}") for n, forge in enumerate(places)]
    made = want_run(accounts, {}, at=NOON)
    first, second, third = made.tasks.order_by("pk")
    ended = NOON + timedelta(seconds=10)
    for task, met in ((first, 30), (second, 20)):
        task.state, task.started_at, task.finished_at = "done", NOON, ended
        task.met, task.pages, task.waited = met, 3, 5
        task.save()
    first.counts = {"new": 3, "same": 27}
    first.save()
    third.state = "listing"
    third.save()
    made.counts, made.done = {"new": 3, "same": 47, "looked": 3}, 2
    made.save()
    return made


def fail(run: HarvestRun, count: int) -> None:
    account = run.tasks.order_by("pk")[0].account
    facts = {"run": run, "account": account, "code": "timeout", "message": "It hangs.", "at": NOON}
    Failure.objects.bulk_create(
        Failure(url=f"https://a.example/{n}", **facts) for n in range(count)
    )


def test_each_host_has_its_rate_its_waits_and_its_limit(run: HarvestRun) -> None:
    first, second = report(run)["hosts"]
    assert (first["host"], first["accounts"], first["repositories"]) == ("a.example", 2, 50)
    assert (first["seconds"], first["per_second"], first["waited"]) == (10.0, 5.0, 10)
    assert (first["limit"], first["remaining"]) == (60, 7)
    assert (second["host"], second["per_second"], second["limit"]) == ("b.example", None, None)


def test_accounts_in_which_something_changed_are_named(run: HarvestRun) -> None:
    (row,) = report(run)["changes"]
    assert row == {"account": "https://a.example/o0", "counts": {"new": 3}}


def test_failures_come_by_kind_with_what_to_do_and_each_by_name(run: HarvestRun) -> None:
    fail(run, 1234)
    said = report(run)
    (kind,) = said["failures"]
    assert (kind["code"], kind["count"], len(said["failed"])) == ("timeout", 1234, 1234)
    assert len(kind["remedy"]) > 20


def test_counts_that_matter_are_always_there(run: HarvestRun) -> None:
    counts = report(run)["counts"]
    assert (counts["new"], counts["held"], counts["looked"]) == (3, 0, 3)


def test_a_report_is_plain_json_and_lines_for_a_person(run: HarvestRun) -> None:
    fail(run, 2)
    said = report(run)
    assert json.loads(json.dumps(said)) == said
    text = "\n".join(lines(said))
    assert text.startswith(f"run={run.uid} accounts=3 new=3")
    assert "  a.example: accounts=2 repositories=50" in text
    assert "2 × timeout: " in text
    assert "timeout: https://a.example/1: It hangs." in text
    assert "not finished; the same command goes on" in text


def test_a_finished_run_says_so(run: HarvestRun) -> None:
    run.finished_at = NOON
    said = report(run)
    assert said["finished_at"] == "2026-05-04T12:00:00Z"
    assert not any("not finished" in line for line in lines(said))
