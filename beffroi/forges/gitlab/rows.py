"""What GitLab says of projects, groups and people, row by row."""

from typing import Any, Final
from urllib.parse import urljoin

from beffroi.forges.shapes import AccountFacts, Failure, ForgeRepository
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
    origin_of,
    own_address,
    part,
    path,
    text,
    texts,
)

_FULL: Final = frozenset({"creator_id", "_links", "issues_enabled"})
"""Keys of a whole description. What strangers get of a project outside a group's list has none."""


def describe_project(
    row: Any, where: str, *, is_archived: bool | None = None
) -> ForgeRepository | Failure:
    """Return what a row of ``where`` says of a project; ``is_archived``: as the list says.

    A whole description without ``forked_from_project`` says that it is no fork; a short one says
    nothing. A fork of something hidden shows by ``mr_default_target_self`` alone.
    """
    if not isinstance(row, dict):
        return broken(where, "it is not an object")
    forge_id = identifier(row, "id")
    full_name = path(row, "path_with_namespace")
    if not forge_id or "/" not in full_name:
        return broken(where, f"project {forge_id or 'without id'} has no path")
    origin = origin_of(where)
    return ForgeRepository(
        forge_id=forge_id,
        full_name=full_name,
        name=full_name.rpartition("/")[2],
        url=own_address(row, "web_url", origin, full_name).removesuffix(".git"),
        clone_url=own_address(row, "http_url_to_repo", origin, f"{full_name}.git"),
        description=text(row, "description"),
        topics=texts(row, "topics") or texts(row, "tag_list"),
        is_fork=_is_fork(row),
        fork_parent=link(part(row, "forked_from_project"), "web_url"),
        is_archived=is_archived if flag(row, "archived") is None else flag(row, "archived"),
        is_mirror=flag(row, "mirror"),
        is_empty=_is_empty(row),
        is_disabled=_is_disabled(row),
        default_branch=name(row, "default_branch") or None,
        is_public=row.get("visibility", "public") == "public",
        **_numbers(row),
    )


def describe_group(row: Row, where: str) -> AccountFacts:
    """Return what GitLab says of a group."""
    return AccountFacts(
        forge_key=identifier(row, "id"),
        full_path=name(row, "full_path", 500),
        kind="group",
        name=text(row, "name", 300),
        description=text(row, "description"),
        avatar_url=_avatar(row, where),
        opened_at=instant(row, "created_at"),
    )


def describe_user(row: Row, where: str) -> AccountFacts:
    """Return what GitLab says of a person's account."""
    return AccountFacts(
        forge_key=identifier(row, "id"),
        full_path=name(row, "username", 500),
        kind="user",
        name=text(row, "name", 300),
        avatar_url=_avatar(row, where),
    )


def _numbers(row: Row) -> dict[str, Any]:
    """Return counts and instants; a count that strangers are not told is unknown."""
    return {
        "stars": count(row, "star_count"),
        "forks": count(row, "forks_count"),
        "open_issues": count(row, "open_issues_count"),
        "created_at": instant(row, "created_at"),
        "updated_at": instant(row, "updated_at"),
        "last_activity_at": instant(row, "last_activity_at"),
    }


def _is_fork(row: Row) -> bool | None:
    if part(row, "forked_from_project") or "mr_default_target_self" in row:
        return True
    return None if _FULL.isdisjoint(row) else False


def _is_empty(row: Row) -> bool | None:
    # The key of the branch itself is missing where strangers may not see the code.
    has_none = "default_branch" in row and row["default_branch"] is None
    return True if has_none else flag(row, "empty_repo")


def _is_disabled(row: Row) -> bool | None:
    level = text(row, "repository_access_level", 20)
    return level == "disabled" if level else None


def _avatar(row: Row, where: str) -> str:
    """Return the address of a picture, which old versions give without host."""
    given = row.get("avatar_url")
    if not isinstance(given, str) or len(given) > LONGEST_ADDRESS:
        return ""
    return link({"avatar_url": urljoin(where, given)}, "avatar_url") if given else ""
