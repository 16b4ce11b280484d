"""Short words for tests that read lists of bodies and accounts."""

from pathlib import Path
from typing import Any

from beffroi.lib.files import text_of
from beffroi.organisations.formats import accounts, bodies
from beffroi.organisations.formats.reading import Row, choose
from beffroi.organisations.shapes import AccountFacts, BodyFacts

PSO = "db2b74d4-4dbc-4d7d-ba1b-5762e2cb06b8"
ZEROS = "00000000-0000-0000-0000-000000000000"
HEAD = "login,organization_url,platform"
FORGE = "git.example.org:\n  forge: gitlab\n"


def read(kind: Any, text: str, *, country: str = "FR", wanted: str = "") -> list[Row]:
    key = choose(kind.FORMATS, text, wanted)
    return list(kind.FORMATS[key].rows(text, country))


def read_file(kind: Any, path: Path, key: str) -> list[Row]:
    text = text_of(path.read_bytes())
    assert choose(kind.FORMATS, text, "") == key
    return read(kind, text)


def said(rows: list[Row]) -> list[Any]:
    assert [row.refusal for row in rows if row.refusal] == []
    return [row.facts for row in rows]


def one_account(text: str, **more: str) -> AccountFacts:
    (facts,) = said(read(accounts, text, **more))
    assert isinstance(facts, AccountFacts)
    return facts


def one_body(text: str, **more: str) -> BodyFacts:
    (facts,) = said(read(bodies, text, **more))
    assert isinstance(facts, BodyFacts)
    return facts


def refusals(rows: list[Row]) -> list[tuple[int | str, str, str]]:
    return [(row.place, row.refusal.field, row.refusal.code) for row in rows if row.refusal]


def remarks(rows: list[Row]) -> list[tuple[int | str, str, str]]:
    return [(note.row, note.field, note.code) for row in rows for note in row.remarks]


def csv(columns: str, *lines: str) -> str:
    return "\n".join([f"{HEAD}{columns}", *lines]) + "\n"
