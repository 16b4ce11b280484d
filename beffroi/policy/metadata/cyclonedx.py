"""CycloneDX 1.6 and publiccode.yml: the software that a bill of materials is about.

Source: cooperation.md §2 and §2.1 (column SPDX/CycloneDX). Only ``metadata.component`` is read and
written; the parts of a bill of materials are told as lost, each.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from beffroi.policy.metadata import crosswalk, words
from beffroi.policy.metadata.drafts import Draft
from beffroi.policy.metadata.shapes import Converted, Remark, Source
from beffroi.policy.publiccode import rules

FORMAT: Final = "cyclonedx"
_HERE: Final = "metadata.component"
_LANGUAGE: Final = "en"


def is_format(document: Mapping[str, Any]) -> bool:
    """Tell whether a document is a bill of materials of CycloneDX."""
    return document.get("bomFormat") == "CycloneDX"


def component_of(document: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return what a bill of materials is about, None when it does not say."""
    metadata = document.get("metadata")
    found = metadata.get("component") if isinstance(metadata, Mapping) else None
    return found if isinstance(found, Mapping) and found else None


def read(document: Mapping[str, Any]) -> Converted:
    """Return a publiccode.yml from a bill of materials; all but what it is about is lost."""
    source = Source(document)
    draft = Draft(source)
    component = component_of(document) or {}
    for name in ("$schema", *_table()["constant"]):
        source.take(name)
    draft.put("name", source.text(f"{_HERE}.name"))
    draft.put("softwareVersion", source.text(f"{_HERE}.version"))
    draft.describe(f"{_HERE}.description", source.text(f"{_HERE}.description"))
    _read_type(source, draft)
    _read_addresses(source, draft, component)
    _read_licences(source, draft, component)
    _read_supplier(source, draft)
    _read_ancestors(source, draft)
    return draft.converted()


def _table() -> Mapping[str, Any]:
    found: Mapping[str, Any] = crosswalk.data()[FORMAT]
    return found


def _read_type(source: Source, draft: Draft) -> None:
    path = f"{_HERE}.type"
    ours = _table()["types"].get(source.text(path), [])
    if len(ours) == 1:
        draft.put("softwareType", ours[0])
    elif ours:
        draft.guess("softwareType", ours[-1])
    else:
        source.give_back(path)


def _items(value: Any) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for place, one in enumerate(value if isinstance(value, list) else []):
        if isinstance(one, Mapping):
            yield place, one


def _address(one: Mapping[str, Any], kind: str) -> str:
    """Return the address of an external reference of this kind, "" when it is another."""
    url = one.get("url")
    return url.strip() if one.get("type") == kind and isinstance(url, str) else ""


def _take(source: Source, path: str, *names: str) -> None:
    for name in names:
        source.take(f"{path}.{name}")


def _read_addresses(source: Source, draft: Draft, component: Mapping[str, Any]) -> None:
    references = list(_items(component.get("externalReferences")))
    for kind, ours in _table()["references"].items():
        is_fit = rules.is_url if ours == "url" else rules.is_http
        for place, one in references:
            if (address := _address(one, kind)) and is_fit(address):
                draft.put(ours.replace("{language}", _LANGUAGE), address)
                _take(source, f"{_HERE}.externalReferences[{place}]", "type", "url")
                break


def _read_licences(source: Source, draft: Draft, component: Mapping[str, Any]) -> None:
    """Take the first licence that SPDX knows; whether two hold together nobody says."""
    is_found = False
    for place, one in _items(component.get("licenses")):
        inner = one.get("license")
        named = inner if isinstance(inner, Mapping) else {}
        paths = {
            "expression": one.get("expression"),
            "license.id": named.get("id"),
            "license.name": named.get("name"),
        }
        for path, text in paths.items():
            known = words.licence(text) if isinstance(text, str) and text.strip() else ""
            if not known or is_found:
                continue
            is_found = True
            draft.put("legal.license", known)
            _take(source, f"{_HERE}.licenses[{place}]", path)
            if known != text:
                draft.lose(f"{_HERE}.licenses[{place}].{path}", text, "folded")


def _read_supplier(source: Source, draft: Draft) -> None:
    path = f"{_HERE}.supplier"
    name = source.text(f"{path}.name")
    addresses = source.take(f"{path}.url")
    listed = addresses if isinstance(addresses, list) else []
    first = listed[0] if listed else ""
    if name and isinstance(first, str) and rules.is_uri(first):
        draft.put("organisation.uri", first)
        draft.put("organisation.name", name)
        draft.lose(f"{path}.url", listed[1:], "no-place")
        return
    source.give_back(f"{path}.url")
    draft.put("legal.mainCopyrightOwner", name)


