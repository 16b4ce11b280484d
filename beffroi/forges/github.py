"""GitHub over its REST API: github.com, and Enterprise Server under ``/api/v3``."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import quote

from beffroi.forges.calls import Access, Calls
from beffroi.forges.client import ApiForge, Begin, split_declared, with_declared
from beffroi.forges.fallback import read_files
from beffroi.forges.outcomes import Verdict
from beffroi.forges.shapes import (
    AccountFacts,
    Failure,
    ForgeRepository,
    Look,
    Page,
    Target,
)
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
    shares,
    text,
    texts,
)

_PUBLIC: Final = "https://github.com"
_API: Final = "https://api.github.com"
_ORDER: Final = "sort=created&direction=asc&per_page=100"
_RAW: Final = {"Accept": "application/vnd.github.raw+json"}
_NOT_A_FILE: Final = "120000"  # a symbolic link
_USER = (
    "This account belongs to a person, not to an organisation; it is not listed. Give the "
    "address of an organisation, or have an operator list it all the same."
)
_WHOLE = "A whole GitHub server is not read at once; give the addresses of its organisations."


class GithubForge(ApiForge):
    """Reads an organisation; with ``is_user_listed`` also what a person owns."""

    software = "github"

    def __init__(self, address: str, access: Access, *, is_user_listed: bool = False) -> None:
        super().__init__(address, access)
        self.api = _API if self.web == _PUBLIC else f"{self.web}/api/v3"
        self._is_user_listed = is_user_listed

    def headers(self) -> Mapping[str, str]:
        """Return the headers that GitHub asks for."""
        headers = {
            "Accept": "application/vnd.github+json",
            "X-GitHub-Api-Version": "2022-11-28",
        }
        return {**headers, "Authorization": f"Bearer {self.token}"} if self.token else headers

    async def begin(self, calls: Calls) -> Begin:
        """Read the organisation, or tell that it is a person's account."""
        if not self.path:
            failure = Failure(self.address, "whole-forge", _WHOLE, permanent=True)
            return Begin(verdict=Verdict("refused", self.address, failure=failure))
        login = quote(self.path, safe="")
        url = f"{self.api}/orgs/{login}"
        known = calls.page(url)
        if known and not known.following.startswith(f"{self.api}/"):
            known = None
        verdict = await calls.ask(url, "account", known)
        if verdict.outcome == "unchanged" and known:
            listed, declared = split_declared(known.following)
            return Begin(url=listed, declared=declared, pages=(known,))
        if verdict.outcome == "account-absent":
            return await self._begin_user(calls, login)
        if not verdict.is_data:
            return Begin(verdict=verdict)
        return _begin(verdict, f"{url}/repos?type=public&{_ORDER}", "organization")

    async def single(self, calls: Calls, target: Target) -> Verdict:
        """Read one repository, by its id through all its names."""
        path = f"repositories/{target.forge_id}"
        if not target.forge_id.isdecimal():
            path = f"repos/{quote(target.full_name)}"
        return await calls.ask(f"{self.api}/{path}", "repository")

    def describe(self, row: Any, where: str) -> ForgeRepository | Failure:
        """Return what a row says of a repository."""
        if not isinstance(row, dict):
            return broken(where, "it is not an object")
        forge_id = identifier(row, "id")
        full_name = path(row, "full_name")
        if not forge_id or full_name.count("/") != 1:
            return broken(where, f"repository {forge_id or 'without id'} has no name")
        return self._described(row, forge_id, full_name)

    def _described(self, row: Row, forge_id: str, full_name: str) -> ForgeRepository:
        pushed_at, updated_at = instant(row, "pushed_at"), instant(row, "updated_at")
        licence = _licence(part(row, "license"))
        return ForgeRepository(
            forge_id=forge_id,
            full_name=full_name,
            name=full_name.partition("/")[2],
            url=own_address(row, "html_url", self.web, full_name),
            clone_url=own_address(row, "clone_url", self.web, f"{full_name}.git"),
            description=text(row, "description"),
            homepage=text(row, "homepage", LONGEST_ADDRESS),
            topics=texts(row, "topics"),
            language=text(row, "language", 80),
            licence_raw=licence or None,
            licence_source="forge" if licence else "",
            is_fork=flag(row, "fork"),
            fork_parent=link(part(row, "parent"), "html_url"),
            is_archived=flag(row, "archived"),
            is_template=flag(row, "is_template"),
            is_mirror=bool(row["mirror_url"]) if "mirror_url" in row else None,
            is_empty=_is_empty(row),
            is_disabled=flag(row, "disabled"),
            default_branch=name(row, "default_branch") or None,
            stars=count(row, "stargazers_count"),
            forks=count(row, "forks_count"),
            watchers=count(row, "subscribers_count"),
            open_issues=count(row, "open_issues_count"),
            created_at=instant(row, "created_at"),
            pushed_at=pushed_at,
            updated_at=updated_at,
            last_activity_at=max(filter(None, (pushed_at, updated_at)), default=None),
            is_public=row.get("visibility", "public") == "public"
            and row.get("private") is not True,
        )

    def adds(self, _look: Look) -> bool:
        """Spend no call without a token: there are 60 an hour."""
        return bool(self.token)

    async def add(self, calls: Calls, target: Target, look: Look) -> Look:
        """Add shares of languages and the parent of a fork; files where git gave none."""
        here = f"{self.api}/repos/{quote(target.full_name)}"
        said = await calls.ask(f"{here}/languages", "repository")
        if said.wait_until:
            return Look(key=target.key, wait_until=said.wait_until)
        if said.is_data:
            look = replace(look, languages=shares(said.data))
        if target.is_fork is not False:
            said = await calls.ask(here, "repository")
            row = said.data if said.is_data and isinstance(said.data, dict) else {}
            parent = link(part(row, "parent"), "html_url")
            look = replace(look, fork_parent=parent, watchers=count(row, "subscribers_count"))
        if look.failures and not look.head:
            look = await self._files(calls, here, target, look)
        return look

    async def _begin_user(self, calls: Calls, login: str) -> Begin:
        url = f"{self.api}/users/{login}"
        verdict = await calls.ask(url, "account")
        if not verdict.is_data:
            return Begin(verdict=verdict)
        begin = _begin(verdict, f"{url}/repos?type=owner&{_ORDER}", "user")
        if self._is_user_listed:
            return begin
        failure = Failure(self.address, "account-is-user", _USER, permanent=True)
        stopped = Verdict("refused", url, failure=failure)
        return Begin(account=begin.account, verdict=stopped)

    async def _files(self, calls: Calls, here: str, target: Target, look: Look) -> Look:
        """Read names and texts over the API, which needs a call for each text."""
        said = await calls.ask(f"{here}/git/trees/HEAD?recursive=1", "repository")
        if said.outcome == "empty-repository":
            return replace(look, is_empty=True, files={}, failures=())
        if not said.is_data or not isinstance(said.data, dict):
            return look
        head = f"tree:{identifier(said.data, 'sha')}"
        if head == target.head:
            return Look(key=look.key, head=head, is_unchanged=True)
        entries = said.data.get("tree")
        paths = [_path(entry) for entry in entries] if isinstance(entries, list) else []
        found = await read_files(
            calls, filter(None, paths), lambda name: f"{here}/contents/{quote(name)}", _RAW
        )
        return replace(
            look, head=head, files=found.files, texts=found.texts, failures=found.failures
        )


