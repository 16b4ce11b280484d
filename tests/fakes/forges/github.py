"""GitHub's REST API, as GitHub Enterprise serves it below ``/api/v3`` (and at the top)."""

import base64
import json
from collections.abc import Sequence
from hashlib import sha1
from typing import Final

from tests.fakes.forges import contents
from tests.fakes.forges.github_rows import described, owner_of, row_of
from tests.fakes.forges.pages import address_of, cut, instant, kept, links
from tests.fakes.forges.shapes import Ask, Forge, Reply, Routes, as_json
from tests.fakes.forges.world import Account, Repository

ROUTES: Final = Routes()
PREFIX: Final = "/api/v3"
GUIDE: Final = "https://docs.github.com/rest"
ORDERS: Final = {
    "full_name": "name",
    "created": "created",
    "pushed": "pushed",
    "updated": "updated",
}


def prefix_of(ask: Ask) -> str:
    """Return where the API begins in this request."""
    return PREFIX if ask.path.startswith(PREFIX) else ""


def missing(page: str = "") -> Reply:
    """Answer that there is nothing."""
    found = {"message": "Not Found", "documentation_url": f"{GUIDE}{page}", "status": "404"}
    return as_json(found, 404)


def listing(forge: Forge, ask: Ask, account: Account) -> Reply:
    """Answer one page of an account's repositories."""

    def make() -> Reply:
        here = cut(forge, ask, rows_of(forge, ask, account))
        api = forge.url + prefix_of(ask)
        owner = json.dumps(owner_of(api, forge.url, account), separators=(",", ":"))
        body = ",".join(row_of(api, forge.url, row, owner) for row in here.rows)
        reply = Reply(body=f"[{body}]".encode())
        place = "user" if account.kind == "user" else "organizations"
        base = f"{api}/{place}/{account.id}/repos"
        told = links(
            here, lambda page: address_of(base, {**ask.query, "page": page}),
            ("prev", "next", "last", "first"),
        )  # fmt: skip
        if told and forge.settings.links:
            reply.headers["link"] = told
        return reply

    return kept(forge, ask, forge.world.version(account), make)


def rows_of(forge: Forge, ask: Ask, account: Account) -> Sequence[Repository]:
    """Return the repositories that a list is about, in the order asked for."""
    sort = ask.query.get("sort", "created")
    order = ORDERS.get(sort, "created")
    direction = ask.query.get("direction", "asc" if sort == "full_name" else "desc")
    rows = forge.world.listed(account, order, descending=direction == "desc")
    wanted = ask.query.get("type", "all")
    if wanted in {"forks", "sources"}:
        return [row for row in rows if row.is_fork == (wanted == "forks")]
    return [] if wanted == "private" else rows


@ROUTES.on("/orgs/*/repos")
def list_of_organization(forge: Forge, ask: Ask, login: str) -> Reply:
    """List an organisation; a user is not one."""
    account = forge.world.account(login)
    if account is None or account.kind == "user":
        return missing("/repos/repos#list-organization-repositories")
    return listing(forge, ask, account)


@ROUTES.on("/users/*/repos")
def list_of_user(forge: Forge, ask: Ask, login: str) -> Reply:
    """List a user or an organisation."""
    account = forge.world.account(login)
    return listing(forge, ask, account) if account else missing()


@ROUTES.on("/organizations/*/repos", "/user/*/repos")
def list_by_id(forge: Forge, ask: Ask, number: str) -> Reply:
    """List by the account's id; this is where links lead."""
    account = forge.world.accounts_by_id.get(int(number) if number.isdecimal() else 0)
    return listing(forge, ask, account) if account else missing()


@ROUTES.on("/orgs/*")
def organization(forge: Forge, ask: Ask, login: str) -> Reply:
    """Describe an organisation."""
    account = forge.world.account(login)
    if account is None or account.kind == "user":
        return missing("/orgs/orgs#get-an-organization")
    return as_json(described(forge, forge.url + prefix_of(ask), account))


