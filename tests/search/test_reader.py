"""Questions to the index on disk."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beffroi.search.engine import TantivyIndex
from beffroi.search.errors import SearchError
from beffroi.search.reader import MAX_OFFSET
from beffroi.search.shapes import Document, FacetValue, Hit, SearchIndex
from benchmarks.search.corpus import TODAY as REAL_TODAY
from tests.search.documents import ask, found, make_document, make_index, make_twin, seconds

BAD_TEXTS = (
    "x" * 10_000,
    "mot " * 2500,
    "AND OR NOT NEAR",
    'name:"x" AND (',
    "c++",
    "(",
    "*",
    "%",
    "_",
    "\\",
    '"',
    '""',
    "-",
    "--",
    "+",
    "~2",
    "^5",
    "[a TO b]",
    "🚀👩‍🚒",
    "مرحبا بالعالم",
    "\u202eabc",
    "'; DROP TABLE search_doc; --",
    "<script>alert(1)</script>",
    "\x00\x01\x7f",
    "\ud800",
    "é" * 500,
    "a.b.c.d" * 100,
    "~~~stem",
    "日本語 テスト",
)


@pytest.mark.slow
@pytest.mark.parametrize("text", BAD_TEXTS, ids=range(len(BAD_TEXTS)))
def test_no_text_breaks_a_search(text: str, real_index: TantivyIndex) -> None:
    result = real_index.search(ask(text))
    assert 0 <= result.count < 9157


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(text=st.text(st.characters(exclude_categories=()), max_size=60))
def test_no_text_at_all_breaks_a_search(real_index: TantivyIndex, text: str) -> None:
    result = real_index.search(ask(text))
    assert len(result.hits) == min(result.count, 20)


@pytest.mark.slow
def test_signs_are_no_wildcards(real_index: TantivyIndex) -> None:
    assert [real_index.search(ask(sign)).count for sign in ("%", "_", "*", "(")] == [0] * 4


def test_accents_case_and_plural_are_forgiven(tmp_path: Path) -> None:
    index = make_index(tmp_path, [make_document("r1", "x", description="Les Données publiées")])
    assert [found(index, text) for text in ("donnee", "DONNÉES", "publié")] == [["r1"]] * 3


def test_exact_finds_only_the_word_itself(tmp_path: Path) -> None:
    documents = [
        make_document("r1", "maps"),
        make_document("r2", "map"),
        make_document("r3", "carte"),
    ]
    index = make_index(tmp_path, documents)
    assert found(index, "map", is_exact=True) == ["r2"]
    assert set(found(index, "map")) == {"r1", "r2", "r3"}


def test_all_words_must_match_and_excluded_ones_must_not(tmp_path: Path) -> None:
    names = {"r1": "tax python", "r2": "tax java", "r3": "python"}
    index = make_index(tmp_path, [make_document(uid, name) for uid, name in names.items()])
    assert found(index, "tax python") == ["r1"]
    assert found(index, "tax -java") == ["r1"]
    assert set(found(index, "-java")) == {"r1", "r3"}


def test_a_phrase_does_not_cross_from_name_to_description(tmp_path: Path) -> None:
    inside = make_document("r1", "x", description="open data")
    across = make_document("r2", "open", description="data")
    index = make_index(tmp_path, [inside, across])
    assert found(index, '"open data"') == ["r1"]


def test_a_name_weighs_more_than_a_description_and_that_more_than_text(tmp_path: Path) -> None:
    documents = [
        make_document("r1", "a b c", text="zebra d e f"),
        make_document("r2", "a b c", description="zebra d e f"),
        make_document("r3", "zebra b c", description="d e f"),
    ]
    assert found(make_index(tmp_path, documents), "zebra") == ["r3", "r2", "r1"]


def both(folder: Path, *documents: Document) -> tuple[SearchIndex, SearchIndex]:
    """Return the index and its twin of these documents."""
    return make_index(folder, documents), make_twin(documents)


def test_a_readme_weighs_less_than_all_other_words(tmp_path: Path) -> None:
    documents = (
        make_document("long", "a", readme="Cadastre and cadastres, of the cadastre."),
        make_document("about", "b", description="The cadastre, with some other words."),
        make_document("text", "c", text="cadastre and many, many other words of its text"),
        make_document("name", "cadastre"),
    )
    for index in both(tmp_path, *documents):
        order = found(index, "cadastre")
        assert (order[0], order[-1], len(order)) == ("name", "long", 4)


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("cadastre", True),
        ("cadastres", True),
        ('"plan local"', True),
        ('"local plan"', False),
        ("plan-local", True),
        ("cadastr", True),
        ("cadas", False),
        ("cadasrte", False),
        ("outil", False),
        ("-cadastre", False),
    ],
)
def test_a_readme_is_found_by_its_whole_words(tmp_path: Path, text: str, *, is_found: bool) -> None:
    document = make_document("r1", "a", readme="Le cadastre, un plan local d’urbanisme.")
    for index in both(tmp_path, document):
        assert found(index, text) == (["r1"] if is_found else [])


def test_a_word_of_a_readme_is_no_suggestion_and_forgives_nothing(tmp_path: Path) -> None:
    for index in both(tmp_path, make_document("r1", "a", readme="cadastre")):
        assert index.suggest("cad") == ()
        assert index.search(ask("cadasrte")).forgiven == {}


def test_stars_lift_equal_matches(tmp_path: Path) -> None:
    documents = [make_document(f"r{stars}", "zebra", stars=stars) for stars in (0, 50, 5000)]
    assert found(make_index(tmp_path, documents), "zebra") == ["r5000", "r50", "r0"]


@pytest.mark.parametrize("sort", ["relevance", "-updated", "-stars", "-added", "name"])
def test_archived_things_are_last_in_every_order(sort: str, tmp_path: Path) -> None:
    archived = make_document("old", "aaa zebra", stars=999, updated=seconds(2030), is_last=True)
    documents = [archived, *(make_document(f"r{n}", "the zebra of all", stars=n) for n in range(4))]
    index = make_index(tmp_path, documents)
    pages = [found(index, "zebra", sort=sort, size=2, offset=at) for at in (0, 2, 4)]
    assert pages[2] == ["old"]
    assert sorted(pages[0] + pages[1]) == ["r0", "r1", "r2", "r3"]


def test_pages_of_archived_things_follow_each_other(tmp_path: Path) -> None:
    documents = [make_document(f"r{n}", "zebra", is_last=n > 1) for n in range(7)]
    index = make_index(tmp_path, documents)
    pages = [found(index, "zebra", size=2, offset=at) for at in range(0, 8, 2)]
    assert sorted(uid for page in pages for uid in page) == [f"r{n}" for n in range(7)]
    assert set(pages[0]) == {"r0", "r1"}


@pytest.mark.slow
def test_equal_things_keep_their_order_in_a_new_index(tmp_path: Path) -> None:
    documents = [make_document(f"r{n}", "zebra") for n in range(50)]
    one = make_index(tmp_path / "one", documents)
    other = make_index(tmp_path / "other", documents[::-1])
    assert found(one, "zebra", size=50) == found(other, "zebra", size=50)
    assert found(one, size=50) == found(other, size=50)


def facets_index(tmp_path: Path) -> TantivyIndex:
    languages = ("Python", "Python", "Python", "Java", "Java", "Go")
    licences = ("MIT", "MIT", "EUPL-1.2", "MIT", "EUPL-1.2", "MIT")
    return make_index(
        tmp_path,
        [
            make_document(f"r{n}", "zebra", facets={"language": (lang,), "licence": (licence,)})
            for n, (lang, licence) in enumerate(zip(languages, licences, strict=True))
        ],
    )


def test_counts_leave_their_own_choice_out(tmp_path: Path) -> None:
    filters = {"language": ("Python",), "licence": ("MIT",)}
    result = facets_index(tmp_path).search(ask(filters=filters))
    assert result.count == 2
    assert result.facets["language"] == (
        FacetValue("Python", 2, is_chosen=True),
        FacetValue("Go", 1),
        FacetValue("Java", 1),
    )
    assert result.facets["licence"] == (
        FacetValue("MIT", 2, is_chosen=True),
        FacetValue("EUPL-1.2", 1),
    )


def test_values_of_one_facet_are_alternatives(tmp_path: Path) -> None:
    index = facets_index(tmp_path)
    assert index.search(ask(filters={"language": ("Java", "Go")})).count == 3


def test_an_unknown_value_finds_nothing_and_is_shown(tmp_path: Path) -> None:
    result = facets_index(tmp_path).search(ask(filters={"language": ("Cobol\ud800",)}))
    assert result.count == 0
    assert FacetValue("Cobol\ud800", 0, is_chosen=True) in result.facets["language"]


def test_a_chosen_value_is_shown_although_it_is_not_among_the_first(tmp_path: Path) -> None:
    result = facets_index(tmp_path).search(ask(filters={"language": ("Go",)}, facet_size=1))
    assert [one.value for one in result.facets["language"]] == ["Python", "Go"]
    assert result.values["language"] == 3


def test_an_expanded_facet_shows_all_its_values(tmp_path: Path) -> None:
    result = facets_index(tmp_path).search(ask(facet_size=1, expanded="language"))
    assert (len(result.facets["language"]), len(result.facets["licence"])) == (3, 1)


def test_each_thing_has_one_activity(tmp_path: Path) -> None:
    documents = [
        make_document("active", updated=seconds(2025, 5, 4)),
        make_document("quiet", updated=seconds(2025, 5, 4) - 1),
        make_document("unknown", updated=0),
        make_document("archived", updated=0, is_last=True),
    ]
    index = make_index(tmp_path, documents)
    for value in ("active", "quiet", "unknown", "archived"):
        assert found(index, filters={"activity": (value,)}) == [value]
    assert found(index, filters={"activity": ("active", "archived", "x")}) == ["active", "archived"]
    assert found(index, filters={"activity": ("x",)}) == []


def test_counts_of_everything_follow_the_day(tmp_path: Path) -> None:
    index = make_index(tmp_path, [make_document("r1", updated=seconds(2026))])
    later = (
        index.search(ask()).facets["activity"],
        index.search(type(ask())(facets=("activity",), today=date(2028, 1, 1))).facets["activity"],
    )
    assert [one[0].value for one in later] == ["active", "quiet"]


def test_no_facet_asked_is_only_a_count(tmp_path: Path) -> None:
    result = facets_index(tmp_path).search(ask("zebra", facets=(), size=0))
    assert (result.count, result.hits, result.facets) == (6, (), {})


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"offset": MAX_OFFSET + 1}, "too-deep"),
        ({"offset": -1}, "too-deep"),
        ({"size": -1}, "bad-size"),
        ({"size": 10**9}, "bad-size"),
        ({"facet_size": 10**9}, "bad-size"),
        ({"sort": "best"}, "unknown-sort"),
        ({"filters": {"colour": ("x",)}}, "unknown-facet"),
        ({"facets": ("colour",)}, "unknown-facet"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    more: dict[str, object], code: str, tmp_path: Path
) -> None:
    index = make_index(tmp_path, [make_document()])
    with pytest.raises(SearchError) as refused:
        index.search(ask(**more))
    assert refused.value.code == code


def test_a_page_beyond_the_last_is_empty(tmp_path: Path) -> None:
    result = make_index(tmp_path, [make_document()]).search(ask(offset=MAX_OFFSET))
    assert (result.count, result.hits) == (1, ())


def test_a_hit_names_kind_and_uid(tmp_path: Path) -> None:
    document = make_document("a:b", kind="organisation")
    assert make_index(tmp_path, [document]).search(ask()).hits == (Hit("organisation", "a:b"),)


def test_suggestions_are_words_of_names(tmp_path: Path) -> None:
    documents = [
        make_document("r1", "carto"),
        make_document("r2", "cartes"),
        make_document("r3", "carto"),
    ]
    index = make_index(tmp_path, documents)
    assert index.suggest("une Cart") == ("carto", "cartes")
    assert index.suggest("c") == index.suggest("") == ()


@pytest.mark.slow
def test_urbanisme_python_finds_real_repositories(real_index: TantivyIndex) -> None:
    query = replace(ask("urbanisme python"), today=REAL_TODAY)
    result = real_index.search(query)
    assert result.count > 0
    assert "Python" in [one.value for one in result.facets["language"]]


@pytest.mark.slow
def test_education_finds_accented_names(real_index: TantivyIndex) -> None:
    counts = {
        real_index.search(ask(text)).count for text in ("éducation", "education", "EDUCATION")
    }
    assert len(counts) == 1
    assert counts.pop() > 20


def test_remembered_counts_are_bounded(tmp_path: Path) -> None:
    index = make_index(tmp_path, [make_document("r1", updated=seconds(2026))])
    for day in range(1, 31):
        query = replace(ask(), today=date(2026, 6, day))
        assert [one.count for one in index.search(query).facets["activity"]] == [1]


def test_figures_count_a_facet_inside_its_own_choice(tmp_path: Path) -> None:
    documents = [
        make_document("1", facets={"topic": ("map", "api")}),
        make_document("2", facets={"topic": ("api",)}),
    ]
    asked = ask(filters={"topic": ("map",)}, is_inside=True)
    for index in (make_index(tmp_path, documents), make_twin(documents)):
        counts = {one.value: one.count for one in index.search(asked).facets["topic"]}
        assert counts == {"map": 1, "api": 1}
