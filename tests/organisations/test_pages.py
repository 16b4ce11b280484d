"""What lists show: labels, ways out, sources, history in words."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.utils import translation

from beffroi.journal.models import Act
from beffroi.organisations.pages.answers import Answer
from beffroi.organisations.pages.history import history, news_words, verb_words
from beffroi.organisations.pages.labels import country_name, identifier_name, kind_name, names_of
from beffroi.organisations.pages.rows import body_rows
from beffroi.organisations.pages.sources import provenance
from beffroi.search.shapes import Query
from tests.makers import NOON, make_organisation
from tests.portal.pages import fill


def test_a_country_has_its_name_in_the_language_of_the_page() -> None:
    with translation.override("fr"):
        assert (country_name("CH"), country_name("EU"), country_name("XX")) == (
            "Suisse",
            "Union européenne",
            "XX",
        )


def test_a_kind_and_a_register_without_a_name_show_themselves() -> None:
    assert (kind_name("ministry"), kind_name("odd")) == ("Ministry", "Odd")
    assert identifier_name("fr-annuaire") == "fr-annuaire"  # the neutral pack knows none


def test_the_source_of_a_field_is_its_own_or_that_of_all() -> None:
    sources = {"*": {"by": "import:csv", "at": "2021-11-15T08:02:00Z"}, "a": {"by": "manual"}}
    everything, own = provenance(sources, "b"), provenance(sources, "a")
    assert everything is not None
    assert everything.short == "imported list"
    assert own is not None
    assert own.sentences[0] == "Source: set by hand."
    assert provenance({}, "b") is None
    assert provenance({"*": "odd"}, "b") is None


def test_an_act_is_told_with_what_changed_in_it() -> None:
    act = Act(at=NOON, verb="changed", before={"a": [], "b": None, "head": 1},
              after={"a": ["x", "y"], "b": "z", "head": 2, "new": 1})  # fmt: skip
    (event,) = history([act])
    assert event.words == "Its record changed."
    assert event.changes == (("a", "nothing", "x, y"), ("b", "nothing", "z"))


def test_a_new_verb_is_shown_as_it_is() -> None:
    assert (verb_words("odd"), news_words("odd")) == ("odd", "odd:")


@pytest.mark.django_db
def test_names_follow_the_language_of_the_page() -> None:
    make_organisation(uid="a", name="A", names={"fr": "A en français"})
    with translation.override("fr"):
        assert names_of(["a"]) == {"a": "A en français"}
    with translation.override("en"):
        assert names_of(["a"]) == {"a": "A"}


@pytest.mark.django_db
@pytest.mark.slow
def test_ways_out_of_an_empty_result_say_what_they_find() -> None:
    fill(1, licence="MIT", description="cadastre")
    query = Query(
        text="cadastre zzzzqq",
        filters={"licence": ("GPL",), "kind": ("repository",)},
        today=date(2026, 5, 4),
        is_exact=True,
    )
    ways = Answer("/list/", query, kind="repository").ways
    assert ways == []
    ways = Answer("/list/", Query(text="cadastre zzzzqq", today=date(2026, 5, 4))).ways
    assert [(way.text, way.count) for way in ways] == [("Search “cadastre” alone", 1)]


@pytest.mark.django_db
@pytest.mark.slow
def test_an_exact_search_that_finds_nothing_offers_near_spellings() -> None:
    fill(1)
    query = Query(text="urbansime", today=date(2026, 5, 4), is_exact=True)
    (way,) = Answer("/list/", query).ways
    assert (way.text, way.count, way.href) == (
        "Search with near spellings",
        1,
        "/list/?q=urbansime",
    )


@pytest.mark.django_db
@pytest.mark.slow
def test_a_broken_index_is_a_state_of_the_page_and_no_fault(settings: LazySettings) -> None:
    fill(1)
    for file in Path(settings.BEFFROI_INDEX).rglob("*"):
        if file.is_file() and file.parent != settings.BEFFROI_INDEX:
            file.write_bytes(b"broken")
    answer = Answer("/list/", Query(today=date(2026, 5, 4)))
    assert (answer.state, answer.count) == ("broken", 0)
    assert body_rows(["etalab"], "")["organisation", "etalab"].facts == ("France",)
