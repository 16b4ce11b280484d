"""codemeta.json (CodeMeta 2.0, 3.0, 3.1) and publiccode.yml.

Source: code-catalogue §7.1, cooperation §2 and §2.1.
"""

from collections.abc import Mapping
from typing import Any, Final

from beffroi.policy.metadata import words
from beffroi.policy.metadata.drafts import Draft
from beffroi.policy.metadata.shapes import Converted, Remark, Source
from beffroi.policy.publiccode import rules

CONTEXT: Final = "https://w3id.org/codemeta/3.0"
_KINDS: Final = {"SoftwareSourceCode": "library", "SoftwareApplication": "standalone/other"}


def read(document: Mapping[str, Any]) -> Converted:
    """Return a publiccode.yml from a codemeta.json."""
    source = Source(document)
    draft = Draft(source)
    source.take("@context")
    draft.put("name", source.text("name"))
    draft.put("applicationSuite", _named(source, "isPartOf"))
    _addresses(source, draft)
    draft.put("softwareVersion", source.text("softwareVersion") or source.text("version"))
    _dates(source, draft)
    _status(source, draft)
    draft.describe("description", source.text("description"))
    _words(source, draft)
    _licence(source, draft)
    _people(source, draft)
    languages = [tag for tag in words.texts(source.take("inLanguage")) if rules.is_language(tag)]
    localisation = {"localisationReady": False, "availableLanguages": languages or ["en"]}
    draft.guess("localisation", localisation)
    return draft.converted()


def _named(source: Source, path: str) -> str:
    found = words.texts(source.take(path))
    return found[0] if found else ""


def _addresses(source: Source, draft: Draft) -> None:
    for path, key in (("codeRepository", "url"), ("url", "landingURL")):
        address = source.text(path)
        if address and (rules.is_url(address) if key == "url" else rules.is_http(address)):
            draft.put(key, address)
        else:
            source.give_back(path)
    help_ = source.text("softwareHelp")
    if rules.is_http(help_):
        draft.put("description.en.documentation", help_)
    else:
        source.give_back("softwareHelp")


def _dates(source: Source, draft: Draft) -> None:
    for path in ("dateModified", "datePublished"):
        day = words.day(source.text(path))
        if rules.is_date(day):
            draft.put("releaseDate", day)
            return
        source.give_back(path)


def _status(source: Source, draft: Draft) -> None:
    written = source.text("developmentStatus").rpartition("#")[2].rpartition("/")[2]
    status, is_exact = words.status_from("codemeta", written)
    if not status:
        source.give_back("developmentStatus")
        return
    draft.put("developmentStatus", status)
    if not is_exact:
        draft.lose("developmentStatus", written, "folded")


def _words(source: Source, draft: Draft) -> None:
    keywords = words.texts(source.take("keywords"))
    said = [*words.texts(source.take("applicationCategory")), *keywords]
    known, others = words.categories(said)
    draft.put("categories", known)
    draft.lose("keywords", others, "no-place")
    systems = words.texts(source.take("operatingSystem"))
    if platforms := words.platforms_in(systems):
        draft.put("platforms", platforms)
        draft.lose("operatingSystem", systems, "folded")
    else:
        source.give_back("operatingSystem")
        draft.guess("platforms", ["web"])
    kind = _KINDS.get(source.text("@type"), "standalone/other")
    draft.guess("softwareType", kind)
    needed = [{"name": name} for name in words.texts(source.take("softwareRequirements"))]
    draft.put("dependsOn.open", needed)


def _licence(source: Source, draft: Draft) -> None:
    said = source.take("license")
    options = said if isinstance(said, list) else [said]
    written = [_licence_text(one) for one in options]
    known = [words.licence(text) for text in written if text]
    found = list(dict.fromkeys(one for one in known if one))
    if found:
        draft.put("legal.license", " OR ".join(found))
    if len(found) > 1:
        draft.guess("legal.license", " OR ".join(found))
    for text in written:
        if text and not words.licence(text):
            draft.lose("license", text, "unknown-licence")


def _licence_text(value: Any) -> str:
    if isinstance(value, Mapping):
        value = value.get("url") or value.get("@id") or value.get("name")
    return value.strip() if isinstance(value, str) else ""


