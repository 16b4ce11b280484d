"""The SQL twin answers like the index: its oracle, and the fall-back."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beffroi.search import order, plan
from beffroi.search.engine import TantivyIndex, build, open_index, open_writer
from beffroi.search.errors import SearchError
from beffroi.search.shapes import FACETS, SORTS, Document, Query, SearchIndex
from beffroi.search.twin import SqlTwin
from benchmarks.search.corpus import TODAY as REAL_TODAY
from tests.search.documents import ask, found, make_document, make_index, make_twin, seconds
from tests.search.postgres import Cluster

WORDS = (
    *("urbanisme", "python", "données", "donnee", "carto", "cartogaphie", "pyhton", "api", "gouv"),
    *("data.gouv.fr", "node.js", "c++", "openfisca", "(", "*", "%", "🚀", "de", "la", "-python"),
    *("-java", "site", "web", "education", "impôts", "santé", "map", "zzzzz", "a", "R", "plugin"),
    *("geoportail", "lutece", '"mise en"', '"open data"', "open", "data", "urban", "planning"),
    *("machine", "learning", '-"open data"', "Jupyter", "gestion", "client-side"),
)
VALUES = {
    "language": ("Python", "Java", "R", "unknown", "none"),
    "licence": ("MIT License", "unknown", "Other"),
    "forge": ("github.com", "gitlab.inria.fr"),
    "archived": ("true", "false"),
    "fork": ("true", "unknown"),
    "topic": ("python", "docker-image"),
    "ministry": ("ministry-1", "ministry-2"),
    "activity": ("active", "quiet", "archived", "unknown", "none"),
    "kind": ("repository",),
}
FILTERS = st.lists(
    st.sampled_from([(name, value) for name, values in VALUES.items() for value in values]),
    max_size=3,
)
QUERIES = st.builds(
    lambda words, pairs, sort, page, is_exact, is_inside: Query(
        text=" ".join(words),
        filters={name: tuple(v for n, v in pairs if n == name) for name in dict(pairs)},
        sort=sort,
        offset=page,
        size=20 if page else 1000,
        facets=FACETS,
        facet_size=5,
        today=REAL_TODAY,
        is_exact=is_exact,
        is_inside=is_inside,
    ),
    st.lists(st.sampled_from(WORDS), max_size=3),
    FILTERS,
    st.sampled_from(("", *SORTS)),
    st.sampled_from((0, 0, 15)),
    st.booleans(),
    is_inside=st.booleans(),
)


def assert_equal(query: Query, index: SearchIndex, twin: SearchIndex) -> None:
    """Expect the same counts and forgiven words; the same order, by relevance the same set."""
    ours, theirs = index.search(query), twin.search(query)
    assert (ours.count, ours.facets, ours.values) == (theirs.count, theirs.facets, theirs.values)
    assert ours.forgiven == theirs.forgiven
    has_words = bool(plan.read(query.text).units)
    if order.chosen(query, has_words=has_words) != "relevance":
        assert ours.hits == theirs.hits
    elif ours.count <= query.size and not query.offset:
        assert set(ours.hits) == set(theirs.hits)
    assert len(ours.hits) == len(theirs.hits)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(query=QUERIES)
def test_index_and_twin_agree_on_the_real_catalogue(
    real_index: TantivyIndex, real_twin: SqlTwin, query: Query
) -> None:
    assert_equal(query, real_index, real_twin)


TEXTS = st.text(st.sampled_from("abé-_.+# CàœЖ1\"'"), max_size=12)
DOCUMENTS = st.lists(
    st.builds(
        Document,
        kind=st.sampled_from(("repository", "organisation")),
        uid=st.integers(0, 30).map(str),
        name=TEXTS,
        description=TEXTS,
        text=TEXTS,
        readme=TEXTS,
        facets=st.fixed_dictionaries(
            {
                "topic": st.lists(st.sampled_from("xyz"), max_size=2).map(tuple),
                "has": st.lists(st.sampled_from("rcp"), max_size=3, unique=True).map(tuple),
            }
        ),
        stars=st.integers(0, 3),
        score=st.none() | st.integers(-3, 3) | st.sampled_from((-2100, 5210)),
        updated=st.sampled_from((0, seconds(2020), seconds(2026))),
        added=st.sampled_from((0, seconds(2020))),
        is_last=st.booleans(),
    ),
    max_size=12,
    unique_by=lambda document: (document.kind, document.uid),
)


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents=DOCUMENTS, texts=st.lists(TEXTS, min_size=3, max_size=6))
def test_index_and_twin_agree_on_any_documents(
    tmp_path_factory: pytest.TempPathFactory, documents: list[Document], texts: list[str]
) -> None:
    index = make_index(tmp_path_factory.mktemp("any"), documents)
    twin = make_twin(documents)
    for text in texts:
        for sort in SORTS:
            assert_equal(ask(text, sort=sort), index, twin)
            assert_equal(ask(text, sort=sort, filters={"topic": ("x",)}), index, twin)
        for filters in ({"has": ("r", "c")}, {"has": ("r", "none")}, {"has": (), "topic": ("x",)}):
            assert_equal(ask(text, filters=filters), index, twin)


@pytest.mark.slow
def test_index_and_twin_agree_after_changes(tmp_path: Path) -> None:
    documents = [make_document(f"r{n}", f"zebra{n % 3}", stars=n) for n in range(30)]
    build(tmp_path, documents)
    twin = make_twin(documents)
    with open_writer(tmp_path) as writer:
        for one in (writer, twin):
            one.delete([("repository", f"r{n}") for n in range(27)])
            one.put([make_document("r1", "zebra1 back"), make_document("r29", "lion")])
            one.commit()
    index = open_index(tmp_path)
    assert index is not None
    for text in ("", "zebra1", "zebra", "lion", "zebrq1", "back"):
        assert_equal(ask(text), index, twin)


@pytest.fixture
def twins(request: pytest.FixtureRequest, tmp_path: Path) -> SearchIndex:
    """Give the same three things behind each engine."""
    documents = [
        make_document("r1", "carto", description="zebra"),
        make_document("r2", "zebra cartes"),
        make_document("r3", "carto", is_last=True, description="zebra"),
    ]
    return make_twin(documents) if request.param == "sql" else make_index(tmp_path, documents)


both = pytest.mark.parametrize("twins", ["sql", "tantivy"], indirect=True)


@both
def test_names_rank_first_and_archived_things_last(twins: SearchIndex) -> None:
    assert found(twins, "zebra") == ["r2", "r1", "r3"]


@both
def test_both_suggest_the_same(twins: SearchIndex) -> None:
    assert twins.suggest("la cart") == ("carto", "cartes")
    assert twins.suggest("c") == ()


@both
def test_both_refuse_the_same(twins: SearchIndex) -> None:
    with pytest.raises(SearchError) as refused:
        twins.search(ask(offset=-1))
    assert refused.value.code == "too-deep"


@both
def test_both_name_a_generation(twins: SearchIndex) -> None:
    assert twins.generation


@both
def test_both_expand_a_facet(twins: SearchIndex) -> None:
    result = twins.search(ask(expanded="activity", facet_size=0))
    assert [(one.value, one.count) for one in result.facets["activity"]] == [
        ("active", 2),
        ("archived", 1),
    ]


@pytest.mark.parametrize("sort", ["sql", "tantivy"])
def test_a_misspelt_word_finds_what_the_right_one_finds(tmp_path: Path, sort: str) -> None:
    documents = [make_document("one", "communication"), make_document("many", "communicatives")]
    index: SearchIndex = make_twin(documents) if sort == "sql" else make_index(tmp_path, documents)
    assert set(found(index, "communication")) == {"one", "many"}
    assert set(found(index, "comunicatoin")) == {"one", "many"}
    assert index.search(ask("comunicatoin")).forgiven == {"comunicatoin": "communication"}


@pytest.fixture
def scored(request: pytest.FixtureRequest, tmp_path: Path) -> SearchIndex:
    """Give things with scores and files behind each engine."""
    files = {"has": ("contributing", "readme", "licence")}
    documents = [
        make_document("worst", "scored", score=-2100, facets={"has": ("unknown",)}),
        make_document("none", "scored", kind="organisation"),
        make_document("best", "scored", score=5210, facets=files),
        make_document("zero", "scored", score=0, facets={"has": ("readme",)}),
        make_document("archived", "scored", score=9, is_last=True),
    ]
    return make_twin(documents) if request.param == "sql" else make_index(tmp_path, documents)


both_scored = pytest.mark.parametrize("scored", ["sql", "tantivy"], indirect=True)


@both_scored
def test_both_sort_by_score_with_what_has_none_and_archived_things_last(
    scored: SearchIndex,
) -> None:
    order_found = found(scored, "scored", sort="-score")
    assert order_found == ["best", "zero", "worst", "none", "archived"]


@both_scored
def test_files_chosen_together_must_all_be_there(scored: SearchIndex) -> None:
    chosen = scored.search(ask(filters={"has": ("contributing", "readme")}))
    assert [hit.uid for hit in chosen.hits] == ["best"]
    counts = {one.value: one.count for one in chosen.facets["has"]}
    assert counts == {"readme": 1, "contributing": 1, "licence": 1}
    assert found(scored, filters={"has": ("contributing", "unknown")}) == []


def test_a_thing_without_a_word_is_kept() -> None:
    assert found(make_twin([make_document("r1", "")])) == ["r1"]


def test_a_dropped_twin_can_be_made_again() -> None:
    twin = make_twin([make_document("r1")])
    twin.drop()
    twin.create()
    assert found(twin) == []


@pytest.mark.postgres
@pytest.mark.slow
def test_postgresql_agrees_with_the_index(
    postgres: Cluster, real: list[Document], tmp_path: Path
) -> None:
    some = real[::9]
    twin = SqlTwin(postgres.cursor, "postgresql")
    twin.drop()
    twin.create()
    twin.put(some)
    index = make_index(tmp_path, some)
    for number, word in enumerate(WORDS):
        sort = SORTS[number % len(SORTS)]
        filters = {} if number % 2 else {"language": ("Python", "unknown"), "activity": ("quiet",)}
        assert_equal(Query(word, filters, sort, 0, 1000, FACETS, 5, REAL_TODAY), index, twin)
    assert twin.suggest("geo") == index.suggest("geo")
    twin.delete([("repository", hit.uid) for hit in twin.search(ask(size=1000)).hits])
    assert twin.search(ask()).count == len(some) - 1000
