"""Lists of bodies and accounts taken into the registry, and what the report says."""

import csv
import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from beffroi.journal.models import Act, Outbox
from beffroi.lib.errors import UsageError
from beffroi.lib.files import FileRefusedError, text_of
from beffroi.lib.slots import EXPORT_KINDS, IMPORT_KINDS, ImportWish
from beffroi.lib.tables import csv_pieces
from beffroi.organisations.models import Forge, ForgeAccount, Identifier, Organisation
from beffroi.organisations.offers import imports
from beffroi.organisations.shapes import Report
from tests.makers import NOON

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)
HEAD = "login,organization_url,platform,name"
REAL = {
    "fr/organizations-2021-11-15.csv": "accounts",
    "fr/comptes-organismes-publics.yml": "accounts",
    "foreign/world-government-github-accounts.yml": "accounts",
    "foreign/nl-publishers.json": "accounts",
    "fr/top_organizations.yml": "organisations",
    "foreign/ch-organisation-uris-excerpt.json": "organisations",
}


def take_in(kind: str, text: str, **wish: Any) -> Report:
    importer = IMPORT_KINDS.get(kind)
    assert importer is not None
    report = importer(text, ImportWish(**{"at": NOON, "country": "FR", **wish}))
    assert isinstance(report, Report)
    rows = report.new + report.changed + report.same + len(report.refused)
    assert report.read == rows
    return report


def counts(report: Report) -> tuple[int, int, int, int]:
    return report.new, report.changed, report.same, len(report.refused)


def codes(report: Report) -> list[tuple[int | str, str]]:
    return [(note.row, note.code) for note in report.remarks]


def export(kind: str) -> str:
    exporter = EXPORT_KINDS.get(kind)
    assert exporter is not None
    return "".join(csv_pieces(exporter.columns, exporter.rows()))


def registry() -> dict[str, list[Any]]:
    """Return all that the registry holds, without keys of rows."""
    bodies = Organisation.objects.values_list("uid", "name", "kind", "country", "parent__uid")
    accounts = ForgeAccount.objects.values_list("uid", "url", "name", "organisation__uid")
    identifiers = Identifier.objects.values_list("scheme", "value", "organisation__uid")
    return {"bodies": sorted(bodies, key=str), "accounts": sorted(accounts),
            "identifiers": sorted(identifiers)}  # fmt: skip


def test_each_row_is_new_changed_same_or_refused() -> None:
    text = (
        f"{HEAD}\na,https://git.example.org/a,GitLab,A\nb,https://git.example.org/b,GitLab,B\n"
        "c,nowhere,GitLab,C\n"
    )
    assert counts(take_in("accounts", text)) == (2, 0, 0, 1)
    report = take_in("accounts", text.replace(",A\n", ",AA\n"), at=LATER)
    assert counts(report) == (0, 1, 1, 1)
    assert report.as_json()["refused"] == [{
        "row": 3, "field": "url", "code": "bad-address", "message": report.refused[0].message,
    }]  # fmt: skip
    assert report.as_json()["read"] == 3


def test_an_account_listed_twice_counts_once_and_is_told() -> None:
    text = (
        f"{HEAD}\na,https://git.example.org/A,GitLab,A\na,https://git.example.org/A/,GitLab,A\n"
        "a,https://git.example.org/a,GitLab,Other\n"
    )
    for state in ((1, 0, 2, 0), (0, 0, 3, 0)):
        report = take_in("accounts", text)
        assert counts(report) == state
        assert codes(report) == [(2, "listed-twice"), (3, "contradiction")]
        assert "Row 1" in report.remarks[1].message
    assert ForgeAccount.objects.get().name == "A"


def test_a_body_listed_under_two_of_its_identifiers_counts_once() -> None:
    text = 'uid,name,kind,identifiers\n,A,agency,"x:1,y:2"\n,B,court,"y:2,z:3"\n'
    report = take_in("organisations", text)
    assert (counts(report), codes(report)) == ((1, 0, 1, 0), [(2, "contradiction")])
    assert counts(take_in("organisations", text)) == (0, 0, 2, 0)


def test_doubts_of_taken_rows_are_remarks() -> None:
    report = take_in("accounts", "git.example.org:\n  forge: gitlab\n")
    assert (counts(report), codes(report)) == ((1, 0, 0, 0), [("line 1", "unknown-body")])


def test_parents_are_found_in_later_rows_also_beyond_one_transaction(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(imports, "BATCH", 2)
    rows = [f"b{n},B{n},agency,,{f'b{n + 1}' if n < 5 else 'b3'}" for n in range(6)]
    text = "\n".join(["uid,name,kind,identifiers,parent_uid", *rows]) + "\n"
    assert counts(take_in("organisations", text)) == (6, 0, 0, 0)
    parents = dict(Organisation.objects.values_list("uid", "parent__uid"))
    assert [parents[f"b{n}"] for n in range(3)] == ["b1", "b2", "b3"]
    assert counts(take_in("organisations", text, at=LATER)) == (0, 0, 6, 0)


def test_progress_is_told_after_each_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "BATCH", 2)
    lines = "".join(f"https://git.example.org/{n}\n" for n in range(5))
    told: list[tuple[int, int]] = []
    take_in("accounts", lines, progress=lambda done, all_: told.append((done, all_)))
    assert told == [(2, 5), (4, 5), (5, 5)]


