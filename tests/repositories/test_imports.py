"""Lists of repositories: the real one, both languages, our own export, and bad ones."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from beffroi.lib.files import FileRefusedError
from beffroi.organisations.models import ForgeAccount, Organisation
from beffroi.organisations.shapes import Report
from beffroi.repositories.formats import imports
from beffroi.repositories.models import Repository
from tests.makers import NOON, make_account, make_repository
from tests.repositories.lists import take, text_at

DAY = timedelta(days=1)
HEAD = "name,repository_url,stars_count,is_fork,creation_date,description,country,languages,sources"
OWN = f"{HEAD},uid,first_seen,account_url,license,licence,vitality,fork_kind,activity"


def row(**cells: str) -> str:
    """Return a CSV of one row, with the columns of our own export that matter here."""
    known = {"name": "tool", "repository_url": "https://forge.example/a/tool"}
    out = io.StringIO()
    writer = csv.DictWriter(out, OWN.split(","), restval="")
    writer.writeheader()
    writer.writerow({**known, **cells})
    return out.getvalue()


def refusals(report: Report) -> list[tuple[int | str, str, str]]:
    return [(note.row, note.field, note.code) for note in report.refused]


@pytest.mark.slow
def test_the_columns_of_before_october_2021_are_read(shared: Path) -> None:
    text = text_at(shared, "history/A-snapshot-2021-04-14T1938Z.csv.gz")
    assert imports.fits(text)
    rows = list(imports.rows(text, ""))
    assert (len(rows), [row for row in rows if row.refusal]) == (7422, [])
    first = rows[0].found
    assert first is not None
    assert (first.name, first.language) == ("Roundcube-Mel-deployment", "Shell")
    assert (first.open_issues, first.is_fork, first.is_at_heritage) == (1, False, True)
    assert first.created_at == datetime(2019, 5, 20, 15, 41, 35, tzinfo=UTC)


@pytest.mark.django_db
def test_an_export_keeps_name_first_sight_and_provenance() -> None:
    said = {"*": {"by": "harvest", "at": "2020-01-01T00:00:00Z"}}
    text = row(uid="own-name", first_seen="2020-01-01T00:00:00Z", sources=json.dumps(said))
    assert take(text).new == 1
    found = Repository.objects.get()
    assert (found.uid, found.sources) == ("own-name", said)
    assert (found.first_seen_at, found.seen_at) == (datetime(2020, 1, 1, tzinfo=UTC), NOON)


@pytest.mark.django_db
def test_a_name_that_another_one_has_here_is_not_taken() -> None:
    make_repository(uid="own-name")
    assert take(row(uid="own-name")).new == 1
    assert Repository.objects.filter(uid="own-name").count() == 1
    assert Repository.objects.count() == 2


@pytest.mark.django_db
def test_what_is_known_here_already_is_not_renamed_by_a_file() -> None:
    take(row())
    before = Repository.objects.get()
    report = take(row(uid="own-name", first_seen="2001-01-01"), NOON + DAY)
    after = Repository.objects.get()
    assert (report.same, after.uid, after.first_seen_at) == (1, before.uid, before.first_seen_at)


@pytest.mark.django_db
def test_a_first_sight_to_come_is_kept_and_breaks_nothing() -> None:
    assert take(row(uid="x", first_seen="2099-01-01T00:00:00Z")).refused == []
    found = Repository.objects.get()
    assert found.first_seen_at == found.seen_at == datetime(2099, 1, 1, tzinfo=UTC)


@pytest.mark.django_db
def test_a_licence_set_by_a_person_is_read_back() -> None:
    take(row(uid="x", license="Other", licence="EUPL-1.2"))
    found = Repository.objects.get()
    assert (found.licence, found.licence_raw) == ("EUPL-1.2", "Other")


@pytest.mark.django_db
def test_a_body_has_the_country_of_its_row_or_of_the_wish() -> None:
    take(row(country="be"), country="FR")
    take(row(repository_url="https://forge.example/b/tool"), country="FR")
    countries = Organisation.objects.order_by("name").values_list("country", flat=True)
    assert list(countries) == ["BE", "FR"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cells", "field", "code"),
    [
        ({"repository_url": ""}, "repository_url", "bad-address"),
        ({"repository_url": "https://forge.example/tool"}, "repository_url", "bad-address"),
        ({"repository_url": "https://github.com/a/b/c"}, "repository_url", "repository-address"),
        ({"repository_url": "javascript://forge.example/a/b"}, "repository_url", "bad-address"),
        ({"repository_url": f"https://f.example/{'x' * 301}/b"}, "repository_url", "too-long"),
        (
            {"account_url": "https://forge.example/a", "repository_url": "https://evil.example/b"},
            "repository_url",
            "contradiction",
        ),
        (
            {"account_url": "https://forge.example/a", "repository_url": "javascript://x/a"},
            "repository_url",
            "contradiction",
        ),
        (
            {"account_url": "https://forge.example", "repository_url": "//["},
            "repository_url",
            "contradiction",
        ),
        (
            {
                "account_url": "https://forge.example/a",
                "repository_url": "ftp://forge.example/a/b",
            },
            "repository_url",
            "bad-address",
        ),
        ({"stars_count": "-1"}, "stars_count", "bad-number"),
        ({"stars_count": "1.5"}, "stars_count", "bad-number"),
        ({"stars_count": "٣"}, "stars_count", "bad-number"),
        ({"stars_count": "99999999999"}, "stars_count", "bad-number"),
        ({"is_fork": "yes"}, "is_fork", "bad-value"),
        ({"creation_date": "yesterday"}, "creation_date", "bad-date"),
        ({"name": "x" * 301}, "name", "too-long"),
        ({"name": " "}, "name", "missing"),
        ({"country": "France"}, "country", "bad-value"),
        ({"languages": "{"}, "languages", "bad-value"),
        ({"languages": "[" * 100_000}, "languages", "bad-value"),
        ({"languages": "[1]"}, "languages", "bad-value"),
        ({"languages": '{"C": NaN}'}, "languages", "bad-value"),
        ({"languages": '{"C": 1e999}'}, "languages", "bad-value"),
        ({"languages": '{"C": "all"}'}, "languages", "bad-value"),
        ({"uid": "No Name"}, "uid", "bad-value"),
        ({"uid": "x", "sources": '{"*": 1}'}, "sources", "bad-value"),
        ({"uid": "x", "first_seen": "once"}, "first_seen", "bad-date"),
        ({"uid": "x", "vitality": "101"}, "vitality", "bad-number"),
        ({"uid": "x", "fork_kind": "spoon"}, "fork_kind", "bad-value"),
        ({"uid": "x", "activity": '{"commits": 1}'}, "activity", "bad-value"),
        ({"uid": "x", "activity": '{"commits": [1]}'}, "activity", "bad-value"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_its_field(
    cells: dict[str, str], field: str, code: str
) -> None:
    assert refusals(take(row(**cells))) == [(1, field, code)]
    assert not Repository.objects.exists()


@pytest.mark.django_db
def test_a_date_or_number_that_is_not_there_is_unknown() -> None:
    take(row(creation_date="", stars_count="", is_fork=""))
    found = Repository.objects.get()
    assert (found.created_at, found.stars, found.is_fork) == (None, None, None)
    assert found.last_activity_at is None


@pytest.mark.django_db
def test_cells_that_a_spreadsheet_would_run_are_data() -> None:
    take(row(description="=cmd|'/c calc'!A0"))
    assert Repository.objects.get().description == "=cmd|'/c calc'!A0"


@pytest.mark.django_db
def test_nul_bytes_and_halves_of_characters_reach_no_table() -> None:
    nul = '{"C\\u0000": 1, "\\ud800D": 0}'
    take(
        row(description="a\x00b", languages=nul, uid="x", sources='{"\\u0000": {"by": "\\u0000"}}')
    )
    found = Repository.objects.get()
    assert found.languages == {"C": 1, "D": 0}
    assert found.sources == {"": {"by": "", "at": ""}}
    assert "\x00" not in found.description


@pytest.mark.django_db
def test_ragged_rows_are_refused_and_the_others_taken() -> None:
    text = "name,repository_url\na,https://f.example/g/a\nb\nc,https://f.example/g/c,1\n"
    report = take(text)
    assert refusals(report) == [(2, "", "ragged-row"), (3, "", "ragged-row")]
    assert (report.read, report.new) == (3, 1)


@pytest.mark.django_db
def test_the_first_of_contradicting_rows_counts_also_when_case_differs() -> None:
    text = "name,repository_url,stars_count\na,https://f.example/g/a,1\n"
    report = take(f"{text}A,https://f.example/G/A/,2\n")
    assert (report.new, report.same) == (1, 1)
    assert [note.code for note in report.remarks] == ["contradiction"]
    assert Repository.objects.get().stars == 1


@pytest.mark.django_db
def test_repositories_called_src_or_in_a_group_called_archive_are_kept_apart() -> None:
    urls = [f"https://f.example/g/s/{end}" for end in ("src", "archive/a", "archive/b", "tree")]
    text = "\n".join(["name,repository_url", *(f"x,{url}" for url in urls), ""])
    assert take(text).new == 4


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "wanted", "code", "words"),
    [
        ("a,b\n1,2\n", "", "wrong-columns", "name, repository_url"),
        ("nom,url\n1,2\n", "", "wrong-columns", "It has: nom, url"),
        ("name,repository_url\n", "xlsx", "unknown-format", "known: csv"),
        ("\n\n", "", "wrong-columns", "It has: none"),
    ],
)
def test_a_file_of_another_shape_is_refused_whole(
    text: str, wanted: str, code: str, words: str
) -> None:
    with pytest.raises(FileRefusedError) as refused:
        take(text, format=wanted)
    assert refused.value.code == code
    assert words in refused.value.message


@pytest.mark.django_db
def test_an_empty_list_is_a_list() -> None:
    report = take("name,repository_url\n")
    assert (report.read, report.new) == (0, 0)


@pytest.mark.django_db
def test_progress_is_told_batch_by_batch() -> None:
    said: list[tuple[int, int]] = []
    rows = "".join(f"r{n},https://f.example/g/r{n}\n" for n in range(1100))
    take(f"name,repository_url\n{rows}", progress=lambda done, total: said.append((done, total)))
    assert said == [(500, 1100), (1000, 1100), (1100, 1100)]


@pytest.mark.django_db
def test_accounts_that_differ_by_case_are_one() -> None:
    make_account(full_path="etalab", url="https://github.com/etalab")
    text = "name,repository_url\na,https://github.com/Etalab/a\nb,https://github.com/ETALAB/b\n"
    assert take(text).new == 2
    assert ForgeAccount.objects.count() == 1