def _read_ancestors(source: Source, draft: Draft) -> None:
    path = f"{_HERE}.pedigree.ancestors"
    ancestors = source.take(path)
    source.give_back(path)
    found: list[str] = []
    for place, one in _items(ancestors):
        for at, reference in _items(one.get("externalReferences")):
            address = _address(reference, "vcs")
            if not rules.is_url(address):
                continue
            found.append(address)
            _take(source, f"{path}[{place}].externalReferences[{at}]", "type", "url")
            made = _ancestor(address)
            same = [name for name in ("type", "name") if one.get(name) == made[name]]
            _take(source, f"{path}[{place}]", *same)
            break
    draft.put("isBasedOn", found)


def write(values: Mapping[str, Any]) -> Converted:
    """Return a bill of materials about the software of a publiccode.yml, without parts."""
    source = Source(values)
    source.take("publiccodeYmlVersion")
    lost: list[Remark] = []
    guessed: list[Remark] = []
    language = _language(values)
    component = {
        "type": _write_type(source, lost, guessed),
        "supplier": _write_supplier(source),
        "name": source.text("name"),
        "version": source.text("softwareVersion"),
        "description": _write_description(source, language),
        "licenses": _write_licence(source),
        "pedigree": _write_ancestors(source),
        "externalReferences": _write_addresses(source, language),
    }
    kept = {name: value for name, value in component.items() if value not in ("", [], {})}
    document = {**_table()["constant"], "metadata": {"component": kept}}
    missing = () if component["name"] else (f"{_HERE}.name",)
    return Converted(document, (*lost, *source.left()), tuple(guessed), missing)


def _language(values: Mapping[str, Any]) -> str:
    described = values.get("description")
    parts = described if isinstance(described, Mapping) else {}
    return _LANGUAGE if _LANGUAGE in parts else str(next(iter(parts), _LANGUAGE))


def _write_type(source: Source, lost: list[Remark], guessed: list[Remark]) -> str:
    ours = source.text("softwareType")
    for theirs, known in _table()["types"].items():
        if ours in known:
            if known[-1] != ours:
                lost.append(Remark("softwareType", ours, "folded"))
            return str(theirs)
    source.give_back("softwareType")
    guessed.append(Remark(f"{_HERE}.type", "application", "assumed"))
    return "application"


def _write_description(source: Source, language: str) -> str:
    """Return the long text, else the short one, which is lost where the long one begins else."""
    path = f"description.{language}"
    long, short = source.text(f"{path}.longDescription"), source.text(f"{path}.shortDescription")
    if long and short and words.shorten(long) != short:
        source.give_back(f"{path}.shortDescription")
    return long or short


def _write_licence(source: Source) -> list[dict[str, str]]:
    licence = source.text("legal.license")
    return [{"expression": licence}] if licence else []


def _write_supplier(source: Source) -> dict[str, Any]:
    """Return the body with its address, else the owner; one supplier has no room for both."""
    name, address = source.text("organisation.name"), source.text("organisation.uri")
    if name and rules.is_uri(address):
        return {"name": name, "url": [address]}
    source.give_back("organisation.uri")
    owner = source.text("legal.mainCopyrightOwner")
    if owner:
        source.give_back("organisation.name")
    return {"name": owner or name} if owner or name else {}


def _write_ancestors(source: Source) -> dict[str, Any]:
    said = source.take("isBasedOn")
    given = [said] if isinstance(said, str) else said if isinstance(said, list) else []
    if not given or not all(isinstance(one, str) and rules.is_url(one) for one in given):
        source.give_back("isBasedOn")
        return {}
    return {"ancestors": [_ancestor(one) for one in given]}


def _ancestor(address: str) -> dict[str, Any]:
    name = address.rstrip("/").rpartition("/")[2].removesuffix(".git")
    reference = {"type": "vcs", "url": address}
    return {"type": "application", "name": name or address, "externalReferences": [reference]}


def _write_addresses(source: Source, language: str) -> list[dict[str, str]]:
    said = {
        kind: source.text(ours.replace("{language}", language))
        for kind, ours in _table()["references"].items()
    }
    return [{"type": kind, "url": address} for kind, address in said.items() if address]
