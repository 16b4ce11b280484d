"""GitLab's REST API, version 4: groups within groups, offset and keyset pages."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

from tests.fakes.forges import contents
from tests.fakes.forges.gitlab_rows import PREFIX, group_of, rendered, user_of
from tests.fakes.forges.pages import address_of, cut, instant_with_milliseconds, kept, links
from tests.fakes.forges.shapes import Ask, Forge, Reply, Routes, as_json
from tests.fakes.forges.world import Account, Repository

ROUTES: Final = Routes()
ORDERS: Final = {
    "id": "id", "name": "name", "path": "name", "created_at": "created",
    "updated_at": "updated", "last_activity_at": "updated",
}  # fmt: skip


def missing(what: str) -> Reply:
    """Answer that there is nothing."""
    return as_json({"message": f"404 {what} Not Found"}, 404)


def chosen(forge: Forge, ask: Ask, account: Account | None) -> Sequence[Repository]:
    """Return the projects that a list is about, in the order asked for."""
    order = ORDERS.get(ask.query.get("order_by", "created_at"), "created")
    descending = ask.query.get("sort", "desc") == "desc"
    rows = forge.world.listed(account, order, descending=descending)
    if account and account.kind == "group":
        if ask.query.get("include_subgroups") != "true":
            rows = [row for row in rows if row.account is account]
        if ask.query.get("with_shared", "true") == "true" and account.shared:
            rows = [*rows, *account.shared]
    if wanted := ask.query.get("archived"):
        rows = [row for row in rows if row.is_archived == (wanted == "true")]
    if after := ask.query.get("last_activity_after"):
        since = datetime.fromisoformat(after).timestamp()
        rows = [row for row in rows if row.updated > since]
    return rows


def listing(forge: Forge, ask: Ask, account: Account | None) -> Reply:
    """Answer one page of projects."""
    version = forge.world.version(account)
    if ask.query.get("pagination") == "keyset" and forge.settings.keyset:
        return kept(forge, ask, version, lambda: by_key(forge, ask, account))
    return kept(forge, ask, version, lambda: by_offset(forge, ask, account))


def by_offset(forge: Forge, ask: Ask, account: Account | None) -> Reply:
    """Answer a numbered page."""
    here = cut(forge, ask, chosen(forge, ask, account))
    if here.page * here.size - here.size >= forge.settings.offset_most:
        text = (
            f"Offset pagination has a maximum allowed offset of {forge.settings.offset_most} for "
            "requests that return objects of type Project. Remaining records can be retrieved "
            "using keyset pagination."
        )
        return as_json({"error": text}, 405)
    return Reply(body=rendered(forge, ask, here.rows), headers=numbered(forge, ask, here))


def numbered(forge: Forge, ask: Ask, here: Any) -> dict[str, str]:
    """Return the headers of a numbered page."""
    query = {"order_by": "created_at", "sort": "desc", **ask.query, "per_page": here.size}
    at = forge.url + ask.path
    told = {
        "x-page": str(here.page),
        "x-per-page": str(here.size),
        "x-next-page": str(here.page + 1) if here.has_next else "",
        "x-prev-page": str(here.page - 1) if here.page > 1 else "",
    }
    if forge.settings.links:
        names = ("prev", "next", "first", "last")
        told["link"] = links(
            here, lambda page: address_of(at, {**query, "page": page}), names, is_whole=True
        )
    if forge.settings.totals and here.total <= forge.settings.totals_most:
        told |= {"x-total": str(here.total), "x-total-pages": str(here.last)}
    return {name: text for name, text in told.items() if name != "link" or text}


def by_key(forge: Forge, ask: Ask, account: Account | None) -> Reply:
    """Answer the rows after an id."""
    after = ask.number("id_after", 0)
    before = ask.number("id_before", 0)
    size = min(ask.number("per_page", forge.settings.page_size), forge.settings.page_most)
    descending = ask.query.get("sort", "desc") == "desc"
    asked = Ask(ask.method, ask.path, {**ask.query, "order_by": "id"}, ask.headers)
    rows = chosen(forge, asked, account)
    start = _start(rows, after, before, descending=descending)
    here, more = rows[start : start + size], len(rows) > start + size
    reply = Reply(body=rendered(forge, ask, here))
    if more:
        name = "id_before" if descending else "id_after"
        query = {**ask.query, name: here[-1].id, "per_page": size}
        reply.headers["link"] = f'<{address_of(forge.url + ask.path, query)}>; rel="next"'
    return reply


def _start(rows: Sequence[Repository], after: int, before: int, *, descending: bool) -> int:
    """Return the place of the first row beyond an id, by halving."""
    low, high = 0, len(rows)
    while low < high:
        middle = (low + high) // 2
        number = rows[middle].id
        is_past = (not before or number < before) if descending else number > after
        low, high = (low, middle) if is_past else (middle + 1, high)
    return low


def find_group(forge: Forge, key: str) -> Account | None:
    """Return a group by id or path; the path of digits alone is an id to GitLab."""
    if key.isdecimal():
        account = forge.world.accounts_by_id.get(int(key))
    else:
        account = forge.world.account(key)
    return account if account and account.kind != "user" else None


def groups(forge: Forge, ask: Ask, found: Sequence[Account]) -> Reply:
    """Answer a page of groups."""
    here = cut(forge, ask, found)
    reply = as_json([group_of(forge, account) for account in here.rows])
    reply.headers = numbered(forge, ask, here)
    return reply


@ROUTES.on("/groups")
def all_groups(forge: Forge, ask: Ask) -> Reply:
    """List groups."""
    found = [entry for entry in forge.world.accounts_by_id.values() if entry.kind != "user"]
    if ask.query.get("top_level_only") == "true":
        found = [entry for entry in found if entry.parent is None]
    return groups(forge, ask, found)


@ROUTES.on("/groups/*")
def group(forge: Forge, ask: Ask, key: str) -> Reply:
    """Describe a group; with its projects unless asked not to."""
    account = find_group(forge, key)
    if account is None:
        return missing("Group")
    found = group_of(forge, account)
    if ask.query.get("with_projects", "true") == "true":
        first = Ask("GET", ask.path, {"per_page": "100"}, {})
        found["projects"] = json.loads(rendered(forge, first, chosen(forge, first, account)[:100]))
    return as_json(found)


@ROUTES.on("/groups/*/projects")
def projects_of_group(forge: Forge, ask: Ask, key: str) -> Reply:
    """List the projects of a group; its subgroups' only when asked."""
    account = find_group(forge, key)
    return listing(forge, ask, account) if account else missing("Group")


