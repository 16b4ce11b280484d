"""What the readers of the registry share: rows with their place, and addresses of accounts."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

from beffroi.forges.addresses import AccountAddressError, parse_account
from beffroi.lib import countries
from beffroi.lib.dates import DateError, read_day
from beffroi.lib.files import FileRefusedError, YamlDocument, csv_header, missing, yaml_of
from beffroi.lib.http.addresses import is_public
from beffroi.organisations.models import ForgeAccount, Organisation
from beffroi.organisations.shapes import AccountFacts, BodyFacts, Note

LONGEST_TEXT = 5000
LONGEST_SCHEME, LONGEST_VALUE = 40, 300
_ADDRESSES = frozenset({"website", "avatar_url", "floss_policy", "ospo_url"})
_COUNTRY = re.compile(r"[A-Z]{2}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_COLUMN = re.compile(r"[\w .-]{1,60}")
_UID = re.compile(r"[a-z0-9][a-z0-9_-]{0,119}")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file: where it stands, what it says or why it is refused, what is doubtful."""

    place: int | str
    facts: AccountFacts | BodyFacts | None
    refusal: Note | None = None
    remarks: tuple[Note, ...] = ()


class CellError(Exception):
    """A cell that cannot be read: its column, a code, and what is wrong."""

    def __init__(self, field: str, code: str, message: str) -> None:
        super().__init__(message)
        self.field, self.code, self.message = field, code, message


@dataclass(frozen=True)
class Format:
    """One format of a file: what it is, how it is recognised, how its rows are read.

    ``needs``: what a file lacks that is nearly of this format, for the message.
    """

    about: str
    fits: Callable[[str], bool]
    rows: Callable[[str, str], Sequence[Row]]
    needs: tuple[str, ...] = ()


def choose(formats: Mapping[str, Format], text: str, wanted: str) -> str:
    """Return the key of the format of a text; raises FileRefusedError with the known ones."""
    if wanted and wanted not in formats:
        known = ", ".join(formats)
        raise FileRefusedError("unknown-format", f"‘{wanted}’ is no format here; known: {known}.")
    if wanted:
        _check_columns(csv_header(text), formats[wanted].needs)
        return wanted
    refusal = None
    for key, one in formats.items():
        try:
            if one.fits(text):
                return key
        except FileRefusedError as error:
            refusal = refusal or error
    _explain(formats, csv_header(text))
    known = "; ".join(f"{key}: {one.about}" for key, one in formats.items())
    text = f"The file is of no known format. Known: {known}."
    raise refusal or FileRefusedError("unknown-format", text)


def _explain(formats: Mapping[str, Format], header: Sequence[str]) -> None:
    """Raise what a file that looks like CSV lacks."""
    needs = next((one.needs for one in formats.values() if one.needs), ())
    if len(header) == 1 and not missing(header[0].split(";"), needs):
        text = "The columns are separated by semicolons; save the file with commas."
        raise FileRefusedError("wrong-separator", text)
    if len(header) > 1 and all(_COLUMN.fullmatch(name) for name in header):
        _check_columns(header, needs)


def _check_columns(header: Sequence[str], needs: Sequence[str]) -> None:
    lacking = missing(header, needs)
    if lacking:
        found = ", ".join(name[:40] for name in header[:12]) or "none"
        text = f"The file lacks the columns {', '.join(lacking)}. It has: {found}."
        raise FileRefusedError("wrong-columns", text)


def mapping_of(text: str) -> YamlDocument:
    """Return a YAML document that is a mapping."""
    document = yaml_of(text)
    if not isinstance(document.value, dict):
        raise FileRefusedError("wrong-shape", "The YAML document must map keys to values.")
    return document


def refused(place: int | str, field: str, code: str, message: str) -> Row:
    """Return a row that is not taken."""
    return Row(place, None, Note(place, field, code, message))


