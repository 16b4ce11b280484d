"""The API of Bitbucket Cloud, version 2.0: pages name the next one in their body."""

from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from tests.fakes.forges import contents
from tests.fakes.forges.pages import Slice, address_of, cut, kept
from tests.fakes.forges.shapes import Ask, Forge, Reply, Routes, as_json
from tests.fakes.forges.world import Account, Repository

ROUTES: Final = Routes()
PREFIX: Final = "/2.0"


def missing(text: str, status: int = 404) -> Reply:
    """Answer that there is nothing."""
    return as_json({"type": "error", "error": {"message": text}}, status)


def uuid_of(number: int) -> str:
    """Return the identifier of something."""
    return f"{{{UUID(int=(number << 64) | (4 << 76) | (8 << 60))}}}"


def instant(seconds: int) -> str:
    """Return an instant with microseconds."""
    found = datetime.fromtimestamp(seconds, UTC).replace(microsecond=seconds % 1_000_000)
    return found.isoformat(timespec="microseconds")


def workspace_of(forge: Forge, account: Account) -> dict[str, Any]:
    """Describe an account."""
    at = f"{forge.url}{PREFIX}"
    return {
        "type": "workspace",
        "uuid": uuid_of(account.id),
        "name": account.name or account.slug,
        "slug": account.slug,
        "is_private": False,
        "created_on": instant(account.created),
        "links": {
            "self": {"href": f"{at}/workspaces/{account.slug}"},
            "html": {"href": f"{forge.url}/{account.slug}/"},
            "avatar": {"href": f"{forge.url}/workspaces/{account.slug}/avatar/"},
            "repositories": {"href": f"{at}/repositories/{account.slug}"},
        },
    }


def described(forge: Forge, row: Repository) -> dict[str, Any]:
    """Describe a repository."""
    full_name = row.full_name
    at = f"{forge.url}{PREFIX}/repositories/{full_name}"
    above = forge.world.repository(row.parent) if row.parent else None
    parent = {"type": "repository", "full_name": row.parent,
              "uuid": uuid_of(above.id if above else 1)}  # fmt: skip
    return {
        "type": "repository",
        "uuid": uuid_of(row.id),
        "full_name": full_name,
        "name": row.name,
        "slug": row.name.lower(),
        "is_private": row.visibility != "public",
        "scm": "git",
        "description": row.description or "",
        "language": (row.language or "").lower(),
        "website": row.homepage or "",
        "size": row.size * 1024,
        "created_on": instant(row.created),
        "updated_on": instant(row.updated),
        "has_issues": True,
        "has_wiki": False,
        "fork_policy": "allow_forks",
        "parent": parent if row.parent else None,
        "mainbranch": None if row.is_empty else {"type": "branch", "name": row.branch},
        "workspace": {
            "type": "workspace",
            "uuid": uuid_of(row.account.id),
            "name": row.account.name or row.account.slug,
            "slug": row.account.slug,
        },
        "links": links_of(forge, row, at),
    }


def links_of(forge: Forge, row: Repository, at: str) -> dict[str, Any]:
    """Return where the parts of a repository are."""
    rests = ("source", "commits", "forks", "watchers", "downloads")
    parts = {name: {"href": f"{at}/{'src' if name == 'source' else name}"} for name in rests}
    return parts | {
        "self": {"href": at},
        "html": {"href": f"{forge.url}/{row.full_name}"},
        "avatar": {"href": f"{forge.url}/avatars/{row.id}"},
        "clone": [
            {"name": "https", "href": f"{forge.url}/{row.full_name}.git"},
            {"name": "ssh", "href": f"git@{forge.host}:{row.full_name}.git"},
        ],
    }


def paged(forge: Forge, ask: Ask, here: Slice, values: list[Any]) -> Reply:
    """Answer a page of values."""
    found: dict[str, Any] = {"values": values, "pagelen": here.size}
    if forge.settings.totals:
        found |= {"size": here.total, "page": here.page}
    if here.has_next:
        query = {**ask.query, "pagelen": here.size, "page": here.page + 1}
        found["next"] = address_of(forge.url + ask.path, query)
    return as_json(found)


