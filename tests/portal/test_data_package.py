"""The Data Package, judged by the library of those who made the format."""

import json
from pathlib import Path
from typing import Any

import frictionless
import pytest
from django.test import Client

from beffroi.portal.data.tables import TABLES
from tests.makers import NOON, make_forge, make_repository

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def download(client: Client, folder: Path) -> Path:
    """Put the package, its schemas and its files into a folder, as a reader of it would."""
    described: dict[str, Any] = client.get("/data/datapackage.json").json()
    for resource in described["resources"]:
        for address in (resource["path"], resource["schema"]):
            file = folder / address
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(client.get(f"/data/{address}").getvalue())
    path = folder / "datapackage.json"
    path.write_text(json.dumps(described), "utf-8")
    return path


@pytest.fixture
def package(client: Client, tmp_path: Path) -> Path:
    make_repository(is_fork=None, stars=3, pushed_at=NOON, topics=["a", "b"], files={"readme": "R"})
    make_repository(description="Deux\nlignes, « citées »", is_at_heritage=False, updated_at=NOON)
    make_forge("gitlab.example", software="gitlab")
    return download(client, tmp_path)


def test_an_independent_library_finds_every_file_valid(package: Path) -> None:
    report = frictionless.Package(str(package)).validate()
    assert report.flatten(["name", "rowNumber", "fieldName", "type", "message"]) == []
    assert report.stats["tasks"] >= 11


def test_an_independent_library_finds_a_wrong_cell(package: Path) -> None:
    file = package.with_name("repositories.csv")
    file.write_bytes(file.read_bytes().replace(b",3,", b",three,", 1))
    report = frictionless.Package(str(package)).validate()
    assert [row[0] for row in report.flatten(["fieldName"])] == ["stars_count"]


def test_the_package_names_licence_and_every_table_that_has_a_csv_file(client: Client) -> None:
    described = client.get("/data/datapackage.json").json()
    paths = {resource["path"] for resource in described["resources"]}
    tables = [
        [path for path, form in one.files.items() if form == "csv"] for one in TABLES.values()
    ]
    expected = {one[0] for one in tables if one}
    assert (paths, bool(described["licenses"][0]["title"])) == (expected, True)


def test_every_schema_says_what_each_column_is(client: Client) -> None:
    for name in TABLES:
        schema = client.get(f"/data/schemas/{name}.json").json()
        frictionless.Schema.from_descriptor(schema)
        assert all(field["description"] for field in schema["fields"])
