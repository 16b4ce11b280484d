"""Tables described for programs: Table Schema and Data Package (Frictionless, version 1)."""

from collections.abc import Mapping, Sequence
from typing import Any

from beffroi.lib import tables
from beffroi.lib.tables import Column

PROFILE = "tabular-data-resource"
_TYPES: Mapping[str, Mapping[str, str]] = {
    tables.TEXT: {"type": "string"},
    tables.NUMBER: {"type": "integer"},
    tables.TRUTH: {"type": "boolean"},
    tables.INSTANT: {"type": "datetime", "format": "%Y-%m-%dT%H:%M:%SZ"},
    tables.LIST: {"type": "string"},  # the members joined by commas
    tables.MAPPING: {"type": "object"},
}
_TRUTHS = {
    "trueValues": ["True", "true"],
    "falseValues": ["False", "false"],
}


def table_schema(columns: Sequence[Column[Any]], key: Sequence[str]) -> dict[str, Any]:
    """Return the Table Schema of columns as CSV writes them; ``key`` names what is unique."""
    return {
        "$schema": "https://specs.frictionlessdata.io/schemas/table-schema.json",
        "fields": [_field(column, is_key=column.name in key) for column in columns],
        "missingValues": [""],
        "primaryKey": list(key),
    }


def csv_resource(name: str, path: str, about: str, schema: str) -> dict[str, Any]:
    """Return the description of one CSV file; ``schema`` is the address of its Table Schema."""
    return {
        "name": name,
        "path": path,
        "description": about,
        "profile": PROFILE,
        "schema": schema,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "header": True},
    }


def _field(column: Column[Any], *, is_key: bool) -> dict[str, Any]:
    nature = tables.nature(column.kind)
    about = column.about
    if nature == tables.LIST:
        about = f"{about}; joined by commas"
    field: dict[str, Any] = {"name": column.name, **_TYPES[nature], "description": about}
    if nature == tables.TRUTH:
        field |= _TRUTHS
    if is_key or (
        nature in {tables.NUMBER, tables.TRUTH} and not tables.may_be_unknown(column.kind)
    ):
        field["constraints"] = {"required": True}
    return field