@ROUTES.on("/repositories/*")
def list_of_workspace(forge: Forge, ask: Ask, slug: str) -> Reply:
    """List a workspace."""
    account = forge.world.account(slug)
    if account is None:
        return missing(f"No workspace with identifier '{slug}'.")

    def make() -> Reply:
        here = cut(forge, ask, forge.world.listed(account), "pagelen")
        return paged(forge, ask, here, [described(forge, row) for row in here.rows])

    return kept(forge, ask, forge.world.version(account), make)


def find(forge: Forge, slug: str, name: str) -> Repository | Reply:
    """Return a public repository by slug or uuid, or the answer when there is none."""
    row = forge.world.repository(f"{slug}/{name}")
    if row is None and name.startswith("{"):
        row = next((own for own in forge.world.by_id.values() if uuid_of(own.id) == name), None)
    if row is None or row.visibility != "public":
        return missing(f"Repository {slug}/{name} not found")
    return row


@ROUTES.on("/repositories/*/*")
def repository(forge: Forge, _ask: Ask, slug: str, name: str) -> Reply:
    """Describe one repository."""
    row = find(forge, slug, name)
    return row if isinstance(row, Reply) else as_json(described(forge, row))


@ROUTES.on("/repositories/*/*/forks", "/repositories/*/*/watchers")
def counted(forge: Forge, ask: Ask, slug: str, name: str) -> Reply:
    """Tell how many there are; who they are is nobody's business here."""
    row = find(forge, slug, name)
    if isinstance(row, Reply):
        return row
    size = row.forks if ask.path.endswith("forks") else row.watchers
    return as_json({"values": [], "pagelen": ask.number("pagelen", 10), "size": size, "page": 1})


@ROUTES.on("/repositories/*/*/src/*", "/repositories/*/*/src")
def tree(forge: Forge, ask: Ask, slug: str, name: str, _ref: str = "") -> Reply:
    """List files."""
    row = find(forge, slug, name)
    if isinstance(row, Reply):
        return row
    if row.is_empty:
        return missing("Commit not found")
    entries = [{"type": "commit_file", "path": path, "size": len(text)}
               for path, text in contents.files_of(row).items()]  # fmt: skip
    here = cut(forge, ask, entries, "pagelen")
    return paged(forge, ask, here, list(here.rows))


@ROUTES.on("/repositories/*/*/src/*/**")
def file(forge: Forge, _ask: Ask, slug: str, name: str, _ref: str, path: str) -> Reply:
    """Answer one file."""
    row = find(forge, slug, name)
    if isinstance(row, Reply):
        return row
    text = contents.files_of(row).get(path)
    if text is None:
        return missing(f"No such file or directory: {path}")
    return Reply(body=text.encode(), kind="text/plain; charset=utf-8")


@ROUTES.on("/workspaces/*")
def workspace(forge: Forge, _ask: Ask, slug: str) -> Reply:
    """Describe a workspace."""
    account = forge.world.account(slug)
    if account is None:
        return missing(f"No workspace with identifier '{slug}'.")
    return as_json(workspace_of(forge, account))


@ROUTES.on("/users/*")
def user(_forge: Forge, _ask: Ask, slug: str) -> Reply:
    """Tell that names of users are of the past."""
    return missing(f"{slug} is removed", 410)


def answer(forge: Forge, ask: Ask) -> Reply:
    """Answer a request to the API or the web site."""
    if ask.path.startswith(f"{PREFIX}/"):
        sent = ask.headers.get("authorization", "").rpartition(" ")[2]
        if sent and forge.settings.tokens is not None and sent not in forge.settings.tokens:
            return missing("Token is invalid, expired, or not supported for this endpoint.", 401)
        found = ROUTES.answer(forge, ask, ask.path.removeprefix(PREFIX))
        return found or missing("Resource not found")
    return contents.web(forge, ask) or Reply(404, b"", kind="text/html; charset=utf-8")
