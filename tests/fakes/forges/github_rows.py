"""Rows of GitHub: repositories and accounts with every key that the real ones have."""

import base64
import json
from typing import Any, Final

from tests.fakes.forges.pages import instant
from tests.fakes.forges.shapes import Forge
from tests.fakes.forges.world import Account, Repository

SUBRESOURCES: Final = {
    "archive_url": "/{archive_format}{/ref}",
    "assignees_url": "/assignees{/user}",
    "blobs_url": "/git/blobs{/sha}",
    "branches_url": "/branches{/branch}",
    "collaborators_url": "/collaborators{/collaborator}",
    "comments_url": "/comments{/number}",
    "commits_url": "/commits{/sha}",
    "compare_url": "/compare/{base}...{head}",
    "contents_url": "/contents/{+path}",
    "contributors_url": "/contributors",
    "deployments_url": "/deployments",
    "downloads_url": "/downloads",
    "events_url": "/events",
    "forks_url": "/forks",
    "git_commits_url": "/git/commits{/sha}",
    "git_refs_url": "/git/refs{/sha}",
    "git_tags_url": "/git/tags{/sha}",
    "hooks_url": "/hooks",
    "issue_comment_url": "/issues/comments{/number}",
    "issue_events_url": "/issues/events{/number}",
    "issues_url": "/issues{/number}",
    "keys_url": "/keys{/key_id}",
    "labels_url": "/labels{/name}",
    "languages_url": "/languages",
    "merges_url": "/merges",
    "milestones_url": "/milestones{/number}",
    "notifications_url": "/notifications{?since,all,participating}",
    "pulls_url": "/pulls{/number}",
    "releases_url": "/releases{/id}",
    "stargazers_url": "/stargazers",
    "statuses_url": "/statuses/{sha}",
    "subscribers_url": "/subscribers",
    "subscription_url": "/subscription",
    "tags_url": "/tags",
    "teams_url": "/teams",
    "trees_url": "/git/trees{/sha}",
}
USER_RESOURCES: Final = {
    "followers_url": "/followers",
    "following_url": "/following{/other_user}",
    "gists_url": "/gists{/gist_id}",
    "starred_url": "/starred{/owner}{/repo}",
    "subscriptions_url": "/subscriptions",
    "organizations_url": "/orgs",
    "repos_url": "/repos",
    "events_url": "/events{/privacy}",
    "received_events_url": "/received_events",
}
FIXED: Final = {
    "private": False, "has_issues": True, "has_projects": True, "has_downloads": True,
    "has_wiki": True, "has_pages": False, "has_discussions": False, "allow_forking": True,
    "web_commit_signoff_required": False,
    "permissions": {"admin": False, "maintain": False, "push": False, "triage": False,
                    "pull": True},
}  # fmt: skip
TEMPLATE: Final = json.dumps(
    {**FIXED, **{name: f"@{rest}" for name, rest in SUBRESOURCES.items()}}, separators=(",", ":")
)[1:-1]


def owner_of(api: str, site: str, account: Account) -> dict[str, Any]:
    """Describe an account in short."""
    at = f"{api}/users/{account.slug}"
    return {
        "login": account.slug,
        "id": account.id,
        "node_id": node_id("O", account.id),
        "avatar_url": f"{site}/avatars/u/{account.id}?v=4",
        "gravatar_id": "",
        "url": at,
        "html_url": f"{site}/{account.slug}",
        **{name: at + rest for name, rest in USER_RESOURCES.items()},
        "type": "User" if account.kind == "user" else "Organization",
        "user_view_type": "public",
        "site_admin": False,
    }


def node_id(kind: str, number: int) -> str:
    """Return an opaque name, as of GraphQL."""
    return f"{kind}_kgDO{base64.urlsafe_b64encode(number.to_bytes(8, 'big')).decode().rstrip('=')}"


def licence_of(api: str, name: str | None) -> dict[str, Any] | None:
    """Describe a licence as GitHub recognised it."""
    if name is None:
        return None
    if name == "other":
        return {"key": "other", "name": "Other", "spdx_id": "NOASSERTION", "url": None,
                "node_id": "MDc6TGljZW5zZTA="}  # fmt: skip
    key = name.lower()
    return {"key": key, "name": f"{name} licence", "spdx_id": name,
            "url": f"{api}/licenses/{key}", "node_id": "MDc6TGljZW5zZTEz"}  # fmt: skip


def row_of(api: str, site: str, row: Repository, owner: str) -> str:
    """Return a row of a list as JSON; ``owner`` is JSON already."""
    full_name = row.full_name
    own = {
        "id": row.id,
        "node_id": node_id("R", row.id),
        "name": row.name,
        "full_name": full_name,
        "html_url": f"{site}/{full_name}",
        "description": row.description,
        "fork": row.is_fork,
        "url": f"{api}/repos/{full_name}",
        "created_at": instant(row.created),
        "updated_at": instant(row.updated),
        "pushed_at": instant(row.pushed),
        "git_url": f"git://{site.partition('://')[2]}/{full_name}.git",
        "ssh_url": f"git@{site.partition('://')[2]}:{full_name}.git",
        "clone_url": f"{site}/{full_name}.git",
        "svn_url": f"{site}/{full_name}",
        "homepage": row.homepage,
        "size": row.size,
        "stargazers_count": row.stars,
        "watchers_count": row.stars,
        "language": row.language,
        "forks_count": row.forks,
        "mirror_url": row.mirror_of,
        "archived": row.is_archived,
        "disabled": row.is_disabled,
        "open_issues_count": row.issues,
        "license": licence_of(api, row.licence),
        "is_template": row.is_template,
        "topics": list(row.topics),
        "visibility": row.visibility,
        "forks": row.forks,
        "open_issues": row.issues,
        "watchers": row.stars,
        "default_branch": row.branch,
    }
    text = json.dumps(own, ensure_ascii=False, separators=(",", ":"))
    return f'{text[:-1]},"owner":{owner},{TEMPLATE.replace("@", f"{api}/repos/{full_name}")}}}'


def described(forge: Forge, api: str, account: Account, *, as_user: bool = False) -> dict[str, Any]:
    """Describe an account at length: users and organisations have other keys."""
    count = len(forge.world.listed(account)) if account.declared is None else account.declared
    found = owner_of(api, forge.url, account) | {
        "public_repos": count,
        "public_gists": 0,
        "followers": account.followers,
        "following": 0,
        "created_at": instant(account.created),
        "updated_at": instant(account.created),
    }
    if as_user or account.kind == "user":
        said = dict.fromkeys(("name", "company", "blog", "location", "email", "hireable", "bio"))
        return found | said | {"name": account.name or None, "blog": account.website}
    at = f"{api}/orgs/{account.slug}"
    said = {"name": account.name, "blog": account.website, "location": account.location}
    return (
        found
        | {name: text for name, text in said.items() if text}
        | {
            "description": account.description or None,
            "is_verified": account.is_verified,
            "url": at,
            "repos_url": f"{at}/repos",
            "events_url": f"{at}/events",
            "hooks_url": f"{at}/hooks",
            "issues_url": f"{at}/issues",
            "members_url": f"{at}/members{{/member}}",
            "public_members_url": f"{at}/public_members{{/member}}",
            "has_organization_projects": True,
            "has_repository_projects": True,
            "archived_at": None,
        }
    )
