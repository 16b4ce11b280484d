"""``beffroi export``."""

import csv
import io
import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from pyarrow import parquet as pq

from beffroi.lib.dates import write_instant
from beffroi.lib.errors import UsageError
from beffroi.lib.slots import EXPORT_KINDS
from tests.makers import NOON, make_library, make_repository

pytestmark = pytest.mark.django_db


def export(*words: str, **options: Any) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("export", *words, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_csv_is_the_default_and_nothing_else_is_on_the_output() -> None:
    make_repository(uid="one", name="Été")
    out, err = export("repositories")
    (row,) = csv.DictReader(io.StringIO(out, newline=""))
    assert (row["uid"], row["name"], err) == ("one", "Été", "")
    assert out.endswith("\r\n")


@pytest.mark.parametrize("kind", ["repositories", "organisations", "accounts", "libraries"])
def test_every_kind_has_every_format_with_the_same_rows(kind: str) -> None:
    make_repository()
    make_library()
    table = list(csv.DictReader(io.StringIO(export(kind)[0], newline="")))
    whole = json.loads(export(kind, "--format", "json")[0])
    lines = [json.loads(one) for one in export(kind, "--format", "jsonl")[0].splitlines()]
    assert whole == lines
    assert [one["uid"] for one in whole] == [row["uid"] for row in table]
    assert set(table[0]) == set(whole[0])


def test_list_names_the_kinds_and_their_columns() -> None:
    out, _ = export("--list")
    assert [line.partition(":")[0] for line in out.splitlines()] == [
        kind for kind, _ in EXPORT_KINDS.items()
    ]


@pytest.mark.parametrize(
    ("words", "way_out"),
    [
        (["repositorys"], "kinds: accounts, catalogue, libraries, organisations, repositories"),
        ([], "kinds: accounts, catalogue, libraries, organisations, repositories"),
        (["repositories", "--format", "xml"], "formats: csv, json, jsonl, parquet"),
        (["repositories", "--output", "/nowhere/file.csv"], "/nowhere/file.csv"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_way_out(words: list[str], way_out: str) -> None:
    with pytest.raises(UsageError) as refused:
        export(*words)
    assert way_out in str(refused.value)


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    make_repository()
    file = tmp_path / "repositories.csv"
    out, err = export("repositories", "--output", str(file))
    assert out == ""
    assert err.startswith("kind=repositories format=csv")
    assert file.read_bytes().decode() == export("repositories")[0]
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("kind", ["repositories", "organisations", "accounts", "libraries"])
def test_parquet_holds_the_same_rows_with_types(kind: str, tmp_path: Path) -> None:
    make_repository(topics=["a", "b, c"], pushed_at=NOON, stars=3, is_fork=None)
    make_library(released_at=NOON, keywords=["a"])
    file = tmp_path / "file.parquet"
    export(kind, "--format", "parquet", "--output", str(file))
    rows = pq.read_table(file).to_pylist()
    whole = json.loads(export(kind, "--format", "json")[0])
    assert [as_json(row) for row in rows] == whole


def as_json(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row of Parquet as JSON has it: instants as text, mappings read."""
    found = {
        name: write_instant(one) if isinstance(one, datetime) else one for name, one in row.items()
    }
    mappings = {"languages", "descriptions", "files", "sources", "names"} & set(row)
    return found | {name: json.loads(row[name]) for name in mappings}


class Terminal(io.StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        """Say that somebody looks at it."""
        return True


def test_parquet_is_not_poured_over_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", Terminal())
    with pytest.raises(UsageError, match="--output FILE"):
        export("repositories", "--format", "parquet")


@pytest.mark.long
@pytest.mark.slow
def test_the_program_writes_utf_8_whatever_the_console_speaks(tmp_path: Path) -> None:
    environment = {**os.environ, "BEFFROI_HOME": str(tmp_path), "PYTHONIOENCODING": "latin-1"}
    environment["DJANGO_SETTINGS_MODULE"] = "beffroi.settings"
    code = (
        "import sys; from beffroi.__main__ import main; main(['migrate', '-v', '0']);"
        "from tests.makers import make_repository; make_repository(name='été 🦊', uid='one');"
        "sys.exit(main(['export', 'repositories']))"
    )
    words = [sys.executable, "-c", code]
    done = subprocess.run(words, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert "été 🦊" in done.stdout.decode("utf-8")
