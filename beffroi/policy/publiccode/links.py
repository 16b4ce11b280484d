"""Whether the links of a publiccode.yml answer: asked when a person wants it, by the door."""

import asyncio
from collections.abc import Iterator, Mapping
from typing import Any, Final

from beffroi.lib.http import Door, DoorError, Wanted
from beffroi.policy.publiccode import rules
from beffroi.policy.publiccode.shapes import Result
from beffroi.policy.publiccode.trees import Tree, place

MOST_LINKS: Final = 50
_ENOUGH: Final = Wanted(body_bytes=2_000_000)


def check(tree: Tree, values: Mapping[str, Any], door: Door) -> list[Result]:
    """Return an error for each link that does not answer, in the order of the file's keys."""
    return asyncio.run(_check(tree, list(_links(values))[:MOST_LINKS], door))


def _links(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key in ("url", "landingURL", "roadmap"):
        if values.get(key):
            yield key, values[key]
    for language, part in values.get("description", {}).items():
        for key in ("documentation", "apiDocumentation"):
            if part.get(key):
                yield f"description.{language}.{key}", part[key]


async def _check(tree: Tree, links: list[tuple[str, str]], door: Door) -> list[Result]:
    results = []
    async with door:
        for key, link in links:
            if fault := await _fault(door, link):
                line, column = place(tree, key)
                text = f"'{link}' not reachable: {fault}"
                results.append(Result("error", key, text, line, column, "link"))
            if key == "url" and not _is_repository(link):
                line, column = place(tree, key)
                text = "is not a valid code repository"
                results.append(Result("error", key, text, line, column, "url"))
    return results


async def _fault(door: Door, link: str) -> str:
    parts = rules.split(link)
    if parts is None or not parts.scheme:
        return "missing URL scheme"
    if parts.scheme not in {"http", "https"}:
        return f"{parts.scheme} is not asked"
    try:
        await door.get(link, _ENOUGH)
    except DoorError as error:
        # An answer too large to be kept is an answer.
        return "" if error.code == "too-large" else error.message
    return ""


def _is_repository(link: str) -> bool:
    """Tell whether an address looks like that of a repository: an owner and a name."""
    parts = rules.split(link)
    if parts is None or not parts.netloc:
        return False
    return parts.path.endswith(".git") or len([part for part in parts.path.split("/") if part]) > 1
