"""Lists of public bodies in the formats that governments publish them in."""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from beffroi.lib import countries
from beffroi.lib.files import FileRefusedError, csv_header, csv_rows, json_of, missing, yaml_of
from beffroi.organisations.formats.reading import (
    CellError,
    Format,
    Row,
    country_of,
    fitting,
    identifier_of,
    mapping_of,
    names_of,
    official,
    one_line,
    own_uid,
    refused,
)
from beffroi.organisations.models import Organisation
from beffroi.organisations.shapes import BodyFacts

CSV_NEEDS = ("uid", "name", "kind", "identifiers")
_SWISS_KINDS = {"department": "ministry", "office": "agency", "canton": "region"}
"""Kind of Swiss bodies by the part of their address at ld.admin.ch."""


def _labels(text: str, country: str) -> Sequence[Row]:
    """Return rows of ``top_organizations.yml``: identifier of the directory → name."""
    document = mapping_of(text)
    rows = []
    for key, label in document.value.items():
        place, name = f"line {document.lines[key]}", one_line(label)
        identifiers = tuple(official(key, country))
        if not name:
            rows.append(refused(place, "name", "missing", f"{key[:100]} has no name."))
        elif not identifiers:
            text = f"“{key[:100]}” is no identifier of a register of {country or 'no country'}."
            way_out = "Another country: --country XX."
            rows.append(refused(place, "identifier", "unknown-register", f"{text} {way_out}"))
        else:
            said = {
                "name": name, "names": names_of({"fr": name} if country == "FR" else {}),
                "identifiers": identifiers, "kind": _kind_of(name, country), "country": country,
            }  # fmt: skip
            rows.append(_row(place, said))
    return rows


def _row(place: int | str, said: Mapping[str, Any]) -> Row:
    facts, doubts = fitting(place, Organisation, said)
    return Row(place, BodyFacts(**facts), remarks=doubts)


def _kind_of(name: str, country: str) -> str:
    plain = unicodedata.normalize("NFD", name.lower())
    folded = "".join(one for one in plain if not unicodedata.combining(one)).replace("’", "'")
    for kind, beginnings in countries.load(country or "zz").kinds_by_name.items():
        if folded.startswith(beginnings):
            return kind
    return "other"


def _swiss(text: str, _country: str) -> Sequence[Row]:
    """Return rows of Swiss bodies: ``uri``, ``label`` by language, ``parent`` uri."""
    rows = []
    document = json_of(text)
    if not isinstance(document, list):
        raise FileRefusedError("wrong-shape", "A list of bodies is wanted.")
    for number, body in enumerate(document, 1):
        said = body if isinstance(body, dict) else {}
        identifiers = tuple(identifier_of("ch-ld", said.get("uri")))
        if not identifiers or not isinstance(said.get("label"), dict):
            rows.append(refused(number, "uri", "missing", "A body needs ‘uri’ and ‘label’."))
            continue
        names = names_of(said["label"])
        name = names.get("fr") or names.get("en") or next(iter(names.values()), "")
        if not name:
            rows.append(refused(number, "label", "missing", "The body has no name."))
            continue
        parts = identifiers[0][1].split("/")
        kind = next((_SWISS_KINDS[part] for part in parts if part in _SWISS_KINDS), "other")
        above = tuple(identifier_of("ch-ld", said.get("parent")))
        facts = {
            "name": name, "names": names, "identifiers": identifiers, "kind": kind,
            "country": "CH", "parent": above[0] if above else None,
        }  # fmt: skip
        rows.append(_row(number, facts))
    return rows


def _csv(text: str, country: str) -> Sequence[Row]:
    """Return rows of our own export of organisations."""
    return [_csv_row(number, cells, why, country) for number, cells, why in csv_rows(text)]


def _csv_row(number: int, cells: Mapping[str, str] | None, reason: str, country: str) -> Row:
    if cells is None:
        return refused(number, "", "ragged-row", reason)
    try:
        return _row(number, _csv_facts(cells, country))
    except CellError as error:
        return refused(number, error.field, error.code, error.message)


def _csv_facts(cells: Mapping[str, str], country: str) -> dict[str, Any]:
    if not one_line(cells["name"]):
        raise CellError("name", "missing", "A body needs a name.")
    if cells["kind"] not in Organisation.Kind.values:
        known = ", ".join(Organisation.Kind.values)
        text = f"“{cells['kind'][:40]}” is no kind; known: {known}."
        raise CellError("kind", "bad-value", text)
    code = country_of(cells.get("country", ""))
    if code is None:
        raise CellError("country", "bad-country", "A country is a code of two letters.")
    try:
        names = names_of(json_of(cells["names"])) if cells.get("names") else {}
    except FileRefusedError as error:
        raise CellError("names", error.code, error.message) from error
    return {
        "name": cells["name"], "identifiers": _csv_identifiers(cells), "names": names,
        "kind": cells["kind"], "country": code or country,
        "description": cells.get("description") or None, "website": cells.get("website") or None,
        "parent": next(own_uid(cells.get("parent_uid", "")), None),
    }  # fmt: skip


def _csv_identifiers(cells: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    pairs = [one.partition(":") for one in cells["identifiers"].split(",") if one.strip()]
    found = [(*identifier_of(scheme.strip(), value),) for scheme, _, value in pairs]
    identifiers = (*own_uid(cells["uid"]), *(pair for one in found for pair in one))
    if not all(found) or not identifiers:
        text = "A body needs a uid, or identifiers as register:number."
        raise CellError("identifiers", "bad-value" if pairs else "missing", text)
    return identifiers


def _is_swiss(text: str) -> bool:
    if not text.lstrip().startswith("["):
        return False
    document = json_of(text)
    return any(isinstance(one, dict) and "uri" in one for one in document[:5])


def _is_labels(text: str) -> bool:
    if text.lstrip().startswith(("{", "[")) or ":" not in text:
        return False
    document = yaml_of(text).value
    return isinstance(document, dict) and all(
        isinstance(value, str | None) for value in document.values()
    )


FORMATS: Mapping[str, Format] = {
    "csv": Format(
        "CSV of bodies (uid, name, kind, identifiers, …), as beffroi export writes it",
        lambda text: not missing(csv_header(text), CSV_NEEDS), _csv, CSV_NEEDS,
    ),
    "swiss": Format("JSON of Swiss bodies: uri, label by language, parent", _is_swiss, _swiss),
    "labels": Format("YAML: identifier of the country's register → name", _is_labels, _labels),
}  # fmt: skip
