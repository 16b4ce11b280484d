"""Charts over time: repositories by year of creation, kinds of forges, entries by month."""

from collections.abc import Sequence
from itertools import accumulate

from django.utils.translation import gettext, ngettext

from beffroi.lib import charts, typography
from beffroi.lib.charts import Plot, Series
from beffroi.organisations.formats.platforms import platform_of
from beffroi.portal.figures.shapes import NO_VALUE, Cell, Chart, Ground, Row, repositories
from beffroi.repositories.pages.figures import Month, Software

EARLIEST = 1970
"""The first year that a forge can mean."""


def growth(ground: Ground) -> Chart | None:
    """Return repositories by year of creation at their forge, each year and all together."""
    created = ground.counted.of("created")
    years = _years(created)
    if not years:
        return None
    new = [created.get(str(year), 0) for year in years]
    sums = list(accumulate(new))
    rows = [
        Row(
            str(year),
            str(year),
            (Cell(count, ground.door("created", str(year)) if count else ""), Cell(total)),
        )
        for year, count, total in zip(years, new, sums, strict=True)
    ]
    if unknown := created.get(NO_VALUE, 0):
        rows.append(_unknown(ground, "created", unknown, sums[-1]))
    plot = Plot(
        [str(year) for year in years],
        [Series("", sums)],
        ground.figure,
        "growth growth-d",
        has_area=True,
    )
    return Chart(
        key="growth",
        title=_since(years, new, ground),
        heads=(gettext("Year"), gettext("New that year"), gettext("In all")),
        fields=("new", "all"),
        rows=tuple(rows),
        note=gettext(
            "Repositories that the catalogue shows today, by the year of their creation at the "
            "forge; those deleted before are not among them."
        ),
        caption=_rise(years, new, sums, ground),
        drawing=charts.lines(plot),
    )


def software(ground: Ground) -> Chart | None:
    """Return new repositories by year and software of the forge."""
    found = [one for one in ground.counted.software if any(map(one.created.get, one.created))]
    years = _years({year: count for one in found for year, count in one.created.items()})
    if len(found) < 2 or len(years) < 2:  # noqa: PLR2004 (nothing to compare)
        return None
    names = [_software_name(one) for one in found]
    series = [
        Series(name, [one.created.get(str(year), 0) for year in years])
        for name, one in zip(names, found, strict=True)
    ]
    plot = Plot([str(year) for year in years], series, ground.figure, "software software-d")
    last, ranked = _ranked(found, years)
    text = gettext("In %(year)s most new repositories were created on %(name)s")
    shown = ", ".join(f"{name} {ground.figure(count)}" for count, name in ranked)
    caption = gettext("New repositories by year and kind of forge. In %(year)s: %(list)s.")
    return Chart(
        key="software",
        title=text % {"year": last, "name": ranked[0][1]},
        heads=(gettext("Year"), *names),
        fields=tuple(one.name or "others" for one in found),
        rows=tuple(
            Row(str(year), str(year), tuple(_made(ground, one, str(year)) for one in found))
            for year in years
        ),
        caption=caption % {"year": last, "list": shown},
        drawing=charts.lines(plot),
    )


def _ranked(found: Sequence[Software], years: Sequence[int]) -> tuple[int, list[tuple[int, str]]]:
    """Return the last full year, the one before the last, and what each software had in it."""
    year = years[-2]
    counts = [(one.created.get(str(year), 0), _software_name(one)) for one in found]
    return year, sorted(counts, key=lambda pair: -pair[0])


