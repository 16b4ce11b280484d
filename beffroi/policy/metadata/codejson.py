"""code.json of the United States (schemas 1.0.1 and 2.0.0) and publiccode.yml.

Source: code-catalogue §7.2, cooperation §2 and §2.1.
"""

from collections.abc import Mapping
from typing import Any, Final

from beffroi.policy.metadata import words
from beffroi.policy.metadata.drafts import Draft
from beffroi.policy.metadata.shapes import Converted, Remark, Source
from beffroi.policy.publiccode import rules

OPEN: Final = "openSource"
_OURS: Final = frozenset({"web", "linux", "windows", "mac", "android", "ios", "library"})
"""Tags that carry what code.json has no key for: platforms, and that it is a library."""
_NEEDED: Final = (
    "name", "description", "status", "permissions", "organization", "repositoryURL", "languages",
    "maintenance", "tags", "contact", "date", "laborHours", "vcs",
)  # fmt: skip


def read(release: Mapping[str, Any], *, agency: str = "") -> Converted:
    """Return a publiccode.yml from one release; ``agency``: of the inventory that holds it."""
    source = Source(release)
    draft = Draft(source)
    draft.put("name", source.text("name"))
    _addresses(source, draft)
    draft.put("softwareVersion", source.text("version"))
    _date(source, draft)
    _status(source, draft)
    draft.describe("description", source.text("description"))
    _licences(source, draft)
    _body(source, draft, agency)
    _maintenance(source, draft)
    _kind(source, draft)
    return draft.converted()


def _addresses(source: Source, draft: Draft) -> None:
    for path in ("repositoryURL", "repository"):
        address = source.text(path)
        if address and rules.is_url(address):
            draft.put("url", address)
            break
        source.give_back(path)
    for path in ("homepageURL", "homepage"):
        address = source.text(path)
        if address and rules.is_http(address):
            draft.put("landingURL", address)
            break
        source.give_back(path)


def _date(source: Source, draft: Draft) -> None:
    written = source.text("date.lastModified")
    day = words.day(written)
    if rules.is_date(day):
        draft.put("releaseDate", day)
        if day != written:
            draft.lose("date.lastModified", written, "folded")
    else:
        source.give_back("date.lastModified")


def _status(source: Source, draft: Draft) -> None:
    written = source.text("status")
    status, is_exact = words.status_from("codejson", written)
    if not status:
        source.give_back("status")
        return
    draft.put("developmentStatus", status)
    if not is_exact:
        draft.lose("status", written, "folded")


def _licences(source: Source, draft: Draft) -> None:
    said = source.take("permissions.licenses")
    entries = [one for one in said if isinstance(one, Mapping)] if isinstance(said, list) else []
    named = [str(one.get("name") or "") for one in entries] or [source.text("license")]
    known = [words.licence(name) for name in named]
    found = [one for one in known if one]
    if found:
        draft.put("legal.license", found[0])
    for place, (name, one) in enumerate(zip(named, known, strict=True)):
        key = f"permissions.licenses[{place}].name" if entries else "license"
        if not one:
            draft.lose(key, name, "unknown-licence")
        elif one != found[0]:
            draft.lose(key, name, "no-place")
        elif one != name:
            draft.lose(key, name, "folded")
    for place, entry in enumerate(entries):
        for key, value in entry.items():
            if key != "name":
                draft.lose(f"permissions.licenses[{place}].{key}", value, "no-place")
    usage = source.take("permissions.usageType")
    is_open = usage == OPEN or (isinstance(usage, list) and usage == [OPEN])
    if usage and not is_open:
        draft.lose("permissions.usageType", usage, "not-open")


def _body(source: Source, draft: Draft, agency: str) -> None:
    name = source.text("organization") or agency
    address = source.text("contact.URL")
    if name and rules.is_uri(address):
        draft.put("organisation.uri", address)
        draft.put("organisation.name", name)
        return
    source.give_back("contact.URL")
    if name:
        draft.guess("legal.mainCopyrightOwner", name)


