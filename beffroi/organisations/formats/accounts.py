"""Lists of forge accounts in the formats that governments publish them in."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from beffroi.forges.addresses import ONE_SEGMENT
from beffroi.lib.dates import DateError, read_instant
from beffroi.lib.files import (
    FileRefusedError,
    csv_header,
    csv_rows,
    json_of,
    missing,
    yaml_of,
)
from beffroi.organisations.formats.reading import (
    CellError,
    Format,
    Row,
    country_of,
    day_of,
    identifier_of,
    located,
    mapping_of,
    official,
    one_line,
    own_uid,
    refused,
)
from beffroi.organisations.shapes import AccountFacts, BodyFacts, Note

SOFTWARE = {"github": "github", "gitlab": "gitlab", "gitea": "gitea", "forgejo": "forgejo",
            "gogs": "gogs", "sourcehut": "sourcehut", "bitbucket": "bitbucket"}  # fmt: skip
KINDS = ("organization", "group", "user", "workspace")
COUNT_DIGITS = 9
CSV_NEEDS = ("login", "organization_url", "platform")
_TRUTHS = {"True": True, "False": False, "true": True, "false": False, "": None}
_COUNTS = {"repositories_count": "declared_count", "followers_count": "followers"}
_KEYS = frozenset(
    {"forge", "owners", "pso_id", "ignored_since", "floss_policy", "ospo_url", "service_of"}
)


def _csv(text: str, country: str) -> Sequence[Row]:
    """Return rows of generation 1 of the French data, and of our own export."""
    return [_csv_row(number, cells, reason, country) for number, cells, reason in csv_rows(text)]


def _csv_row(number: int, cells: Mapping[str, str] | None, reason: str, country: str) -> Row:
    if cells is None:
        return refused(number, "", "ragged-row", reason)
    software = SOFTWARE.get(cells["platform"].strip().lower(), "")
    code = country_of(cells.get("country", ""))
    more: dict[str, object] = {
        "uid": next((uid for _, uid in own_uid(cells.get("uid", ""))), ""),
        "software": software, "country": code or country,
        "kind": cells.get("kind", "organization" if software == "github" else "group"),
    }  # fmt: skip
    for name in ("name", "description", "website", "location", "avatar_url"):
        more[name] = cells.get(name, "")
    for name in ("floss_policy", "ospo_url"):
        more[name] = cells.get(name) or None
    if code is None:
        return refused(number, "country", "bad-country", "A country is a code of two letters.")
    if more["kind"] and more["kind"] not in KINDS:
        known = ", ".join(KINDS)
        text = f"“{str(more['kind'])[:40]}” is no kind of account; known: {known}."
        return refused(number, "kind", "bad-value", text)
    try:
        more |= _csv_values(cells)
    except CellError as error:
        return refused(number, error.field, error.code, error.message)
    more |= _csv_body(cells, str(more["country"]))
    return located(number, cells["organization_url"], more)


def _csv_values(cells: Mapping[str, str]) -> dict[str, object]:
    """Return what is no text; raises CellError."""
    said: dict[str, object] = {}
    truth = cells.get("is_verified", "").strip()
    if truth not in _TRUTHS:
        message = f"“{truth[:40]}” is neither True nor False."
        raise CellError("is_verified", "bad-value", message)
    said["is_verified"] = _TRUTHS[truth]
    for name, field in _COUNTS.items():
        count = cells.get(name, "").strip()
        if count and not (count.isascii() and count.isdecimal() and len(count) <= COUNT_DIGITS):
            message = f"“{count[:40]}” is no count of at most {COUNT_DIGITS} digits."
            raise CellError(name, "bad-number", message)
        said[field] = int(count) if count else None
    created = cells.get("creation_date", "").strip()
    try:
        said["opened_at"] = read_instant(created) if created else None
    except DateError as error:
        raise CellError("creation_date", "bad-date", str(error)) from error
    return said


def _csv_body(cells: Mapping[str, str], country: str) -> dict[str, object]:
    own = tuple(own_uid(cells.get("organisation_uid", "")))
    if not own:
        return {}
    called = one_line(cells.get("organisation", ""))[:300]
    return {"body": BodyFacts(called=called, identifiers=own, country=country)}


def _forges(text: str, country: str) -> Sequence[Row]:
    """Return rows of the French account list: a key is a forge, ``owners`` are its accounts."""
    document = mapping_of(text)
    rows = []
    for host, said in document.value.items():
        found = list(_forge(host, said, f"line {document.lines[host]}", country))
        rows += [*_with(document.doubles[host], found[:1]), *found[1:]]
    return rows


def _with(doubles: Sequence[tuple[int, str]], rows: Sequence[Row]) -> Sequence[Row]:
    """Return rows with a remark on every key that stands there twice."""
    text = "The key stands here a second time; this value counts."
    notes = [Note(f"line {line}", key[:100], "double-key", text) for line, key in doubles]
    return [replace(row, remarks=(*row.remarks, *notes)) for row in rows]


def _forge(host: str, said: object, place: str, country: str) -> Iterator[Row]:
    if not isinstance(said, dict) or str(said.get("forge", "")) not in SOFTWARE:
        known = ", ".join(SOFTWARE)
        text = f"{host[:100]}: ‘forge’ must be one of {known}."
        yield refused(place, "forge", "bad-value", text)
        return
    if "owners" not in said:
        yield _owner(place, f"https://{host}", said, said, country)
        return
    owners = said["owners"]
    if not isinstance(owners, dict) or not owners:
        text = (
            f"{host[:100]}: ‘owners’ must map names to data; without it, all of the forge counts."
        )
        yield refused(place, "owners", "bad-value", text)
        return
    for owner, own in owners.items():
        yield _owner(f"{place}, {owner[:100]}", f"https://{host}/{owner}", said, own or {}, country)


def _owner(place: str, address: str, forge: Mapping[str, Any], said: object, country: str) -> Row:
    if not isinstance(said, dict):
        return refused(place, "", "bad-value", "The data of an owner must be a mapping.")
    extra = sorted(set(said) - _KEYS)
    text = "This key is not known; it is left out."
    remarks = [Note(place, key[:100], "unknown-key", text) for key in extra]
    identifiers, body_remarks = _pso(place, said.get("pso_id"), country)
    called = one_line(address.partition("://")[2].rpartition("/")[2])[:300]
    more = {
        "software": SOFTWARE[str(forge["forge"])] if "forge" in forge else None,
        "country": country,
        "is_whole": address.count("/") < 3,  # noqa: PLR2004 (scheme alone has two)
        "body": BodyFacts(called=called, identifiers=identifiers, country=country)
        if identifiers
        else None,
        "floss_policy": one_line(said.get("floss_policy")) or None,
        "ospo_url": one_line(said.get("ospo_url")) or None,
        "ignored_since": day_of(said.get("ignored_since")),
    }
    if said.get("ignored_since") and not more["ignored_since"]:
        note = f"“{str(said['ignored_since'])[:40]}” is no date like 2021-11-15; it is left out."
        remarks.append(Note(place, "ignored_since", "bad-date", note))
    return located(place, address, more, [*remarks, *body_remarks])


def _pso(
    place: str, given: object, country: str
) -> tuple[tuple[tuple[str, str], ...], tuple[Note, ...]]:
    """Return identifiers of the body, and a remark when none is known."""
    pso = given[0] if isinstance(given, list) and given else given
    identifiers = tuple(official(pso, country))
    if identifiers:
        return identifiers, ()
    note = "No identifier of the body is known; the account stands for itself."
    return (), (Note(place, "pso_id", "unknown-body", note),)


def _addresses(text: str, country: str) -> Sequence[Row]:
    """Return rows of the earlier French list: a key is the address of an account."""
    document = mapping_of(text)
    rows: list[Row] = []
    for address, said in document.value.items():
        row = _owner(f"line {document.lines[address]}", address, {}, said or {}, country)
        rows += _with(document.doubles[address], [row])
    return rows


def _lines(text: str, country: str) -> Sequence[Row]:
    """Return rows of the first French list: an address a line; # begins a comment."""
    rows = []
    for number, line in enumerate(text.split("\n"), 1):
        address = line.partition(" #")[0].strip()
        if address and not address.startswith("#"):
            rows.append(located(f"line {number}", address, {"country": country}))
    return rows