def located(
    place: int | str, address: str, more: Mapping[str, object], remarks: Sequence[Note] = ()
) -> Row:
    """Return the row of an account at an address, with more facts, or its refusal."""
    if "�" in address:
        text = "The address holds characters that cannot be read."
        return refused(place, "url", "bad-address", text)
    try:
        found = parse_account(address)
    except AccountAddressError as error:
        return refused(place, "url", error.code, error.message)
    if _is_inward(found.host):
        text = "This address leads inward; it is called only if BEFFROI_ALLOWED_NETWORKS says so."
        remarks = (*remarks, Note(place, "url", "inward-address", text))
    facts, doubts = fitting(place, ForgeAccount, {**more, "software": found.software})
    facts["software"] = facts["software"] or more.get("software")
    said = AccountFacts(host=found.host, full_path=found.full_path, url=found.url, **facts)
    return Row(place, said, remarks=(*remarks, *doubts))


def _is_inward(host: str) -> bool:
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    try:
        return not is_public(ip_address(name.strip("[]")))
    except ValueError:
        return name == "localhost" or name.endswith((".localhost", ".local", ".internal"))


def one_line(value: object) -> str:
    """Return a text in one line, without control characters; what is no text is empty."""
    if not isinstance(value, str):
        return ""
    if value.isprintable():  # nearly all are
        return " ".join(value.split())
    hidden = {"Cc": " ", "Cs": ""}
    return " ".join("".join(hidden.get(unicodedata.category(one), one) for one in value).split())


def fitting(
    place: int | str, model: type[ForgeAccount | Organisation], said: Mapping[str, object]
) -> tuple[dict[str, Any], tuple[Note, ...]]:
    """Return facts whose texts fit the columns of a model, and remarks on those that did not.

    A name or description is cut; an address is left out, since a part of one is another one.
    """
    kept: dict[str, Any] = dict(said)
    doubts = []
    columns = {field.name: getattr(field, "max_length", None) for field in model._meta.fields}
    for name, value in said.items():
        if not isinstance(value, str) or name not in columns:
            continue
        text, limit = one_line(value), columns[name] or LONGEST_TEXT
        kept[name] = text
        if len(text) <= limit:
            continue
        kept[name] = None if name in _ADDRESSES else f"{text[: limit - 1]}…"
        done = "it is left out" if name in _ADDRESSES else "it is cut"
        text = f"{len(text):,} characters are too many, {limit:,} are kept at most; {done}."
        doubts.append(Note(place, name, "too-long", text))
    return kept, tuple(doubts)


def country_of(text: str) -> str | None:
    """Return a country's code in upper case, "" for none, None for what is no code."""
    code = text.strip().upper()
    return code if not code or _COUNTRY.fullmatch(code) else None


def names_of(value: object) -> dict[str, str]:
    """Return language → name, of a mapping that is one."""
    found = value if isinstance(value, dict) else {}
    limit = Organisation._meta.get_field("name").max_length
    names = {str(key): one_line(name)[:limit] for key, name in found.items()}
    return {key: name for key, name in names.items() if name and _LANGUAGE.fullmatch(key)}


def identifier_of(scheme: str, value: object) -> Iterator[tuple[str, str]]:
    """Yield an identifier that the registry can hold."""
    text = str(value) if isinstance(value, int) else one_line(value)
    if text and len(text) <= LONGEST_VALUE and scheme and len(scheme) <= LONGEST_SCHEME:
        yield scheme, text


def day_of(value: object) -> object:
    """Return a day as a date, a text that is none as None."""
    try:
        return read_day(str(value)) if value else None
    except DateError:
        return None


def own_uid(text: str) -> Iterator[tuple[str, str]]:
    """Yield the uid that an export of Beffroi gives a body, when it is one."""
    if _UID.fullmatch(text.strip()):
        yield "uid", text.strip()


def official(value: object, country: str) -> Iterator[tuple[str, str]]:
    """Yield an identifier of the country's registers, when it is one and not "unknown"."""
    text = str(value or "").strip()
    try:
        schemes = countries.load(country or "zz").identifiers
    except countries.CountryError:
        return
    for one in schemes:
        if re.fullmatch(one.pattern, text) and text not in one.unknown:
            yield one.scheme, text
