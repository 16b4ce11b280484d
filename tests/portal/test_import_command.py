"""``beffroi import``: what a person sees, whatever the file is."""

import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from beffroi.lib import countries
from beffroi.lib.errors import BeffroiError
from beffroi.lib.files import FileRefusedError
from beffroi.lib.http import DoorError, parse_networks
from beffroi.organisations.models import Organisation
from beffroi.repositories.models import Repository
from tests.fakes.hostile import answers, bombs, hostile

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HEAD = "name,repository_url,description,is_fork,creation_date,stars_count\n"
GOOD = "tool,https://forge.example/a/tool,What it is,,2021-03-01T10:00:00Z,3\n"


def run(kind: str, source: object, *words: str) -> tuple[str, str, int]:
    """Run the command; return output, errors and exit status."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("import", kind, str(source), *words, stdout=out, stderr=err)
    except SystemExit as ended:
        return out.getvalue(), err.getvalue(), int(ended.code or 0)
    return out.getvalue(), err.getvalue(), 0


def report_of(tmp_path: Path, text: str, kind: str = "repositories") -> dict[str, Any]:
    file = tmp_path / "list.csv"
    file.write_bytes(text.encode())
    found: dict[str, Any] = json.loads(run(kind, file, "--format", "json")[0])
    return found


def test_a_good_file_ends_with_its_counts(tmp_path: Path) -> None:
    (tmp_path / "list").write_text(HEAD + GOOD)
    out, err, status = run("repositories", tmp_path / "list")
    assert (status, out.splitlines()[0]) == (
        0,
        "read=1 new=1 changed=0 same=0 refused=0 remarks=0",
    )
    assert "1 of 1 rows" in err


def test_json_alone_is_on_the_output_and_has_the_shape_of_the_contract(tmp_path: Path) -> None:
    report = report_of(tmp_path, HEAD + GOOD + GOOD)
    assert set(report) == {"read", "new", "changed", "same", "refused", "remarks"}
    assert (report["read"], report["new"], report["same"]) == (2, 1, 1)
    assert set(report["remarks"][0]) == {"row", "field", "code", "message"}
    assert report["remarks"][0]["code"] == "listed-twice"


def test_a_refused_row_is_named_and_the_others_are_taken(tmp_path: Path) -> None:
    (tmp_path / "list").write_text(HEAD + GOOD + "b,https://forge.example/a/b,,,yesterday,1\n")
    out, _, status = run("repositories", tmp_path / "list")
    assert status == 1
    assert "refused: bad-date (1)" in out
    assert "row 2, creation_date: “yesterday”" in out
    assert Repository.objects.count() == 1


def test_a_compressed_file_is_read_like_a_plain_one(tmp_path: Path) -> None:
    (tmp_path / "list").write_bytes(gzip.compress((HEAD + GOOD).encode(), mtime=0))
    assert run("repositories", tmp_path / "list")[2] == 0
    assert Repository.objects.get().stars == 3


@pytest.mark.parametrize(
    ("row", "field", "code"),
    [
        ("b,https://forge.example/a/b,,,2021-13-01,1", "creation_date", "bad-date"),
        ("b,https://forge.example/a/b,,,,-4", "stars_count", "bad-number"),
        ("b,https://forge.example/a/b,,,,99999999999", "stars_count", "bad-number"),
        ("b,https://forge.example/a/b,,maybe,,1", "is_fork", "bad-value"),
        ("b,ftp://forge.example/a/b,,,,1", "repository_url", "bad-address"),
        ("b,https://forge.example,,,,1", "repository_url", "bad-address"),
        (",https://forge.example/a/b,,,,1", "name", "missing"),
        ("b,https://forge.example/a/b,,,,1,too many", "", "ragged-row"),
        ("b", "", "ragged-row"),
    ],
)
def test_a_row_that_cannot_be_says_which_field_and_why(
    tmp_path: Path, row: str, field: str, code: str
) -> None:
    report = report_of(tmp_path, f"{HEAD}{GOOD}{row}\n")
    assert [(one["row"], one["field"], one["code"]) for one in report["refused"]] == [
        (2, field, code),
    ]
    assert (report["read"], report["new"]) == (2, 1)


def test_contradicting_rows_are_one_repository_with_the_first_ones_facts(tmp_path: Path) -> None:
    report = report_of(tmp_path, HEAD + GOOD + GOOD.replace(",3\n", ",4\n"))
    assert (report["same"], report["remarks"][0]["code"]) == (1, "contradiction")
    assert Repository.objects.get().stars == 3


def test_formulas_and_markup_are_data(tmp_path: Path) -> None:
    text = "=HYPERLINK(1)<script>"
    report_of(tmp_path, HEAD + GOOD.replace("What it is", text))
    assert Repository.objects.get().description == text


def test_nul_bytes_do_not_reach_the_database(tmp_path: Path) -> None:
    report = report_of(tmp_path, HEAD + GOOD.replace("What", "Wh\x00at"))
    assert report["new"] == 1
    assert "\x00" not in Repository.objects.get().description


@pytest.mark.parametrize(
    ("content", "code", "way_out"),
    [
        (b"", "empty-file", "empty"),
        (b"  \n", "empty-file", "empty"),
        ((HEAD + GOOD).encode("utf-16"), "wrong-encoding", "iconv -f UTF-16"),
        ((HEAD + GOOD.replace("What", "Été")).encode("latin-1"), "wrong-encoding", "line 2"),
        (gzip.compress(HEAD.encode(), mtime=0)[:-9], "broken-gzip", "too early"),
        (b"a,b\n1,2\n", "wrong-columns", "repository_url"),
        (b"\x89PNG\r\n\x1a\n\x00", "wrong-encoding", "not UTF-8"),
    ],
)
def test_a_file_that_is_none_is_refused_with_the_way_out(
    tmp_path: Path, content: bytes, code: str, way_out: str
) -> None:
    (tmp_path / "list").write_bytes(content)
    with pytest.raises(FileRefusedError) as refused:
        run("repositories", tmp_path / "list")
    assert refused.value.code == code
    assert way_out in refused.value.message


@pytest.mark.parametrize("name", ["absent.csv", "."])
def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(CommandError) as refused:
        run("repositories", tmp_path / name)
    assert str(tmp_path / name) in str(refused.value)
    assert refused.value.returncode == 2


def test_a_country_is_two_letters_and_the_pack_says_it_otherwise(
    tmp_path: Path, settings: Any
) -> None:
    (tmp_path / "list").write_text(HEAD + GOOD)
    with pytest.raises(CommandError, match="two letters"):
        run("repositories", tmp_path / "list", "--country", "France")
    settings.BEFFROI_COUNTRY = countries.load("fr")
    run("repositories", tmp_path / "list")
    assert Organisation.objects.get().country == "FR"


def test_without_a_file_the_formats_are_shown() -> None:
    with pytest.raises(CommandError, match="which file") as refused:
        call_command("import", "repositories", stdout=io.StringIO())
    assert refused.value.returncode == 2


def test_a_file_that_unpacks_to_a_gigabyte_is_refused_within_its_limit(tmp_path: Path) -> None:
    block = gzip.compress(bytes(100_000_000), mtime=0)
    (tmp_path / "list").write_bytes(block * 10)
    with pytest.raises(FileRefusedError) as refused:
        run("repositories", tmp_path / "list")
    assert refused.value.code == "too-large"


def test_the_formats_are_listed() -> None:
    for kind in ("organisations", "accounts", "repositories"):
        out = io.StringIO()
        call_command("import", kind, "--list", stdout=out)
        assert out.getvalue().startswith("csv: ")


def test_an_unknown_format_names_the_known_ones(tmp_path: Path) -> None:
    (tmp_path / "list").write_text(HEAD + GOOD)
    with pytest.raises(FileRefusedError) as refused:
        run("repositories", tmp_path / "list", "--as", "xlsx")
    assert "csv" in refused.value.message


def test_a_list_at_an_address_is_read_through_the_door(settings: Any) -> None:
    settings.BEFFROI_ALLOWED_NETWORKS = parse_networks(["127.0.0.0/8"])
    with hostile(answers((HEAD + GOOD).encode(), "text/csv")) as server:
        out, _, status = run("repositories", f"{server.url}/list.csv")
    assert (status, out.split()[1]) == (0, "new=1")


def test_an_address_inward_is_not_called() -> None:
    with hostile(answers(b"x")) as server, pytest.raises(DoorError) as refused:
        run("repositories", f"{server.url}/list.csv")
    assert (refused.value.code, server.targets) == ("refused-address", [])


def test_a_server_that_sends_something_else_changes_nothing(settings: Any) -> None:
    settings.BEFFROI_ALLOWED_NETWORKS = parse_networks(["127.0.0.0/8"])
    with hostile(bombs) as server, pytest.raises(BeffroiError):
        run("repositories", f"{server.url}/list.csv")
    assert not Repository.objects.exists()
