"""Charts of public bodies: the largest, their sizes, how fresh they are, ministries, countries."""

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from beffroi.organisations.shapes import BANDS
from beffroi.portal.figures.shapes import NO_VALUE, Cell, Chart, Ground, Row, bar_chart, width

LARGE = BANDS[-2:]
"""Sizes from a hundred repositories."""


def organisations(ground: Ground) -> Chart | None:
    """Return the bodies with the most repositories, their own and those below them."""
    head = gettext("Organisation")
    made = _named(
        ground,
        "organisation",
        "organisations",
        head,
        gettext("%(name)s publishes the most: %(count)s"),
    )
    return replace(made, note=_median(ground)) if made else None


def sizes(ground: Ground) -> Chart | None:
    """Return bodies by the number of their repositories."""
    counts = _of_bodies(ground, "band")
    if not counts:
        return None
    silent = ground.counted.silent
    total = sum(counts.values())
    most = max(*counts.values(), silent)
    shown = [(value, counts.get(value, 0)) for value in reversed(BANDS[1:])]
    rows = [_body_row(ground, "band", one, most, total + silent) for one in shown]
    none = Row(
        BANDS[0],
        ground.words("band", BANDS[0]),
        (Cell(silent, ground.body_door("publishes", "no") if silent else ""),),
        share=ground.share(silent, total + silent),
        bar=(width(silent, most),),
    )
    large = sum(counts.get(value, 0) for value in LARGE)
    text = ngettext(
        "%(count)s body has 100 repositories or more",
        "%(count)s bodies have 100 repositories or more",
        large,
    )
    return Chart(
        key="sizes",
        title=text % {"count": ground.figure(large)},
        heads=(gettext("Repositories"), gettext("Bodies")),
        fields=("bodies",),
        rows=(*rows, none),
        note=gettext("A body counts its own repositories and those of the bodies below it."),
    )


def freshness(ground: Ground) -> Chart | None:
    """Return bodies by the last activity of what they publish."""
    counts = _of_bodies(ground, "activity")
    if not counts:
        return None
    order = [(one, counts[one]) for one in ("active", "quiet", NO_VALUE) if one in counts]
    most, total = max(counts.values()), sum(counts.values())
    active = counts.get("active", 0)
    text = ngettext(
        "%(count)s body of %(total)s was active in the last year",
        "%(count)s bodies of %(total)s were active in the last year",
        active,
    )
    return Chart(
        key="freshness",
        title=text % {"count": ground.figure(active), "total": ground.figure(total)},
        heads=(gettext("Last activity"), gettext("Bodies")),
        fields=("bodies",),
        rows=tuple(_body_row(ground, "activity", one, most, total) for one in order),
        note=gettext("By the last activity of any repository of theirs or of a body below."),
    )


def ministries(ground: Ground) -> Chart | None:
    """Return repositories by ministry."""
    title = gettext("Of the ministries, %(name)s publishes the most: %(count)s")
    made = _named(ground, "ministry", "ministries", gettext("Ministry"), title)
    note = gettext("With all bodies below each. Many bodies stand under none.")
    return replace(made, note=note) if made else None


def sorts(ground: Ground) -> Chart | None:
    """Return repositories by the sort of body that publishes them."""
    title = gettext("The sort of body that publishes the most: %(name)s, %(share)s")
    return _plain(ground, "body", "sorts", gettext("Sort of body"), title)


def countries(ground: Ground) -> Chart | None:
    """Return repositories by country, where there are several."""
    if len(ground.counted.of("country")) < 2:  # noqa: PLR2004 (one country says nothing)
        return None
    title = gettext("The country that publishes the most: %(name)s, %(share)s")
    return _plain(ground, "country", "countries", gettext("Country"), title)


def _plain(ground: Ground, facet: str, key: str, head: str, title: str) -> Chart | None:
    found = list(ground.counted.of(facet).items())
    if not found:
        return None
    value, count = found[0]
    words = {"share": ground.share(count), "name": ground.words(facet, value)}
    return bar_chart(ground, facet, key, head, title % words)


def _named(ground: Ground, facet: str, key: str, head: str, title: str) -> Chart | None:
    """Return a table of bodies, each with its page and its own figures."""
    found = list(ground.counted.of(facet).items())
    if not found:
        return None
    uid, count = found[0]
    words = {"name": ground.words(facet, uid), "count": ground.figure(count)}
    made = bar_chart(ground, facet, key, head, title % words)
    rows = (
        replace(
            row,
            url=reverse("organisations:detail", args=[row.value]),
            figures=ground.narrower(facet, row.value),
        )
        for row in made.rows
    )
    return replace(made, rows=tuple(rows))


def _of_bodies(ground: Ground, facet: str) -> dict[str, int]:
    bodies = ground.counted.bodies
    values = bodies.facets[facet] if bodies else ()
    return {one.value: one.count for one in values if one.count}


def _body_row(ground: Ground, facet: str, pair: tuple[str, int], most: int, total: int) -> Row:
    value, count = pair
    return Row(
        value,
        ground.words(facet, value),
        (Cell(count, ground.body_door(facet, value) if count else ""),),
        share=ground.share(count, total),
        bar=(width(count, most),),
    )


def _median(ground: Ground) -> str:
    """Return what half of the accounts have at most; nothing when not all could be counted."""
    counts = sorted(ground.counted.of("account").values())
    if not counts or len(counts) < ground.counted.values.get("account", 0):
        return gettext("With all bodies below each.")
    middle = counts[(len(counts) - 1) // 2]
    text = ngettext(
        "With all bodies below each. Half of the %(accounts)s accounts have one repository.",
        "With all bodies below each. Half of the %(accounts)s accounts have at most %(count)s "
        "repositories.",
        middle,
    )
    return text % {"accounts": ground.figure(len(counts)), "count": ground.figure(middle)}
