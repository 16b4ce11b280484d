"""The API of Gitea, version 1; Forgejo speaks it too, and Gogs a small part of it."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final

from tests.fakes.forges import contents
from tests.fakes.forges.pages import address_of, cut, kept, links
from tests.fakes.forges.shapes import Ask, Forge, Reply, Routes, as_json
from tests.fakes.forges.world import Account, Repository

ROUTES: Final = Routes()
PREFIX: Final = "/api/v1"
PARIS: Final = timezone(timedelta(hours=2))
VERSIONS: Final = {
    "gitea": "1.22.6", "forgejo": "7.0.3+gitea-1.21.11", "gogs": "0.13.0",
}  # fmt: skip
OF_GOGS: Final = (
    "id", "owner", "name", "full_name", "description", "private", "fork", "parent", "empty",
    "mirror", "size", "html_url", "ssh_url", "clone_url", "website", "stars_count", "forks_count",
    "watchers_count", "open_issues_count", "default_branch", "created_at", "updated_at",
)  # fmt: skip

FIXED: Final = {
    "permissions": {"admin": False, "push": False, "pull": True},
    "has_issues": True,
    "open_pr_counter": 0,
    "release_counter": 0,
    "internal_tracker": {"enable_time_tracker": True},
    "has_wiki": True,
    "has_pull_requests": True,
    "has_projects": False,
    "has_releases": True,
    "ignore_whitespace_conflicts": False,
    "default_merge_style": "merge",
    "avatar_url": "",
    "internal": False,
    "mirror_interval": "",
    "object_format_name": "sha1",
}


def missing(forge: Forge, text: str = "The target couldn't be found.") -> Reply:
    """Answer that there is nothing."""
    return as_json({"errors": None, "message": text, "url": f"{forge.url}/api/swagger"}, 404)


def instant(seconds: int) -> str:
    """Return an instant with an offset, as instances in France do."""
    return datetime.fromtimestamp(seconds, UTC).astimezone(PARIS).isoformat()


def owner_of(forge: Forge, account: Account) -> dict[str, Any]:
    """Describe an account in short."""
    return {
        "id": account.id,
        "login": account.slug,
        "login_name": "",
        "full_name": account.name,
        "email": "",
        "avatar_url": f"{forge.url}/avatars/{account.id}",
        "html_url": f"{forge.url}/{account.slug}",
        "language": "",
        "is_admin": False,
        "location": account.location,
        "website": account.website,
        "description": account.description,
        "visibility": "public",
        "followers_count": account.followers,
        "username": account.slug,
    }


def counts_of(row: Repository) -> dict[str, int]:
    """Return numbers of a repository."""
    return {
        "stars_count": row.stars,
        "forks_count": row.forks,
        "watchers_count": row.watchers,
        "open_issues_count": row.issues,
    }


def addresses_of(forge: Forge, full_name: str) -> dict[str, str]:
    """Return where a repository is."""
    api = f"{forge.url}{PREFIX}/repos/{full_name}"
    return {
        "languages_url": f"{api}/languages",
        "html_url": f"{forge.url}/{full_name}",
        "url": api,
        "link": "",
        "ssh_url": f"git@{forge.host}:{full_name}.git",
        "clone_url": f"{forge.url}/{full_name}.git",
    }


def described(forge: Forge, row: Repository, depth: int = 1) -> dict[str, Any]:
    """Describe a repository."""
    full_name = row.full_name
    above = forge.world.repository(row.parent) if row.parent and depth else None
    found: dict[str, Any] = {
        "id": row.id,
        "owner": owner_of(forge, row.account),
        "name": row.name,
        "full_name": full_name,
        "description": row.description or "",
        "empty": row.is_empty,
        "private": row.visibility == "private",
        "fork": row.is_fork,
        "template": row.is_template,
        "parent": described(forge, above, 0) if above else None,
        "mirror": row.mirror_of is not None,
        "size": row.size,
        "language": row.language or "",
        **addresses_of(forge, full_name),
        "original_url": row.mirror_of or "",
        "website": row.homepage or "",
        **counts_of(row),
        "default_branch": row.branch,
        "archived": row.is_archived,
        "created_at": instant(row.created),
        "updated_at": instant(row.updated),
        "archived_at": instant(row.updated) if row.is_archived else "1970-01-01T00:00:00Z",
        **FIXED,
        "mirror_updated": "0001-01-01T00:00:00Z",
        "repo_transfer": None,
        "topics": list(row.topics),
        "licenses": [row.licence] if row.licence and row.licence != "other" else None,
    }
    if forge.software == "gogs":
        return {name: found[name] for name in OF_GOGS}
    if forge.software == "forgejo":
        del found["licenses"]
    return found


def listing(forge: Forge, ask: Ask, account: Account) -> Reply:
    """Answer one page of an account's repositories; Gogs gives all of them at once."""

    def make() -> Reply:
        rows = forge.world.listed(account)
        if forge.software == "gogs":
            return as_json([described(forge, row) for row in rows])
        here = cut(forge, ask, rows, "limit")
        reply = as_json([described(forge, row) for row in here.rows])
        reply.headers = numbered(forge, ask, here)
        return reply

    return kept(forge, ask, forge.world.version(account), make)