def _begin(verdict: Verdict, listed: str, kind: str) -> Begin:
    row = verdict.data if isinstance(verdict.data, dict) else {}
    account = AccountFacts(
        forge_key=identifier(row, "id"),
        full_path=name(row, "login", 500),
        kind=kind,
        name=text(row, "name", 300),
        description=text(row, "description" if kind == "organization" else "bio"),
        website=text(row, "blog", 500),
        location=text(row, "location", 300),
        avatar_url=link(row, "avatar_url"),
        is_verified=flag(row, "is_verified"),
        followers=count(row, "followers"),
        declared=count(row, "public_repos"),
        opened_at=instant(row, "created_at"),
    )
    headers = verdict.answer.headers if verdict.answer else {}
    page = Page(
        verdict.url,
        headers.get("etag", ""),
        headers.get("last-modified", ""),
        following=with_declared(listed, account.declared),
    )
    return Begin(url=listed, account=account, declared=account.declared, pages=(page,))


def _licence(row: Row) -> str:
    """Return the identifier of a licence; NOASSERTION where GitHub found one it knows not."""
    return text(row, "spdx_id", 300) or text(row, "key", 300) or text(row, "name", 300)


def _is_empty(row: Row) -> bool | None:
    """Judge by the size, which is in kilobytes and late: 0 alone says nothing."""
    size = count(row, "size")
    if size is None or "pushed_at" not in row:
        return None
    return False if size else (True if row["pushed_at"] is None else None)


def _path(entry: Any) -> str:
    is_file = isinstance(entry, dict) and entry.get("type") == "blob"
    return name(entry, "path", 1000) if is_file and entry.get("mode") != _NOT_A_FILE else ""
