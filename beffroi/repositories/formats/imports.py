"""Lists of repositories: generation 1 of the French data, in both languages, and our export."""

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from beffroi.forges.addresses import AccountAddress, AccountAddressError, parse_account
from beffroi.forges.shapes import ForgeRepository
from beffroi.lib.cleaning import clean
from beffroi.lib.dates import DateError, read_instant
from beffroi.lib.files import csv_header, csv_rows, missing
from beffroi.organisations.shapes import AccountFacts, Note
from beffroi.policy.forks import KINDS
from beffroi.policy.licences import normalise
from beffroi.repositories.shapes import Memory, counted

NEEDS = ("name", "repository_url")
FRENCH_NEEDS = ("nom", "repertoire_url")
FRENCH = {
    "nom": "name", "organisation_nom": "organization_name", "plateforme": "platform",
    "repertoire_url": "repository_url", "est_fork": "is_fork", "est_archive": "is_archived",
    "date_creation": "creation_date", "derniere_mise_a_jour": "last_update",
    "derniere_modification": "last_modification", "page_accueil": "homepage",
    "nombre_stars": "stars_count", "nombre_forks": "forks_count", "licence": "license",
    "nombre_issues_ouvertes": "open_issues_count", "langage": "language",
    "organisation_url": "organization_url",
}  # fmt: skip
"""Columns of the French data before 23 October 2021 (code-catalogue §9.1); "licence" is another
thing in our own export."""
_TRUTHS = {"True": True, "False": False, "true": True, "false": False, "": None}
_SOFTWARE = {"github": "github", "gitlab": "gitlab", "gitea": "gitea", "forgejo": "forgejo",
             "git": "git", "bitbucket": "bitbucket", "gogs": "gogs"}  # fmt: skip
_TRUE_OR_FALSE = {
    "is_fork": "is_fork", "is_archived": "is_archived", "is_template": "is_template",
    "is_mirror": "is_mirror", "is_empty": "is_empty",
    "software_heritage_exists": "is_at_heritage",
}  # fmt: skip
_COUNTS = {"stars_count": "stars", "forks_count": "forks", "open_issues_count": "open_issues",
           "watchers_count": "watchers"}  # fmt: skip
_INSTANTS = {"creation_date": "created_at", "last_update": "updated_at",
             "last_modification": "pushed_at", "last_activity": "last_activity_at"}  # fmt: skip
_MAPPINGS: Mapping[str, tuple[type, ...]] = {
    "languages": (int, float), "descriptions": (str,), "files": (str,),
}  # fmt: skip
COLUMNS = {
    "url": "repository_url", "licence": "license", "licence_raw": "license",
    "heritage_url": "software_heritage_url",
    **{field: name for name, field in (*_COUNTS.items(), *_INSTANTS.items())},
}  # fmt: skip
"""Field of a repository → the column that says it, where their names differ."""
MIN_SEGMENTS = 2
MAX_PATH = 300
MAX_SOURCE = 80
MOST_VITALITY = 100
_COUNTRY = re.compile(r"[A-Z]{2}")
_UID = re.compile(r"[a-z0-9][a-z0-9_-]{0,119}")