def numbered(forge: Forge, ask: Ask, here: Any) -> dict[str, str]:
    """Return the headers of a numbered page."""
    told = {}
    query = {**ask.query, "limit": here.size}
    at = forge.url + ask.path
    names = ("next", "last", "first", "prev")
    link = links(here, lambda page: address_of(at, {**query, "page": page}), names)
    if link and forge.settings.links:
        told["link"] = link.replace(", <", ",<")
    if forge.settings.totals:
        told |= {"x-total-count": str(here.total), "x-hasmore": str(here.has_next).lower()}
        told["access-control-expose-headers"] = "X-Total-Count"
    return told


def moved(ask: Ask, former: str, now: str) -> Reply:
    """Send on to a new name, without the host."""
    return Reply(307, headers={"location": ask.path.replace(former, now, 1)})


@ROUTES.on("/orgs/*/repos")
def list_of_organization(forge: Forge, ask: Ask, name: str) -> Reply:
    """List an organisation; a user is not one."""
    account = forge.world.account(name)
    if account is None and (former := former_account(forge, name)):
        return moved(ask, f"/orgs/{name}", f"/orgs/{former.slug}")
    if account is None or account.kind == "user":
        return missing(forge, "GetOrgByName")
    return listing(forge, ask, account)


@ROUTES.on("/users/*/repos")
def list_of_user(forge: Forge, ask: Ask, name: str) -> Reply:
    """List any account."""
    account = forge.world.account(name)
    if account is None and (former := former_account(forge, name)):
        return moved(ask, f"/users/{name}", f"/users/{former.slug}")
    return listing(forge, ask, account) if account else missing(forge, "GetUserByName")


@ROUTES.on("/orgs/*")
def organization(forge: Forge, _ask: Ask, name: str) -> Reply:
    """Describe an organisation."""
    account = forge.world.account(name)
    if account is None or account.kind == "user":
        return missing(forge, "GetOrgByName")
    found = owner_of(forge, account)
    wanted = ("id", "full_name", "email", "avatar_url", "description", "website", "location",
              "visibility", "username")  # fmt: skip
    told = {name: found[name] for name in wanted}
    return as_json({**told, "name": account.slug, "repo_admin_change_team_access": True})


@ROUTES.on("/users/*")
def user(forge: Forge, _ask: Ask, name: str) -> Reply:
    """Describe any account."""
    account = forge.world.account(name)
    if account is None:
        return missing(forge, "GetUserByName")
    return as_json({**owner_of(forge, account), "created": instant(account.created)})


@ROUTES.on("/repos/search")
def search(forge: Forge, ask: Ask) -> Reply:
    """List the whole instance."""

    def make() -> Reply:
        here = cut(forge, ask, forge.world.listed(None), "limit")
        rows = [described(forge, row) for row in here.rows]
        reply = as_json({"ok": True, "data": rows})
        reply.headers = numbered(forge, ask, here)
        return reply

    return kept(forge, ask, forge.world.version(None), make)


@ROUTES.on("/orgs")
def organizations(forge: Forge, ask: Ask) -> Reply:
    """List organisations."""
    found = [entry for entry in forge.world.roots() if entry.kind != "user"]
    here = cut(forge, ask, found, "limit")
    reply = as_json([{"name": account.slug, **owner_of(forge, account)} for account in here.rows])
    reply.headers = numbered(forge, ask, here)
    return reply


def former_account(forge: Forge, name: str) -> Account | None:
    """Return the account that once had this name."""
    return forge.world.accounts_by_id.get(forge.world.moved_accounts.get(name.lower(), 0))


def find(forge: Forge, ask: Ask, full_name: str) -> Repository | Reply:
    """Return a public repository, or the answer when there is none."""
    row = forge.world.repository(full_name)
    if row and row.visibility == "public":
        return row
    former = None if row else forge.world.former(full_name)
    if former is None or former.visibility != "public":
        return missing(forge)
    return moved(ask, f"/repos/{full_name}", f"/repos/{former.full_name}")


