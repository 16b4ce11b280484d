"""Charts as SVG text: no script, no inline style, colours and dashes from the style sheet.

The caller gives the words. A chart is as wide as its box and never larger in bytes than
``MAX_POINTS`` allows, whatever it is given; of nothing there is no chart, the empty text.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import floor, inf, log10
from typing import Final

Number = float | int | None
Writer = Callable[[float], str]

WIDTH: Final = 600
MOST: Final = 1e15
MAX_SERIES: Final = 4
MAX_POINTS: Final = 200
MAX_NAME: Final = 16
"""Greatest number, lines of one chart, points of a line, letters of the name at its end."""

_TOP, _HEIGHT, _FOOT = 24, 220, 40
_LETTER, _BOLD = 11.5, 13.5
"""Width of a letter on a narrow screen, where the style sheet writes larger."""

_GAP: Final = 24
_LONGEST: Final = 9
_STEPS: Final = (1, 2, 2.5, 5, 10)
_SMALL = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Series:
    """One line or one set of columns; None: not known, a gap."""

    name: str
    values: Sequence[Number]


@dataclass(frozen=True, slots=True)
class Plot:
    """What a chart shows: places along (years, classes), series, how to write a number.

    A label may be empty: its place has none. ``ids``: ids of the heading and of the words that
    name the chart. ``has_area``: the ground under a single line is filled.
    """

    labels: Sequence[str]
    series: Sequence[Series]
    write: Writer = lambda value: f"{value:,.10g}"
    ids: str = ""
    has_area: bool = False


@dataclass(frozen=True, slots=True)
class _Frame:
    """The box of the drawing and its scale; ``start``: where the lines of the grid begin."""

    start: float
    left: float
    right: float
    ticks: Sequence[float]
    places: int

    def x(self, place: float) -> float:
        if self.places < 2:  # noqa: PLR2004 (one place stands in the middle)
            return (self.left + self.right) / 2
        return self.left + (self.right - self.left) * place / (self.places - 1)

    def y(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return _TOP + _HEIGHT * (1 - (value - low) / (high - low))


def lines(plot: Plot) -> str:
    """Return up to four lines over time, each with its name or last value at its end."""
    plot = _thinned(plot)
    values = _known(plot)
    if not values:
        return ""
    frame = _frame(plot, values, ends=_ends(plot))
    parts = [*_grid(frame, plot.write)]
    if plot.has_area and len(plot.series) == 1:
        parts += _area(frame, plot.series[0])
    for number, series in enumerate(plot.series, 1):
        parts += _line(frame, series, number)
    parts += _axis(frame, plot.labels)
    parts += _names(frame, plot)
    return _svg(plot, parts)


def columns(plot: Plot) -> str:
    """Return one set of columns, such as a histogram: the first series of the plot."""
    plot = _thinned(Plot(plot.labels, plot.series[:1], plot.write, plot.ids))
    values = _known(plot)
    if not values:
        return ""
    frame = _frame(plot, values, ends=())
    pitch = 2 * (frame.left - frame.start)
    wide = max(min(pitch * 0.8, 60), 1)
    parts = [*_grid(frame, plot.write)]
    for place, value in enumerate(plot.series[0].values):
        if value is not None:
            top, foot = sorted((frame.y(value), frame.y(0)))
            parts.append(
                f'<rect class="f1" x="{_n(frame.x(place) - wide / 2)}" y="{_n(top)}" '
                f'width="{_n(wide)}" height="{_n(max(foot - top, 1 if value else 0))}"/>'
            )
    return _svg(plot, [*parts, *_axis(frame, plot.labels)])


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Return round numbers, at most ``most`` steps, from below ``low`` to above ``high``."""
    low, high = min(low, 0), max(high, 0)
    if low == high:
        high = 1.0
    rough = (high - low) / most
    power = 10.0 ** floor(log10(rough))
    step = next((factor * power for factor in _STEPS if factor * power >= rough), 10 * power)
    if abs(low) == floor(abs(low)) and abs(high) == floor(abs(high)) and step < 1:
        step = 1.0  # what is counted has no halves
    first, last = floor(low / step), -floor(-high / step)
    return [count * step for count in range(first, last + 1)]


def short(value: float, write: Writer) -> str:
    """Write a number for an axis: in full where there is room, else as a power of ten."""
    text = write(value)
    if len(text) <= _LONGEST:
        return text
    mantissa, _, power = f"{value:.1e}".partition("e")
    return f"{mantissa.removesuffix('.0')}·10{str(int(power)).translate(_SMALL)}"


def _frame(plot: Plot, values: Sequence[float], *, ends: Sequence[str]) -> _Frame:
    """Return the box; without anything at the ends, each place has a column's room."""
    marks = ticks(min(values), max(values))
    start = max(len(short(mark, plot.write)) for mark in marks) * _LETTER + 14
    places = len(plot.labels)
    if ends:
        right = max(WIDTH - max(map(len, ends)) * _BOLD - 16, start + 100)
        return _Frame(start, start, right, marks, places)
    inset = (WIDTH - 8 - start) / places / 2
    return _Frame(start, start + inset, WIDTH - 8 - inset, marks, places)


