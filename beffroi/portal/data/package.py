"""The description of all tables for programs: a Data Package and one Table Schema each."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils import timezone

from beffroi.lib.schemas import csv_resource, table_schema
from beffroi.lib.version import version
from beffroi.portal.data.tables import CSV, SECOND, TABLES, Published

FOLDER = "schemas"


def schema_of(table: Published) -> dict[str, Any]:
    """Return the Table Schema of a table, with its name and what it is."""
    return {
        "name": table.name,
        "title": table.about,
        "homepage": f"{settings.BEFFROI_URL}/",
        **table_schema(table.columns, table.key),
    }


def package() -> dict[str, Any]:
    """Return the Data Package of every table that has a CSV file."""
    country = settings.BEFFROI_COUNTRY
    return {
        "profile": "tabular-data-package",
        "name": "beffroi",
        "title": "Public code, open data",
        "homepage": f"{settings.BEFFROI_URL}/",
        "version": version(),
        "created": f"{timezone.now():%Y-%m-%d}T00:00:00Z",
        "licenses": [{"title": country.data_licence_name, "path": country.data_licence_url}],
        "resources": [_resource(table) for table in TABLES.values() if _csv(table.files)],
    }


def _resource(table: Published) -> dict[str, Any]:
    path = _csv(table.files)
    schema = f"{FOLDER}/{table.name}.json"
    return {**csv_resource(_slug(table.name), path, table.about, schema), "title": table.name}


def _csv(files: Mapping[str, str]) -> str:
    return next((path for path, form in files.items() if form == CSV), "")


def _slug(name: str) -> str:
    return name.replace("_", "-")


GENERATIONS: Mapping[str, Mapping[str, str]] = {"repositories-1": {"2": SECOND.name}}
"""Table → generation asked for → the table that answers."""