@ROUTES.on("/users/*")
def user(forge: Forge, ask: Ask, login: str) -> Reply:
    """Describe any account as a user."""
    account = forge.world.account(login)
    if account is None:
        return missing("/users/users")
    return as_json(described(forge, forge.url + prefix_of(ask), account, as_user=True))


@ROUTES.on("/organizations/*", "/user/*")
def account_by_id(forge: Forge, ask: Ask, number: str) -> Reply:
    """Describe an account by id."""
    account = forge.world.accounts_by_id.get(int(number) if number.isdecimal() else 0)
    return as_json(described(forge, forge.url + prefix_of(ask), account)) if account else missing()


def single(forge: Forge, ask: Ask, row: Repository) -> Reply:
    """Answer one repository with what only a single read tells."""
    api = forge.url + prefix_of(ask)
    owner = owner_of(api, forge.url, row.account)
    found = json.loads(row_of(api, forge.url, row, json.dumps(owner)))
    found |= {
        "subscribers_count": row.watchers,
        "network_count": row.forks,
        "temp_clone_token": None,
    }
    if row.account.kind != "user":
        found["organization"] = owner
    if row.is_fork and row.parent:
        above = forge.world.repository(row.parent)
        account = above.account if above else row.account
        their = json.dumps(owner_of(api, forge.url, account))
        if above:
            found["parent"] = found["source"] = json.loads(row_of(api, forge.url, above, their))
    reply = as_json(found)
    reply.headers["last-modified"] = contents.http_date(row.updated)
    return reply


def found_or_moved(forge: Forge, ask: Ask, full_name: str) -> Repository | Reply:
    """Return a public repository, or the answer when there is none."""
    row = forge.world.repository(full_name)
    if row and row.visibility == "public":
        return row
    former = None if row else forge.world.former(full_name)
    if former is None:
        return missing("/repos/repos#get-a-repository")
    rest = ask.path.partition(f"/repos/{full_name}")[2]
    to = f"{forge.url}{prefix_of(ask)}/repositories/{former.id}{rest}"
    found = {"message": "Moved Permanently", "url": to,
             "documentation_url": f"{GUIDE}/guides/best-practices"}  # fmt: skip
    return as_json(found, 301, location=to)


@ROUTES.on("/repos/*/*")
def repository(forge: Forge, ask: Ask, owner: str, name: str) -> Reply:
    """Answer one repository by name."""
    found = found_or_moved(forge, ask, f"{owner}/{name}")
    return found if isinstance(found, Reply) else single(forge, ask, found)


@ROUTES.on("/repositories/*")
def repository_by_id(forge: Forge, ask: Ask, number: str) -> Reply:
    """Answer one repository by id."""
    row = forge.world.by_id.get(int(number) if number.isdecimal() else 0)
    return single(forge, ask, row) if row and row.visibility == "public" else missing()


@ROUTES.on("/repos/*/*/languages")
def languages(forge: Forge, ask: Ask, owner: str, name: str) -> Reply:
    """Answer bytes by language."""
    found = found_or_moved(forge, ask, f"{owner}/{name}")
    return found if isinstance(found, Reply) else as_json(contents.languages_of(found))


@ROUTES.on("/repos/*/*/git/trees/**")
def tree(forge: Forge, ask: Ask, owner: str, name: str, _ref: str) -> Reply:
    """Answer the whole tree of a branch."""
    found = found_or_moved(forge, ask, f"{owner}/{name}")
    if isinstance(found, Reply):
        return found
    if found.is_empty:
        return as_json({"message": "Git Repository is empty.", "documentation_url": GUIDE}, 409)
    api = f"{forge.url}{prefix_of(ask)}/repos/{found.full_name}"
    entries = [
        {"path": path, "mode": "100644", "type": "blob", "size": len(text.encode()),
         "sha": _sha(text), "url": f"{api}/git/blobs/{_sha(text)}"}
        for path, text in contents.files_of(found).items()
    ]  # fmt: skip
    sha = _sha(found.full_name)
    url = f"{api}/git/trees/{sha}"
    return as_json({"sha": sha, "url": url, "tree": entries, "truncated": False})


