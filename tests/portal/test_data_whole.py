"""The whole catalogue in one file: read back, an empty instance shows the same pages."""

import json
from typing import Any

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone

from beffroi.journal.models import Act, ChainHead
from beffroi.lib.files import FileRefusedError
from beffroi.lib.slots import EXPORT_KINDS, IMPORT_KINDS, ImportWish
from beffroi.lib.tables import jsonl_pieces
from beffroi.organisations.models import Organisation
from beffroi.organisations.shapes import Report
from beffroi.portal.data.whole import TABLES
from beffroi.portal.indexing import rebuild
from beffroi.repositories.actions.withdraw import withdraw
from beffroi.repositories.models import Alias, Failure, HarvestRun, Readme, Repository
from tests.makers import NOON, make_account, make_library, make_organisation, make_repository

pytestmark = pytest.mark.django_db


def exported() -> str:
    exporter = EXPORT_KINDS.get("catalogue")
    assert exporter is not None
    return "".join(jsonl_pieces(exporter.columns, exporter.rows()))


def take_in(text: str) -> Report:
    importer = IMPORT_KINDS.get("catalogue")
    assert importer is not None
    report = importer(text, ImportWish(at=NOON))
    assert isinstance(report, Report)
    return report


def empty() -> None:
    Organisation.objects.update(parent=None, successor=None)
    for table in reversed(TABLES):
        QuerySet(table.model).delete()
    ChainHead.objects.all().delete()


def fill() -> Repository:
    """Make a small catalogue that has one of everything."""
    ministry = make_organisation(uid="ministry", kind="ministry")
    body = make_organisation(uid="agency", parent=ministry)
    make_account(uid="whole", full_path="")  # a whole forge
    account = make_account(uid="account", organisation=body, full_path="etalab")
    text = {"name": "One", "maintenance": {"contacts": [{"email": "jean@example.org"}]}}
    one = make_repository(
        uid="one",
        account=account,
        publiccode=text,
        files={"readme": "README.md"},
        missing_since=NOON,
        topics=["a"],
        stars=3,
        vitality=61,
        fork_kind="git",
        fork_parent="https://up.example/a/one",
    )
    Readme.objects.create(repository=one, text="The belfry of the town.")  # fmt: skip
    make_library(repository=one)
    old = "github.com/old/one"
    Alias.objects.create(repository=one, url=f"https://{old}", url_key=old, since=NOON, source="x")
    run = HarvestRun.objects.create(uid="run", started_at=NOON)
    said = {"url": account.url, "code": "timeout", "message": "Nobody answered.", "at": NOON}
    Failure.objects.create(run=run, account=account, **said)
    gone = make_repository(uid="gone", account=account, description="")
    withdraw([gone], reason="legal", source="test", at=NOON)
    return one


PAGES = (
    "/en/", "/fr/repositories/", "/en/repositories/one/", "/en/repositories/gone/",
    "/en/organisations/", "/fr/organisations/agency/", "/en/organisations/ministry/",
    "/en/accounts/account/", "/en/repositories.csv", "/api/v1/repositories/one", "/en/news.atom",
    "/data/codegouvfr-organizations.csv", "/data/awesome.json", "/en/repositories/?q=belfry",
)  # fmt: skip


def pages(client: Client) -> dict[str, tuple[int, bytes]]:
    rebuild(holder="test", at=timezone.now())
    answers = {address: client.get(address) for address in PAGES}
    return {
        address: (answer.status_code, answer.getvalue())  # type: ignore[attr-defined]
        for address, answer in answers.items()
    }


@pytest.mark.slow
def test_an_empty_instance_that_reads_the_file_shows_the_same_pages(client: Client) -> None:
    fill()
    before, file = pages(client), exported()
    empty()
    report = take_in(file)
    assert (report.refused, report.read) == ([], report.new)
    after = pages(client)
    assert {address: answer[0] for address, answer in after.items()} == {
        address: 410 if "gone" in address else 200 for address in PAGES
    }
    assert [one for one in PAGES if before[one] != after[one]] == []


