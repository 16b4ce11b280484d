"""What the page about open data shows, computed before its template."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from beffroi.lib import tables
from beffroi.portal.data.tables import FORMER, OURS, SECOND, Published

ROOT = "/data/"
KINDS = {
    tables.TEXT: _("text"),
    tables.NUMBER: _("number"),
    tables.TRUTH: _("true or false"),
    tables.INSTANT: _("instant"),
    tables.LIST: _("list of texts"),
    tables.MAPPING: _("mapping"),
}
DOCUMENTS = (
    (_("Projects that describe themselves with a publiccode.yml"), "awesome.json"),
    (_("The same projects as a list in Markdown"), "awesome-codegouvfr.md"),
    (_("Open-source offices that accounts name"), "fr-ospos.json"),
)


@dataclass(frozen=True, slots=True)
class File:
    """One address and its words."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One column: its name, the type of its values, what it says."""

    name: str
    kind: str
    about: str


@dataclass(frozen=True, slots=True)
class Described:
    """One table: its files, its columns, the address of its schema."""

    id: str
    name: str
    about: str
    files: Sequence[File]
    columns: Sequence[Shown] = ()
    schema: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Some tables that belong together."""

    id: str
    title: str
    about: str
    tables: Sequence[Described]


def sections() -> tuple[Section, ...]:
    """Return every published table, ours first."""
    old = (*map(_table, FORMER), _second(), *_documents())
    return (
        Section(
            "ours",
            gettext("Tables"),
            gettext("Each has every format; the lists on the pages give the same, filtered."),
            tuple(map(_table, OURS)),
        ),
        Section(
            "former",
            gettext("The addresses of code.gouv.fr"),
            gettext("Change the name of the host, and a program that read them reads on."),
            old,
        ),
    )


def _table(table: Published) -> Described:
    return Described(
        id=f"t-{table.name}",
        name=table.name,
        about=gettext(table.about),
        files=tuple(File(ROOT + path, ROOT + path) for path in table.files),
        columns=tuple(_columns(table)),
        schema=f"{ROOT}schemas/{table.name}.json",
    )


def _second() -> Described:
    shown = _table(SECOND)
    address = f"{ROOT}repositories/csv/all.csv?generation=2"
    return Described(
        shown.id, shown.name, shown.about, (File(address, address),), shown.columns, shown.schema
    )


def _columns(table: Published) -> Iterator[Shown]:
    for column in table.columns:
        kind = gettext(KINDS[tables.nature(column.kind)])
        yield Shown(column.name, kind, gettext(column.about))


def _documents() -> Iterator[Described]:
    for about, path in DOCUMENTS:
        address = f"{ROOT}{path}"
        yield Described(f"t-{path}", path, gettext(about), (File(address, address),))
