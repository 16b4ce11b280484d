"""Rows as lines: the same text from either database, and the same row from the text."""

import json
from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import models
from hypothesis import given
from hypothesis import strategies as st

from beffroi.portal.copies import rows
from beffroi.portal.copies.shapes import CopyError
from beffroi.repositories.models import Repository
from tests.makers import make_repository

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (models.DateTimeField(), datetime(2021, 11, 15, 8, 2, 0, 123456, tzinfo=UTC)),
        (models.DateField(), date(2021, 11, 15)),
        (models.TimeField(), time(8, 2)),
        (models.BinaryField(), b"\x00\xff"),
        (models.UUIDField(), UUID(int=7)),
        (models.DecimalField(), Decimal("1.50")),
        (models.BooleanField(), False),
        (models.TextField(), "« été »\n"),
        (models.IntegerField(), None),
    ],
)
def test_a_value_comes_back_as_it_was(field: models.Field, value: object) -> None:
    written = json.loads(json.dumps(rows.plain(value)))
    assert rows.back(field, written) == value


@given(JSON)
def test_json_is_written_the_same_after_it_was_read(value: object) -> None:
    once = rows.plain(value)
    assert rows.plain(rows.back(models.JSONField(), json.loads(json.dumps(once)))) == once


@pytest.mark.django_db
def test_lines_name_their_columns_first_and_follow_the_key() -> None:
    made = [make_repository(), make_repository()]
    head, *found = [json.loads(line) for line in rows.lines(Repository)]
    assert head[:2] == ["id", "uid"]
    assert [row[1] for row in found] == [repository.uid for repository in made]


@pytest.mark.django_db
def test_a_row_that_cannot_be_read_is_named() -> None:
    head = next(iter(rows.lines(Repository)))
    with pytest.raises(CopyError, match=r"repositories\.Repository, rows 1 to 1: cannot be read"):
        rows.insert(Repository, iter([head, "[1, 2]"]))


@pytest.mark.django_db
def test_rows_of_other_columns_are_refused() -> None:
    with pytest.raises(CopyError, match="other columns"):
        rows.insert(Repository, iter(['["id","colour"]']))


@pytest.mark.django_db
def test_the_newest_migrations_give_the_tables_of_the_program() -> None:
    names = [rows.name_of(model) for model in rows.tables(rows.applied())]
    assert names == sorted(names)
    assert {"repositories.Repository", "journal.Act", "accounts.User"} <= set(names)


@pytest.mark.django_db
def test_a_migration_that_nobody_knows_here_asks_for_an_update() -> None:
    with pytest.raises(CopyError, match="update first"):
        rows.tables({"repositories": ("0001_initial", "9999_of_tomorrow")})