def _grid(frame: _Frame, write: Writer) -> Iterator[str]:
    right = frame.right + frame.left - frame.start
    for mark in frame.ticks:
        y = frame.y(mark)
        yield f'<path class="grid" d="M{_n(frame.start)} {_n(y)}H{_n(right)}"/>'
        yield (
            f'<text x="{_n(frame.start - 7)}" y="{_n(y + 5)}" text-anchor="end">'
            f"{escape(short(mark, write))}</text>"
        )


def _axis(frame: _Frame, labels: Sequence[str]) -> Iterator[str]:
    y = frame.y(0)
    right = frame.right + frame.left - frame.start
    yield f'<path class="axis" d="M{_n(frame.start)} {_n(y)}H{_n(right)}"/>'
    for place in _labelled(frame, labels):
        yield (
            f'<text x="{_n(frame.x(place))}" y="{_TOP + _HEIGHT + 28}" text-anchor="middle">'
            f"{escape(_cut(labels[place]))}</text>"
        )


def _labelled(frame: _Frame, labels: Sequence[str]) -> list[int]:
    """Return the places that have a label and room for it: the last, and evenly before it."""
    named = [place for place, label in enumerate(labels) if label]
    wide = max((len(_cut(labels[place])) for place in named), default=1) * _LETTER + 14
    room = max(int((frame.right - frame.left) / wide) + 1, 1)
    step = max(-(-(len(named) - 1) // max(room - 1, 1)), 1)
    return named[::-1][::step][:room][::-1]


def _line(frame: _Frame, series: Series, number: int) -> Iterator[str]:
    for run in _runs(series.values):
        points = " ".join(f"{_n(frame.x(place))},{_n(frame.y(value))}" for place, value in run)
        if len(run) > 1:
            yield f'<polyline class="l{number}" points="{points}"/>'
        else:
            yield _dot(frame, run[0], number)
    last = next(reversed(list(_runs(series.values))), [])
    if len(last) > 1:
        yield _dot(frame, last[-1], number)


def _dot(frame: _Frame, point: tuple[int, float], number: int) -> str:
    place, value = point
    return f'<circle class="f{number}" cx="{_n(frame.x(place))}" cy="{_n(frame.y(value))}" r="5"/>'


def _area(frame: _Frame, series: Series) -> Iterator[str]:
    base = _n(frame.y(0))
    for run in _runs(series.values):
        if len(run) > 1:
            points = " ".join(f"{_n(frame.x(place))},{_n(frame.y(value))}" for place, value in run)
            first, last = _n(frame.x(run[0][0])), _n(frame.x(run[-1][0]))
            yield f'<polygon class="area" points="{first},{base} {points} {last},{base}"/>'


def _names(frame: _Frame, plot: Plot) -> Iterator[str]:
    """Write the end of each line beside it, apart from each other."""
    found: list[tuple[float, float, str]] = []
    for series, text in zip(plot.series, _ends(plot), strict=True):
        known = [point for run in _runs(series.values) for point in run]
        if known:
            place, value = known[-1]
            found.append((frame.y(value) + 5, frame.x(place) + 12, text))
    found.sort()
    above = -inf
    for number, (y, x, text) in enumerate(found, 1):
        below = _TOP + _HEIGHT + 8.0 - _GAP * (len(found) - number)
        above = max(min(y, below), above + _GAP)
        yield f'<text class="l" x="{_n(x)}" y="{_n(above)}">{escape(text)}</text>'


def _ends(plot: Plot) -> list[str]:
    """Return what stands at the end of each line: its name, or of a single one its last value."""
    if len(plot.series) > 1:
        return [_cut(series.name) for series in plot.series]
    known = [value for value in plot.series[0].values if value is not None] if plot.series else []
    return [short(known[-1], plot.write)] if known else [""] * len(plot.series)


def _runs(values: Sequence[Number]) -> Iterator[list[tuple[int, float]]]:
    """Return the stretches of known values, each with its places."""
    run: list[tuple[int, float]] = []
    for place, value in enumerate(values):
        if value is not None:
            run.append((place, value))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _thinned(plot: Plot) -> Plot:
    """Return a plot that is no larger than a chart can show; the last place stays."""
    places = min(len(plot.labels), max((len(one.values) for one in plot.series), default=0))
    step = max(-(-places // MAX_POINTS), 1)
    kept = range((places - 1) % step, places, step) if places else range(0)
    return Plot(
        [plot.labels[place] for place in kept],
        [
            Series(
                one.name, [_sure(one.values[at]) if at < len(one.values) else None for at in kept]
            )
            for one in plot.series[:MAX_SERIES]
        ],
        plot.write,
        plot.ids,
        plot.has_area,
    )


def _known(plot: Plot) -> list[float]:
    return [value for one in plot.series for value in one.values if value is not None]


def _sure(value: Number) -> float | None:
    """Return a number that can be drawn; what is none, or beyond all counting, is not known."""
    return round(float(value), 9) if value is not None and -MOST <= value <= MOST else None


def _cut(text: str) -> str:
    text = "".join(letter for letter in text if letter.isprintable())
    return text if len(text) <= MAX_NAME else f"{text[: MAX_NAME - 1]}…"


def _n(value: float) -> str:
    """Write a coordinate: one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")


def _svg(plot: Plot, parts: Sequence[str]) -> str:
    named = f' aria-labelledby="{escape(plot.ids)}"' if plot.ids else ' aria-hidden="true"'
    role = ' role="img"' if plot.ids else ""
    return (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {_TOP + _HEIGHT + _FOOT}"{role}{named}>'
        f"{''.join(parts)}</svg>"
    )
