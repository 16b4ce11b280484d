"""``beffroi harvest``: which accounts, what it says, how it ends."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from beffroi.lib.batch import BatchError
from beffroi.lib.http import parse_networks
from beffroi.organisations.models import ForgeAccount
from beffroi.repositories.models import HarvestRun, Repository
from scripts.gitserver import Served, serve
from tests.fakes.repositories import make_repository
from tests.makers import NOON, make_account, make_forge, make_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def _loopback(settings: Settings) -> None:
    settings.BEFFROI_ALLOWED_NETWORKS = parse_networks(["127.0.0.1"])


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    for name in ("one", "two"):
        make_repository(tmp_path / "served" / name)
    with serve(tmp_path / "served") as running:
        yield running


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Any:
    """Run the command; return exit status, standard output and standard error."""

    def run(*words: str) -> tuple[int, str, str]:
        try:
            call_command("harvest", *words)
            status = 0
        except SystemExit as ended:
            status = int(ended.code or 0)
        out, err = capsys.readouterr()
        return status, out, err

    return run


def refusal(*words: str) -> CommandError:
    with pytest.raises(CommandError) as refused:
        call_command("harvest", *words)
    return refused.value


def test_an_address_alone_makes_the_account_and_reads_it(said: Any, served: Served) -> None:
    status, out, err = said("--account", f"{served.url}/")
    assert (status, Repository.objects.count()) == (0, 2)
    assert "accounts=1 new=2 changed=0 same=0" in out
    assert "accounts read: 1 of 1" in err
    assert ForgeAccount.objects.get().organisation.kind == "unidentified"


def test_json_is_one_document_and_nothing_else(said: Any, served: Served) -> None:
    status, out, _ = said("--account", served.url, "--format", "json")
    report = json.loads(out)
    assert (status, report["accounts"], report["failed"]) == (0, 1, [])
    assert report["run"] == HarvestRun.objects.get().uid
    assert report["counts"] == {
        "new": 2,
        "changed": 0,
        "same": 0,
        "refused": 0,
        "missing": 0,
        "withdrawn": 0,
        "held": 0,
        "failed": 0,
        "looked": 2,
        "enriched": 2,
    }


def test_a_failure_ends_in_1_each_time_until_it_is_mended(said: Any, settings: Settings) -> None:
    settings.BEFFROI_ALLOWED_NETWORKS = ()
    address = "http://127.0.0.1:9/x"
    for _ in range(2):
        status, out, _ = said("--account", address, "--format", "json")
        (failure,) = json.loads(out)["failed"]
        assert (status, failure["address"], failure["code"]) == (1, address, "refused-address")


def test_a_failure_is_said_with_its_address_and_reason(said: Any) -> None:
    make_account(full_path="~x", forge=make_forge("sr.example", software="sourcehut"))
    status, out, _ = said("--account", "https://sr.example/~x")
    assert status == 1
    assert "unsupported-forge: https://sr.example/~x: " in out
    assert "beffroi import repositories FILE" in out
    assert "1 × unsupported-forge: " in out


def test_a_body_means_all_its_accounts_that_are_not_ignored(said: Any, served: Served) -> None:
    body = make_organisation(uid="archives")
    forge = make_forge(served.url.partition("://")[2], software="git")
    for path, ignored in (("one", None), ("two", NOON.date())):
        url = f"{served.url}/{path}"
        make_account(forge=forge, full_path=path, url=url, organisation=body, ignored_since=ignored)
    status, out, _ = said("--organisation", "archives")
    assert (status, "accounts=1 new=1" in out) == (0, True)


def test_without_a_name_every_readable_account_is_read(said: Any, served: Served) -> None:
    forge = make_forge(served.url.partition("://")[2], software="git")
    make_account(forge=forge, full_path="one", url=f"{served.url}/one")
    make_account(forge=make_forge("sr.example", software="sourcehut"))
    off = make_forge("ignored.example", software="git", ignored_since=NOON.date())
    make_account(forge=off)
    status, out, _ = said()
    assert (status, "accounts=1 new=1" in out) == (0, True)
    assert HarvestRun.objects.get().scope == {"organisation": [], "account": [], "full": False}


def test_an_unknown_body_is_named_with_the_way_out() -> None:
    refused = refusal("--organisation", "nobody")
    assert (refused.returncode, "nobody" in str(refused)) == (2, True)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("ftp://x.example/a", "https://"),
        ("https://github.com/a/b", "https://github.com/a"),
        ("nonsense", "nonsense"),
        ("https://user:secret@x.example/a", "password"),
    ],
)
def test_an_address_that_is_none_is_refused(address: str, words: str) -> None:
    refused = refusal("--account", address)
    assert (refused.returncode, words in str(refused)) == (2, True)
    assert not ForgeAccount.objects.exists()


def test_a_scheduler_that_is_away_is_named(served: Served) -> None:
    with pytest.raises(BatchError, match="no scheduler"):
        call_command("harvest", "--account", served.url, "--scheduler", "here")
