"""What a search found, as records."""

from typing import Any

import pytest
from django.utils import translation

from beffroi.portal.found import BATCH, COLUMNS, records, rows
from beffroi.search.shapes import Hit
from tests.makers import NOON, make_account, make_organisation, make_repository

pytestmark = pytest.mark.django_db


def test_records_keep_the_order_of_the_hits_and_leave_out_what_vanished() -> None:
    make_organisation(uid="town")
    make_repository(uid="map")
    make_repository(uid="gone", withdrawn_at=NOON, withdrawn_reason="deleted")
    hits = [
        Hit("repository", "map"), Hit("repository", "gone"), Hit("organisation", "town"),
        Hit("repository", "never"), Hit("software", "other"),
    ]  # fmt: skip
    found = list(records(hits))
    assert [(one["kind"], one["id"]) for one in found] == [
        ("repository", "map"), ("organisation", "town"),
    ]  # fmt: skip
    assert all(tuple(one) == COLUMNS for one in found)


def test_names_and_descriptions_speak_the_language_of_the_answer() -> None:
    body = make_organisation(name="Ville", names={"en": "Town"})
    make_repository(
        uid="map", account=make_account(organisation=body), description="Map",
        descriptions={"fr": "Carte"},
    )  # fmt: skip
    said = {}
    for language in ("en", "fr"):
        with translation.override(language):
            (one,) = records([Hit("repository", "map")])
        said[language] = (one["organisation"], one["description"], one["url"][21:25])
    assert said == {"en": ("Town", "Map", "/en/"), "fr": ("Ville", "Carte", "/fr/")}


def test_a_long_list_costs_a_query_a_batch(django_assert_num_queries: Any) -> None:
    hits = [Hit("repository", f"r{number}") for number in range(BATCH + 1)]
    with django_assert_num_queries(2):
        assert list(rows(hits)) == []