FORMATS: Mapping[str, str] = {
    "csv": "CSV of repositories (name, repository_url, …), generation 1 of the French data in "
    "English or French, or our own export; gzip or plain",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row: where it stands, its account and repository, or why it is refused."""

    place: int
    account: AccountFacts | None = None
    found: ForgeRepository | None = None
    refusal: Note | None = None
    memory: Memory | None = None


class CellError(Exception):
    """A cell that cannot be read: its column, a code, and what is wrong."""

    def __init__(self, field: str, code: str, message: str) -> None:
        super().__init__(message)
        self.field, self.code, self.message = field, code, message


def fits(text: str) -> bool:
    """Tell whether a text is a list of repositories."""
    header = csv_header(text)
    return not missing(header, NEEDS) or not missing(header, FRENCH_NEEDS)


def rows(text: str, country: str) -> Iterator[Row]:
    """Read rows, one by one."""
    english = FRENCH if missing(csv_header(text), NEEDS) else {}
    for number, cells, reason in csv_rows(text):
        if cells is None:
            yield Row(number, refusal=Note(number, "", "ragged-row", reason))
            continue
        named = {english.get(name, name): value for name, value in cells.items()}
        try:
            yield _row(number, named, country)
        except CellError as error:
            yield Row(number, refusal=Note(number, error.field, error.code, error.message))


def _row(number: int, cells: Mapping[str, str], country: str) -> Row:
    url = cells["repository_url"].strip()
    software = _SOFTWARE.get(cells.get("platform", "").strip().lower())
    account = _account(cells, url, software, _country(cells) or country)
    facts: dict[str, Any] = {"forge_id": None, "url": url, "name": cells["name"].strip()}
    facts["full_name"] = cells.get("full_name") or f"{account.full_path}/{facts['name']}"
    facts["clone_url"] = cells.get("clone_url") or f"{url}.git"
    for name in ("description", "homepage", "language", "default_branch"):
        facts[name] = cells.get(name, "")
    raw = cells.get("license", "")
    facts["licence_raw"], facts["licence_source"] = raw, "forge" if raw else ""
    facts["fork_parent"] = cells.get("fork_parent", "")
    facts["heritage_url"] = cells.get("software_heritage_url", "")
    topics = cells.get("topics", "").split(",")
    facts["topics"] = tuple(topic.strip() for topic in topics if topic.strip())
    facts |= {field: _truth(cells, name) for name, field in _TRUE_OR_FALSE.items()}
    facts |= {field: _count(cells, name) for name, field in _COUNTS.items()}
    facts |= {field: _instant(cells, name) for name, field in _INSTANTS.items()}
    facts |= {name: _mapping(cells, name, kinds) for name, kinds in _MAPPINGS.items()}
    return Row(number, account, ForgeRepository(**facts), memory=_memory(cells))


def _memory(cells: Mapping[str, str]) -> Memory | None:
    """Return what only our own export says: uid, first sight, provenance, what looks found."""
    uid = cells.get("uid", "").strip()
    if not uid:
        return None
    if not _UID.fullmatch(uid):
        raise CellError("uid", "bad-value", f"“{uid[:40]}” is no permanent name.")
    facts = {
        "first_seen_at": _instant(cells, "first_seen"),
        "changed_at": _instant(cells, "changed"),
        "licence": normalise(cells.get("licence"))[0],
        **_looked(cells),
        "sources": {
            clean(field): {key: clean(str(said.get(key, "")))[:MAX_SOURCE] for key in ("by", "at")}
            for field, said in _mapping(cells, "sources").items()
        },
    }
    return Memory(uid, {name: value for name, value in facts.items() if value})


def _looked(cells: Mapping[str, str]) -> dict[str, Any]:
    """Return the columns that only a look into a repository gives."""
    vitality, kind = _count(cells, "vitality"), cells.get("fork_kind", "").strip()
    if vitality is not None and vitality > MOST_VITALITY:
        raise CellError("vitality", "bad-number", f"{vitality} is more than {MOST_VITALITY}.")
    if kind and kind not in KINDS:
        text = f"“{kind[:40]}” is no kind of fork; these are: {', '.join(KINDS)}."
        raise CellError("fork_kind", "bad-value", text)
    activity = _mapping(cells, "activity", (str, int, type(None)))
    if activity and counted(activity) is None:
        raise CellError("activity", "bad-value", "The cell is no activity as we export it.")
    return {"vitality": vitality, "fork_kind": kind, "activity": activity}


def _country(cells: Mapping[str, str]) -> str:
    text = cells.get("country", "").strip().upper()
    if text and not _COUNTRY.fullmatch(text):
        message = f"“{text[:40]}” is no country code of two letters, such as FR (ISO 3166-1)."
        raise CellError("country", "bad-value", message)
    return text


def _account(
    cells: Mapping[str, str], url: str, software: str | None, country: str
) -> AccountFacts:
    """Return the account of a row: all of the path above the repository, never a last segment."""
    given = cells.get("account_url", "").strip()
    path = url.rstrip("/").removesuffix(".git")
    above = given or path.rpartition("/")[0]
    if not url or (not given and path.partition("://")[2].count("/") < MIN_SEGMENTS):
        text = f"“{url[:100]}” names no account and repository, as https://forge.example/a/b does."
        raise CellError("repository_url", "bad-address", text)
    try:
        found = parse_account(above)
    except AccountAddressError as error:
        text = f"“{url[:100]}” is no address of a repository: {error.message}"
        raise CellError("repository_url", error.code, text) from error
    _check_account(found, url)
    return AccountFacts(
        host=found.host, full_path=found.full_path, url=found.url,
        software=found.software or software, country=country,
    )  # fmt: skip


def _check_account(found: AccountAddress, url: str) -> None:
    """Refuse an account that cannot hold the repository, or that no table can hold."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        host = ""
    if host.lower() != urlsplit(found.url).hostname:
        text = f"“{url[:100]}” is not on {found.host}, where its account is."
        raise CellError("repository_url", "contradiction", text)
    if len(found.full_path) > MAX_PATH:
        text = f"The path of the account has {len(found.full_path)} characters; {MAX_PATH} fit."
        raise CellError("repository_url", "too-long", text)


def _truth(cells: Mapping[str, str], name: str) -> bool | None:
    text = cells.get(name, "").strip()
    if text not in _TRUTHS:
        raise CellError(name, "bad-value", f"“{text[:40]}” is neither True nor False nor empty.")
    return _TRUTHS[text]


def _count(cells: Mapping[str, str], name: str) -> int | None:
    text = cells.get(name, "").strip()
    if not text:
        return None
    if not text.isascii() or not text.isdecimal():
        raise CellError(name, "bad-number", f"“{text[:40]}” is no count.")
    return int(text[:20])


def _instant(cells: Mapping[str, str], name: str) -> Any:
    text = cells.get(name, "").strip()
    try:
        return read_instant(text) if text else None
    except DateError as error:
        raise CellError(name, "bad-date", str(error)) from error


def _mapping(
    cells: Mapping[str, str], name: str, kinds: tuple[type, ...] = (dict,)
) -> dict[str, Any]:
    text = cells.get(name, "").strip()
    try:
        found = json.loads(text, parse_constant=_refuse_constant) if text else {}
    except (ValueError, RecursionError) as error:
        raise CellError(name, "bad-value", f"The cell is no JSON: {error}.") from error
    if not isinstance(found, dict):
        raise CellError(name, "bad-value", "The cell must be a JSON object.")
    if not all(type(value) in kinds and value != math.inf for value in found.values()):
        known = " or ".join(kind.__name__ for kind in kinds)
        raise CellError(name, "bad-value", f"Each value of the object must be a {known}.")
    return found


def _refuse_constant(word: str) -> Any:
    """Refuse NaN and Infinity, which are no JSON (RFC 8259 §6)."""
    raise ValueError(f"{word} is no value")
