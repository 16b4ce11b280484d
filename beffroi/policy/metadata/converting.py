"""From one file of metadata to another: what kind it is, and each record converted."""

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from beffroi.lib.errors import UsageError
from beffroi.policy.metadata import codejson, codemeta, crosswalk, cyclonedx, lists
from beffroi.policy.metadata.shapes import Converted, Remark
from beffroi.policy.publiccode import judge

FORMATS: Final = ("publiccode", "codejson", "codemeta", *crosswalk.FORMATS, cyclonedx.FORMAT)
MOST_BYTES: Final = 50_000_000
_OF_CODEJSON: Final = frozenset({"repositoryURL", "permissions", "organization", "laborHours"})
_WRITERS: Final[dict[str, Callable[[Mapping[str, Any]], Converted]]] = {
    "codejson": codejson.write,
    "codemeta": codemeta.write,
    **{name: partial(crosswalk.write, name) for name in crosswalk.FORMATS},
    cyclonedx.FORMAT: cyclonedx.write,
}


def convert(data: bytes, target: str) -> list[Converted]:
    """Return each record of a file in the format ``target`` (of ``FORMATS``).

    Raises UsageError for a file that is none of them, or is that format already.
    """
    if len(data) > MOST_BYTES:
        raise UsageError(f"The file is larger than {MOST_BYTES} bytes; convert it in parts.")
    drafts = _from_json(data) if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["} else None
    if drafts is None:
        values = judge(data).values
        if not values:
            lists.refuse_yaml(data)
            raise UsageError(
                "This is neither a publiccode.yml that can be read, nor JSON; "
                "beffroi publiccode FILE says what is wrong with it."
            )
        drafts = [Converted(values)]
        if target == "publiccode":
            raise UsageError("This is a publiccode.yml already; convert it --to another format.")
    if target == "publiccode":
        return drafts
    return [_onward(draft, target) for draft in drafts]


def _onward(draft: Converted, target: str) -> Converted:
    """Return a record by way of publiccode.yml, with what either step lost or guessed."""
    found = _WRITERS[target](draft.document)
    return Converted(
        found.document,
        (*draft.lost, *found.lost),
        (*draft.guessed, *found.guessed),
        found.missing,
    )


def _from_json(data: bytes) -> list[Converted]:
    try:
        document = json.loads(data.decode("utf-8-sig"))
        lists.refuse(document)
        records = _records(document) if isinstance(document, Mapping) else None
    except UnicodeDecodeError as error:
        raise UsageError("The file is not in UTF-8.") from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise UsageError(
            f"This is not JSON ({where}: {error.msg}); JSON has no comments."
        ) from error
    except RecursionError as error:
        raise UsageError("The file is nested too deeply to be read.") from error
    if records is not None:
        return records
    raise UsageError(
        "This JSON is neither a codemeta.json (it has no @context) nor a code.json "
        "(no releases, permissions or organization), nor one of: Open Catalog API, "
        f"{', '.join((*crosswalk.FORMATS, cyclonedx.FORMAT))}."
    )


def _records(document: Mapping[str, Any]) -> list[Converted] | None:
    """Return the records of a document, None when its format is not known."""
    named = crosswalk.format_of(document)
    if cyclonedx.is_format(document):
        return [_of_materials(document)]
    if isinstance(document.get("data"), list):
        return [_of_catalogue(one) for one in document["data"] if _is_record(one)]
    if "@context" in document and named != "adms":
        return [codemeta.read(document)]
    if isinstance(_releases(document), list):
        agency = document.get("agency")
        body = agency if isinstance(agency, str) else ""
        return [codejson.read(one, agency=body) for one in _releases(document) if _is_record(one)]
    if _OF_CODEJSON & set(document):
        return [codejson.read(document)]
    return [crosswalk.read(named, document)] if named else None


def _of_materials(document: Mapping[str, Any]) -> Converted:
    if cyclonedx.component_of(document) is None:
        raise UsageError(
            "This CycloneDX file has no metadata.component: "
            "it lists parts and does not say of what."
        )
    return cyclonedx.read(document)


def _of_catalogue(entry: Mapping[str, Any]) -> Converted:
    """Return the publiccode.yml that an entry of the Open Catalog API holds."""
    text = entry.get("publiccodeYml")
    verdict = judge(text.encode("utf-8", "replace") if isinstance(text, str) else b"")
    lost = [
        Remark(name, value, "no-place")
        for name, value in entry.items()
        if name != "publiccodeYml" and value not in (None, "", [], {})
    ]
    missing = tuple(one.key for one in verdict.results if one.severity == "error")
    return Converted(verdict.values, tuple(lost), (), missing)


def _releases(document: Mapping[str, Any]) -> Any:
    return document.get("releases", document.get("projects"))


def _is_record(value: Any) -> bool:
    return isinstance(value, Mapping)
