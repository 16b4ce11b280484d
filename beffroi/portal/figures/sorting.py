"""Charts of what repositories are: forges, languages, licences, files, activity, scores, topics."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from beffroi.lib import charts
from beffroi.lib.charts import Plot, Series
from beffroi.policy.freedom import NO, UNKNOWN, YES, freedom
from beffroi.policy.licences import OTHER
from beffroi.portal.figures.shapes import (
    NO_VALUE,
    Cell,
    Chart,
    Ground,
    Row,
    bar_chart,
    bars,
    leaders,
    width,
)
from beffroi.repositories.pages.figures import Top

FILES = (
    ("licence", gettext_noop("Licence file")),
    ("readme", gettext_noop("Read me")),
    ("contributing", gettext_noop("How to contribute")),
    ("publiccode", gettext_noop("Description as publiccode.yml")),
    ("changelog", gettext_noop("Changes")),
    ("code_of_conduct", gettext_noop("Code of conduct")),
    ("security", gettext_noop("Security")),
    ("description", gettext_noop("Description")),
)
NATURES = (
    ("archived", gettext_noop("Archived by its owner")),
    ("fork", gettext_noop("Fork of another repository")),
    ("template", gettext_noop("Template")),
)


def forges(ground: Ground) -> Chart | None:
    """Return repositories by forge."""
    found = list(ground.counted.of("forge").items())
    if not found:
        return None
    host, count = found[0]
    text = gettext("%(share)s of the repositories are on %(name)s")
    title = text % {"share": ground.share(count), "name": host}
    return bar_chart(ground, "forge", "forges", gettext("Forge"), title)


def languages(ground: Ground) -> Chart | None:
    """Return repositories by main programming language."""
    found = ground.counted.of("language")
    if not found:
        return None
    title = leaders([value for value in found if value != NO_VALUE])
    made = bar_chart(ground, "language", "languages", gettext("Language"), title)
    return replace(made, note=gettext("The main language, as the forge names it."))


def freedoms(ground: Ground) -> Chart | None:
    """Return repositories by what their licence allows: free, not free, not named, not stated."""
    counts = ground.counted.of("licence")
    if not counts:
        return None
    silent = counts.pop(NO_VALUE, 0)
    rows = _allowed(ground, counts, silent)
    free = rows[0].cells[0].count
    text = gettext("%(share)s are free software; %(silent)s state no licence")
    return Chart(
        key="freedoms",
        title=text % {"share": ground.share(free), "silent": ground.share(silent)},
        heads=(gettext("What the licence allows"), gettext("Repositories")),
        fields=("repositories",),
        rows=rows,
        note=gettext(
            "Free: a licence that the Free Software Foundation or the Open Source Initiative "
            "calls so, by its SPDX identifier. Without a licence, code is public, but nobody "
            "knows what may be done with it."
        ),
    )


def _allowed(ground: Ground, counts: Mapping[str, int], silent: int) -> tuple[Row, ...]:
    kinds: dict[str, list[str]] = {YES: [], NO: [], UNKNOWN: []}
    for licence in counts:
        kinds[freedom(licence)].append(licence)
    sums = {kind: sum(counts[one] for one in some) for kind, some in kinds.items()}
    unnamed = ground.door("licence", *kinds[UNKNOWN])
    unstated = ground.words("licence", NO_VALUE)
    found = (
        (YES, gettext("Free"), sums[YES], ground.door("free", YES)),
        (NO, gettext("Stated, not free"), sums[NO], ground.door("free", NO)),
        (OTHER, gettext("Stated, to be named"), sums[UNKNOWN], unnamed),
        (NO_VALUE, unstated, silent, ground.door("licence", NO_VALUE)),
    )
    most = max(count for *_, count, _ in found)
    return tuple(
        Row(
            value,
            words,
            (Cell(count, door if count else ""),),
            share=ground.share(count),
            bar=(width(count, most),),
        )
        for value, words, count, door in found
    )


def licences(ground: Ground) -> Chart | None:
    """Return repositories by licence."""
    found = ground.counted.of("licence")
    if not found:
        return None
    named = [value for value in found if value not in {NO_VALUE, OTHER}]
    title = leaders(named) if named else gettext("No licence is named")
    return bar_chart(ground, "licence", "licences", gettext("Licence"), title)


def files(ground: Ground) -> Chart | None:
    """Return how many have each telling file: yes, no, not looked for."""
    counted = ground.counted
    has, lacks = counted.of("has"), counted.of("lacks")
    if not counted.total:
        return None
    unread = has.get(NO_VALUE, 0)
    rows = []
    for kind, name in FILES:
        known = (
            Cell(has.get(kind, 0), ground.door("has", kind)),
            Cell(lacks.get(kind, 0), ground.door("lacks", kind)),
        )
        unknown = 0 if kind == "description" else unread
        cells = (*known, Cell(unknown, ground.door("has", NO_VALUE)))
        rows.append(_three(ground, kind, gettext(name), cells))
    looked = counted.total - unread
    text = gettext("%(yes)s of the %(looked)s looked into tell how to contribute")
    title = text % {
        "yes": ground.figure(has.get("contributing", 0)),
        "looked": ground.figure(looked),
    }
    return Chart(
        key="files",
        title=title if looked else gettext("Nobody has looked for their files yet"),
        heads=(gettext("What"), gettext("There"), gettext("Absent"), gettext("Not looked for")),
        fields=("yes", "no", "unknown"),
        rows=tuple(rows),
        note=gettext(
            "Files are looked for when a repository is read at its forge. In the bar, from left to "
            "right: there, absent, not looked for."
        ),
    )


def natures(ground: Ground) -> Chart | None:
    """Return how many are archived, forks, templates: yes, no, not known."""
    if not ground.counted.total:
        return None
    rows = []
    for facet, name in NATURES:
        found = ground.counted.of(facet)
        cells = [Cell(found.get(value, 0), ground.door(facet, value)) for value in (YES, NO)]
        unknown = Cell(found.get(NO_VALUE, 0), ground.door(facet, NO_VALUE))
        rows.append(_three(ground, facet, gettext(name), (*cells, unknown)))
    return Chart(
        key="natures",
        title=gettext("%(archived)s are archived by their owners, %(forks)s are known as forks")
        % {
            "archived": ground.figure(rows[0].cells[0].count),
            "forks": ground.figure(rows[1].cells[0].count),
        },
        heads=(gettext("What"), gettext("Yes"), gettext("No"), gettext("Not known")),
        fields=("yes", "no", "unknown"),
        rows=tuple(rows),
        note=gettext("Unknown is not no: some forges do not say. All are counted on this page."),
    )


def activity(ground: Ground) -> Chart | None:
    """Return repositories by activity."""
    found = ground.counted.of("activity")
    if not found:
        return None
    order = ("active", "quiet", "archived", NO_VALUE)
    text = gettext("%(share)s were active in the last year")
    return Chart(
        key="activity",
        title=text % {"share": ground.share(found.get("active", 0))},
        heads=(gettext("Activity"), gettext("Repositories")),
        fields=("repositories",),
        rows=bars(ground, "activity", [(one, found[one]) for one in order if one in found]),
    )


def scores(ground: Ground) -> Chart | None:
    """Return repositories by score, in hundreds towards zero."""
    found = sorted((int(value), count) for value, count in ground.counted.of("score").items())
    if not found:
        return None
    good = sum(count for value, count in found if value >= 1000)  # noqa: PLR2004 (a licence's)
    largest = max(count for _, count in found)
    caption = gettext(
        "Repositories by their score in this catalogue, from %(low)s to %(high)s points; most "
        "stand at %(most)s."
    ) % {
        "low": _signed(found[0][0], ground),
        "high": _signed(found[-1][0], ground),
        "most": _span(max(found, key=lambda pair: pair[1])[0], ground),
    }
    return Chart(
        key="scores",
        title=gettext("%(share)s have 1,000 points or more") % {"share": ground.share(good)},
        heads=(gettext("Points"), gettext("Repositories")),
        fields=("repositories",),
        rows=tuple(
            Row(
                str(value),
                _span(value, ground),
                (Cell(count, ground.door("score", str(value))),),
                share=ground.share(count),
                bar=(width(count, largest),),
            )
            for value, count in found
        ),
        caption=caption,
        drawing=_histogram(dict(found), ground),
    )


def _histogram(counts: Mapping[int, int], ground: Ground) -> str:
    """Return one column for each hundred, those with nothing too; thousands are written."""
    places = range(min(counts), max(counts) + 1, 100)
    labels = [_signed(value, ground) if value % 1000 == 0 else "" for value in places]
    series = Series("", [counts.get(value, 0) for value in places])
    return charts.columns(Plot(labels, [series], ground.figure, "scores scores-d"))


def topics(ground: Ground) -> Chart | None:
    """Return repositories by topic."""
    found = ground.counted.of("topic")
    if not found:
        return None
    made = bar_chart(ground, "topic", "topics", gettext("Topic"), leaders(list(found)))
    return replace(made, note=gettext("A repository may have several topics, or none."))


def stars(ground: Ground) -> Chart | None:
    """Return the repositories with the most stars."""
    head, found = gettext("Stars"), ground.counted.starred
    title = gettext("%(name)s has the most stars")
    made = _firsts("stars", title, head, found)
    return replace(made, whole=ground.door(sort="-stars")) if made else None


def forks(ground: Ground) -> Chart | None:
    """Return the repositories with the most forks."""
    head, found = gettext("Forks"), ground.counted.forked
    return _firsts("forks", gettext("%(name)s has the most forks"), head, found)


def _firsts(key: str, title: str, head: str, found: Sequence[Top]) -> Chart | None:
    if not found:
        return None
    return Chart(
        key=key,
        title=title % {"name": found[0].name},
        heads=(gettext("Repository"), gettext("Account"), head),
        fields=(key,),
        about_head=gettext("Account"),
        rows=tuple(
            Row(
                one.uid,
                one.name,
                (Cell(one.number),),
                url=reverse("repositories:detail", args=[one.uid]),
                about=one.account,
            )
            for one in found
        ),
    )


def _three(ground: Ground, value: str, words: str, cells: tuple[Cell, ...]) -> Row:
    """Return a row of three numbers: yes, no, not known; a number of nothing is no door."""
    total = ground.counted.total or 1
    return Row(
        value=value,
        words=words,
        cells=tuple(Cell(one.count, one.url if one.count else "") for one in cells),
        share=ground.share(cells[0].count),
        bar=tuple(round(100 * one.count / total, 1) for one in cells[:2]),
    )


def _span(value: int, ground: Ground) -> str:
    """Return the points of one column in words: hundreds are cut towards zero."""
    low, high = (value, value + 99) if value > 0 else (value - 99, value)
    if not value:
        low, high = -99, 99
    text = gettext("%(low)s to %(high)s")
    return text % {"low": _signed(low, ground), "high": _signed(high, ground)}


def _signed(value: int, ground: Ground) -> str:
    return ground.figure(value).replace("-", "−")
