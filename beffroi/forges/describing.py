"""Say what a git repository announces and holds in the shapes of a list and of a look."""

import codecs
import re
from typing import Final
from urllib.parse import unquote

from beffroi.forges import languages
from beffroi.forges.contents import Contents
from beffroi.forges.files import reuse_licences
from beffroi.forges.folders import Seen
from beffroi.forges.shapes import Failure, ForgeRepository, Look
from beffroi.lib.http.addresses import parse_address

_TAG = re.compile(r"SPDX-License-Identifier:[ \t]*([^\r\n*<>]{1,300})")
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def listed(seen: Seen) -> ForgeRepository:
    """Return what the list of a plain git account says of a repository."""
    address = parse_address(seen.url)
    full_name = unquote(address.path).strip("/") or address.host
    return ForgeRepository(
        forge_id=None,
        full_name=full_name,
        name=full_name.rpartition("/")[2],
        url=seen.url,
        clone_url=seen.clone_url,
        head=seen.refs.digest,
        default_branch=seen.refs.default_branch,
        is_empty=seen.refs.is_empty,
    )


def looked(key: str, seen: Seen, contents: Contents | None) -> Look:
    """Return what is inside; ``contents`` is None when there is nothing."""
    found = contents or Contents((), {})
    licence = _licence(found)
    return Look(
        key=key,
        head=seen.refs.digest,
        is_empty=seen.refs.is_empty,
        default_branch=seen.refs.default_branch,
        files=found.files,
        texts={kind: decode(data) for kind, data in found.texts.items()},
        languages=languages.shares(found.paths),
        licence_raw=licence,
        licence_source="file" if licence else "",
        committed_at=found.committed_at,
        failures=_unread(seen.url, found),
    )


def decode(data: bytes) -> str:
    """Return the text of a file in whatever encoding: UTF-8, UTF-16 with its mark, or Western."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _licence(contents: Contents) -> str | None:
    """Return the licence as written: a tag in the licence file, or the one REUSE text."""
    if found := _TAG.search(decode(contents.texts.get("licence", b""))):
        return found[1].strip().removesuffix("--").strip()
    named = reuse_licences(contents.paths)
    return named[0] if len(named) == 1 else None


def _unread(url: str, contents: Contents) -> tuple[Failure, ...]:
    return tuple(
        Failure(url, error.code, f"{contents.files[kind]}: {error.message}", error.permanent)
        for kind, error in contents.unread.items()
    )
