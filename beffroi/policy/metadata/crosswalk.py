"""Four more formats by one table: ADMS (DCAT-AP), DPGA nominees, the SILL, SPDX packages.

Source: cooperation.md §2 and §2.1. What a format has no place for is told as lost, never invented.
"""

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

from beffroi.policy.metadata import words
from beffroi.policy.metadata.drafts import Draft
from beffroi.policy.metadata.shapes import Converted, Remark, Source
from beffroi.policy.publiccode import rules

FORMATS: Final = ("adms", "dpga", "sill", "spdx")
_AUTHORITY: Final = "http://publications.europa.eu/resource/authority/"
_STATUS: Final = "http://purl.org/adms/status/"
_PAGE: Final = "http://spdx.org/licenses/"
_LANGUAGE: Final = "en"
_OF_ADDRESSES: Final = frozenset({"url", "landingURL", "documentation", "uri"})
Row = tuple[str, str, str]


@cache
def data() -> dict[str, Any]:
    """Return what ``data/crosswalk.toml`` says."""
    return tomllib.loads((files("beffroi.policy") / "data/crosswalk.toml").read_text("utf-8"))


def rows(format_: str) -> list[Row]:
    """Return the rows of a format: our key, its key, kind."""
    return [_row(line) for line in data()[format_]["rows"]]


def _row(line: str) -> Row:
    ours, theirs, kind = (part.strip() for part in line.split("|"))
    return ours, theirs, kind


def format_of(document: Mapping[str, Any]) -> str:
    """Return which of these formats a document has, "" for none."""
    return next((name for name in FORMATS if {*data()[name]["signs"]} & set(document)), "")


def read(format_: str, document: Mapping[str, Any]) -> Converted:
    """Return a publiccode.yml from a document; what is mandatory and not said is missing."""
    source = Source(document)
    draft = Draft(source)
    for name, value in data()[format_]["constant"].items():
        if isinstance(value, Mapping) or document.get(name) == value:
            source.take(name)
    spoken = _spoken(format_, document)
    for row in rows(format_):
        _read_row(source, draft, row, spoken)
    return draft.converted()


def _spoken(format_: str, document: Mapping[str, Any]) -> str:
    """Return the language of the first text that says its own, else English."""
    texts = (document.get(theirs) for _, theirs, kind in rows(format_) if kind == "tagged")
    tags = (_tag(text) for text in texts if isinstance(text, Mapping) and text.get("@value"))
    return next(tags, _LANGUAGE)


def _tag(text: Mapping[str, Any]) -> str:
    tag = str(text.get("@language") or _LANGUAGE)
    return tag if rules.is_language(tag) else _LANGUAGE


def _read_row(source: Source, draft: Draft, row: Row, spoken: str) -> None:
    ours, theirs, kind = row
    raw = source.take(theirs)
    language, value, rest = spoken, *_from(kind, raw)
    if kind == "tagged" and isinstance(raw, Mapping):
        language = _tag(raw)
    if not _is_fit(ours, value):
        source.give_back(theirs)
        return
    key = ours.replace("{language}", language)
    if key.endswith("shortDescription"):
        draft.describe(theirs, str(value))
    else:
        draft.put(key, value)
        if "{language}" in ours and kind != "tagged":
            draft.note(f"description.{language}", value, "assumed-language")
    draft.lose(theirs, rest, "folded" if kind in {"licence", "status"} else "no-place")


def _is_fit(ours: str, value: Any) -> bool:
    """Tell whether a value may stand at a key."""
    name = ours.rpartition(".")[2]
    if value in (None, "", [], {}):
        return False
    if name not in _OF_ADDRESSES:
        return name != "releaseDate" or rules.is_date(str(value))
    test = rules.is_uri if name == "uri" else rules.is_url if name == "url" else rules.is_http
    return test(str(value))


def _from(kind: str, raw: Any) -> tuple[Any, Any]:
    """Return our value of theirs, and what of it is left over."""
    name, _, inner = kind.partition(":")
    if name == "first":
        return _first(raw, inner)
    return _READERS[name](raw)


def _first(raw: Any, inner: str) -> tuple[Any, Any]:
    items = raw if isinstance(raw, list) else []
    first = items[0] if items else None
    if not inner:
        return (first if isinstance(first, str) else "", items[1:])
    if not isinstance(first, Mapping) or not isinstance(first.get(inner), str):
        return "", raw
    others = {name: value for name, value in first.items() if name != inner}
    return first[inner], [one for one in (others, *items[1:]) if one]


def _text(raw: Any) -> tuple[Any, Any]:
    if isinstance(raw, str):
        return raw.strip(), None
    is_number = isinstance(raw, int | float) and not isinstance(raw, bool)
    return (str(raw), None) if is_number else ("", raw)


def _list(raw: Any) -> tuple[Any, Any]:
    items = raw if isinstance(raw, list) else [raw]
    return [one for one in items if isinstance(one, str)], [
        one for one in items if one is not None and not isinstance(one, str)
    ]


