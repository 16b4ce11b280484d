"""Rows of GitLab: projects, groups and users as strangers see them."""

import json
from collections.abc import Iterable
from typing import Any, Final

from tests.fakes.forges.pages import instant_with_milliseconds
from tests.fakes.forges.shapes import Ask, Forge
from tests.fakes.forges.world import Account, Repository

PREFIX: Final = "/api/v4"
FIXED: Final = json.dumps(
    {
        "container_registry_access_level": "enabled",
        "security_and_compliance_access_level": "private",
        "packages_enabled": True,
        "empty_repo": False,
        "issues_enabled": True,
        "merge_requests_enabled": True,
        "wiki_enabled": True,
        "jobs_enabled": True,
        "snippets_enabled": True,
        "container_registry_enabled": True,
        "service_desk_enabled": False,
        "can_create_merge_request_in": False,
        "issues_access_level": "enabled",
        "repository_access_level": "enabled",
        "merge_requests_access_level": "enabled",
        "forking_access_level": "enabled",
        "wiki_access_level": "enabled",
        "builds_access_level": "enabled",
        "snippets_access_level": "enabled",
        "pages_access_level": "enabled",
        "analytics_access_level": "enabled",
        "shared_runners_enabled": True,
        "lfs_enabled": True,
        "creator_id": 17,
        "import_status": "none",
        "ci_job_token_scope_enabled": False,
        "public_jobs": True,
        "shared_with_groups": [],
        "only_allow_merge_if_pipeline_succeeds": False,
        "request_access_enabled": True,
        "remove_source_branch_after_merge": True,
        "printing_merge_request_link_enabled": True,
        "merge_method": "merge",
        "squash_option": "default_off",
        "autoclose_referenced_issues": True,
    },
    separators=(",", ":"),
)[1:-1]
LINKS: Final = {
    "self": "", "issues": "/issues", "merge_requests": "/merge_requests",
    "repo_branches": "/repository/branches", "labels": "/labels", "events": "/events",
    "members": "/members",
}  # fmt: skip
BASIC: Final = (
    "id", "description", "name", "name_with_namespace", "path", "path_with_namespace",
    "created_at", "default_branch", "tag_list", "topics", "ssh_url_to_repo", "http_url_to_repo",
    "web_url", "readme_url", "forks_count", "avatar_url", "star_count", "last_activity_at",
    "visibility", "namespace",
)  # fmt: skip


def namespace_of(forge: Forge, account: Account) -> dict[str, Any]:
    """Describe where a project stands."""
    is_user = account.kind == "user"
    return {
        "id": account.id,
        "name": account.name or account.slug,
        "path": account.slug,
        "kind": "user" if is_user else "group",
        "full_path": account.path,
        "parent_id": account.parent.id if account.parent else None,
        "avatar_url": None,
        "web_url": f"{forge.url}/{'' if is_user else 'groups/'}{account.path}",
    }


def project(forge: Forge, row: Repository, namespace: dict[str, Any]) -> dict[str, Any]:
    """Describe a project as lists do."""
    full_name = row.full_name
    api = f"{forge.url}{PREFIX}/projects/{row.id}"
    found: dict[str, Any] = {
        "id": row.id,
        "description": row.description,
        "name": row.name,
        "name_with_namespace": full_name.replace("/", " / "),
        "path": row.name,
        "path_with_namespace": full_name,
        "created_at": instant_with_milliseconds(row.created),
        "default_branch": None if row.is_empty else row.branch,
        "tag_list": list(row.topics),
        "topics": list(row.topics),
        "ssh_url_to_repo": f"git@{forge.host}:{full_name}.git",
        "http_url_to_repo": f"{forge.url}/{full_name}.git",
        "web_url": f"{forge.url}/{full_name}",
        "readme_url": f"{forge.url}/{full_name}/-/blob/{row.branch}/README.md",
        "forks_count": row.forks,
        "avatar_url": None,
        "star_count": row.stars,
        "last_activity_at": instant_with_milliseconds(row.updated),
        "visibility": row.visibility,
        "namespace": namespace,
        "archived": row.is_archived,
        "open_issues_count": row.issues,
        "updated_at": instant_with_milliseconds(row.updated),
        "mirror": row.mirror_of is not None,
        "_links": {name: api + rest for name, rest in LINKS.items()},
    }
    if above := parent_of(forge, row):
        found["forked_from_project"] = above
    return found


def parent_of(forge: Forge, row: Repository) -> dict[str, Any] | None:
    """Describe in short what a project was forked from."""
    above = forge.world.repository(row.parent) if row.is_fork and row.parent else None
    if above is None:
        return None
    wanted = ("id", "name", "path", "path_with_namespace", "http_url_to_repo", "web_url")
    whole = project(forge, above, namespace_of(forge, above.account))
    return {name: whole[name] for name in wanted}


def rendered(forge: Forge, ask: Ask, rows: Iterable[Repository]) -> bytes:
    """Return a list of projects as JSON."""
    is_simple = ask.query.get("simple") == "true"
    namespaces: dict[int, dict[str, Any]] = {}
    texts = []
    for row in rows:
        account = row.account
        namespace = namespaces.setdefault(account.id, namespace_of(forge, account))
        found = project(forge, row, namespace)
        if is_simple:
            found = {name: found[name] for name in BASIC}
        text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
        texts.append(text if is_simple else f"{text[:-1]},{FIXED}}}")
    return f"[{','.join(texts)}]".encode()


def group_of(forge: Forge, account: Account) -> dict[str, Any]:
    """Describe a group as strangers see it."""
    return {
        "id": account.id,
        "web_url": f"{forge.url}/groups/{account.path}",
        "name": account.name or account.slug,
        "path": account.slug,
        "description": account.description,
        "visibility": "public",
        "avatar_url": None,
        "full_name": (account.name or account.path).replace("/", " / "),
        "full_path": account.path,
        "created_at": instant_with_milliseconds(account.created),
        "parent_id": account.parent.id if account.parent else None,
        "archived": False,
    }


def user_of(forge: Forge, account: Account) -> dict[str, Any]:
    return {"id": account.id, "username": account.slug, "name": account.name or account.slug,
            "state": "active", "locked": False, "avatar_url": None,
            "web_url": f"{forge.url}/{account.slug}"}  # fmt: skip