@ROUTES.on("/groups/*/subgroups")
def subgroups(forge: Forge, ask: Ask, key: str) -> Reply:
    """List the groups one level below."""
    account = find_group(forge, key)
    return groups(forge, ask, account.groups) if account else missing("Group")


@ROUTES.on("/groups/*/descendant_groups")
def descendants(forge: Forge, ask: Ask, key: str) -> Reply:
    """List the groups of all levels below."""
    account = find_group(forge, key)
    return groups(forge, ask, list(account.within())[1:]) if account else missing("Group")


@ROUTES.on("/users")
def users(forge: Forge, ask: Ask) -> Reply:
    """Find a user by name: a list of none or one."""
    account = forge.world.account(ask.query.get("username", ""))
    return as_json([user_of(forge, account)] if account and account.kind == "user" else [])


@ROUTES.on("/users/*/projects")
def projects_ofuser_of(forge: Forge, ask: Ask, key: str) -> Reply:
    """List the projects of a user."""
    found = forge.world.accounts_by_id.get(int(key)) if key.isdecimal() else None
    account = found or forge.world.account(key)
    if account is None or account.kind != "user":
        return missing("User")
    return listing(forge, ask, account)


@ROUTES.on("/users/*")
def user(_forge: Forge, _ask: Ask, _key: str) -> Reply:
    """Refuse strangers."""
    return as_json({"message": "403 Forbidden"}, 403)


@ROUTES.on("/projects")
def all_projects(forge: Forge, ask: Ask) -> Reply:
    """List every public project."""
    return listing(forge, ask, None)


def find_project(forge: Forge, ask: Ask, key: str) -> Repository | Reply:
    """Return a public project by id or path, or the answer when there is none."""
    row = forge.world.by_id.get(int(key)) if key.isdecimal() else forge.world.repository(key)
    if row and row.visibility == "public":
        return row
    former = None if row or key.isdecimal() else forge.world.former(key)
    if former is None or former.visibility != "public":
        return missing("Project")
    rest = ask.path.partition(f"/projects/{quote(key, safe='')}")[2]
    to = f"{forge.url}{PREFIX}/projects/{former.id}{rest}"
    return as_json({"message": "This is a redirect", "location": to}, 301, location=to)


