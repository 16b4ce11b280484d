"""What a result page links to."""

from dataclasses import replace

from beffroi.search.links import Links, links, toggled
from beffroi.search.reader import MAX_OFFSET
from beffroi.search.shapes import SORTS, FacetValue, Query, Result
from tests.search.documents import TODAY

QUERY = Query(text="a b", filters={"language": ("R",)}, offset=20, size=10, today=TODAY)
RESULT = Result(
    count=100,
    hits=(),
    facets={
        "language": (FacetValue("Python", 200), FacetValue("R", 100, is_chosen=True)),
        "licence": (FacetValue("MIT", 1),),
    },
    values={"language": 9, "licence": 1},
)


def page(query: Query = QUERY, result: Result = RESULT) -> Links:
    return links(query, result, "/en/", {"language": {"R": "The R language"}})


def numbers(count: int, number: int) -> list[int]:
    found = page(replace(QUERY, offset=(number - 1) * 10), replace(RESULT, count=count))
    return [one.number for one in found.pages]


def test_a_value_adds_itself_and_a_chosen_one_takes_itself_away() -> None:
    python, r = page().facets[0].choices
    assert python.href == "/en/?q=a+b&language=Python&language=R&size=10"
    assert r.href == "/en/?q=a+b&size=10"
    assert (r.label, python.label, r.is_chosen) == ("The R language", "Python", True)


def test_a_share_is_of_the_largest_count() -> None:
    assert [one.share for one in page().facets[0].choices] == [100, 50]


def test_a_small_share_is_seen_and_none_is_none() -> None:
    values = (FacetValue("a", 1000), FacetValue("b", 1), FacetValue("c", 0))
    result = replace(RESULT, facets={"topic": values})
    assert [one.share for one in page(result=result).facets[0].choices] == [100, 1, 0]


def test_a_facet_with_more_values_than_shown_links_to_all() -> None:
    language, licence = page().facets
    assert language.more == "/en/?q=a+b&language=R&expanded=language&size=10"
    assert (licence.more, licence.less, licence.clear) == ("", "", "")


def test_an_expanded_facet_links_back() -> None:
    language = page(replace(QUERY, expanded="language")).facets[0]
    assert (language.more, language.less) == ("", "/en/?q=a+b&language=R&size=10")


def test_every_choice_is_a_chip() -> None:
    (chip,) = page().chips
    assert (chip.facet, chip.label, chip.href) == (
        "language",
        "The R language",
        "/en/?q=a+b&size=10",
    )


def test_clearing_all_keeps_the_text() -> None:
    assert page().clear == "/en/?q=a+b&size=10"
    assert page().facets[0].clear == "/en/?q=a+b&size=10"
    assert page(replace(QUERY, filters={})).clear == ""


def test_the_default_order_is_chosen_and_has_the_short_address() -> None:
    first, *others = page().sorts
    assert (first.name, first.is_chosen) == ("relevance", True)
    assert first.href == "/en/?q=a+b&language=R&size=10"
    assert [one.is_chosen for one in others] == [False] * (len(SORTS) - 1)


def test_without_text_there_is_no_relevance() -> None:
    sorts = page(replace(QUERY, text="", sort="relevance")).sorts
    assert [one.name for one in sorts if one.is_chosen] == ["-updated"]
    assert "relevance" not in [one.name for one in sorts]


def test_pages_have_gaps_but_never_of_one() -> None:
    assert numbers(200, 10) == [1, 0, 8, 9, 10, 11, 12, 0, 20]
    assert numbers(200, 5) == [1, 2, 3, 4, 5, 6, 7, 0, 20]
    assert numbers(10, 1) == []


def test_previous_and_next_stop_at_the_ends() -> None:
    first = page(replace(QUERY, offset=0))
    last = page(replace(QUERY, offset=90))
    assert (first.previous, last.next) == ("", "")
    assert first.next == "/en/?q=a+b&language=R&size=10&page=2"
    assert last.previous == "/en/?q=a+b&language=R&size=10&page=9"
    assert page().self == "/en/?q=a+b&language=R&size=10&page=3"


def test_from_beyond_the_end_one_comes_back_to_the_last_page() -> None:
    assert page(replace(QUERY, offset=9000)).previous.endswith("&page=10")


def test_no_link_leads_deeper_than_allowed() -> None:
    found = page(replace(QUERY, offset=MAX_OFFSET), replace(RESULT, count=10**7))
    assert (found.next, found.pages[-1].number) == ("", MAX_OFFSET // 10 + 1)


def test_a_question_of_size_zero_has_one_page() -> None:
    found = page(replace(QUERY, size=0, offset=0))
    assert (found.pages, found.next) == ((), "")


def test_everything_of_everything_is_the_bare_path() -> None:
    assert page(Query(today=TODAY)).self == "/en/"


def test_toggling_twice_changes_nothing() -> None:
    assert toggled(toggled(QUERY, "topic", "x"), "topic", "x") == QUERY
