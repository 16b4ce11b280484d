"""Bitbucket Cloud over its REST API, version 2.0: the repositories of a workspace."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

from beffroi.forges.calls import Access, Calls
from beffroi.forges.client import ApiForge, Begin
from beffroi.forges.outcomes import Verdict
from beffroi.forges.shapes import AccountFacts, Failure, ForgeRepository, Page, Target
from beffroi.forges.values import (
    LONGEST_ADDRESS,
    Row,
    broken,
    count,
    flag,
    identifier,
    instant,
    link,
    name,
    own_address,
    part,
    path,
    text,
)

_PUBLIC: Final = "https://bitbucket.org"
_API: Final = "https://api.bitbucket.org/2.0"
_WHOLE = "All of Bitbucket is not one account; give the address of a workspace."


class BitbucketForge(ApiForge):
    """Reads a workspace."""

    software = "bitbucket"

    def __init__(self, address: str, access: Access) -> None:
        super().__init__(address, access)
        self.api = _API if self.web == _PUBLIC else f"{self.web}/2.0"
        self._workspace: Row = {}

    def headers(self) -> Mapping[str, str]:
        """Return what every call carries; a token is one of a workspace or repository."""
        headers = {"Accept": "application/json"}
        return {**headers, "Authorization": f"Bearer {self.token}"} if self.token else headers

    async def begin(self, _calls: Calls) -> Begin:
        """Go to the list at once: its rows tell the workspace, and calls are few (60 an hour)."""
        if not self.path:
            failure = Failure(self.address, "whole-forge", _WHOLE, permanent=True)
            return Begin(verdict=Verdict("refused", self.address, failure=failure))
        workspace = quote(self.path, safe="")
        return Begin(url=f"{self.api}/repositories/{workspace}?pagelen=100&sort=created_on")

    async def single(self, calls: Calls, target: Target) -> Verdict:
        """Read one repository; its id stands for it in any workspace, written ``{}``."""
        path = f"%7B%7D/{quote(target.forge_id, safe='')}"
        if not target.forge_id:
            path = quote(target.full_name)
        return await calls.ask(f"{self.api}/repositories/{path}", "repository")

    def rows(self, data: Any) -> Sequence[Any] | None:
        """Return the rows in a body."""
        found = data.get("values") if isinstance(data, dict) else None
        if not isinstance(found, list):
            return None
        if found and isinstance(found[0], dict):
            self._workspace = part(found[0], "workspace")
        return found

    def account(self) -> AccountFacts | None:
        """Return what the rows say of their workspace."""
        row = self._workspace
        facts = AccountFacts(
            forge_key=identifier(row, "uuid"),
            full_path=name(row, "slug", 500),
            kind="workspace",
            name=text(row, "name", 300),
            avatar_url=link(part(part(row, "links"), "avatar"), "href"),
        )
        return facts if facts.forge_key else None

    def identify(self, row: Any) -> str:
        """Return the forge's id of a row, with its braces."""
        return identifier(row, "uuid") if isinstance(row, dict) else ""

    def following(self, verdict: Verdict) -> str:
        """Return the next page, which the body names."""
        following = verdict.data.get("next") if isinstance(verdict.data, dict) else None
        return following if isinstance(following, str) else ""

    def total(self, verdict: Verdict) -> int | None:
        """Return how many rows there are, where the body says so."""
        return count(verdict.data, "size") if isinstance(verdict.data, dict) else None

    def beyond(self, _page: Page) -> str:
        """Nothing: a body that is the same names the same next page."""
        return ""

    def describe(self, row: Any, where: str) -> ForgeRepository | Failure:
        """Return what a row says of a repository."""
        if not isinstance(row, dict):
            return broken(where, "it is not an object")
        forge_id = identifier(row, "uuid")
        full_name = path(row, "full_name")
        if not forge_id or full_name.count("/") != 1:
            return broken(where, f"repository {forge_id or 'without id'} has no name")
        links = part(row, "links")
        parent = row.get("parent", ...)
        updated_at = instant(row, "updated_on")
        branch = row.get("mainbranch", ...)
        return ForgeRepository(
            forge_id=forge_id,
            full_name=full_name,
            name=full_name.partition("/")[2],
            url=own_address(part(links, "html"), "href", self.web, full_name),
            clone_url=own_address(_clone(links), "href", self.web, f"{full_name}.git"),
            description=text(row, "description"),
            homepage=text(row, "website", LONGEST_ADDRESS),
            language=text(row, "language", 80),
            is_fork=None if parent is ... else parent is not None,
            fork_parent=self._parent(part(row, "parent")),
            is_empty=None if branch is ... else branch is None,
            default_branch=name(part(row, "mainbranch"), "name") or None,
            created_at=instant(row, "created_on"),
            updated_at=updated_at,
            last_activity_at=updated_at,
            is_public=flag(row, "is_private") is not True,
        )

    def _parent(self, parent: Row) -> str:
        given = link(part(part(parent, "links"), "html"), "href")
        full_name = path(parent, "full_name")
        return given or (f"{self.web}/{quote(full_name)}" if full_name else "")


def _clone(links: Row) -> Row:
    ways = links.get("clone")
    if not isinstance(ways, list):
        return {}
    named = (way for way in ways if isinstance(way, dict) and way.get("name") in {"https", "http"})
    return next(named, {})