@cache
def _headings() -> dict[str, dict[str, str]]:
    return tomllib.loads((Path(__file__).parent / "headings.toml").read_text("utf-8"))


def _world(text: str, _country: str) -> Sequence[Row]:
    """Return rows of the world list: headings are countries, entries accounts of GitHub."""
    document = mapping_of(text)
    known, rows = _headings(), []
    for heading, logins in document.value.items():
        place = f"line {document.lines[heading]}"
        country = known["countries"].get(heading)
        remarks = []
        if not country:
            note = f"The heading “{heading[:100]}” names no single country; none is kept."
            remarks = [Note(place, "country", "no-country", note)]
        if not isinstance(logins, list):
            text = f"{heading[:100]}: a list of accounts is wanted."
            rows.append(refused(place, "", "bad-value", text))
            continue
        for login in logins:
            if not isinstance(login, str) or "/" in login:
                text = f"{heading[:100]}: “{str(login)[:100]}” is no name of an account."
                rows.append(refused(place, "login", "bad-value", text))
                continue
            more = {"country": country or "", "kind": "organization", "software": "github"}
            where = f"{place}, {login[:100]}"
            rows.append(located(where, f"https://github.com/{login}", more, remarks))
            remarks = []
    return rows


def _dutch(text: str, _country: str) -> Sequence[Row]:
    """Return rows of the Dutch register's publishers, with their official identifiers."""
    rows = []
    document = json_of(text)
    publishers = document.get("data") if isinstance(document, dict) else None
    if not isinstance(publishers, list):
        raise FileRefusedError("wrong-shape", "A list of publishers stands under ‘data’.")
    for number, publisher in enumerate(publishers, 1):
        if not isinstance(publisher, dict):
            rows.append(refused(number, "", "bad-value", "A publisher must be an object."))
            continue
        body = _dutch_body(publisher)
        hosting = publisher.get("codeHosting")
        if not isinstance(hosting, list) or not hosting:
            rows.append(refused(number, "codeHosting", "missing", "The publisher has no account."))
            continue
        for place, host in enumerate(hosting, 1):
            spot = f"{number}.{place}"
            if not isinstance(host, dict) or not isinstance(host.get("url"), str):
                rows.append(refused(spot, "url", "missing", "The account has no address."))
                continue
            row = located(spot, host["url"], {"body": body, "country": "NL"})
            rows.append(_as_group(row) if host.get("group") is True else row)
    return rows


