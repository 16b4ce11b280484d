"""What the incumbents' harvests lost, D1 to D11 and D21 of code-catalogue §1: it is not lost here.

Each goes from a fake forge through ``harvest`` into the catalogue; the table for people is
docs/incumbents.md.
"""

import csv
import io
import random
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from beffroi.forges import reading
from beffroi.forges.addresses import parse_account
from beffroi.lib.http import Limits, parse_networks
from beffroi.organisations.actions import register_account
from beffroi.organisations.models import ForgeAccount
from beffroi.portal.indexing import rebuild
from beffroi.repositories.clients import How, Wish, harvest
from beffroi.repositories.models import Repository
from scripts.gitserver import serve
from tests.fakes.forges.running import FakeForges, fake_forges
from tests.fakes.repositories import make_repository
from tests.harvests import account_on, harvest_of, lists_of
from tests.makers import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def running() -> Iterator[FakeForges]:
    with fake_forges("--repositories", "0") as found:
        yield found


@pytest.fixture(autouse=True)
def _loopback(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Allow loopback, and ask a server that has a fault once."""
    settings.BEFFROI_ALLOWED_NETWORKS = parse_networks(["127.0.0.1"])
    monkeypatch.setattr(reading, "Limits", partial(Limits, retries=0))


def names(account: ForgeAccount | None = None) -> set[str]:
    rows = Repository.objects.listed()
    return set(
        (rows.filter(account=account) if account else rows).values_list("full_name", flat=True)
    )


def test_d1_a_group_is_read_to_its_last_page(running: FakeForges) -> None:
    groups = [{"path": "org", "repositories": 120}, {"path": "org/below", "repositories": 130}]
    forge = running.open("gitlab", accounts=groups)
    run = lists_of(account_on(forge))
    assert (run.counts["new"], len(names())) == (250, 250)


@pytest.mark.parametrize("software", ["github", "gitlab", "gitea"])
def test_d2_the_count_of_an_account_is_that_of_its_repositories(
    running: FakeForges, software: str
) -> None:
    forge = running.open(software, accounts=[{"path": "org", "repositories": 45}])
    account = account_on(forge)
    run = harvest_of(account)
    account.refresh_from_db()
    assert len(names(account)) == run.tasks.get().met == 45
    assert account.declared_count in {45, None}


def test_d3_gitlab_tells_licence_languages_fork_and_a_file_the_homepage(
    running: FakeForges, tmp_path: Path
) -> None:
    described = "publiccodeYmlVersion: '0.4'\nlandingURL: https://outil.example\n"
    files = {"LICENSE": "SPDX-License-Identifier: EUPL-1.2\n", "a.py": "print()\n" * 9}
    files["publiccode.yml"] = described
    make_repository(tmp_path / "one", files)
    rows = [{"name": "parent"}, {"name": "one", "is_fork": True, "parent": "org/parent",
                                 "git": "one", "licence": None, "language": None}]  # fmt: skip
    forge = running.open("gitlab", accounts=[{"path": "org", "repositories": rows}],
                         settings={"git": str(tmp_path)})  # fmt: skip
    harvest_of(account_on(forge))
    one, parent = (Repository.objects.get(name=name) for name in ("one", "parent"))
    assert (one.licence, one.language, one.homepage) == (
        "EUPL-1.2",
        "Python",
        "https://outil.example",
    )
    assert (one.is_fork, parent.is_fork) == (True, False)
    assert one.fork_parent == parent.url


def test_d4_groups_within_groups_and_of_digits_keep_their_paths(running: FakeForges) -> None:
    groups = [{"path": "osug/10", "repositories": ["a"]}, {"path": "13", "repositories": ["b"]},
              {"path": "etalab", "repositories": ["c"]}]  # fmt: skip
    forge = running.open("gitlab", accounts=groups)
    other = running.open("github", accounts=[{"path": "Etalab", "repositories": ["c"]}])
    paths = ("osug", "osug/10", "13", "etalab")
    harvest_of(*(account_on(forge, path) for path in paths), account_on(other, "Etalab"))
    wanted = ["13/b", "Etalab/c", "etalab/c", "osug/10/a"]
    assert sorted(Repository.objects.values_list("full_name", flat=True)) == wanted
    assert Repository.objects.get(name="a").account.full_path == "osug/10"
    assert Repository.objects.get(name="b").account.full_path == "13"


def test_d5_a_host_is_its_whole_name(running: FakeForges) -> None:
    for host in ("gitlab.com.example.org", "notgitlab.com", "github.com.evil.example"):
        found = parse_account(f"https://{host}/gitlab.com")
        assert (found.software, found.host) == (None, host)
    first, second = (running.open("gitlab", accounts=[{"path": "a", "repositories": [name]}])
                     for name in ("one", "two"))  # fmt: skip
    accounts = [account_on(forge, "a") for forge in (first, second)]
    harvest_of(*accounts)
    assert [names(account) for account in accounts] == [{"a/one"}, {"a/two"}]


FAULTS = ["not-found", "error", "bad-gateway", "unauthorised", "forbidden", "sign-in-page",
          "truncate", "empty", "cut", "refuse", "gone", "withheld"]  # fmt: skip


@pytest.mark.parametrize("software", ["github", "gitlab"])
def test_d6_no_fault_of_a_forge_takes_rows_away(
    client: Client, running: FakeForges, software: str
) -> None:
    forge = running.open(software, accounts=[{"path": "org", "repositories": 25}])
    account = account_on(forge)
    harvest_of(account)
    for number, fault in enumerate(FAULTS, 1):
        forge.do("restore")
        forge.switch(fault, "/orgs/|/groups/")
        run = harvest_of(account, at=NOON + number * DAY)
        assert run.tasks.get().error_code, fault
        assert len(names()) == 25, fault
    rows = list(csv.reader(io.StringIO(b"".join(client.get("/data/repositories.csv")).decode())))
    assert len(rows) == 26


def test_d6_what_a_forge_did_not_answer_is_said_by_name(running: FakeForges) -> None:
    forge = running.open("gitlab", accounts=[{"path": "org", "repositories": 5}])
    account = account_on(forge)
    harvest_of(account)
    forge.switch("bad-gateway", "")
    run = harvest_of(account, at=NOON + DAY)
    assert run.failures.get().code == "http-error"
    forge.do("restore")
    harvest_of(account, at=NOON + 2 * DAY)
    assert run.failures.get().mended_at == NOON + 2 * DAY


@pytest.mark.parametrize("software", ["github", "gitlab", "gitea", "bitbucket"])
def test_d7_a_rename_is_one_repository_whose_old_address_lives(
    client: Client, running: FakeForges, software: str
) -> None:
    forge = running.open(software, accounts=[{"path": "org", "repositories": ["old", "other"]}])
    account = account_on(forge)
    harvest_of(account)
    before = Repository.objects.get(name="old")
    forge.do("rename", repository="org/old", to="org/new")
    harvest_of(account, at=NOON + DAY)
    after = Repository.objects.get(pk=before.pk)
    assert (Repository.objects.count(), after.full_name, after.uid) == (2, "org/new", before.uid)
    assert [alias.url for alias in after.aliases.all()] == [before.url]
    assert client.get(f"/en/repositories/{before.uid}/").status_code == 200
    told = client.get(f"/en/repos/{forge.host}/org/old")
    assert (told.status_code, told["Location"]) == (301, f"/en/repositories/{before.uid}/")


def test_d7_what_is_deleted_leaves_a_tombstone(client: Client, running: FakeForges) -> None:
    forge = running.open("github", accounts=[{"path": "org", "repositories": 30}])
    account = account_on(forge)
    harvest_of(account)
    gone = Repository.objects.get(name="depot-00003")
    forge.do("remove", repository="org/depot-00003")
    for day in (1, 4, 7, 9):
        harvest_of(account, at=NOON + day * DAY)
    gone.refresh_from_db()
    assert gone.withdrawn_reason == "deleted"
    assert len(names()) == 29
    page = client.get(f"/en/repositories/{gone.uid}/")
    assert "depot-00003" in page.content.decode()
    assert client.get(f"/api/v1/repositories/{gone.uid}").status_code == 410


def test_d8_the_order_of_files_is_not_that_of_the_forge(
    client: Client, running: FakeForges
) -> None:
    forge = running.open("github", accounts=[{"path": "org", "repositories": 12}])
    account = account_on(forge)
    texts = []
    for day in range(3):
        forge.do("set", page_most=random.Random(day).randint(2, 5))  # noqa: S311 - any will do
        harvest_of(account, at=NOON + day * DAY, is_full=True)
        rows = csv.DictReader(io.StringIO(b"".join(client.get("/data/repositories.csv")).decode()))
        texts.append([row["repository_url"] for row in rows])
    assert texts[0] == texts[1] == texts[2] == sorted(texts[0])
    assert len(texts[0]) == 12


def test_d9_no_die_is_cast_and_a_limit_makes_nothing_unknown(running: FakeForges) -> None:
    forge = running.open("github", accounts=[{"path": "org", "repositories": 20}])
    account = account_on(forge)
    harvest_of(account)
    Repository.objects.filter(name="depot-00001").update(is_at_heritage=True)
    known = Repository.objects.order_by("pk").values(
        "is_at_heritage", "licence", "is_fork", "stars"
    )
    before = list(known)
    forge.switch("limited", "", seconds=60, after=1)
    how = How(now=lambda: NOON + DAY, seconds=0.5)
    run = harvest(Wish([account]), how)
    assert list(known) == before
    assert run.tasks.get().resume_at
    assert (run.finished_at, run.failures.count()) == (None, 0)


def test_d10_files_are_seen_on_any_branch_in_any_spelling(
    running: FakeForges, tmp_path: Path
) -> None:
    spellings = {
        "one": {"contributing.md": "x", "publiccode.yaml": "name: x\n"},
        "two": {"docs/CONTRIBUTING.md": "x", "publiccode.yml": "name: x\n"},
        "three": {".github/CONTRIBUTING.rst": "x"},
    }
    for name, files in spellings.items():
        make_repository(tmp_path / name, {**files, "README": "x"}, "--initial-branch=trunk")
    rows = [{"name": name, "git": name, "branch": "trunk"} for name in spellings]
    forge = running.open("gitlab", accounts=[{"path": "org", "repositories": rows}],
                         settings={"git": str(tmp_path)})  # fmt: skip
    harvest_of(account_on(forge))
    found = {row.name: row for row in Repository.objects.all()}
    assert {row.files["contributing"] for row in found.values()} == {
        "contributing.md", "docs/CONTRIBUTING.md", ".github/CONTRIBUTING.rst",
    }  # fmt: skip
    assert [("publiccode" in found[name].files) for name in spellings] == [True, True, False]
    assert {row.default_branch for row in found.values()} == {"trunk"}


@pytest.mark.parametrize("software", ["github", "gitlab", "gitea"])
def test_d10_a_page_that_asks_to_sign_in_is_no_file(running: FakeForges, software: str) -> None:
    rows = [{"name": "one", "files": {"README.md": "# Words\n", "publiccode.yml": "name: x\n"}}]
    forge = running.open(software, accounts=[{"path": "org", "repositories": rows}])
    forge.switch("sign-in", "/raw|/contents/")
    harvest_of(account_on(forge))
    one = Repository.objects.get()
    assert one.publiccode is None
    assert "DOCTYPE" not in f"{one.description} {one.readme.text if hasattr(one, 'readme') else ''}"


def test_d11_a_host_of_a_thousand_owners_is_read_whole(running: FakeForges) -> None:
    owners = [{"path": f"owner-{number}", "repositories": 1} for number in range(1100)]
    forge = running.open("gitlab", accounts=owners)
    run = lists_of(account_on(forge, ""))
    assert run.counts["new"] == Repository.objects.listed().count() == 1100
    assert len({name.partition("/")[0] for name in names()}) == 1100


@pytest.mark.parametrize("software", ["github", "gitlab", "gitea", "forgejo", "gogs", "bitbucket"])
def test_d21_forges_of_six_kinds_are_read(
    client: Client, running: FakeForges, software: str
) -> None:
    forge = running.open(software, accounts=[{"path": "org", "repositories": 12}])
    run = harvest_of(account_on(forge))
    assert (run.counts["new"], len(names()), run.tasks.get().error_code) == (12, 12, "")
    rebuild(holder="test", at=NOON)
    assert client.get("/api/v1/search?q=depot").json()["count"] == 12


def test_d21_so_is_a_folder_of_plain_git(tmp_path: Path) -> None:
    for name in ("one", "two"):
        make_repository(tmp_path / "served" / name)
    with serve(tmp_path / "served") as served:
        account = register_account(parse_account(served.url), source="test", at=NOON)
        assert harvest_of(account).counts["new"] == 2