@ROUTES.on("/repos/*/*/contents/**")
def file(forge: Forge, ask: Ask, owner: str, name: str, path: str) -> Reply:
    """Answer one file, raw when that is asked for."""
    found = found_or_moved(forge, ask, f"{owner}/{name}")
    if isinstance(found, Reply):
        return found
    text = contents.files_of(found).get(path)
    if text is None:
        return missing("/repos/contents#get-repository-content")
    if "raw" in ask.headers.get("accept", ""):
        return Reply(body=text.encode(), kind="application/vnd.github.raw+json; charset=utf-8")
    at = f"{forge.url}{prefix_of(ask)}/repos/{found.full_name}"
    own, blob = f"{at}/contents/{path}?ref={found.branch}", f"{at}/git/blobs/{_sha(text)}"
    page = f"{forge.url}/{found.full_name}/blob/{found.branch}/{path}"
    return as_json({
        "type": "file",
        "name": path.rpartition("/")[2],
        "path": path,
        "sha": _sha(text),
        "size": len(text.encode()),
        "encoding": "base64",
        "content": base64.b64encode(text.encode()).decode(),
        "url": own,
        "git_url": blob,
        "html_url": page,
        "download_url": page.replace("/blob/", "/raw/"),
        "_links": {"self": own, "git": blob, "html": page},
    })  # fmt: skip


@ROUTES.on("/repos/*/*/commits")
def commits(forge: Forge, ask: Ask, owner: str, name: str) -> Reply:
    """Answer the newest commit."""
    found = found_or_moved(forge, ask, f"{owner}/{name}")
    if isinstance(found, Reply):
        return found
    if found.is_empty:
        return as_json({"message": "Git Repository is empty.", "documentation_url": GUIDE}, 409)
    sha = _sha(str(found.pushed))
    at, page = (
        f"{forge.url}{prefix_of(ask)}/repos/{found.full_name}",
        f"{forge.url}/{found.full_name}",
    )
    person = {"name": "A", "email": "a@example.org", "date": instant(found.pushed)}
    tree_of = {"sha": sha, "url": f"{at}/git/trees/{sha}"}
    commit = {"author": person, "committer": person, "message": "x", "tree": tree_of,
              "url": f"{at}/git/commits/{sha}", "comment_count": 0}  # fmt: skip
    return as_json([{
        "sha": sha, "node_id": f"C_{sha}", "commit": commit, "url": f"{at}/commits/{sha}",
        "html_url": f"{page}/commit/{sha}", "comments_url": f"{at}/commits/{sha}/comments",
        "author": None, "committer": None, "parents": [],
    }])  # fmt: skip


@ROUTES.on("/meta")
def meta(forge: Forge, _ask: Ask) -> Reply:
    """Tell the version."""
    return as_json({"verifiable_password_authentication": False,
                    "installed_version": forge.settings.version or "3.14.2"})  # fmt: skip


@ROUTES.on("/rate_limit")
def rate_limit(_forge: Forge, _ask: Ask) -> Reply:
    """Tell the limits, for free."""
    core = {"limit": 60, "used": 0, "remaining": 60, "reset": 0}
    return as_json({"resources": {"core": core}, "rate": core})


def _sha(text: str) -> str:
    return sha1(text.encode(), usedforsecurity=False).hexdigest()


def answer(forge: Forge, ask: Ask) -> Reply:
    """Answer a request to the API or the web site."""
    path = ask.path.removeprefix(PREFIX)
    if forge.settings.tokens is not None and _is_refused(forge, ask):
        return as_json({"message": "Bad credentials", "documentation_url": GUIDE}, 401)
    return ROUTES.answer(forge, ask, path) or contents.web(forge, ask) or missing()


def _is_refused(forge: Forge, ask: Ask) -> bool:
    sent = ask.headers.get("authorization", "").rpartition(" ")[2]
    return bool(sent) and sent not in (forge.settings.tokens or ())
