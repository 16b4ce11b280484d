"""What looks into repositories write, and what they leave alone."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beffroi.forges.git import look_by_git
from beffroi.forges.shapes import Activity, Day, Look, Target
from beffroi.forges.shapes import Failure as Unread
from beffroi.journal.models import Act, Outbox
from beffroi.lib.http import Door, Git, parse_networks
from beffroi.repositories.actions.looking import learn
from beffroi.repositories.models import Failure, HarvestRun, HarvestTask, Readme, Repository
from scripts.gitserver import serve
from tests.fakes.repositories import make_repository as make_git
from tests.makers import NOON, make_account, make_repository
from tests.repositories.test_inside import MIT

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
README = "# Beffroi\n\nA tower for watching."


@pytest.fixture
def task() -> HarvestTask:
    """Return the task of an account in a run."""
    run = HarvestRun.objects.create(uid="run", started_at=NOON)
    return HarvestTask.objects.create(run=run, account=make_account())


def make(task: HarvestTask, **facts: Any) -> Repository:
    """Make a repository whose look is wanted."""
    known = {"look_wanted_at": NOON, "description": "", "sources": {}}
    return make_repository(account=task.account, **{**known, **facts})


def look(row: Repository, **said: Any) -> Look:
    """Return what a look into a repository with a README says."""
    known = {"head": "h1", "files": {"readme": "README.md"}, "texts": {"readme": README}}
    return Look(key=row.uid, **{**known, **said})


def failed(row: Repository, code: str = "timeout", *, permanent: bool = False) -> Look:
    """Return a look that could not be."""
    return Look(key=row.uid, failures=(Unread(row.url, code, "It hangs.", permanent),))


def stored(row: Repository) -> Repository:
    """Return the row as the database has it."""
    return Repository.objects.get(pk=row.pk)


def test_a_look_writes_what_is_inside_and_its_source(task: HarvestTask) -> None:
    row = make(task, sources={"*": {"by": "harvest", "at": ""}})
    assert learn(task, [look(row)], at=NOON) == {"looked": 1, "enriched": 1}
    row = stored(row)
    assert (row.files, row.description) == ({"readme": "README.md"}, "A tower for watching.")
    assert (row.head, row.looked_at, row.look_wanted_at) == ("h1", NOON, None)
    assert row.sources["files"] == {"by": "look", "at": "2026-05-04T12:00:00Z"}
    assert Readme.objects.get().text == "Beffroi\n\nA tower for watching."


def test_what_changed_is_noted_and_indexed_once(task: HarvestTask) -> None:
    row = make(task)
    learn(task, [look(row)], at=NOON)
    act = Act.objects.get(source="look")
    assert (act.verb, act.object_uid) == ("changed", row.uid)
    assert act.after == {"description": "A tower for watching."}
    assert list(Outbox.objects.values_list("kind", "uid")) == [("repository", row.uid)]


def test_a_second_look_at_the_same_changes_nothing_but_its_day(task: HarvestTask) -> None:
    row = make(task)
    learn(task, [look(row)], at=NOON)
    before = stored(row)
    counts = learn(task, [look(row)], at=NOON + DAY)
    after = stored(row)
    assert counts == {"looked": 1}
    assert (after.changed_at, after.sources) == (before.changed_at, before.sources)
    assert after.looked_at == NOON + DAY
    assert (Act.objects.count(), Outbox.objects.count()) == (1, 1)


def test_an_unchanged_head_only_ends_the_wish(task: HarvestTask) -> None:
    row = make(task, files={"licence": "LICENSE"}, look_failures=2)
    counts = learn(task, [Look(key=row.uid, head="h1", is_unchanged=True)], at=NOON)
    row = stored(row)
    assert counts == {"looked": 1, "unchanged": 1}
    assert (row.files, row.look_wanted_at, row.look_failures) == ({"licence": "LICENSE"}, None, 0)
    assert Act.objects.count() == 0


def test_what_a_person_set_stays(task: HarvestTask) -> None:
    said = {"by": "manual:person", "at": ""}
    row = make(task, licence="ISC", sources=dict.fromkeys(("licence", "files"), said))
    learn(task, [look(row, licence_raw="MIT", licence_source="file")], at=NOON)
    row = stored(row)
    assert (row.licence, row.files, row.description) == ("ISC", {}, "A tower for watching.")


def test_a_licence_of_publiccode_names_its_source(task: HarvestTask) -> None:
    row = make(task)
    texts = {"publiccode": '{"legal": {"license": "EUPL-1.2"}}'}
    learn(task, [look(row, texts=texts, files={"publiccode": "publiccode.yml"})], at=NOON)
    row = stored(row)
    assert (row.licence, row.sources["licence"]["by"]) == ("EUPL-1.2", "publiccode")
    assert row.publiccode == {"legal": {"license": "EUPL-1.2"}}


def test_what_is_gone_from_inside_is_gone_here(task: HarvestTask) -> None:
    row = make(task)
    learn(task, [look(row)], at=NOON)
    learn(task, [look(row, files={}, texts={}, head="h2")], at=NOON + DAY)
    row = stored(row)
    assert (row.files, row.description, row.head) == ({}, "", "h2")
    assert Readme.objects.count() == 0


def test_new_commits_alone_are_no_change_of_the_record(task: HarvestTask) -> None:
    row = make(task)
    learn(task, [look(row)], at=NOON)
    activity = Activity(
        first_at=NOON - 800 * DAY, last_at=NOON, commits=9, commits_year=3, authors_year=2,
        days=(Day(1, 1, 0),) * 60,
    )  # fmt: skip
    counts = learn(task, [look(row, activity=activity, head="h2")], at=NOON + DAY)
    row = stored(row)
    assert (counts["enriched"], row.vitality, row.activity["commits"]) == (1, 61, 9)
    assert row.changed_at == NOON
    assert (Act.objects.count(), Outbox.objects.count()) == (1, 2)


def test_a_failed_look_is_named_and_tried_later_and_later(task: HarvestTask) -> None:
    row = make(task)
    assert learn(task, [failed(row)], at=NOON) == {"unlooked": 1}
    first = stored(row)
    learn(task, [failed(row)], at=NOON + DAY)
    second = stored(row)
    assert (first.look_failures, first.look_wanted_at) == (1, NOON + timedelta(hours=2))
    assert (second.look_failures, second.look_wanted_at) == (2, NOON + DAY + timedelta(hours=8))
    (failure,) = Failure.objects.standing()
    assert (failure.url, failure.code, failure.is_inside) == (row.url, "timeout", True)


def test_what_waiting_does_not_cure_waits_a_month(task: HarvestTask) -> None:
    row = make(task)
    learn(task, [failed(row, "not-public", permanent=True)], at=NOON)
    assert stored(row).look_wanted_at == NOON + timedelta(days=30)


def test_a_look_that_works_again_mends_the_failure(task: HarvestTask) -> None:
    row, other = make(task), make(task)
    learn(task, [failed(row), failed(other)], at=NOON)
    learn(task, [look(row)], at=NOON + DAY)
    assert [failure.url for failure in Failure.objects.standing()] == [other.url]
    assert stored(row).look_failures == 0


def test_a_broken_file_stands_until_what_is_inside_changes(task: HarvestTask) -> None:
    row = make(task)
    broken = {"files": {"publiccode": "publiccode.yml"}, "texts": {"publiccode": "a: ["}}
    learn(task, [look(row, **broken)], at=NOON)
    learn(task, [Look(key=row.uid, head="h1", is_unchanged=True)], at=NOON + DAY)
    assert [failure.code for failure in Failure.objects.standing()] == ["publiccode-invalid"]
    learn(task, [look(row, head="h2")], at=NOON + DAY)
    assert not Failure.objects.standing().exists()


def test_a_file_that_may_come_leaves_the_head_open(task: HarvestTask) -> None:
    row = make(task, head="h0")
    learn(task, [look(row, failures=(Unread(row.url, "timeout", "LICENSE: slow."),))], at=NOON)
    row = stored(row)
    assert (row.head, row.files, row.look_failures) == ("", {"readme": "README.md"}, 1)
    assert row.look_wanted_at == NOON + timedelta(hours=2)


def test_a_look_stopped_by_the_host_s_limit_says_nothing(task: HarvestTask) -> None:
    row = make(task)
    assert learn(task, [Look(key=row.uid, wait_until=NOON + DAY)], at=NOON) == {}
    assert (stored(row).look_wanted_at, stored(row).look_failures) == (NOON, 0)


def test_a_repository_withheld_by_law_hides_its_words(task: HarvestTask) -> None:
    row = make(task)
    learn(task, [look(row)], at=NOON)
    learn(task, [failed(row, "withheld", permanent=True)], at=NOON + DAY)
    row = stored(row)
    assert (row.withheld, row.files, row.look_wanted_at) == ("withheld", {}, None)
    assert Readme.objects.count() == 0


def test_a_withdrawn_or_unknown_repository_is_ignored(task: HarvestTask) -> None:
    row = make(task, withdrawn_at=NOON, withdrawn_reason="deleted")
    assert learn(task, [look(row), Look(key="nobody")], at=NOON) == {}


def test_many_looks_take_few_questions(task: HarvestTask) -> None:
    def questions(count: int) -> int:
        looks = [look(make(task)) for _ in range(count)]
        with CaptureQueriesContext(
            connection,
        ) as asked:
            learn(task, looks, at=NOON)
        return len([one for one in asked if not one["sql"].startswith("UPDATE")])

    questions(1)
    assert questions(20) == questions(2)


@pytest.mark.slow
def test_a_real_repository_without_words_of_its_forge_is_known_by_what_it_holds(
    task: HarvestTask, tmp_path: Path
) -> None:
    files = {"LICENSE": MIT, "README.md": README, "app.py": "", "docs/CONTRIBUTING.md": "Do."}
    make_git(tmp_path / "one", files)
    networks = parse_networks(["127.0.0.1"])
    row = make(task, forge_id="1")
    with serve(tmp_path) as served:
        door, git = Door(contact="", allowed=networks), Git(allowed=networks)
        found = look_by_git(git, door, Target(row.uid, row.url, f"{served.url}/one"))
    assert learn(task, [found], at=NOON) == {"looked": 1, "enriched": 1}
    row = stored(row)
    assert (row.licence, row.language, row.description) == (
        "MIT",
        "Python",
        "A tower for watching.",
    )
    assert set(row.files) == {"licence", "readme", "contributing"}
    assert (row.activity["commits"], row.vitality, row.fork_kind) == (1, 46, "")