def test_a_second_export_is_the_same_file() -> None:
    fill()
    file = exported()
    empty()
    take_in(file)
    assert exported() == file


def test_the_journal_is_chained_anew() -> None:
    from beffroi.journal.actions import first_broken  # noqa: PLC0415

    fill()
    file = exported()
    empty()
    take_in(file)
    acts = list(Act.objects.order_by("pk"))
    assert (len(acts) > 0, first_broken(acts)) == (True, None)


def test_the_file_holds_nothing_of_a_person_and_little_of_what_was_withdrawn() -> None:
    fill()
    Act.objects.update(person_uid="jean")
    Repository.objects.filter(uid="gone").update(description="secret words")
    text = exported()
    assert "jean" not in text
    assert "secret words" not in text
    assert '"withdrawn_reason":"legal"' in text


def test_a_catalogue_is_not_poured_into_one_that_has_something() -> None:
    file = exported()
    make_organisation()
    with pytest.raises(FileRefusedError, match="not empty"):
        take_in(file)


def rows(*given: tuple[str, dict[str, Any]]) -> str:
    head = ("beffroi-catalogue", {"version": 1})
    return "".join(json.dumps({"table": table, "row": row}) + "\n" for table, row in (head, *given))


AT = "2026-05-04T12:00:00Z"
BODY = {"uid": "a", "name": "A", "created_at": AT, "changed_at": AT}


@pytest.mark.parametrize(
    ("table", "row", "code"),
    [
        ("organisations", {**BODY, "uid": "not a uid"}, "bad-value"),
        ("organisations", {**BODY, "name": ""}, "missing"),
        ("organisations", {**BODY, "name": "x" * 301}, "bad-value"),
        ("organisations", {**BODY, "names": []}, "bad-value"),
        ("organisations", {**BODY, "website": "javascript:alert(1)"}, "bad-value"),
        ("organisations", {**BODY, "created_at": "2026-05-04T12:00:00"}, "bad-date"),
        ("organisations", {**BODY, "colour": "red"}, "unknown-column"),
        ("organisations", {**BODY, "withdrawn_at": "2026-05-04T12:00:00Z"}, "contradiction"),
        ("accounts", {"forge": "x.example"}, "missing"),
        ("identifiers", {"organisation": "b", "scheme": "x", "value": "1"}, "unknown-reference"),
        ("people", {}, "unknown-table"),
    ],
)
def test_a_row_that_cannot_be_taken_is_refused_by_name(
    table: str, row: dict[str, Any], code: str
) -> None:
    report = take_in(rows(("organisations", {**BODY, "uid": "first"}), (table, row)))
    assert [note.code for note in report.refused] == [code]
    assert (report.read, report.new, Organisation.objects.count()) == (2, 1, 1)


def test_a_row_that_stands_twice_is_refused_and_the_others_taken() -> None:
    report = take_in(rows(*[("organisations", {**BODY, "uid": uid}) for uid in "abab"]))
    assert {(note.row, note.code) for note in report.refused} == {
        (4, "contradiction"), (5, "contradiction"),
    }  # fmt: skip
    assert report.new == 2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[]\n", "broken-json"),
        ('{"table": 1, "row": 2}\n', "wrong-shape"),
        ("no json\n", "broken-json"),
        ('{"table": "organisations", "row": {}}\n', "wrong-shape"),
        ('{"table": "beffroi-catalogue", "row": {"version": 9}}\n', "newer-version"),
        ("", "wrong-shape"),
    ],
)
def test_a_file_that_is_no_catalogue_is_refused_whole(text: str, code: str) -> None:
    with pytest.raises(FileRefusedError) as refused:
        take_in(text)
    assert refused.value.code == code


def test_a_broken_line_in_the_middle_leaves_nothing() -> None:
    with pytest.raises(FileRefusedError, match="Line 3"):
        take_in(rows(("organisations", BODY)) + "{broken\n")
    assert not Organisation.objects.exists()
