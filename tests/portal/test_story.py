"""The lists that the catalogue is for, imported in order: story 2 of the first issue."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Q

from beffroi.journal.models import Act
from beffroi.lib.files import text_of, unpacked
from beffroi.lib.slots import IMPORT_KINDS, ImportWish
from beffroi.organisations.models import ForgeAccount, Organisation
from beffroi.repositories.models import Repository
from tests.makers import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def imported(kind: str, file: Path) -> dict[str, Any]:
    """Import a file as the French instance does, and return its report."""
    importer = IMPORT_KINDS.get(kind)
    assert importer is not None
    text = text_of(unpacked(file.read_bytes()))
    report: dict[str, Any] = importer(text, ImportWish(at=NOON, country="FR")).as_json()
    counted = report["new"] + report["changed"] + report["same"] + len(report["refused"])
    assert report["read"] == counted
    return report


def counts(report: dict[str, Any]) -> tuple[int, int, int, int]:
    return report["read"], report["new"], report["same"], len(report["refused"])


@pytest.mark.long
def test_the_repositories_of_2021_are_taken_with_every_anomaly_named(shared: Path) -> None:
    file = shared / "data/catalogue/fr/repositories-2021-11-15.csv.gz"
    report = imported("repositories", file)
    assert counts(report) == (9157, 9066, 91, 0)
    assert Counter(one["code"] for one in report["remarks"]) == {
        "listed-twice": 91,
        "repaired": 12,
        "not-an-address": 1,
    }
    acts = Act.objects.count()
    again = imported("repositories", file)
    assert (counts(again), Act.objects.count()) == ((9157, 0, 9157, 0), acts)
    _as_counted_by_hand()


def _as_counted_by_hand() -> None:
    """Compare with code-catalogue §13, less the 91 rows that say nothing new."""
    rows = Repository.objects.all()
    hosts = rows.filter(account__forge__host="github.com")
    assert (rows.filter(is_fork=True).count(), hosts.filter(is_fork=None).count()) == (641, 0)
    assert rows.filter(is_archived=True, account__forge__host="github.com").count() == 388
    assert rows.filter(licence="other").count() == 588
    assert hosts.filter(licence="").count() == 2323
    assert not rows.exclude(account__forge__host="github.com").exclude(licence="").exists()
    assert not rows.filter(Q(description__startswith=" ") | Q(description__endswith=" ")).exists()
    assert rows.filter(name="docs").count() == 49  # 50 rows, one of them listed twice
    deep = rows.filter(url__contains="/OSUG/").first()
    assert deep is not None
    assert deep.account.full_path.startswith("OSUG")


@pytest.mark.long
def test_the_french_registry_is_taken(shared: Path) -> None:
    folder = shared / "data/catalogue/fr"
    assert counts(imported("organisations", folder / "top_organizations.yml")) == (19, 19, 0, 0)
    assert Organisation.objects.filter(kind="ministry").count() == 16
    report = imported("accounts", folder / "comptes-organismes-publics.yml")
    assert counts(report) == (387, 387, 0, 0)
    assert ForgeAccount.objects.filter(full_path="").count() == 87
    assert ForgeAccount.objects.exclude(ignored_since=None).count() == 17
    ministry = Organisation.objects.get(name__startswith="Ministère des Armées")
    assert ministry.accounts.exists()
    listed = imported("accounts", folder / "organizations-2021-11-15.csv")
    assert (listed["read"], len(listed["refused"])) == (1257, 0)


@pytest.mark.parametrize(
    ("kind", "name", "read", "new"),
    [
        ("accounts", "world-government-github-accounts.yml", 956, 956),
        ("accounts", "nl-publishers.json", 79, 79),
        ("organisations", "ch-organisation-uris-excerpt.json", 26, 25),
    ],
)
def test_a_foreign_list_is_taken_twice_as_once(
    shared: Path, kind: str, name: str, read: int, new: int
) -> None:
    file = shared / "data/catalogue/foreign" / name
    assert counts(imported(kind, file)) == (read, new, read - new, 0)
    acts = Act.objects.count()
    assert counts(imported(kind, file)) == (read, 0, read, 0)
    assert Act.objects.count() == acts


def test_a_swiss_office_stands_under_its_department(shared: Path) -> None:
    imported("organisations", shared / "data/catalogue/foreign/ch-organisation-uris-excerpt.json")
    office = Organisation.objects.known_as("ch-ld", "https://ld.admin.ch/office/I.1.5").get()
    assert office.parent is not None
    assert office.parent.kind == "ministry"
    assert set(office.names) == {"de", "fr", "it", "en"}
