"""What rows of forges hold: the keys that must be there, with their types in JSON.

Sources: GitHub from the published description of its API (package @octokit/openapi 23.0.2,
``generated/api.github.com.json``, OpenAPI 3.0.3: schemas minimal-repository, full-repository,
simple-user, license-simple, organization-full), read 2026-11-24; it was also validated against
that file as a whole. GitLab, Gitea and Bitbucket from code-catalogue §4.
"""

from collections.abc import Mapping
from typing import Final

_TYPES: Final = {
    "string": str, "boolean": bool, "object": dict, "array": list, "null": type(None),
}  # fmt: skip
SIMPLE_USER: Final = {
    "string": (
        "avatar_url events_url followers_url following_url gists_url html_url node_id login "
        "organizations_url received_events_url repos_url starred_url subscriptions_url type url"
    ),
    "string|null": "gravatar_id",
    "integer": "id",
    "boolean": "site_admin",
}
LICENCE: Final = {"string": "key name node_id", "string|null": "url spdx_id"}
MINIMAL_REPOSITORY: Final = {
    "string": (
        "archive_url assignees_url blobs_url branches_url collaborators_url comments_url "
        "commits_url compare_url contents_url contributors_url deployments_url downloads_url "
        "events_url forks_url full_name git_commits_url git_refs_url git_tags_url hooks_url "
        "html_url node_id issue_comment_url issue_events_url issues_url keys_url labels_url "
        "languages_url merges_url milestones_url name notifications_url pulls_url releases_url "
        "stargazers_url statuses_url subscribers_url subscription_url tags_url teams_url "
        "trees_url url"
    ),
    "string|null": "description",
    "integer": "id",
    "boolean": "fork private",
    "object": "owner",
}
IN_LISTS_TOO: Final = {
    "string": "git_url ssh_url clone_url svn_url default_branch visibility",
    "string|null": "mirror_url homepage language pushed_at created_at updated_at",
    "integer": (
        "forks_count stargazers_count watchers_count size open_issues_count forks open_issues "
        "watchers"
    ),
    "boolean": "is_template archived disabled has_issues has_projects has_wiki has_pages",
    "array": "topics",
    "object|null": "license",
}
"""Optional in the description, in every real row."""
FULL_REPOSITORY: Final = {
    "string": "pushed_at created_at updated_at clone_url ssh_url svn_url git_url default_branch",
    "integer": "network_count subscribers_count",
}
ORGANIZATION: Final = {
    "string": (
        "login url node_id repos_url events_url hooks_url issues_url members_url "
        "public_members_url avatar_url html_url type created_at updated_at"
    ),
    "string|null": "description archived_at",
    "integer": "id public_repos public_gists followers following",
    "boolean": "has_organization_projects has_repository_projects",
}
GITLAB_PROJECT: Final = {
    "string": (
        "name name_with_namespace path path_with_namespace created_at http_url_to_repo web_url "
        "last_activity_at visibility"
    ),
    "string|null": "description default_branch avatar_url readme_url",
    "integer": "id forks_count star_count open_issues_count",
    "boolean": "archived issues_enabled",
    "array": "topics tag_list",
    "object": "namespace",
}
GITEA_REPOSITORY: Final = {
    "string": (
        "name full_name description language html_url url clone_url website default_branch "
        "created_at updated_at archived_at mirror_updated"
    ),
    "integer": "id size stars_count forks_count watchers_count open_issues_count",
    "boolean": "empty private fork template mirror archived",
    "object|null": "parent",
    "array": "topics",
    "array|null": "licenses",
    "object": "owner",
}
BITBUCKET_REPOSITORY: Final = {
    "string": (
        "type uuid full_name name slug scm description language website created_on updated_on"
    ),
    "integer": "size",
    "boolean": "is_private has_issues",
    "object|null": "parent mainbranch",
    "object": "links",
}


def faults(row: object, *contracts: Mapping[str, str]) -> list[str]:
    """Return what is missing in a row, or of another type."""
    if not isinstance(row, dict):
        return ["no object"]
    wanted = {
        name: types.split("|")
        for contract in contracts
        for types, names in contract.items()
        for name in names.split()
    }
    missing = [f"{name} is missing" for name in wanted if name not in row]
    wrong = [
        f"{name} is a {type(row[name]).__name__}"
        for name, types in wanted.items()
        if name in row and type_of(row[name]) not in types
    ]
    return missing + wrong


def type_of(value: object) -> str:
    """Return the name that JSON Schema has for the type of a value."""
    if isinstance(value, int) and not isinstance(value, bool):
        return "integer"
    if isinstance(value, float):
        return "number"
    return next(name for name, kind in _TYPES.items() if isinstance(value, kind))
