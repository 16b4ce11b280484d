"""The catalogue in figures: the page, and each chart as a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_safe

from beffroi.lib.errors import ShownError
from beffroi.organisations.pages import files
from beffroi.organisations.pages.asking import open_now
from beffroi.organisations.pages.labels import FACET_NAMES
from beffroi.portal.figures import CHARTS, chart, charts
from beffroi.portal.figures.shapes import MAX_ROWS, NO_VALUE, Chart, Ground
from beffroi.repositories.pages.figures import Counted, counted
from beffroi.search import links, parameters
from beffroi.search.errors import BrokenIndexError
from beffroi.search.shapes import Query, SearchIndex

FLOORS: Sequence[tuple[str, str, str, tuple[str, ...]]] = (
    (
        "time",
        gettext_noop("Growth"),
        gettext_noop("Creation at the forges, and entry into this catalogue."),
        ("growth", "entries"),
    ),
    ("places", gettext_noop("Forges"), gettext_noop("Where public code lives."),
     ("forges", "software")),
    ("rights", gettext_noop("Licences"), gettext_noop("What one may do with it."),
     ("freedoms", "licences")),
    ("code", gettext_noop("Languages"), gettext_noop("What it is written in."), ("languages",)),
    ("care", gettext_noop("State"), gettext_noop("What stands beside the code, and is it alive?"),
     ("files", "activity", "natures")),
    ("bodies", gettext_noop("Organisations"), gettext_noop("Who publishes, how much, how lately."),
     ("organisations", "sizes", "freshness", "ministries", "sorts", "countries")),
    ("points", gettext_noop("Score"), gettext_noop("How ready for reuse, in points."), ("scores",)),
    ("followed", gettext_noop("Followed"), gettext_noop("Most watched by people elsewhere."),
     ("stars", "forks")),
    ("subjects", gettext_noop("Topics"), gettext_noop("What it is about."), ("topics",)),
)  # fmt: skip
"""Key, title, sentence and charts of each part of the page."""

KEPT_SECONDS = 24 * 3600
"""How long a written page is kept; another state of the index has another name."""


@dataclass(frozen=True, slots=True)
class Head:
    """One of the first figures: words, number, list."""

    words: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Floor:
    """One part of the page."""

    key: str
    title: str
    about: str
    charts: tuple[Chart, ...]


@dataclass(frozen=True, slots=True)
class IndexState:
    """Whether the index answers: "" when it does, ``absent`` or ``broken`` when it does not."""

    state: str


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Show the catalogue, or what an address narrows it to, in figures."""
    index, state = _index()
    context = {
        "index": IndexState(state),
        "heading": gettext("The catalogue in figures"),
        "lead": gettext(
            "What is public, how it grows, who leads. Every figure opens its list; every chart has "
            "its table and its file."
        ),
        "clear": request.path,
    }
    if index:
        ground = Ground(_counted(request, index))
        context |= {
            "chips": _chips(ground, request.path),
            "body": _body(ground),
            "heading": _heading(ground),
        }
    return render(request, "portal/figures.html", context)


@require_safe
def file(request: HttpRequest, key: str, form: str) -> HttpResponseBase:
    """Send one chart, with all its lines, as ``csv`` or ``json``."""
    if key not in CHARTS:
        raise Http404(key)
    index, _ = _index()
    if index is None:
        text = "There is no search index yet; the operator runs 'beffroi reindex'."
        raise ShownError("no-index", text, HTTPStatus.SERVICE_UNAVAILABLE)
    made = chart(Ground(_counted(request, index), MAX_ROWS), key)
    columns = made.columns if made else ["value", "label"]
    rows = made.records(files.site("")) if made else []
    state = "\n".join("\t".join(map(str, row)) for row in rows)
    return files.send(request, form, files.Table(f"figures-{key}", columns, rows, state))


def _index() -> tuple[SearchIndex | None, str]:
    try:
        index = open_now()
    except BrokenIndexError:
        return None, "broken"
    return index, "" if index else "absent"


def _counted(request: HttpRequest, index: SearchIndex) -> Counted:
    given = {name: values for name, values in request.GET.lists() if name not in files.PLACE}
    return counted(index, parameters.parse(given, today=timezone.now().date()))


def _body(ground: Ground) -> str:
    """Return the figures as they stand on the page, written once for what was counted once."""
    if not ground.counted.total:
        return ""
    key = f"figures-{ground.language}-{ground.counted.name}"
    known: str | None = cache.get(key) if ground.counted.name else None
    if known is None:
        context = {"heads": _heads(ground), "floors": _floors(charts(ground))}
        known = render_to_string("portal/_figures.html", context)
        if ground.counted.name:
            cache.set(key, known, KEPT_SECONDS)
    return known


def _chosen(ground: Ground) -> dict[str, tuple[str, ...]]:
    filters = ground.counted.query.filters
    return {name: values for name, values in filters.items() if name != "kind"}


def _heading(ground: Ground) -> str:
    """Return the name of the page: of the one thing it is narrowed to, or of all."""
    chosen = _chosen(ground)
    values = [(name, value) for name, some in chosen.items() for value in some]
    if not values and not ground.counted.query.text:
        return gettext("The catalogue in figures")
    if len(values) == 1 and not ground.counted.query.text:
        return gettext("%(name)s in figures") % {"name": ground.words(*values[0])}
    return gettext("A part of the catalogue in figures")


def _chips(ground: Ground, path: str) -> list[tuple[str, str]]:
    """Return the choices made: words, and the address without each."""
    chosen, query = _chosen(ground), ground.counted.query
    bare = Query(text=query.text, filters=chosen, is_exact=query.is_exact)
    found = []
    if query.text:
        found.append((f"“{query.text}”", links.href(replace(bare, text=""), path)))
    text = gettext("%(facet)s: %(value)s")
    for name, values in chosen.items():
        for value in values:
            words = text % {
                "facet": gettext(FACET_NAMES.get(name, name)),
                "value": ground.words(name, value),
            }
            left = tuple(one for one in values if one != value)
            without = {**chosen, name: left}
            found.append((words, links.href(replace(bare, filters=without), path)))
    return found


def _heads(ground: Ground) -> list[Head]:
    """Return the first figures, each with its list."""
    counted = ground.counted
    free, licences = counted.of("free"), counted.of("licence")
    found = [Head(gettext("repositories"), ground.figure(counted.total), ground.door())]
    if counted.bodies:
        count = counted.bodies.count
        words = gettext("bodies that publish")
        found.append(Head(words, ground.figure(count), ground.body_door()))
    rows = (
        (gettext("under a free licence"), free.get("yes", 0), ("free", "yes")),
        (gettext("without a stated licence"), licences.get(NO_VALUE, 0), ("licence", NO_VALUE)),
        (gettext("active in the last year"), counted.of("activity").get("active", 0),
         ("activity", "active")),
    )  # fmt: skip
    found += [Head(words, ground.share(count), ground.door(*door)) for words, count, door in rows]
    return found


def _floors(found: Mapping[str, Chart]) -> list[Floor]:
    made = (
        Floor(
            key,
            gettext(title),
            gettext(about),
            tuple(found[name] for name in names if name in found),
        )
        for key, title, about, names in FLOORS
    )
    return [floor for floor in made if floor.charts]
