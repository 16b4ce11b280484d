"""Charts of what repositories are."""

import pytest

from beffroi.portal.figures import sorting
from beffroi.portal.figures.shapes import Chart
from tests.portal.figures.sample import ground

pytestmark = pytest.mark.django_db


def numbers(chart: Chart | None) -> dict[str, list[int]]:
    assert chart
    return {row.value: [cell.count for cell in row.cells] for row in chart.rows}


def test_licences_are_told_apart_by_what_they_allow() -> None:
    licence = {"unknown": 4, "MIT": 3, "CC-BY-NC-4.0": 1, "other": 1, "LicenseRef-x": 1}
    chart = sorting.freedoms(ground(10, licence=licence))
    assert numbers(chart) == {"yes": [3], "no": [1], "other": [2], "unknown": [4]}
    assert chart
    assert chart.title == "30.0% are free software; 40.0% state no licence"
    assert chart.rows[2].cells[0].url.endswith("?licence=LicenseRef-x&licence=other")


def test_a_file_is_there_absent_or_not_looked_for() -> None:
    chart = sorting.files(ground(10, has={"readme": 3, "unknown": 5}, lacks={"readme": 2}))
    assert numbers(chart)["readme"] == [3, 2, 5]
    assert chart
    assert chart.rows[1].bar == (30.0, 20.0)
    assert chart.rows[1].parts == [(0.0, 30.0), (30.0, 20.0)]
    assert [cell.url.partition("?")[2] for cell in chart.rows[1].cells] == [
        "has=readme", "lacks=readme", "has=unknown",
    ]  # fmt: skip


def test_without_a_reading_nobody_has_looked() -> None:
    chart = sorting.files(ground(5, has={"unknown": 5}))
    assert chart
    assert chart.title == "Nobody has looked for their files yet"


def test_unknown_is_not_no() -> None:
    chart = sorting.natures(ground(10, fork={"yes": 1, "unknown": 9}))
    assert numbers(chart)["fork"] == [1, 0, 9]


def test_scores_stand_in_hundreds_cut_towards_zero() -> None:
    chart = sorting.scores(ground(10, score={"0": 5, "-100": 3, "1000": 2}))
    assert chart
    assert [row.words for row in chart.rows] == ["−199 to −100", "−99 to 99", "1,000 to 1,099"]
    assert chart.title == "20.0% have 1,000 points or more"
    assert chart.drawing.count("<rect") == 12


@pytest.mark.parametrize("chart", [
    sorting.forges, sorting.languages, sorting.freedoms, sorting.licences, sorting.files,
    sorting.natures, sorting.activity, sorting.scores, sorting.topics, sorting.stars, sorting.forks,
])  # fmt: skip
def test_of_nothing_there_is_no_chart(chart: object) -> None:
    assert callable(chart)
    assert chart(ground(0)) is None