def _people(source: Source, draft: Draft) -> None:
    draft.put("legal.mainCopyrightOwner", _named(source, "copyrightHolder"))
    for path in ("publisher", "producer"):
        said = source.take(path)
        address = _address_of(said)
        if rules.is_uri(address):
            draft.put("organisation.uri", address)
            draft.put("organisation.name", next(iter(words.texts(said)), ""))
            break
        source.give_back(path)
    said = source.take("maintainer")
    people = said if isinstance(said, list) else [said]
    contacts = [_contact(one) for one in people if isinstance(one, Mapping)]
    contacts = [one for one in contacts if one.get("name")]
    draft.put("maintenance.contacts", contacts)
    if not contacts:
        source.give_back("maintainer")
    draft.guess("maintenance.type", "community" if contacts else "none")


def _address_of(value: Any) -> str:
    if not isinstance(value, Mapping):
        return ""
    found = value.get("@id") or value.get("url")
    return found if isinstance(found, str) else ""


def _contact(person: Mapping[str, Any]) -> dict[str, str]:
    full = f"{person.get('givenName') or ''} {person.get('familyName') or ''}".strip()
    name = person.get("name") or full
    email = person.get("email")
    contact = {"name": name if isinstance(name, str) else ""}
    if isinstance(email, str) and email:
        contact["email"] = email.removeprefix("mailto:")
    return contact


def write(values: Mapping[str, Any]) -> Converted:
    """Return a codemeta.json 3.0 from the values of a publiccode.yml."""
    source = Source(values)
    source.take("publiccodeYmlVersion")
    parts = values.get("description") or {}
    language = "en" if "en" in parts else next(iter(parts), "")
    long = source.text(f"description.{language}.longDescription")
    short = source.text(f"description.{language}.shortDescription")
    kind = source.text("softwareType")
    document: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "SoftwareSourceCode" if kind == "library" else "SoftwareApplication",
        "name": source.text("name"),
        "description": long or short,
        "codeRepository": source.text("url"),
        "url": source.text("landingURL"),
        "softwareVersion": source.text("softwareVersion"),
        "dateModified": source.text("releaseDate"),
        "developmentStatus": words.status_to("codemeta", source.text("developmentStatus")),
        "keywords": source.take("categories") or [],
        "license": _licence_page(source.text("legal.license")),
        "copyrightHolder": _organisation(source.text("legal.mainCopyrightOwner")),
        "publisher": _organisation(
            source.text("organisation.name"), source.text("organisation.uri")
        ),
        "isPartOf": _named(source, "applicationSuite"),
        "softwareHelp": source.text(f"description.{language}.documentation"),
        "operatingSystem": source.take("platforms") or [],
        "softwareRequirements": _names(source, values),
        "inLanguage": source.take("localisation.availableLanguages") or [],
        "maintainer": _maintainers(source, values),
    }
    kept = {key: part for key, part in document.items() if part not in ("", [], {}, None)}
    guessed = (Remark("@type", document["@type"], "assumed"),)
    return Converted(kept, tuple(source.left()), guessed)


def _licence_page(licence: str) -> str:
    is_single = bool(licence) and " " not in licence
    return f"https://spdx.org/licenses/{licence}" if is_single else licence


def _organisation(name: str, address: str = "") -> dict[str, str]:
    found = {"@type": "Organization", "@id": address, "name": name}
    kept = {key: value for key, value in found.items() if value}
    return kept if len(kept) > 1 else {}


def _names(source: Source, values: Mapping[str, Any]) -> list[str]:
    needed = (values.get("dependsOn") or {}).get("open") or []
    for place in range(len(needed)):
        source.take(f"dependsOn.open[{place}].name")
    return [one["name"] for one in needed if one.get("name")]


def _maintainers(source: Source, values: Mapping[str, Any]) -> list[dict[str, str]]:
    people = (values.get("maintenance") or {}).get("contacts") or []
    found = []
    for place, person in enumerate(people):
        found.append(
            {"@type": "Person", **{k: person[k] for k in ("name", "email") if k in person}}
        )
        for key in ("name", "email"):
            source.take(f"maintenance.contacts[{place}].{key}")
    return found
