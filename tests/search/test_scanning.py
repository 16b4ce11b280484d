"""Everything that a question finds, however much it is."""

from datetime import date
from pathlib import Path

import pytest

from beffroi.search import scanning
from beffroi.search.engine import build, open_index
from beffroi.search.errors import SearchError
from beffroi.search.scanning import everything
from beffroi.search.shapes import Document, Query, SearchIndex

TODAY = date(2026, 5, 4)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    folder = tmp_path_factory.mktemp("index")
    build(folder, (document(number) for number in range(900)))
    found = open_index(Path(folder))
    assert found is not None
    return found


def document(number: int) -> Document:
    facets = {
        "forge": (f"forge-{number % 3}",),
        "language": (f"language-{number % 7}",),
        "country": ("FR" if number % 2 else "unknown",),
        "licence": ("MIT",),
        "fork": ("unknown",),
    }
    kind = "repository" if number % 10 else "organisation"
    return Document(kind, f"thing-{number}", "thing", facets=facets, stars=number)


@pytest.mark.parametrize("most", [10_000, 500, 100])
@pytest.mark.parametrize("text", ["", "thing"])
def test_everything_comes_once_in_whatever_parts(index: SearchIndex, most: int, text: str) -> None:
    hits = list(everything(index, Query(text=text, today=TODAY), most))
    assert len(hits) == 900
    assert {hit.uid for hit in hits} == {f"thing-{number}" for number in range(900)}


def test_a_list_that_fits_keeps_its_order(index: SearchIndex) -> None:
    wanted = Query(filters={"kind": ("repository",)}, sort="-stars", today=TODAY)
    hits = list(everything(index, wanted))
    assert [hit.uid for hit in hits[:3]] == ["thing-899", "thing-898", "thing-897"]
    assert len(hits) == 810


def test_parts_keep_to_what_was_chosen(index: SearchIndex) -> None:
    chosen = {"kind": ("repository",), "forge": ("forge-0", "forge-1"), "country": ("FR",)}
    hits = list(everything(index, Query(filters=chosen, today=TODAY), 60))
    wanted = {n for n in range(900) if n % 10 and n % 3 < 2 and n % 2}
    assert {hit.uid for hit in hits} == {f"thing-{number}" for number in wanted}


def test_a_list_of_exactly_the_most_comes_whole(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "PAGE", 300)
    monkeypatch.setattr(scanning, "MAX_OFFSET", 600)
    assert len(list(everything(index, Query(today=TODAY), 900))) == 900


def test_what_no_facet_tells_apart_is_refused_instead_of_cut(index: SearchIndex) -> None:
    with pytest.raises(SearchError) as refused:
        list(everything(index, Query(today=TODAY), 2))
    assert refused.value.code == "too-deep"