def _address(raw: Any) -> tuple[Any, Any]:
    return _text(raw.get("@id") if isinstance(raw, Mapping) else raw)


def _tagged(raw: Any) -> tuple[Any, Any]:
    return _text(raw.get("@value") if isinstance(raw, Mapping) else raw)


def _licence(raw: Any) -> tuple[Any, Any]:
    text, _ = _text(raw)
    known = words.licence(text) if text else ""
    return (known, text if known != text else None) if known else ("", raw)


def _page(raw: Any) -> tuple[Any, Any]:
    found, rest = _licence(_address(raw)[0])
    return found, None if found else rest


def _spdx(raw: Any) -> tuple[Any, Any]:
    items = [one for one in raw if isinstance(one, Mapping)] if isinstance(raw, list) else []
    known = [words.licence(str(one.get("spdx") or "")) for one in items]
    found = list(dict.fromkeys(one for one in known if one))
    left = [one for one, name in zip(items, known, strict=True) if not name]
    return " OR ".join(found), left


def _status(raw: Any) -> tuple[Any, Any]:
    text, _ = _address(raw)
    word = text.removeprefix(_STATUS)
    ours = data()["status"].get(word, [])
    return (ours[-1], text if len(ours) > 1 else None) if ours else ("", raw)


def _authority(table: str) -> Callable[[Any], tuple[Any, Any]]:
    def of(raw: Any) -> tuple[Any, Any]:
        back = {code: name for name, code in data()[table].items()}
        items = raw if isinstance(raw, list) else [raw]
        codes = [_address(one)[0].rpartition("/")[2] for one in items]
        found = [back[code] for code in codes if code in back]
        return found, [one for one, code in zip(items, codes, strict=True) if code not in back]

    return of


_READERS: Final[dict[str, Callable[[Any], tuple[Any, Any]]]] = {
    "text": _text, "list": _list, "address": _address, "tagged": _tagged, "licence": _licence,
    "page": _page, "spdx": _spdx, "status": _status,
    "languages": _authority("languages"), "countries": _authority("countries"),
}  # fmt: skip


def write(format_: str, values: Mapping[str, Any]) -> Converted:
    """Return a document from the values of a publiccode.yml, with what is lost on the way."""
    source = Source(values)
    source.take("publiccodeYmlVersion")
    described = values.get("description")
    parts = described if isinstance(described, Mapping) else {}
    language = _LANGUAGE if _LANGUAGE in parts else next(iter(parts), _LANGUAGE)
    document: dict[str, Any] = dict(data()[format_]["constant"])
    has_long = any(ours.endswith("longDescription") for ours, _, _ in rows(format_))
    lost: list[Remark] = []
    for ours, theirs, kind in rows(format_):
        key = ours.replace("{language}", str(language))
        value = source.take(key)
        if key.endswith("shortDescription") and not has_long:
            value = source.take(key.replace("short", "long")) or value
        value = value.strip() if isinstance(value, str) else value
        if value in (None, "", [], {}):
            continue
        shown, reason = _to(kind, value, str(language))
        if shown in (None, "", [], {}):
            source.give_back(key)
            continue
        _put(document, theirs, shown)
        if reason:
            lost.append(Remark(key, value, reason))
    return Converted(document, (*lost, *source.left()))


def _put(document: dict[str, Any], path: str, value: Any) -> None:
    *steps, name = path.split(".")
    for step in steps:
        document = document.setdefault(step, {})
    document[name] = value


def _to(kind: str, value: Any, language: str) -> tuple[Any, str]:  # noqa: PLR0911 - one a kind
    """Return their value of ours, and why a part of it is lost, "" when nothing is."""
    name, _, inner = kind.partition(":")
    if name == "first":
        return [{inner: value} if inner else value], ""
    if name == "address":
        return {"@id": value}, ""
    if name == "tagged":
        return {"@language": language, "@value": value}, ""
    if name == "page":
        return ({"@id": f"{_PAGE}{value}"}, "") if " " not in value else (None, "")
    if name == "spdx":
        return _alternatives(value)
    if name == "status":
        found = [word for word, ours in data()["status"].items() if value in ours]
        is_exact = bool(found) and data()["status"][found[0]][-1] == value
        return ({"@id": f"{_STATUS}{found[0]}"} if found else None), "" if is_exact else "folded"
    if name in {"languages", "countries"}:
        return _authorities(name, value)
    return value, ""


def _alternatives(value: str) -> tuple[Any, str]:
    if " AND " in value or "(" in value:
        return None, ""
    names = value.split(" OR ")
    return [{"spdx": one, "licenseURL": f"https://spdx.org/licenses/{one}"} for one in names], ""


def _authorities(name: str, value: Any) -> tuple[Any, str]:
    table = data()[name]
    kind = "language" if name == "languages" else "country"
    known = [table[one] for one in value if one in table]
    found = [{"@id": f"{_AUTHORITY}{kind}/{code}"} for code in known]
    return found, "" if len(known) == len(value) else "unfit"