def _as_group(row: Row) -> Row:
    if not isinstance(row.facts, AccountFacts):
        return row
    kind = "organization" if row.facts.software in ONE_SEGMENT else "group"
    return replace(row, facts=replace(row.facts, kind=kind))


def _dutch_body(publisher: Mapping[str, Any]) -> BodyFacts | None:
    pairs = (("nl-tooi", publisher.get("tooiUrl")), ("nl-roo", publisher.get("rooId")))
    identifiers = [one for scheme, value in pairs for one in identifier_of(scheme, value)]
    if not identifiers:
        return None
    name = one_line(publisher.get("description"))[:300]
    return BodyFacts(
        name=name,
        names={"nl": name} if name else {},
        identifiers=tuple(identifiers),
        kind="other",
        country="NL",
    )


def _is_json_list(text: str) -> bool:
    if not text.lstrip().startswith("{"):
        return False
    document = json_of(text)
    return isinstance(document, dict) and isinstance(document.get("data"), list)


def _yaml_mapping(text: str) -> Mapping[Any, Any]:
    if text.lstrip().startswith(("{", "[")):
        return {}
    document = yaml_of(text).value
    return document if isinstance(document, dict) else {}


def _is_of_forges(text: str) -> bool:
    values = list(_yaml_mapping(text).values())
    return any(isinstance(value, dict) and "forge" in value for value in values)


def _is_of_addresses(text: str) -> bool:
    found = _yaml_mapping(text)
    return any("://" in str(key) for key in found) and not _is_of_forges(text)


def _is_world(text: str) -> bool:
    values = list(_yaml_mapping(text).values())
    return bool(values) and all(isinstance(value, list) for value in values)


def _is_lines(text: str) -> bool:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    written = [line for line in lines if not line.startswith("#")]
    return bool(written) and all("://" in line and ": " not in line for line in written)


FORMATS: Mapping[str, Format] = {
    "csv": Format(
        "CSV of accounts (login, organization_url, platform, …), generation 1 of the French data",
        lambda text: not missing(csv_header(text), CSV_NEEDS), _csv, CSV_NEEDS,
    ),
    "publishers": Format(
        "JSON of the Dutch register's publishers (data[].codeHosting[].url)", _is_json_list, _dutch
    ),
    "lines": Format("an address a line", _is_lines, _lines),
    "forges": Format("YAML: forge → owners → data (comptes-organismes-publics.yml)",
                     _is_of_forges, _forges),
    "addresses": Format("YAML: address of an account → data (the earlier French list)",
                        _is_of_addresses, _addresses),
    "world": Format("YAML: country → logins at github.com (governments.yml)", _is_world, _world),
}  # fmt: skip