def entries(ground: Ground) -> Chart | None:
    """Return what entered the catalogue and what was withdrawn from it, by month."""
    months = ground.counted.months
    if not months:
        return None
    sums = list(accumulate(month.entered - month.withdrawn for month in months))
    rows = tuple(_entry(ground, month, total) for month, total in zip(months, sums, strict=True))
    names = [month.name for month in months]
    plot = Plot(names, [Series("", sums)], ground.figure, "entries entries-d", has_area=True)
    caption = gettext("Repositories in the catalogue at the end of each month, since %(month)s.")
    return Chart(
        key="entries",
        title=_coming_and_going(months, ground),
        heads=(
            gettext("Month"),
            gettext("Entered and still here"),
            gettext("Entered"),
            gettext("Withdrawn"),
            gettext("In the catalogue at its end"),
        ),
        fields=("entered_and_here", "entered", "withdrawn", "in_catalogue"),
        rows=rows,
        note=gettext(
            "By the day on which this catalogue first saw them. What was withdrawn since is "
            "counted where it entered and where it left."
        ),
        caption=caption % {"month": rows[0].words},
        drawing=charts.lines(plot) if len(months) > 1 else "",
    )


def _entry(ground: Ground, month: Month, total: int) -> Row:
    here = ground.counted.of("added").get(month.name, 0)
    door = ground.door("added", month.name) if here else ""
    cells = (Cell(here, door), Cell(month.entered), Cell(month.withdrawn), Cell(total))
    return Row(month.name, _month(month.name, ground.language), cells)


def _years(counts: dict[str, int]) -> list[int]:
    """Return the years from the first to the last that has something, without a gap."""
    known = [int(year) for year, count in counts.items() if year.isdecimal() and count]
    known = [year for year in known if year >= EARLIEST]
    return list(range(min(known), max(known) + 1)) if known else []


def _unknown(ground: Ground, facet: str, count: int, before: int) -> Row:
    door = ground.door(facet, NO_VALUE)
    return Row(NO_VALUE, ground.words(facet, NO_VALUE), (Cell(count, door), Cell(before + count)))


def _since(years: Sequence[int], new: Sequence[int], ground: Ground) -> str:
    """Return the finding: since which year more than half were created."""
    late = accumulate(reversed(new))
    year = next(
        year for year, sums in zip(reversed(years), late, strict=True) if 2 * sums > sum(new)
    )
    text = gettext("%(repositories)s, more than half of them created since %(year)s")
    return text % {"repositories": repositories(ground.counted.total, ground), "year": year}


def _rise(years: Sequence[int], new: Sequence[int], sums: Sequence[int], ground: Ground) -> str:
    if len(years) == 1:
        text = gettext("All were created in %(year)s.")
        return text % {"year": years[0]}
    top = max(zip(new, years, strict=True))
    text = gettext(
        "From %(low)s in %(first)s to %(high)s in %(last)s; the steepest year is %(top)s, with "
        "%(new)s new ones."
    )
    return text % {
        "low": ground.figure(sums[0]),
        "first": years[0],
        "high": ground.figure(sums[-1]),
        "last": years[-1],
        "top": top[1],
        "new": ground.figure(top[0]),
    }


def _software_name(one: Software) -> str:
    return platform_of(one.name) or gettext("Others")


def _made(ground: Ground, one: Software, year: str) -> Cell:
    """Return a number of one year on the forges of one software; its list has both choices."""
    count = one.created.get(year, 0)
    return Cell(count, ground.door_of({"forge": one.hosts, "created": (year,)}) if count else "")


def _month(name: str, language: str) -> str:
    year, number = name.split("-")
    return f"{typography.month(int(number), language)} {year}"


def _coming_and_going(months: Sequence[Month], ground: Ground) -> str:
    entered = sum(month.entered for month in months)
    withdrawn = sum(month.withdrawn for month in months)
    text = ngettext(
        "%(count)s repository has entered the catalogue",
        "%(count)s repositories have entered the catalogue",
        entered,
    ) % {"count": ground.figure(entered)}
    if not withdrawn:
        return gettext("%(entered)s, none was withdrawn") % {"entered": text}
    left = ngettext(
        "%(entered)s, %(count)s was withdrawn", "%(entered)s, %(count)s were withdrawn", withdrawn
    )
    return left % {"entered": text, "count": ground.figure(withdrawn)}
