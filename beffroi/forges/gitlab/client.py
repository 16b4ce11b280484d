"""GitLab over its REST API, version 4: groups at any depth, people, whole instances."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final
from urllib.parse import quote, urlsplit

from beffroi.forges.calls import Access, Calls
from beffroi.forges.client import ApiForge, Begin
from beffroi.forges.fallback import read_files
from beffroi.forges.gitlab.rows import describe_group, describe_project, describe_user
from beffroi.forges.outcomes import Verdict, fail
from beffroi.forges.pages import kept_page, parameter, with_query, without_host
from beffroi.forges.places import Place
from beffroi.forges.shapes import Failure, ForgeRepository, Look, Page, Target
from beffroi.forges.values import (
    EMPTY,
    LONGEST_ADDRESS,
    LONGEST_HEAD,
    Row,
    identifier,
    instant,
    link,
    name,
    part,
    shares,
    text,
)

_BY_ID: Final = "pagination=keyset&order_by=id&sort=asc&per_page=100"
_ALL_BELOW: Final = "include_subgroups=true&with_shared=false"
_BARE: Final = "with_projects=false"
_ANY: Final = {"Accept": "*/*"}
_MOST_GROUP_PAGES: Final = 10
_MOST_TREE_PAGES: Final = 5
_TELLING: Final = ("docs", ".github", ".gitlab", "LICENSES")
"""Folders where files that tell something may lie, besides the root."""
_LINK_MODE: Final = "120000"


class GitlabForge(ApiForge):
    """Reads one group with all below it, one person's projects, or all that is public."""

    software = "gitlab"

    def __init__(self, address: str, access: Access) -> None:
        super().__init__(address, access)
        self.api = f"{self.web}/api/v4"

    def headers(self) -> Mapping[str, str]:
        """Return what every call carries."""
        accepted = {"Accept": "application/json"}
        return {**accepted, "PRIVATE-TOKEN": self.token} if self.token else accepted

    async def begin(self, calls: Calls) -> Begin:
        """Find the group, else the person; the whole instance needs no finding."""
        if not self.path:
            version = await self._version(calls) if self.token else ""
            return Begin(url=self._for_strangers("/projects?visibility=public"), version=version)
        if self.path.isdecimal():
            return await self._begin_with_digits(calls)
        group = await self._ask_account(calls, f"/groups/{quote(self.path, safe='')}?{_BARE}")
        if group.outcome != "account-absent" or "/" in self.path:
            return self._begin_group(calls, group, group.data)
        return await self._begin_user(calls, group)

    def describe(self, row: Any, where: str) -> ForgeRepository | Failure:
        """Return the project of a row."""
        return describe_project(row, where, is_archived=_is_list_of_archived(where))

    def following(self, verdict: Verdict) -> str:
        """Return the next page on our own host, else the beginning of the second list.

        Strangers are not told which projects are archived, so there is a list of those that are
        not, and then one of those that are: who is archived meanwhile stands in the second.
        """
        if verdict.following:
            return without_host(verdict.following)
        headers = verdict.answer.headers if verdict.answer else {}
        if page := headers.get("x-next-page", "").strip():
            return with_query(verdict.url, page=page)
        if parameter(verdict.url, "archived") != "false":
            return ""
        ids = [self.identify(row) for row in self.rows(verdict.data) or ()]
        if len(ids) >= self.per_page:  # a full page: what comes anew stands behind it
            return _behind(verdict.url, ids)
        return with_query(verdict.url, archived="true", page="", id_after="")

    def beyond(self, page: Page) -> str:
        """Return the page behind a full one."""
        is_keyset = parameter(page.url, "pagination") == "keyset"
        return _behind(page.url, page.ids) if is_keyset else super().beyond(page)

    def keyset(self, place: Place) -> str:
        """Return where to go on by keyset; by offset where the server knows no keyset here."""
        if parameter(place.url, "pagination") == "keyset" and not parameter(place.url, "page"):
            return with_query(place.url, pagination="", id_after="", page="1")
        return _behind(place.url, place.before)

    async def single(self, calls: Calls, target: Target) -> Verdict:
        """Read one project; a former path leads on to its id."""
        return await calls.ask(f"{self._project(target)}?license=true", "repository")

    def adds(self, look: Look) -> bool:
        """Say whether GitLab knows more: of an empty repository it does not."""
        return look.is_empty is not True

    async def add(self, calls: Calls, target: Target, look: Look) -> Look:
        """Add licence, parent and languages; without git, the files too."""
        if look.files is None:
            look = await self._browse(calls, target, look)
        if look.wait_until or look.files is None:
            return look
        said = await self.single(calls, target)
        shown = await calls.ask(f"{self._project(target)}/languages", "repository")
        if wait := said.wait_until or shown.wait_until:
            return Look(key=target.key, wait_until=wait)
        if said.is_data and isinstance(said.data, dict):
            look = _with_facts(look, said.data)
        languages = shares(shown.data) if shown.is_data else {}
        return replace(look, languages=languages or look.languages)

    async def _browse(self, calls: Calls, target: Target, look: Look) -> Look:
        """Look through the API; where it does not answer either, git's failure stands."""
        at = f"{self._project(target)}/repository"
        newest = await calls.ask(f"{at}/commits?per_page=1", "repository")
        entries = await self._entries(calls, f"{at}/tree?ref=HEAD&per_page=100")
        if newest.wait_until or entries.wait_until:
            return Look(key=look.key, wait_until=newest.wait_until or entries.wait_until)
        if _is_no_tree(entries):
            return replace(look, is_empty=True, files={}, failures=())
        if not entries.is_data:
            return look
        commit = _first(newest.data)
        oid = identifier(commit, "id")
        head = f"commit:{oid}"[:LONGEST_HEAD] if oid else ""
        if head and head == target.head:
            return Look(key=look.key, head=head, is_unchanged=True)
        found = await read_files(
            calls,
            filter(None, map(_file, entries.data)),
            lambda path: f"{at}/files/{quote(path, safe='')}/raw?ref=HEAD",
            _ANY,
        )
        return replace(
            look,
            head=head,
            files=found.files,
            texts=found.texts,
            failures=found.failures,
            committed_at=instant(commit, "committed_date"),
        )

    async def _entries(self, calls: Calls, url: str) -> Verdict:
        """Read the root and the folders that hold telling files; all rows, or what failed."""
        first = verdict = await calls.ask(f"{url}&page=1", "repository")
        rows = list(self.rows(first.data) or ()) if first.is_data else []
        for _ in range(_MOST_TREE_PAGES):
            if not (verdict.is_data and verdict.following):
                break
            following = f"{self.web}{self.following(verdict)}"
            verdict = await calls.ask(following, "repository")
            if not verdict.is_data:
                return verdict
            rows += self.rows(verdict.data) or ()
        for folder in _TELLING:
            if any(_is_folder(row, folder) for row in rows):
                verdict = await calls.ask(f"{url}&path={quote(folder)}", "repository")
                if not verdict.is_data:
                    return verdict
                rows += self.rows(verdict.data) or ()
        return replace(first, data=rows) if first.is_data else first

    async def _begin_user(self, calls: Calls, group: Verdict) -> Begin:
        verdict = await self._ask_account(calls, f"/users?username={quote(self.path, safe='')}")
        if verdict.wait_until or verdict.outcome == "transient":
            return Begin(verdict=verdict)
        if verdict.outcome == "unchanged" and (known := calls.page(verdict.url)):
            return Begin(url=known.following, pages=(known,))
        rows = verdict.data if verdict.is_data and isinstance(verdict.data, list) else []
        for row in rows:
            account = describe_user(row, verdict.url) if isinstance(row, dict) else None
            if account and account.full_path.lower() == self.path.lower() and account.forge_key:
                url = self._for_strangers(f"/users/{account.forge_key}/projects?")
                return Begin(url=url, account=account, pages=(kept_page(verdict, url),))
        return Begin(verdict=group)

    async def _begin_with_digits(self, calls: Calls) -> Begin:
        """Find a group named by digits: to GitLab, digits in its place are an id."""
        url = f"{self.api}/groups?search={self.path}&top_level_only=true&per_page=100"
        verdict = await calls.ask(url, "account")
        for _ in range(_MOST_GROUP_PAGES):
            rows = verdict.data if isinstance(verdict.data, list) else []
            for row in rows:
                if isinstance(row, dict) and row.get("full_path") == self.path:
                    return self._begin_group(calls, verdict, row)
            if not verdict.is_data or not verdict.following:
                break
            verdict = await calls.ask(f"{self.web}{self.following(verdict)}", "account")
        if not verdict.is_data:
            return Begin(verdict=verdict)
        absent = Verdict("account-absent", url, failure=fail(url, "account-absent"))
        return await self._begin_user(calls, absent)

    def _begin_group(self, calls: Calls, verdict: Verdict, row: Any) -> Begin:
        known = calls.page(verdict.url)
        if verdict.outcome == "unchanged" and known:
            return Begin(url=known.following, pages=(known,))
        if not verdict.is_data:
            return Begin(verdict=verdict)
        account = describe_group(row, verdict.url) if isinstance(row, dict) else None
        if account is None or not account.forge_key:
            failure = fail(verdict.url, "invalid-body")
            return Begin(verdict=Verdict("invalid-body", verdict.url, failure=failure))
        url = f"{self.api}/groups/{account.forge_key}/projects?{_ALL_BELOW}&{_BY_ID}"
        return Begin(url=url, account=account, pages=(kept_page(verdict, url),))

    async def _ask_account(self, calls: Calls, path: str) -> Verdict:
        url = f"{self.api}{path}"
        known = calls.page(url)
        return await calls.ask(url, "account", known if known and known.following else None)

    async def _version(self, calls: Calls) -> str:
        """Return the version, which only those with a token are told."""
        verdict = await calls.ask(f"{self.api}/version", "repository")
        is_told = verdict.is_data and isinstance(verdict.data, dict)
        return text(verdict.data, "version", 60) if is_told else ""

    def _for_strangers(self, path: str) -> str:
        """Return the first page of a list that shows strangers less, see ``following``."""
        asked = f"{path}&{_BY_ID}".replace("?&", "?")
        return f"{self.api}{asked}" if self.token else f"{self.api}{asked}&archived=false"

    def _project(self, target: Target) -> str:
        key = target.forge_id or target.full_name or urlsplit(target.url).path.strip("/")
        return f"{self.api}/projects/{quote(key, safe='')}"


