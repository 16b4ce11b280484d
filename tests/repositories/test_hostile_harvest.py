"""Hostile forges through a whole harvest: recorded by name, and nobody else's rows are touched."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from beffroi.forges import reading
from beffroi.lib.http import Limits, parse_networks
from beffroi.portal.indexing import rebuild
from beffroi.repositories.models import Repository
from tests.fakes.forges.running import FakeForge, FakeForges, fake_forges
from tests.forges.hostile_reading import LISTS, lie
from tests.harvests import account_on, harvest_of
from tests.makers import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def running() -> Iterator[FakeForges]:
    with fake_forges("--repositories", "0") as found:
        yield found


@pytest.fixture(autouse=True)
def _loopback(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.BEFFROI_ALLOWED_NETWORKS = parse_networks(["127.0.0.1"])
    monkeypatch.setattr(reading, "Limits", partial(Limits, retries=0))


def opened(running: FakeForges, software: str, *paths: str) -> FakeForge:
    accounts = [{"path": path, "repositories": [f"{path}-1", f"{path}-2"]} for path in paths]
    return running.open(software, accounts=accounts)


def state(*names: str) -> list[dict[str, Any]]:
    """Return all that is known of repositories, but when they were seen."""
    rows = list(Repository.objects.filter(name__in=names).order_by("pk").values())
    kept = {"seen_at", "looked_at", "look_wanted_at"}
    return [{name: value for name, value in row.items() if name not in kept} for row in rows]


@pytest.mark.parametrize("software", ["github", "gitlab", "gitea"])
def test_a_forge_cannot_touch_repositories_of_another(running: FakeForges, software: str) -> None:
    honest, evil = opened(running, software, "org"), opened(running, software, "org")
    harvest_of(account_on(honest))
    before = state("org-1", "org-2")
    theirs = Repository.objects.get(name="org-1")
    lie(evil, web=theirs.url, clone=theirs.clone_url, id=int(str(theirs.forge_id)))
    evil.switch("rows", LISTS, set={"description": "evil", "archived": True})
    harvest_of(account_on(evil), at=NOON + DAY)
    mine = [row for row in state("org-1", "org-2") if row["account_id"] == before[0]["account_id"]]
    assert mine == before
    assert not theirs.aliases.exists()


@pytest.mark.parametrize("software", ["github", "gitlab", "gitea"])
def test_an_account_that_lists_what_is_another_s_does_not_take_it(
    running: FakeForges, software: str
) -> None:
    forge = opened(running, software, "victim", "org")
    victim = account_on(forge, "victim")
    harvest_of(victim)
    before = state("victim-1", "victim-2")
    theirs = Repository.objects.get(name="victim-1")
    facts = {"id": int(str(theirs.forge_id)), "full": "victim/victim-1", "web": theirs.url}
    lie(forge, at=0, **facts)
    harvest_of(account_on(forge), at=NOON + DAY)
    after = state("victim-1", "victim-2")
    kept = ("uid", "url", "full_name", "account_id", "withdrawn_reason", "first_seen_at")
    assert [[row[name] for name in kept] for row in after] == [
        [row[name] for name in kept] for row in before
    ]


def test_an_account_that_claims_another_s_id_under_its_own_name_does_not_take_its_page(
    running: FakeForges,
) -> None:
    forge = opened(running, "github", "victim", "org")
    harvest_of(account_on(forge, "victim"))
    theirs = Repository.objects.get(name="victim-1")
    lie(forge, at=0, id=int(str(theirs.forge_id)))
    forge.switch("not-found", "/repositories/")
    harvest_of(account_on(forge), at=NOON + DAY)
    harvest_of(account_on(forge, "victim"), at=NOON + 2 * DAY)
    theirs.refresh_from_db()
    assert (theirs.account.full_path, theirs.full_name) == ("victim", "victim/victim-1")


ODD = {
    "description": "a\x00b\ud83c\u202e<script>" + "x" * 1_000_000,
    "language": "\udfff\x07",
    "topics": ["\x00", "\ud800", "ok", "x" * 1_000_000],
    "homepage": "javascript:alert(1)",
    "website": "javascript:alert(1)",
    "license": {"key": "\x00" * 5000, "spdx_id": "<b>", "name": "F*ck"},
    "default_branch": "--upload-pack=touch",
    "pushed_at": "9999-12-31T23:59:59Z",
    "stargazers_count": 10**30,
}


@pytest.mark.parametrize("software", ["github", "gitlab", "gitea", "bitbucket"])
def test_what_no_database_and_no_page_can_hold_is_stored_and_shown(
    client: Client, running: FakeForges, software: str
) -> None:
    forge = opened(running, software, "org")
    forge.switch("rows", LISTS, set=ODD)
    run = harvest_of(account_on(forge))
    assert run.counts["new"] == 2
    rebuild(holder="test", at=NOON)
    for row in Repository.objects.all():
        page = client.get(f"/en/repositories/{row.uid}/")
        assert page.status_code == 200
        assert "<script>x" not in page.content.decode()
        assert 'href="javascript' not in page.content.decode()
    assert client.get("/en/repositories/?q=org").status_code == 200
    assert client.get("/data/repositories.csv").status_code == 200


def test_one_id_for_all_is_one_repository_and_no_error(running: FakeForges) -> None:
    forge = opened(running, "github", "org")
    lie(forge, id=7)
    harvest_of(account_on(forge))
    assert Repository.objects.filter(forge_id="7").count() == 1


def test_a_repository_that_names_itself_like_an_option_starts_no_program(
    running: FakeForges, tmp_path: Any
) -> None:
    forge = opened(running, "github", "org")
    lie(forge, at=0, clone=f"--upload-pack=touch {tmp_path}/hacked", branch="--exec=x")
    harvest_of(account_on(forge))
    assert Repository.objects.count() == 2
    assert not (tmp_path / "hacked").exists()
