"""Gitea, Forgejo and Gogs over their REST API, version 1."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final
from urllib.parse import quote, urlsplit

from beffroi.forges.calls import Access, Calls
from beffroi.forges.client import ApiForge, Begin
from beffroi.forges.fallback import read_files
from beffroi.forges.outcomes import Verdict, fail
from beffroi.forges.pages import kept_page, parameter, without_host
from beffroi.forges.shapes import AccountFacts, Failure, ForgeRepository, Look, Page, Target
from beffroi.forges.values import (
    LONGEST_ADDRESS,
    LONGEST_HEAD,
    Row,
    broken,
    count,
    flag,
    identifier,
    instant,
    link,
    name,
    origin_of,
    own_address,
    part,
    path,
    shares,
    text,
    texts,
)

LIMIT: Final = 50
"""Rows asked for on a page: what servers allow when nobody has changed it."""
MOST_LIMIT: Final = 100
_ANY: Final = {"Accept": "*/*"}
_LINK_MODE: Final = "120000"
_REFUSED: Final = frozenset({"credential-error", "forbidden", "absent"})


class GiteaForge(ApiForge):
    """Reads one organisation, one person's repositories, or all that is public."""

    software = "gitea"
    per_page = LIMIT

    def __init__(self, address: str, access: Access) -> None:
        super().__init__(address, access)
        self.api = f"{self.web}/api/v1"

    def headers(self) -> Mapping[str, str]:
        """Return what every call carries."""
        accepted = {"Accept": "application/json"}
        return {**accepted, "Authorization": f"token {self.token}"} if self.token else accepted

    async def begin(self, calls: Calls) -> Begin:
        """Find the organisation, else the person; the whole instance needs no finding."""
        if not self.path:
            return await self._begin_whole(calls)
        key = quote(self.path, safe="")
        verdict = await self._ask_account(calls, f"{self.api}/orgs/{key}")
        kind = "organization"
        if verdict.outcome == "account-absent":
            verdict = await self._ask_account(calls, f"{self.api}/users/{key}")
            kind = "user"
        known = calls.page(verdict.url)
        if verdict.outcome == "unchanged" and known:
            return Begin(url=known.following, pages=(known,))
        if not verdict.is_data:
            return Begin(verdict=verdict)
        account = describe_owner(verdict.data, kind) if isinstance(verdict.data, dict) else None
        if account is None or not account.forge_key:
            failure = fail(verdict.url, "invalid-body")
            return Begin(verdict=Verdict("invalid-body", verdict.url, failure=failure))
        plural = "orgs" if kind == "organization" else "users"
        url = await self.list_of(calls, f"{self.api}/{plural}/{key}/repos", account)
        return Begin(url=url, account=account, pages=(kept_page(verdict, url),))

    async def list_of(self, _calls: Calls, url: str, _account: AccountFacts) -> str:
        """Return the first page of an account's list."""
        return f"{url}?limit={LIMIT}&page=1"

    def describe(self, row: Any, where: str) -> ForgeRepository | Failure:
        """Return the repository of a row."""
        return describe_repository(row, where)

    def rows(self, data: Any) -> Sequence[Any] | None:
        """Return the rows of a list, or of a search."""
        return super().rows(data.get("data") if isinstance(data, dict) else data)

    def following(self, verdict: Verdict) -> str:
        """Return the next page on our own host: by Link, else by the count of all rows."""
        if verdict.following:
            return without_host(verdict.following)
        headers = verdict.answer.headers if verdict.answer else {}
        rows = self.rows(verdict.data) or ()
        total = self.total(verdict)
        if "link" in headers or not rows or total is None:
            return ""
        # Fewer rows than asked for say nothing: the server lowers the limit without a word.
        page = parameter(verdict.url, "page")
        is_more = page.isdecimal() and int(page[:9]) * len(rows) < total
        return self.beyond(Page(verdict.url)) if is_more else ""

    async def single(self, calls: Calls, target: Target) -> Verdict:
        """Read one repository by id, which outlives its name."""
        if target.forge_id:
            url = f"{self.api}/repositories/{quote(target.forge_id, safe='')}"
            return await calls.ask(url, "repository")
        return await calls.ask(self.repository(target), "repository")

    def repository(self, target: Target) -> str:
        """Return the address of a repository by its name."""
        full_name = target.full_name or urlsplit(target.url).path.strip("/")
        return f"{self.api}/repos/{quote(full_name)}"

    def adds(self, look: Look) -> bool:
        """Say whether the forge knows more: of an empty repository it does not."""
        return look.is_empty is not True

    async def add(self, calls: Calls, target: Target, look: Look) -> Look:
        """Add languages; without git, the files too."""
        if look.files is None:
            look = await self._browse(calls, target, look)
        if look.wait_until or look.files is None:
            return look
        verdict = await calls.ask(f"{self.repository(target)}/languages", "repository")
        if verdict.wait_until:
            return Look(key=target.key, wait_until=verdict.wait_until)
        languages = shares(verdict.data) if verdict.is_data else {}
        return replace(look, languages=languages or look.languages)

    async def _browse(self, calls: Calls, target: Target, look: Look) -> Look:
        """Look through the API; where it does not answer either, git's failure stands."""
        at = self.repository(target)
        branch = quote(target.default_branch or "HEAD", safe="")
        verdict = await calls.ask(f"{at}/git/trees/{branch}?recursive=true", "repository")
        if verdict.wait_until:
            return Look(key=target.key, wait_until=verdict.wait_until)
        if not verdict.is_data or not isinstance(verdict.data, dict):
            return look
        oid = identifier(verdict.data, "sha")
        head = f"tree:{oid}"[:LONGEST_HEAD] if oid else ""
        if head and head == target.head:
            return Look(key=look.key, head=head, is_unchanged=True)
        entries = verdict.data.get("tree")
        found = await read_files(
            calls,
            filter(None, map(_file, entries if isinstance(entries, list) else ())),
            lambda path: f"{at}/raw/{quote(path)}?ref={branch}",
            _ANY,
        )
        return replace(
            look, head=head, files=found.files, texts=found.texts, failures=found.failures
        )

    async def _begin_whole(self, calls: Calls) -> Begin:
        """Ask how many rows a page may have; with a thousand pages that counts."""
        told = await calls.ask(f"{self.api}/settings/api", "repository")
        if told.wait_until or told.outcome in {"transient", "host-error"}:
            return Begin(verdict=told)
        said = told.data if told.is_data and isinstance(told.data, dict) else {}
        limit = min(count(said, "max_response_items") or LIMIT, MOST_LIMIT)
        version = await self._version(calls)
        url = f"{self.api}/repos/search?sort=id&order=asc&limit={limit}&page=1"
        return Begin(url=url, version=version)

    async def _version(self, calls: Calls) -> str:
        verdict = await calls.ask(f"{self.api}/version", "repository")
        is_told = verdict.is_data and isinstance(verdict.data, dict)
        return text(verdict.data, "version", 60) if is_told else ""

    async def _ask_account(self, calls: Calls, url: str) -> Verdict:
        known = calls.page(url)
        return await calls.ask(url, "account", known if known and known.following else None)


