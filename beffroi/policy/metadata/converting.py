"""From one file of metadata to another: what kind it is, and each record converted."""

import json
from collections.abc import Mapping
from typing import Any, Final

from beffroi.lib.errors import UsageError
from beffroi.policy.metadata import codejson, codemeta
from beffroi.policy.metadata.shapes import Converted
from beffroi.policy.publiccode import judge

FORMATS: Final = ("publiccode", "codejson", "codemeta")
MOST_BYTES: Final = 50_000_000
_WRITERS: Final = {"codejson": codejson.write, "codemeta": codemeta.write}


def convert(data: bytes, target: str) -> list[Converted]:
    """Return each record of a file in the format ``target`` (of ``FORMATS``).

    Raises UsageError for a file that is none of the three, or is that format already.
    """
    if len(data) > MOST_BYTES:
        raise UsageError(f"The file is larger than {MOST_BYTES} bytes; convert it in parts.")
    drafts = _from_json(data) if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["} else None
    if drafts is None:
        values = judge(data).values
        if not values:
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
    except UnicodeDecodeError as error:
        raise UsageError("The file is not in UTF-8.") from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise UsageError(
            f"This is not JSON ({where}: {error.msg}); JSON has no comments."
        ) from error
    except RecursionError as error:
        raise UsageError("The file is nested too deeply to be read.") from error
    if isinstance(document, Mapping) and "@context" in document:
        return [codemeta.read(document)]
    if isinstance(document, Mapping) and isinstance(_releases(document), list):
        agency = document.get("agency")
        named = agency if isinstance(agency, str) else ""
        return [codejson.read(one, agency=named) for one in _releases(document) if _is_record(one)]
    if isinstance(document, Mapping) and {"repositoryURL", "permissions"} & set(document):
        return [codejson.read(document)]
    raise UsageError(
        "This JSON is neither a codemeta.json (it has no @context) nor a code.json "
        "(no releases, no permissions)."
    )


def _releases(document: Mapping[str, Any]) -> Any:
    return document.get("releases", document.get("projects"))


def _is_record(value: Any) -> bool:
    return isinstance(value, Mapping)