def _maintenance(source: Source, draft: Draft) -> None:
    kind = source.text("maintenance").lower()
    contact = {
        "name": source.text("contact.name"),
        "email": source.text("contact.email"),
        "phone": source.text("contact.phone"),
    }
    found = {key: value for key, value in contact.items() if value}
    if found:
        if "name" not in found:
            draft.guess("maintenance.contacts", [{"name": found["email"], **found}])
        else:
            draft.put("maintenance.contacts", [found])
    if kind in {"internal", "contract", "community", "none"}:
        draft.put("maintenance.type", kind)
    else:
        source.give_back("maintenance")
        draft.guess("maintenance.type", "internal" if found else "none")


def _kind(source: Source, draft: Draft) -> None:
    tags = words.texts(source.take("tags"))
    known, others = words.categories(tags)
    draft.put("categories", known)
    draft.lose("tags", [tag for tag in others if tag not in _OURS], "no-place")
    languages = words.texts(source.take("languages"))
    draft.lose("languages", languages, "no-place")
    platforms = words.platforms_in([*tags, *languages]) or ["web"]
    draft.guess("platforms", platforms)
    is_mobile = set(platforms) <= {"android", "ios"}
    is_library = any("library" in tag.lower().split() for tag in tags)
    kind = "library" if is_library else f"standalone/{'mobile' if is_mobile else 'other'}"
    draft.guess("softwareType", kind)
    draft.guess("localisation", {"localisationReady": False, "availableLanguages": ["en"]})


def write(values: Mapping[str, Any]) -> Converted:
    """Return a release of code.json 2.0.0 from the values of a publiccode.yml."""
    source = Source(values)
    source.take("publiccodeYmlVersion")
    document: dict[str, Any] = {
        "name": source.text("name"),
        "version": source.text("softwareVersion"),
        "description": _description(source, values),
        "status": words.status_to("codejson", source.text("developmentStatus")),
        "permissions": _permissions(source.text("legal.license")),
        "organization": source.text("organisation.name") or source.text("legal.mainCopyrightOwner"),
        "repositoryURL": source.text("url"),
        "homepageURL": source.text("landingURL"),
        "tags": _tags(source),
        "maintenance": source.text("maintenance.type"),
        "contact": _contact(source, values),
        "date": {"lastModified": source.text("releaseDate")},
    }
    guessed = []
    if document["repositoryURL"].endswith(".git"):
        document["vcs"] = "git"
        guessed.append(Remark("vcs", "git", "assumed"))
    kept = {key: part for key, part in document.items() if part not in ("", [], {}, None)}
    if not document["date"]["lastModified"]:
        del kept["date"]
    missing = tuple(key for key in _NEEDED if key not in kept)
    return Converted(kept, tuple(source.left()), tuple(guessed), missing)


def _description(source: Source, values: Mapping[str, Any]) -> str:
    """Return the text in English, else in the first language; others are told as lost."""
    parts = values.get("description") or {}
    language = "en" if "en" in parts else next(iter(parts), "")
    if not language:
        return ""
    long = source.text(f"description.{language}.longDescription")
    short = source.text(f"description.{language}.shortDescription")
    return long or short


def _tags(source: Source) -> list[str]:
    """Return categories, then what else of publiccode.yml a tag can carry."""
    platforms = [name for name in source.take("platforms") or [] if name in _OURS]
    kind = source.text("softwareType")
    if kind != "library":
        source.give_back("softwareType")
    return [*(source.take("categories") or []), *platforms, *(["library"] * (kind == "library"))]


def _permissions(licence: str) -> dict[str, Any]:
    if not licence:
        return {}
    is_single = " " not in licence
    address = {"URL": f"https://spdx.org/licenses/{licence}.html"} if is_single else {}
    return {"licenses": [{"name": licence, **address}], "usageType": OPEN}


def _contact(source: Source, values: Mapping[str, Any]) -> dict[str, str]:
    contacts = (values.get("maintenance") or {}).get("contacts") or []
    contact: dict[str, str] = {}
    if contacts:
        contact = {
            key: contacts[0][key] for key in ("name", "email", "phone") if key in contacts[0]
        }
        for key in contact:
            source.take(f"maintenance.contacts[0].{key}")
    if address := source.text("organisation.uri"):
        contact["URL"] = address
    return contact
