"""All charts of one question, by name; the page, the files and a body's page take theirs here."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from django.utils import timezone

from beffroi.portal.figures import bodies, growing, sorting
from beffroi.portal.figures.shapes import Chart, Ground
from beffroi.repositories.pages.figures import counted
from beffroi.search.shapes import Query, SearchIndex

CHARTS: Mapping[str, Callable[[Ground], Chart | None]] = {
    "growth": growing.growth,
    "entries": growing.entries,
    "forges": sorting.forges,
    "software": growing.software,
    "freedoms": sorting.freedoms,
    "licences": sorting.licences,
    "languages": sorting.languages,
    "files": sorting.files,
    "natures": sorting.natures,
    "activity": sorting.activity,
    "organisations": bodies.organisations,
    "sizes": bodies.sizes,
    "freshness": bodies.freshness,
    "ministries": bodies.ministries,
    "sorts": bodies.sorts,
    "countries": bodies.countries,
    "scores": sorting.scores,
    "stars": sorting.stars,
    "forks": sorting.forks,
    "topics": sorting.topics,
}
"""Name of a chart, which is also that of its file → how it is made."""

SMALL = ("growth", "freedoms", "languages")
"""Charts on the page of one body."""


def chart(ground: Ground, key: str) -> Chart | None:
    """Return one chart; None where there is nothing to show."""
    made = CHARTS[key](ground)
    if made is None:
        return None
    return replace(made, csv=ground.file(key, "csv"), json=ground.file(key, "json"))


def charts(ground: Ground) -> dict[str, Chart]:
    """Return every chart that has something to show, by name."""
    found = ((key, chart(ground, key)) for key in CHARTS)
    return {key: made for key, made in found if made}


def small(index: SearchIndex, organisation: str) -> list[Chart]:
    """Return the few charts of one body and all below it, for its own page."""
    query = Query(filters={"organisation": (organisation,)}, today=timezone.now().date())
    ground = Ground(counted(index, query))
    return [made for key in SMALL if (made := chart(ground, key))]
