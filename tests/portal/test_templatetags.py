"""Filters, and the parts that a list repeats."""

from datetime import UTC, date, datetime

from django.utils import translation

from beffroi.organisations.pages.answers import Group
from beffroi.organisations.pages.rows import Row
from beffroi.portal.templatetags import beffroi as tags
from beffroi.search.links import Choice


def test_figures_and_dates_follow_the_language_of_the_page() -> None:
    with translation.override("fr"):
        assert (tags.figure(9157), tags.day(date(2026, 11, 1))) == (
            "9\u202f157",
            "1er novembre 2026",
        )
    with translation.override("en"):
        assert (tags.figure(9157), tags.short_day(date(2026, 11, 1))) == ("9,157", "1 Nov 2026")


def test_an_instant_is_written_for_people_and_for_machines() -> None:
    at = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)
    with translation.override("fr"):
        assert tags.moment(at) == "23 novembre 2026, 9\u202fh\u202f12 UTC"
    with translation.override("en"):
        assert tags.moment(at) == "23 November 2026, 09:12 UTC"
    assert tags.instant(at) == "2026-11-23T09:12:00Z"


def test_what_is_not_known_is_written_as_nothing() -> None:
    assert [tags.figure(None), tags.day(None), tags.short_day(None), tags.moment(None)] == [""] * 4


def test_found_words_are_marked_and_everything_else_is_escaped() -> None:
    assert tags.marked("<b>Urbanisme</b>", "urbanisme") == (
        "&lt;b&gt;<mark>Urbanisme</mark>&lt;/b&gt;"
    )


def test_nothing_is_marked_without_words() -> None:
    assert tags.marked("a < b", "") == "a &lt; b"


def test_a_facet_shows_its_choices_with_counts_and_bars() -> None:
    choice = Choice("MIT", "<MIT>", 1234, 40, "/?licence=MIT&a=1", is_chosen=True)
    group = Group("licence", "Licence", (choice,), more="", more_text="", less="")
    with translation.override("en"):
        shown = tags.facet(group)
    assert '<a href="/?licence=MIT&amp;a=1" aria-current="true">' in shown
    assert "<bdi>&lt;MIT&gt;</bdi>" in shown
    assert '<span class="num">1,234</span>' in shown
    assert '<path d="M0 5h40"/>' in shown


def test_a_row_escapes_what_strangers_wrote() -> None:
    row = Row(
        kind="repository",
        kind_name="Repository",
        url="/en/repositories/a/",
        name="<script>",
        description='"><img src=x>',
        body=("A & B", "/en/organisations/a/"),
        facts=("<i>",),
    )
    shown = tags.results([row], "", "/static/icons.svg")
    assert "<script>" not in shown
    assert "<img" not in shown
    assert "<i>" not in shown
    assert "A &amp; B" in shown


def test_a_row_says_the_language_of_its_text_or_that_nobody_knows() -> None:
    known = Row("repository", "Dépôt", "/", "a", description="b", description_language="fr")
    unknown = Row("repository", "Dépôt", "/", "a", description="b")
    shown = tags.results([known, unknown], "", "")
    assert '<p lang="fr" dir="auto">' in shown
    assert '<p lang="" dir="auto">' in shown
