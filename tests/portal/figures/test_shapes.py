"""A chart as page and file have it."""

import pytest

from beffroi.portal.figures.shapes import Cell, Chart, Row, bars, leaders, width
from tests.portal.figures.sample import ground

pytestmark = pytest.mark.django_db


def test_what_is_not_known_stands_last_and_counts_in_the_shares() -> None:
    rows = bars(ground(10), "language", [("unknown", 6), ("C", 3), ("Java", 1)])
    assert [row.value for row in rows] == ["C", "Java", "unknown"]
    assert [row.share for row in rows] == ["30.0%", "10.0%", "60.0%"]
    assert rows[0].bar == (50.0,)


def test_a_page_shows_the_first_and_a_file_all() -> None:
    values = [(str(number), 1) for number in range(30)]
    assert len(bars(ground(30), "language", values)) == 10
    assert len(bars(ground(30, rows=1000), "language", values)) == 30


def test_a_name_leads_to_its_page_else_to_its_only_list() -> None:
    door = Cell(3, "/list")
    assert Row("a", "A", (door,)).name_url == "/list"
    assert Row("a", "A", (door,), url="/page").name_url == "/page"
    assert Row("a", "A", (door, door)).name_url == ""


def test_a_file_has_addresses_only_for_numbers_with_lists() -> None:
    row = Row("2019", "2019", (Cell(3, "/list"), Cell(5)))
    made = Chart("growth", "Title", ("Year", "New", "All"), ("new", "all"), (row,))
    assert made.columns == ["value", "label", "new", "all", "new_list"]
    assert made.records("https://x.example") == [["2019", "2019", 3, 5, "https://x.example/list"]]


def test_too_many_values_for_an_address_have_no_door() -> None:
    many = [str(number) for number in range(51)]
    assert ground().door("forge", *many) == ""
    assert ground().door_of({"forge": tuple(many)}) == ""
    assert ground().door("forge", "a") == "/en/repositories/?forge=a"


@pytest.mark.parametrize(
    ("names", "words"),
    [([], "None is known"), (["C"], "C leads"), (["C", "D"], "C and D lead"),
     (["C", "D", "E", "F"], "C, D and E lead")],
)  # fmt: skip
def test_those_who_lead_are_named(names: list[str], words: str) -> None:
    assert leaders(names) == words


def test_a_bar_of_something_is_seen_and_one_of_nothing_is_not() -> None:
    assert (width(1, 1_000_000), width(0, 5), width(0, 0), width(5, 5)) == (0.5, 0, 0, 100)
