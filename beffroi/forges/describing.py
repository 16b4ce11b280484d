"""Put the record of a plain git repository together from what it announces and holds."""

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import unquote

from beffroi.forges import languages, readmes
from beffroi.forges.contents import Contents
from beffroi.forges.files import reuse_licences
from beffroi.forges.folders import Seen
from beffroi.forges.metadata import (
    MetadataError,
    parse_publiccode,
    short_descriptions,
    text_at,
)
from beffroi.forges.shapes import Failure, ForgeRepository
from beffroi.lib.http.addresses import parse_address

_TAG = re.compile(r"SPDX-License-Identifier:[ \t]*([^\r\n*<>]{1,300})")
_LONGEST_LICENCE: Final = 300


def describe(seen: Seen, contents: Contents | None) -> tuple[ForgeRepository, tuple[Failure, ...]]:
    """Return the record of a repository, and what of it could not be read.

    What waiting may cure leaves ``head`` empty, so that the next reading tries again.
    """
    url = seen.url
    failures: list[Failure] = []
    publiccode = _publiccode(url, contents, failures) if contents else None
    address = parse_address(url)
    full_name = unquote(address.path).strip("/") or address.host
    found: dict[str, Any] = {}
    if contents:
        shares = languages.shares(contents.paths)
        licence, source = _licence(contents, publiccode or {})
        descriptions = short_descriptions(publiccode or {})
        found = {
            "files": contents.files,
            "languages": shares,
            "language": next(iter(shares), ""),
            "last_activity_at": contents.committed_at,
            "licence_raw": licence,
            "licence_source": source,
            "descriptions": descriptions,
            "description": _description(contents, descriptions),
            "homepage": text_at(publiccode or {}, "landingURL")[:500],
        }
        failures += _unread(url, contents)
    record = ForgeRepository(
        forge_id=None,
        full_name=full_name,
        name=full_name.rpartition("/")[2],
        url=url,
        clone_url=seen.clone_url,
        head=seen.refs.digest if all(failure.permanent for failure in failures) else "",
        default_branch=seen.refs.default_branch,
        is_empty=seen.refs.is_empty,
        publiccode=publiccode,
        **found,
    )
    return record, tuple(failures)


def _publiccode(url: str, contents: Contents, failures: list[Failure]) -> dict[str, Any] | None:
    data = contents.texts.get("publiccode")
    if data is None:
        return None
    try:
        return parse_publiccode(data)
    except MetadataError as error:
        failures.append(Failure(url, error.code, error.message, permanent=True))
        return None


def _licence(contents: Contents, publiccode: Mapping[str, Any]) -> tuple[str | None, str]:
    """Return the licence as written and where: publiccode.yml, a tag, or the one REUSE text."""
    written = text_at(publiccode, "legal", "license")[:_LONGEST_LICENCE]
    if written:
        return written, "publiccode"
    text = contents.texts.get("licence", b"").decode("utf-8", "replace")
    if found := _TAG.search(text):
        return found[1].strip().removesuffix("--").strip(), "file"
    named = reuse_licences(contents.paths)
    if len(named) == 1:
        return named[0], "file"
    return None, ""


def _description(contents: Contents, descriptions: Mapping[str, str]) -> str:
    if descriptions:
        return descriptions.get("en") or next(iter(descriptions.values()))
    return readmes.describe(contents.texts.get("readme", b"").decode("utf-8", "replace"))


def _unread(url: str, contents: Contents) -> list[Failure]:
    return [
        Failure(url, error.code, f"{contents.files[kind]}: {error.message}", error.permanent)
        for kind, error in contents.unread.items()
    ]
