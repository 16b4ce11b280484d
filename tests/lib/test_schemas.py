"""Tables described for programs, judged by the library of those who made the format."""

from typing import Annotated, Any

import frictionless
from pydantic import Field

from beffroi.lib.schemas import csv_resource, table_schema
from beffroi.lib.tables import Column

Instant = Annotated[str, Field(json_schema_extra={"format": "date-time"})]


def column(name: str, kind: Any) -> Column[Any]:
    return Column(name, kind, f"What {name} says", lambda thing: thing)


COLUMNS = (
    column("uid", str), column("stars", int | None), column("count", int),
    column("fork", bool | None), column("at", Instant | None), column("topics", list[str]),
    column("files", dict[str, str]),
)  # fmt: skip


def test_each_kind_of_column_has_its_type() -> None:
    types = [field["type"] for field in table_schema(COLUMNS, ["uid"])["fields"]]
    assert types == ["string", "integer", "integer", "boolean", "datetime", "string", "object"]


def test_a_key_and_a_number_that_is_always_known_are_required() -> None:
    fields = table_schema(COLUMNS, ["uid"])["fields"]
    assert [one["name"] for one in fields if "constraints" in one] == ["uid", "count"]


def test_what_is_joined_by_commas_says_so() -> None:
    fields = {one["name"]: one for one in table_schema(COLUMNS, ["uid"])["fields"]}
    assert fields["topics"]["description"] == "What topics says; joined by commas"


def test_an_independent_library_accepts_schema_and_resource() -> None:
    frictionless.Schema.from_descriptor(table_schema(COLUMNS, ["uid"]))
    resource = csv_resource("x", "x.csv", "What x is", "schemas/x.json")
    frictionless.Resource.from_descriptor({**resource, "schema": table_schema(COLUMNS, ["uid"])})
