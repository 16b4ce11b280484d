"""What the page of components shows: data for the product's own templates, in every state."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext

from beffroi.organisations.pages.answers import Group
from beffroi.organisations.pages.history import Event
from beffroi.organisations.pages.labels import current_language
from beffroi.organisations.pages.rows import Row
from beffroi.organisations.pages.sources import Provenance
from beffroi.portal.bars import Bar, share
from beffroi.repositories.pages import life
from beffroi.repositories.pages.facts import Fact
from beffroi.repositories.pages.steps import Step
from beffroi.search.links import Choice, PageLink

HERE = "#main"
AT = datetime(2021, 11, 15, 9, 12, tzinfo=UTC)
ICONS = (
    *("repository", "organisation", "clock", "archive", "check", "cross", "warn", "unknown"),
    *("search", "file", "data"),
)
STATES = ("done", "done", "fail", "next", "open", "none", "open", "open", "open")
COUNTS = (("github.com", 5178), ("gitlab.inria.fr", 1597), ("forgemia.inra.fr", 401), ("a.fr", 1))


def line() -> list[life.Point]:
    """Return a life line with every state."""
    texts = {
        "done": gettext("with a date"),
        "fail": gettext("not found since"),
        "next": gettext("with a button below"),
        "open": gettext("not yet"),
        "none": gettext("does not apply"),
    }
    return [
        life.Point(
            gettext(name),
            state,
            str(life.STATES[state]),
            texts[state],
            AT if state in {"done", "fail"} else None,
            HERE if state == "done" else "",
        )
        for name, state in zip(life.POINTS.values(), STATES, strict=True)
    ]


def steps() -> tuple[Step, ...]:
    """Return a next step that a link does, and one that a command does."""
    why = gettext("Anybody may ask Software Heritage to save it; its address is below.")
    title = gettext("Next step: archive the present state.")
    return (
        Step(title, why, act=(gettext("Ask to archive"), HERE)),
        Step(title, why, command="beffroi harvest --account URL"),
    )


def rows() -> list[Row]:
    """Return result rows: complete, foreign, with nothing but a name, a body."""
    language = current_language()
    kind = gettext("Repository")
    done = ("open", "open", "done", "done", "done", "open", "open", "open", "open")
    lost = ("open", "open", "fail", "next", "done", "open", "open", "open", "open")

    def small(states: tuple[str, ...]) -> dict[str, Any]:
        return {"life": life.small(states, language), "standing": life.reached(states)}

    return [
        Row("repository", kind, HERE, "urbanisme", "Un moteur de règles d’urbanisme", "fr",
            ("Etalab", HERE), ("Python", "AGPL-3.0-or-later", "87 ★"), **small(done)),
        Row("repository", kind, HERE, "a-name-without-any-place-to-break-" * 3,
            "", "", ("IGN", HERE), (), **small(lost)),
        Row("organisation", gettext("Organisation"), HERE, "IGN",
            "Institut national de l’information géographique et forestière", "fr",
            facts=("54",)),
    ]  # fmt: skip


def source() -> Provenance:
    """Return where a value comes from."""
    sentences = (
        gettext("Given by the forge."),
        gettext("A value set by hand wins over a machine’s until it is reset."),
    )
    return Provenance(gettext("forge"), sentences)


def facts() -> list[Fact]:
    """Return facts: a link, a code, unknown, with a note; each with or without its source."""
    return [
        Fact(gettext("Licence"), links=(("AGPL-3.0-or-later", HERE),), source=source()),
        Fact(gettext("Clone"), "git clone https://example.org/etalab/urbanisme", is_code=True),
        Fact(gettext("Language"), "Python", note="92 %", source=source()),
        Fact(gettext("Fork"), gettext("Not known: its source does not say."), is_unknown=True),
    ]


def group() -> Group:
    """Return a facet with a chosen value, and a long one."""
    values = (("Python", 674), ("JavaScript", 961), ("Jupyter Notebook", 12))
    choices = tuple(
        Choice(name, name, count, share(count, 961), HERE, is_chosen=not at)
        for at, (name, count) in enumerate(values)
    )
    return Group("language", gettext("Language"), choices, HERE, gettext("All languages"), "")


def answers() -> dict[str, Any]:
    """Return answers of a list: chips and tabs; empty in three ways; two faults of the index."""
    nothing: dict[str, Any] = {"count": 0, "text": "", "chips": (), "ways": (), "path": HERE}
    way = SimpleNamespace(text=gettext("Search without the filters"), href=HERE, count=14)
    chips = [(gettext("Licence") + ": MIT", HERE), (gettext("Language") + ": Python", HERE)]
    kinds = [(gettext("All"), 61, HERE, True), (gettext("Repositories"), 37, HERE, False)]
    return {
        "list": SimpleNamespace(
            chips=chips, links=SimpleNamespace(clear=HERE), kinds=kinds, groups=[group()],
            forgiven=[("urbansime", "urbanisme")], exact=HERE,
        ),
        "empty": (
            SimpleNamespace(**nothing),
            SimpleNamespace(**{**nothing, "text": "urbansime pyton", "ways": (way,)}),
            SimpleNamespace(**{**nothing, "count": 61, "last_page": (4, HERE)}),
        ),
        "broken": (SimpleNamespace(state="absent"), SimpleNamespace(state="broken")),
    }  # fmt: skip


def pages() -> SimpleNamespace:
    """Return the numbers of pages, with pages left out."""
    numbers = (1, 0, 4, 5, 6, 0, 458)
    return SimpleNamespace(
        pages=[PageLink(number, HERE, number == 5) for number in numbers],  # noqa: PLR2004
        previous=HERE,
        next=HERE,
    )


def bars() -> list[Bar]:
    """Return the bars of a table: the largest, the least."""
    return [Bar(name, HERE, count, HERE, share(count, COUNTS[0][1])) for name, count in COUNTS]


def failures() -> list[SimpleNamespace]:
    """Return what could not be read."""
    return [
        SimpleNamespace(
            at=AT, url="https://example.org/etalab", code="timeout",
            message="The forge did not answer within 30 seconds.",
            mending=gettext("The next reading tries again by itself."),
            command="beffroi harvest --account URL",
        )
    ]  # fmt: skip


def events() -> list[Event]:
    """Return what changed in a record."""
    return [Event(AT, gettext("changed"), (("licence", "MIT", "EUPL-1.2"),), gettext("forge"))]