class ForgejoForge(GiteaForge):
    """Forgejo, which speaks Gitea's language."""

    software = "forgejo"


class GogsForge(GiteaForge):
    """Gogs: an older dialect. Strangers may only search, and a search without a word finds little.

    ``_`` stands for any character in its searches. Its Link headers forget every parameter but
    the page, so the next address is built here.
    """

    software = "gogs"

    async def list_of(self, calls: Calls, url: str, account: AccountFacts) -> str:
        """Return the list, which is one page; the search by owner where strangers get no list."""
        if self.token:
            return url
        verdict = await calls.ask(url, "repository")
        if verdict.outcome not in _REFUSED:
            return url
        return f"{self.api}/repos/search?q=_&uid={account.forge_key}&limit={LIMIT}&page=1"

    def following(self, verdict: Verdict) -> str:
        """Return the next page of a search when there is one."""
        return self.beyond(Page(verdict.url)) if verdict.following else ""

    def beyond(self, page: Page) -> str:
        """Return the page behind a full one; a list without pages has none."""
        return super().beyond(page) if "page=" in page.url else ""

    async def single(self, calls: Calls, target: Target) -> Verdict:
        """Read one repository by its name: Gogs finds none by its id."""
        return await calls.ask(self.repository(target), "repository")

    def adds(self, look: Look) -> bool:
        """Say whether the API is needed: only where git does not answer."""
        return look.files is None and look.is_empty is not True

    async def _begin_whole(self, _calls: Calls) -> Begin:
        return Begin(url=f"{self.api}/repos/search?q=_&limit={LIMIT}&page=1")