def test_a_stopped_import_runs_again_to_the_same_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "BATCH", 2)
    lines = "".join(f"https://git.example.org/{n}\n" for n in range(5))

    def stop(done: int, _all: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take_in("accounts", lines, progress=stop)
    assert counts(take_in("accounts", lines)) == (1, 0, 4, 0)
    assert Act.objects.filter(verb="recorded").count() == 10


def test_only_a_header_is_a_report_of_nothing() -> None:
    assert counts(take_in("accounts", f"{HEAD}\n")) == (0, 0, 0, 0)


def test_a_country_that_is_none_is_bad_usage() -> None:
    with pytest.raises(UsageError, match="two letters, such as FR"):
        take_in("accounts", f"{HEAD}\n", country="FRANCE")


def test_a_refused_file_changes_nothing() -> None:
    with pytest.raises(FileRefusedError):
        take_in("accounts", "a,b\n1,2\n")
    with pytest.raises(FileRefusedError):
        take_in("accounts", f"{HEAD}\n", format="excel")
    assert [model.objects.count() for model in (Organisation, Act, Outbox)] == [0, 0, 0]


def test_every_kind_says_which_formats_it_knows() -> None:
    known = {kind: set(one.formats) for kind, one in IMPORT_KINDS.items()}
    assert known["organisations"] == {"csv", "swiss", "labels"}
    assert known["accounts"] == {"csv", "publishers", "lines", "forges", "addresses", "world"}


def test_what_would_not_fit_a_column_is_cut_or_refused_and_the_rest_is_taken() -> None:
    long = "é" * 1_000_000
    rows = f"a,https://git.example.org/a,GitLab,{long}\nb,https://git.example.org/{long},GitLab,B\n"
    report = take_in("accounts", f"{HEAD}\n{rows}")
    assert (counts(report), codes(report)) == ((1, 0, 0, 1), [(1, "too-long")])
    body = f"uid,name,kind,identifiers,website\na,{long},agency,x:1,https://{long}\n"
    assert codes(take_in("organisations", body)) == [(1, "too-long"), (1, "too-long")]
    assert {len(one.name) for one in Organisation.objects.all()} == {300}
    assert Organisation.objects.get(uid="a").website == ""


def real(shared: Path, name: str) -> str:
    return text_of((shared / "data/catalogue" / name).read_bytes())


@pytest.mark.long
@pytest.mark.slow
def test_the_real_lists_are_taken_in_and_a_second_time_change_nothing(shared: Path) -> None:
    first = {name: take_in(kind, real(shared, name)) for name, kind in REAL.items()}
    assert {name: counts(report) for name, report in first.items()} == {
        "fr/organizations-2021-11-15.csv": (1257, 0, 0, 0),
        "fr/comptes-organismes-publics.yml": (198, 179, 10, 0),
        "foreign/world-government-github-accounts.yml": (912, 0, 44, 0),
        "foreign/nl-publishers.json": (66, 13, 0, 0),
        "fr/top_organizations.yml": (7, 12, 0, 0),
        "foreign/ch-organisation-uris-excerpt.json": (25, 0, 1, 0),
    }
    acts, before = Act.objects.count(), registry()
    for name, kind in REAL.items():
        report = take_in(kind, real(shared, name), at=LATER)
        assert (report.new, report.changed, name) == (0, 0, name)
    assert (Act.objects.count(), registry()) == (acts, before)


@pytest.mark.slow
def test_the_order_of_rows_does_not_matter(shared: Path) -> None:
    text = real(shared, "fr/organizations-2021-11-15.csv")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    mixed = sorted(rows[1:], key=lambda row: row[0][::-1])
    out = io.StringIO()
    csv.writer(out).writerows([rows[0], *mixed])
    take_in("accounts", out.getvalue())
    before = registry()
    assert counts(take_in("accounts", text)) == (0, 0, 1257, 0)
    assert registry() == before


@pytest.mark.slow
def test_the_swiss_bodies_stand_under_their_departments(shared: Path) -> None:
    report = take_in("organisations", real(shared, "foreign/ch-organisation-uris-excerpt.json"))
    assert codes(report) == [(23, "contradiction")]  # the Chancellery, once under itself
    below = Organisation.objects.filter(parent__isnull=False)
    assert below.count() == 16
    assert set(below.values_list("parent__kind", flat=True)) == {"ministry", "region"}


@pytest.mark.long
@pytest.mark.slow
def test_our_own_export_read_back_is_the_same_registry(shared: Path) -> None:
    for name in ("fr/comptes-organismes-publics.yml", "foreign/nl-publishers.json"):
        take_in("accounts", real(shared, name))
    for name in ("fr/top_organizations.yml", "foreign/ch-organisation-uris-excerpt.json"):
        take_in("organisations", real(shared, name))
    files = {kind: export(kind) for kind in ("organisations", "accounts")}
    listed = set(Organisation.objects.listed().values_list("uid", flat=True))
    before = registry()
    for kind, text in files.items():
        report = take_in(kind, text, at=LATER, country="")
        assert (counts(report)[:2], report.refused) == ((0, 0), [])
    forget_everything()
    for kind, text in files.items():
        assert take_in(kind, text, at=LATER, country="").refused == []
    after = registry()
    assert after["accounts"] == before["accounts"]
    assert after["identifiers"] == before["identifiers"]
    assert after["bodies"] == [row for row in before["bodies"] if row[0] in listed]


def forget_everything() -> None:
    ForgeAccount.objects.update(parent=None)
    ForgeAccount.objects.all().delete()
    Forge.objects.all().delete()
    Organisation.objects.update(parent=None, successor=None)
    Organisation.objects.all().delete()