@ROUTES.on("/projects/*")
def one_project(forge: Forge, ask: Ask, key: str) -> Reply:
    """Describe a project; its licence only when asked."""
    row = find_project(forge, ask, key)
    if isinstance(row, Reply):
        return row
    found = json.loads(rendered(forge, Ask("GET", "", {}, {}), [row]))[0]
    found["empty_repo"] = row.is_empty
    if ask.query.get("license") == "true":
        name = row.licence
        has_file = name is not None and not row.is_empty
        url = f"{forge.url}/{row.full_name}/-/blob/{row.branch}/LICENSE"
        found["license_url"] = url if has_file else None
        found["license"] = {
            "key": name.lower(), "name": "Other" if name == "other" else name, "nickname": None,
            "html_url": f"http://choosealicense.com/licenses/{name.lower()}/", "source_url": "",
        } if name and has_file else None  # fmt: skip
    return as_json(found)


@ROUTES.on("/projects/*/languages")
def languages(forge: Forge, ask: Ask, key: str) -> Reply:
    """Answer percentages by language."""
    row = find_project(forge, ask, key)
    if isinstance(row, Reply):
        return row
    sizes = contents.languages_of(row)
    whole = sum(sizes.values())
    return as_json({name: round(100 * size / whole, 2) for name, size in sizes.items()})


@ROUTES.on("/projects/*/repository/tree")
def tree(forge: Forge, ask: Ask, key: str) -> Reply:
    """List files."""
    row = find_project(forge, ask, key)
    if isinstance(row, Reply):
        return row
    if row.is_empty:
        return missing("Tree")
    entries = [
        {"id": f"{len(path):040x}", "name": path.rpartition("/")[2], "type": "blob", "path": path,
         "mode": "100644"}
        for path in contents.files_of(row)
        if ask.query.get("recursive") == "true" or "/" not in path
    ]  # fmt: skip
    here = cut(forge, ask, entries)
    reply = as_json(list(here.rows))
    reply.headers = numbered(forge, ask, here)
    return reply


@ROUTES.on("/projects/*/repository/files/*/raw")
def file(forge: Forge, ask: Ask, key: str, path: str) -> Reply:
    """Answer one file."""
    row = find_project(forge, ask, key)
    if isinstance(row, Reply):
        return row
    text = contents.files_of(row).get(path)
    if text is None:
        return missing("File")
    return Reply(body=text.encode(), kind="text/plain; charset=utf-8")


@ROUTES.on("/projects/*/repository/commits")
def commits(forge: Forge, ask: Ask, key: str) -> Reply:
    """Answer the newest commit."""
    row = find_project(forge, ask, key)
    if isinstance(row, Reply):
        return row
    at = instant_with_milliseconds(row.pushed)
    return as_json([] if row.is_empty else [{"id": f"{row.id:040x}", "committed_date": at}])


@ROUTES.on("/version", "/metadata")
def version(forge: Forge, ask: Ask) -> Reply:
    """Tell the version to those with a token."""
    if not (ask.headers.get("authorization") or ask.headers.get("private-token")):
        return as_json({"message": "401 Unauthorized"}, 401)
    return as_json({"version": forge.settings.version or "17.5.1", "revision": "0a1b2c3d"})


def answer(forge: Forge, ask: Ask) -> Reply:
    """Answer a request to the API or the web site."""
    if ask.path.startswith(f"{PREFIX}/"):
        sent = ask.headers.get("private-token") or ask.headers.get("authorization", "")
        sent = sent.rpartition(" ")[2]
        if sent and forge.settings.tokens is not None and sent not in forge.settings.tokens:
            return as_json({"message": "401 Unauthorized"}, 401)
        found = ROUTES.answer(forge, ask, ask.path.removeprefix(PREFIX))
        return found or as_json({"error": "404 Not Found"}, 404)
    return contents.web(forge, ask) or Reply(
        302, headers={"location": f"{forge.url}/users/sign_in"}
    )
