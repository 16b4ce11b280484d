"""Charts over time."""

from dataclasses import replace
from typing import Any

import pytest

from beffroi.portal.figures import growing
from beffroi.portal.figures.shapes import Chart, Ground
from beffroi.repositories.pages.figures import Month, Software
from tests.portal.figures.sample import ground

pytestmark = pytest.mark.django_db
CREATED = {"2018": 2, "2021": 7, "unknown": 1}


def with_history(**facts: Any) -> Ground:
    found = ground(10, created=CREATED)
    return Ground(replace(found.counted, **facts))


def made(chart: Chart | None) -> Chart:
    assert chart
    return chart


def numbers(chart: Chart) -> list[list[int]]:
    return [[cell.count for cell in row.cells] for row in chart.rows]


def test_growth_has_every_year_and_adds_them_up() -> None:
    chart = made(growing.growth(ground(10, created=CREATED)))
    assert [(row.value, *(cell.count for cell in row.cells)) for row in chart.rows] == [
        ("2018", 2, 2), ("2019", 0, 2), ("2020", 0, 2), ("2021", 7, 9), ("unknown", 1, 10),
    ]  # fmt: skip
    assert chart.title == "10 repositories, more than half of them created since 2021"
    assert "From 2 in 2018 to 9 in 2021" in chart.caption


def test_growth_of_one_year_is_a_point_and_of_none_no_chart() -> None:
    one = made(growing.growth(ground(3, created={"2020": 3})))
    assert one.caption == "All were created in 2020."
    assert "<circle" in one.drawing
    assert growing.growth(ground(3, created={"unknown": 3, "0001": 2})) is None


def test_growth_of_a_million_is_written_in_full_in_its_table() -> None:
    chart = made(growing.growth(ground(10**6, created={"2019": 1, "2020": 999_999})))
    assert chart.rows[-1].cells[1].count == 10**6
    assert "1,000,000" in chart.drawing


def test_forges_are_compared_in_the_last_full_year() -> None:
    chart = made(growing.software(with_history(software=(
        Software("github", ("github.com",), {"2019": 5, "2020": 4, "2021": 9}),
        Software("gitlab", ("a.example", "b.example"), {"2020": 6}),
        Software("", ("c.example",), {"2020": 1}),
    ))))  # fmt: skip
    assert chart.title == "In 2020 most new repositories were created on GitLab"
    assert chart.caption.endswith("In 2020: GitLab 6, GitHub 4, Others 1.")
    assert chart.fields == ("github", "gitlab", "others")
    assert chart.rows[1].cells[1].url.endswith("?forge=a.example&forge=b.example&created=2020")


def test_entries_say_what_came_what_left_and_what_is_there() -> None:
    months = (Month("2026-10", 5, 0), Month("2026-11", 2, 1))
    found = replace(ground(6, added={"2026": 6, "2026-10": 4, "2026-11": 2}).counted, months=months)
    chart = made(growing.entries(Ground(found)))
    assert [[cell.count for cell in row.cells] for row in chart.rows] == [
        [4, 5, 0, 5],
        [2, 2, 1, 6],
    ]
    assert chart.rows[0].words == "October 2026"
    assert chart.rows[0].cells[0].url.endswith("?added=2026-10")
    assert chart.title == "7 repositories have entered the catalogue, 1 was withdrawn"
