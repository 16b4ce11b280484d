"""Charts: of nothing, of one value, of a million; always whole, small and honest."""

from collections.abc import Callable
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.lib import charts, typography
from beffroi.lib.charts import Plot, Series

Draw = Callable[[Plot], str]
YEARS = ("2019", "2020", "2021")
NUMBERS = st.one_of(
    st.none(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=True, allow_infinity=True),
)
SERIES = st.builds(Series, st.text(max_size=40), st.lists(NUMBERS, max_size=300))
PLOTS = st.builds(
    Plot,
    st.lists(st.text(max_size=30), max_size=300),
    st.lists(SERIES, max_size=6),
    ids=st.sampled_from(["", "a b", '"<&']),
    has_area=st.booleans(),
)


def drawn(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 (our own text)


def one(*values: charts.Number, labels: tuple[str, ...] = YEARS) -> Plot:
    return Plot(labels, [Series("All", values)], ids="t d", has_area=True)


@pytest.mark.parametrize("draw", [charts.lines, charts.columns])
@given(plot=PLOTS)
def test_a_chart_of_anything_is_whole_bounded_and_never_strange(draw: Draw, plot: Plot) -> None:
    text = draw(plot)
    assert len(text.encode()) < 60_000
    assert "nan" not in text.replace("ns", "").lower() or any("nan" in x for x in plot.labels)
    if text:
        for node in drawn(text).iter():
            for name in ("x", "y", "cx", "cy", "width", "height"):
                assert -1 <= float(node.get(name, "0")) <= 700, (name, node.attrib)


@pytest.mark.parametrize("draw", [charts.lines, charts.columns])
def test_of_nothing_there_is_no_chart(draw: Draw) -> None:
    assert draw(Plot((), ())) == ""
    assert draw(one()) == ""
    assert draw(one(None, None, None)) == ""
    assert draw(Plot(YEARS, [Series("All", (float("nan"), float("inf")))])) == ""


def test_of_one_value_there_is_a_point_with_its_number() -> None:
    root = drawn(charts.lines(one(7, labels=("2021",))))
    assert [node.tag for node in root if node.tag in {"circle", "polyline"}] == ["circle"]
    assert root.find("text[@class='l']").text == "7"  # type: ignore[union-attr]


def test_a_million_is_written_short_on_the_axis_and_stays_inside() -> None:
    text = charts.lines(one(0, 500_000, 2_000_000_000))
    assert "2·10⁹" in text
    assert max(float(node.get("x", "0")) for node in drawn(text)) < charts.WIDTH


def test_a_million_values_make_a_small_chart() -> None:
    values = range(1_000_000)
    text = charts.lines(Plot([str(at) for at in values], [Series("All", values)], ids="t"))
    assert len(text) < 10_000
    assert "999,999" in text


def test_a_chart_is_named_by_its_heading_and_its_words() -> None:
    root = drawn(charts.lines(one(1, 2, 3)))
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "t d")


def test_a_gap_is_a_gap_and_not_a_zero() -> None:
    root = drawn(charts.lines(Plot(list("abcde"), [Series("x", (1, 2, None, 4, 5))])))
    assert len(root.findall("polyline")) == 2


def test_names_at_the_ends_never_touch() -> None:
    series = [Series(name, (1, 100)) for name in ("GitHub", "GitLab", "Others", "<b>")]
    root = drawn(charts.lines(Plot(("2020", "2021"), series)))
    heights = sorted(float(node.get("y", "0")) for node in root.findall("text[@class='l']"))
    assert len(heights) == 4
    assert all(after - before >= 24 for before, after in pairwise(heights))


def test_a_fifth_line_is_not_drawn() -> None:
    series = [Series(str(number), (number, number)) for number in range(6)]
    assert len(drawn(charts.lines(Plot(("a", "b"), series))).findall("polyline")) == 4


def test_columns_go_below_zero_and_keep_their_places() -> None:
    root = drawn(charts.columns(Plot(("-100", "0", "100"), [Series("n", (-5, 0, 5))])))
    below, nothing, above = root.findall("rect")
    assert float(below.get("y", "")) > float(above.get("y", ""))
    assert nothing.get("height") == "0"
    assert below.get("height") == above.get("height")


@pytest.mark.parametrize(
    ("low", "high", "wanted"),
    [
        (0, 0, [0, 1]),
        (0, 3, [0, 1, 2, 3]),
        (112, 9157, [0, 2000, 4000, 6000, 8000, 10_000]),
        (-5, 5, [-6, -4, -2, 0, 2, 4, 6]),
        (0, 1, [0, 1]),
    ],
)
def test_ticks_are_round_whole_and_few(low: int, high: int, wanted: list[int]) -> None:
    found = charts.ticks(low, high)
    assert found[0] <= low
    assert found[-1] >= high
    assert found == wanted


@pytest.mark.parametrize("language", ["en", "fr"])
def test_numbers_on_an_axis_are_written_as_the_language_does(language: str) -> None:
    plot = Plot(YEARS, [Series("n", (1, 2, 9157))], lambda n: typography.figure(int(n), language))
    assert typography.figure(10_000, language) in charts.lines(plot)