@lru_cache(maxsize=8)
def _is_list_of_archived(where: str) -> bool | None:
    """Say what a page's address says of the archive; None when it holds both."""
    return {"true": True, "false": False}.get(parameter(where, "archived"))


def _behind(url: str, ids: Sequence[str]) -> str:
    """Return the page of a list in order of ids that begins behind these."""
    numbers = [int(number) for number in ids if number.isdecimal()]
    last = str(max(numbers)) if numbers else ""
    return with_query(url, pagination="keyset", id_after=last, page="")


def _with_facts(look: Look, row: Row) -> Look:
    """Add what only the description of one project says."""
    licence = part(row, "license")
    key = text(licence, "key", 100)
    raw = text(licence, "name", 300) if key == "other" else key
    parent = link(part(row, "forked_from_project"), "web_url")
    look = replace(look, fork_parent=parent or look.fork_parent)
    if look.licence_raw or not raw:
        return look
    return replace(look, licence_raw=raw, licence_source="forge")


def _is_no_tree(verdict: Verdict) -> bool:
    said = verdict.data if isinstance(verdict.data, dict) else {}
    return verdict.outcome == "absent" and "Tree Not Found" in text(said, "message", 100)


def _first(rows: Any) -> Row:
    return rows[0] if isinstance(rows, list) and rows and isinstance(rows[0], dict) else EMPTY


def _is_folder(row: Any, path: str) -> bool:
    return isinstance(row, dict) and row.get("type") == "tree" and row.get("path") == path


def _file(row: Any) -> str:
    """Return the path of a file; links to files, folders and submodules have none here."""
    is_file = isinstance(row, dict) and row.get("type") == "blob" and row.get("mode") != _LINK_MODE
    return name(row, "path", LONGEST_ADDRESS) if is_file else ""