@ROUTES.on("/repos/*/*")
def repository(forge: Forge, ask: Ask, owner: str, name: str) -> Reply:
    """Describe one repository by name."""
    row = find(forge, ask, f"{owner}/{name}")
    return row if isinstance(row, Reply) else as_json(described(forge, row))


@ROUTES.on("/repositories/*")
def repository_by_id(forge: Forge, _ask: Ask, number: str) -> Reply:
    """Describe one repository by id."""
    row = forge.world.by_id.get(int(number) if number.isdecimal() else 0)
    if row is None or row.visibility != "public" or forge.software == "gogs":
        return missing(forge)
    return as_json(described(forge, row))


@ROUTES.on("/repos/*/*/topics")
def topics(forge: Forge, ask: Ask, owner: str, name: str) -> Reply:
    """Answer topics."""
    row = find(forge, ask, f"{owner}/{name}")
    return row if isinstance(row, Reply) else as_json({"topics": list(row.topics)})


@ROUTES.on("/repos/*/*/licenses")
def licences(forge: Forge, ask: Ask, owner: str, name: str) -> Reply:
    """Answer licences, where the software knows of them."""
    row = find(forge, ask, f"{owner}/{name}")
    if isinstance(row, Reply):
        return row
    return as_json([row.licence] if row.licence else []) if _is_gitea(forge) else missing(forge)


@ROUTES.on("/repos/*/*/languages")
def languages(forge: Forge, ask: Ask, owner: str, name: str) -> Reply:
    """Answer bytes by language."""
    row = find(forge, ask, f"{owner}/{name}")
    return row if isinstance(row, Reply) else as_json(contents.languages_of(row))


@ROUTES.on("/repos/*/*/git/trees/**")
def tree(forge: Forge, ask: Ask, owner: str, name: str, _ref: str) -> Reply:
    """Answer the whole tree of a branch."""
    row = find(forge, ask, f"{owner}/{name}")
    if isinstance(row, Reply):
        return row
    if row.is_empty:
        return missing(forge)
    entries = [
        {"path": path, "mode": "100644", "type": "blob", "size": len(text), "sha": "0" * 40}
        for path, text in contents.files_of(row).items()
    ]
    return as_json({"sha": "0" * 40, "tree": entries, "truncated": False, "page": 1,
                    "total_count": len(entries)})  # fmt: skip


@ROUTES.on("/repos/*/*/raw/**")
def file(forge: Forge, ask: Ask, owner: str, name: str, path: str) -> Reply:
    """Answer one file."""
    row = find(forge, ask, f"{owner}/{name}")
    if isinstance(row, Reply):
        return row
    text = contents.files_of(row).get(path)
    if text is None:
        return missing(forge)
    return Reply(body=text.encode(), kind="text/plain; charset=utf-8")


@ROUTES.on("/version")
def version(forge: Forge, _ask: Ask) -> Reply:
    """Tell the version."""
    if forge.software == "gogs":
        return missing(forge)
    return as_json({"version": forge.settings.version or VERSIONS[forge.software]})


@ROUTES.on("/settings/api")
def settings(forge: Forge, _ask: Ask) -> Reply:
    """Tell the sizes of pages."""
    if forge.software == "gogs":
        return missing(forge)
    own = forge.settings
    return as_json({"max_response_items": own.page_most, "default_paging_num": own.page_size,
                    "default_git_trees_per_page": 1000})  # fmt: skip


def _is_gitea(forge: Forge) -> bool:
    return forge.software == "gitea"


def answer(forge: Forge, ask: Ask) -> Reply:
    """Answer a request to the API or the web site."""
    if ask.path == "/api/forgejo/v1/version" and forge.software == "forgejo":
        return as_json({"version": forge.settings.version or VERSIONS["forgejo"]})
    if ask.path.startswith(f"{PREFIX}/"):
        sent = ask.headers.get("authorization", "").rpartition(" ")[2]
        if sent and forge.settings.tokens is not None and sent not in forge.settings.tokens:
            text = json.dumps({"message": "user does not exist [uid: 0, name: ]"})
            return Reply(401, text.encode())
        return ROUTES.answer(forge, ask, ask.path.removeprefix(PREFIX)) or missing(forge)
    return contents.web(forge, ask) or Reply(404, b"Not found.", kind="text/html; charset=utf-8")