def describe_repository(row: Any, where: str) -> ForgeRepository | Failure:
    """Return what a row of ``where`` says; what Gogs does not tell stays unknown."""
    if not isinstance(row, dict):
        return broken(where, "it is not an object")
    forge_id = identifier(row, "id")
    full_name = path(row, "full_name")
    if not forge_id or full_name.count("/") != 1:
        return broken(where, f"repository {forge_id or 'without id'} has no name")
    origin = origin_of(where)
    licences = texts(row, "licenses")
    is_hidden = bool(flag(row, "private") or flag(row, "internal"))
    return ForgeRepository(
        forge_id=forge_id,
        full_name=full_name,
        name=full_name.partition("/")[2],
        url=own_address(row, "html_url", origin, full_name).removesuffix(".git"),
        clone_url=own_address(row, "clone_url", origin, f"{full_name}.git"),
        description=text(row, "description"),
        homepage=text(row, "website", 700),
        topics=texts(row, "topics"),
        language=text(row, "language", 80),
        licence_raw=", ".join(licences)[:300] or None,
        licence_source="forge" if licences else "",
        is_fork=flag(row, "fork"),
        fork_parent=link(part(row, "parent"), "html_url"),
        is_archived=flag(row, "archived"),
        is_template=flag(row, "template"),
        is_mirror=flag(row, "mirror"),
        is_empty=flag(row, "empty"),
        default_branch=name(row, "default_branch") or None,
        is_public=not is_hidden,
        **_numbers(row),
    )


def _numbers(row: Row) -> dict[str, Any]:
    """Return counts and instants; where issues are switched off, their count means nothing."""
    has_no_issues = flag(row, "has_issues") is False
    updated_at = instant(row, "updated_at")
    return {
        "stars": count(row, "stars_count"),
        "forks": count(row, "forks_count"),
        "watchers": count(row, "watchers_count"),
        "open_issues": None if has_no_issues else count(row, "open_issues_count"),
        "created_at": instant(row, "created_at"),
        "updated_at": updated_at,
        "last_activity_at": updated_at,
    }


def describe_owner(row: Row, kind: str) -> AccountFacts:
    """Return what the forge says of an organisation or a person."""
    return AccountFacts(
        forge_key=identifier(row, "id"),
        full_path=name(row, "username", 500) or name(row, "login", 500),
        kind=kind,
        name=text(row, "full_name", 300),
        description=text(row, "description"),
        website=link(row, "website", 500),
        location=text(row, "location", 300),
        avatar_url=link(row, "avatar_url"),
        followers=count(row, "followers_count"),
        opened_at=instant(row, "created"),
    )


def _file(row: Any) -> str:
    """Return the path of a file; links to files, folders and submodules have none here."""
    is_file = isinstance(row, dict) and row.get("type") == "blob" and row.get("mode") != _LINK_MODE
    return name(row, "path", LONGEST_ADDRESS) if is_file else ""
